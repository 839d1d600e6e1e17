"""Community: events and their write-ups, reflections of practitioners, and discussion boards.

Owns the pages EventIndexPage, EventPage, ReflectionIndexPage and ReflectionPage, and the records Interest, Board, Topic, Post and what
belongs to them. Imports cms only; registers with it in urls and wagtail_hooks.
"""
