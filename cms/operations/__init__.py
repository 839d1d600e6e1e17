"""Running the site: requests that cannot be served, the health check, backup, restore, and moving from SQLite to PostgreSQL."""
