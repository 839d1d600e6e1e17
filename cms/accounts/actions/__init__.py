"""Changing an address, second factors, and authorities' own sign-in."""
