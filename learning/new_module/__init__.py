"""The admin page for starting a module: empty, from a pattern, as a copy, or from a Word file."""
