"""Find: one search for everything a member may open.

`query` parses what was typed, `index_sql` asks Wagtail's index, `registry` says what can be found, `results` builds the answer, `suggestions`
helps when there is none, `search_log` counts searches without people. Apps add pages with the hook FINDABLE, records with SEARCH_SOURCE.
"""
