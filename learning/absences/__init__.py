"""The pages on which managers enter who is away, and who stands in for a hub's manager."""
