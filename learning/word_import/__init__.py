"""Reading a Word file as a module. `validation` refuses unsafe files; `parser` turns the rest into a Plan.

Uses the rich-text whitelist from cms, and no pages, records or requests.
"""
