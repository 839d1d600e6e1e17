"""Wagtail's forms for uploads, with our checks."""
