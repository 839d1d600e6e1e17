"""Pathways as people see them: where I am, who is on one and why, an authority's own version, and signing off practice."""
