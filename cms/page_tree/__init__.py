"""The cached snapshot of the page tree, the database stamp that invalidates it, and append-only tables."""
