"""The ground: the site itself, and what all houses share.

Owns pages (HomePage, StandardPage), the shared vocabulary (Theme, GlossaryTerm, Provocation),
the shared blocks, the hooks and, in apps of their own, audit, people, accounts, directory and privacy.
Knows nothing of learning, casestudies and community: only `urls` and `settings` name them, as text.
"""
