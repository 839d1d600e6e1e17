"""The site's pages of case studies: writing, reviewing, taking down."""
