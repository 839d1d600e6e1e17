"""Forms that check uploads."""
