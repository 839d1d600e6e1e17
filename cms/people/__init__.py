"""People, the authorities and hubs they belong to, their roles, invitations and requests to join.

Owns the user model. Signing in is in cms.accounts, which imports this app.
"""
