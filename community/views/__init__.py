"""Views of events and boards."""
