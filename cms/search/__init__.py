"""Find, the one search over everything a member may open.

`query` parses the text typed in, `index_sql` queries Wagtail's search index, `results` filters the matches by permission, `spelling` and
`suggestions` help when nothing matches exactly, and `search_log` counts searches anonymously. What can be found is declared with the
classes in `registry`: apps register pages with the hook SEARCHABLE_MODELS and other records with SEARCH_SOURCE.
"""
