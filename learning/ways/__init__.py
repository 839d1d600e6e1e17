"""Ways: what the catalogue, a module and a lesson show one member about their own way through them.

Reads only, in a fixed number of queries whatever the number of lessons, modules or people. `through` is the way itself,
`shown` what a module and a lesson show of it, `listing` the catalogue.
"""

from learning.ways.listing import catalogue
from learning.ways.shown import SOMEBODY_NEW, as_somebody_new, lesson, module, note_before
from learning.ways.through import Row, Way, day, due_words, way_through

__all__ = [
    "SOMEBODY_NEW",
    "Row",
    "Way",
    "as_somebody_new",
    "catalogue",
    "day",
    "due_words",
    "lesson",
    "module",
    "note_before",
    "way_through",
]
