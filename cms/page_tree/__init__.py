"""A cached snapshot of the page tree, the database stamp that invalidates it, and triggers that make tables append-only."""
