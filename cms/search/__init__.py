"""Find, the one search over everything a member may open.

`query` parses the text typed in, `expansion` adds synonyms and corrects slips (`spelling`), `text_index` has every word of the
`documents`, and `results` ranks those that the user may open (`access`). `safeguarding` answers before all of them, `promotions` are what
trainers put first, `suggestions` help while someone types, and `search_log` counts searches anonymously. Apps register pages with the hook
SEARCHABLE_MODELS and other records with SEARCH_SOURCE, using the classes in `registry`. Decisions 0073 and 0074 have the reasons.
"""
