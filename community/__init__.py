"""Community: events and their write-ups, and reflections of practitioners. Discussion boards are not built yet.

Owns the pages EventIndexPage, EventPage, ReflectionIndexPage and ReflectionPage and the record Interest. Imports cms only;
registers with it in urls and wagtail_hooks.
"""
