"""What we store about a person: export, who can see it, erasure and retention. Also shows the audit log to administrators."""
