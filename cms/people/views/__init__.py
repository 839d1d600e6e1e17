"""Pages about people, for leads and administrators; and joining, for everyone else."""
