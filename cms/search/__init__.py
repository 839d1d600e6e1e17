"""Find: one box for everything a member may open.

Owns: reading what was typed (`words`), asking Wagtail's index (`entries`), the kinds that can be found (`kinds`), putting an answer
together (`found`), what helps when there is none (`nearby`), and counting terms without people (`terms`).
May look at: models, permissions, tree, hooks. Houses name their kinds through the socket FINDABLE, records through SEARCH_SOURCE.
"""
