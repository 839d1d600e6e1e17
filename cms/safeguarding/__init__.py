"""What must not be said about a child: find_identifiers() reads a text and names what could identify someone.

Pure functions and lists, without the network, a model or the database. People decide; docs/safeguarding.md says how much is found.
"""
