"""The directory: opt-in cards and photos of members."""
