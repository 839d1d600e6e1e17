"""The ground: the site itself, and what all houses share.

Owns pages (HomePage, StandardPage), the shared vocabulary (Theme, GlossaryTerm, Provocation),
the shared blocks, the sockets (hooks) and, in its own app, accounts.
Knows nothing of learning, casestudies and community: only `urls` and `settings` name them, as text.
"""
