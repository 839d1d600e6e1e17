"""Community: event write-ups and the boards. No room is built yet.

May look at: cms. Will show itself through: urls, wagtail_hooks, community_tags.
"""
