"""Forms of events and boards."""
