"""What members do, as plain rows. Pages contain text; rows contain facts.

Evidence never depends on a page or a revision: an Item points at its page with SET_NULL and has a copy of the text.
LearningEvent is append-only, enforced by the database (cms/page_tree/append_only.py).
"""

from .assignments import Assignment
from .checks import Attempt, CheckVersion, OpenAttempt, correction_impact, newly_passed, passes_with
from .events import LearningEvent
from .items import Item, ItemVersion, ModuleVersion, Requirement
from .notes import Note, Place
from .states import LessonState, ModuleState, change_impact, module_impact

__all__ = [
    "Assignment",
    "Attempt",
    "CheckVersion",
    "Item",
    "ItemVersion",
    "LearningEvent",
    "LessonState",
    "ModuleState",
    "ModuleVersion",
    "Note",
    "OpenAttempt",
    "Place",
    "Requirement",
    "change_impact",
    "correction_impact",
    "module_impact",
    "newly_passed",
    "passes_with",
]
