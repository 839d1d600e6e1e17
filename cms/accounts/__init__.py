"""Accounts: people, the authorities and hubs they belong to, and the roles they hold.

Owns User, Authority, Milestone, Hub, JobRole, Membership, RoleGrant. The lowest room of the ground: may look at nothing of ours
but `cms.hooks`. Signing in itself is django-allauth's.
"""
