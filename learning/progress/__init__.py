"""Ways: what the catalogue, a module and a lesson show one member about their own way through them.

Reads only, in a fixed number of queries whatever the number of lessons, modules or people. `through` is the way itself,
`shown` what a module and a lesson show of it, `listing` the catalogue.
"""

from learning.progress.catalogue import catalogue
from learning.progress.module_progress import Row, Way, day, due_words, way_through
from learning.progress.page_context import SOMEBODY_NEW, as_somebody_new, lesson, module, note_before

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
