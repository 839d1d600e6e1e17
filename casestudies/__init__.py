"""Case studies: anonymised, consented, independently reviewed. No room is built yet.

May look at: cms. Will show itself through: urls, wagtail_hooks, casestudies_tags.
"""
