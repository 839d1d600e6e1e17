"""A Word file, read as a module: `opening` refuses what must not come in, `reading` makes a plan of the rest.

Knows cms's whitelist of running text and no page, no record and no request.
"""
