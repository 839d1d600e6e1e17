"""A real OpenID Connect provider for the tests: allauth's own, in a separate process. See `__main__`."""
