"""Signing in with django-allauth: passwords, codes, passkeys, second factors, authorities' own sign-in, sessions and the account page."""
