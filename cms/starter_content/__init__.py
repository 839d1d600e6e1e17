"""Loads the site's first content from text files and exports content to the same format, described in docs/starter-content.md."""
