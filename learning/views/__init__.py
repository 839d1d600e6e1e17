"""Views of learning: what members do with lessons, and their own record and notes."""
