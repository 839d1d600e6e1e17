"""What must not be said about a child: find_identifiers() reads a text and names what could identify someone.

The check is pure functions and lists, without the network, a model or the database; only the allow-list and the forms know the site. People decide; docs/safeguarding.md says how much is found.
"""
