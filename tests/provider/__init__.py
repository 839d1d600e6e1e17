"""A real OpenID Connect provider for the tests: allauth's own, in a process of its own. See `__main__`."""
