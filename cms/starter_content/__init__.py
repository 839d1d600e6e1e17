"""Loading the site's first content from readable files, and exporting content to the same files. Format: docs/starter-content.md."""
