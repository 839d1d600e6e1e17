"""The page on which managers enter that a Level 3 diploma is achieved, or a later date and why (regulation 32)."""
