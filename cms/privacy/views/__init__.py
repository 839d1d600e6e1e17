"""Pages about what we store about a person, erasure and the audit log."""
