"""Community: what happened when people met, and what practitioners made of it. Boards have no room yet.

Owns pages (EventIndexPage, EventPage, ReflectionIndexPage, ReflectionPage) and records (Interest).
May look at: cms. Shows itself through: urls, wagtail_hooks.
"""
