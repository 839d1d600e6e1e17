"""What members do, as plain rows. Pages contain text; rows contain facts.

Evidence never depends on a page or a revision: an Item points at its page with SET_NULL and has a copy of the text.
LearningEvent is append-only, enforced by the database (cms/page_tree/append_only.py).
"""

from .assignments import Assignment
from .certificates import Certificate
from .checks import Attempt, CheckVersion, OpenAttempt, correction_impact, newly_passed, passes_with
from .diplomas import Diploma
from .events import LearningEvent
from .items import Item, ItemVersion, ModuleVersion, Requirement
from .network import NetworkCount
from .notes import Note, Place
from .pathways import Enrolment, EnrolmentStep, HiddenStep, LocalStep, PathwayVersion, Rule, SeenVersion, StepKind
from .sign_offs import SignOff
from .states import LessonState, ModuleState, change_impact, module_impact

__all__ = [
    "Assignment",
    "Attempt",
    "Certificate",
    "CheckVersion",
    "Diploma",
    "Enrolment",
    "EnrolmentStep",
    "HiddenStep",
    "Item",
    "ItemVersion",
    "LearningEvent",
    "LessonState",
    "LocalStep",
    "ModuleState",
    "ModuleVersion",
    "NetworkCount",
    "Note",
    "OpenAttempt",
    "PathwayVersion",
    "Place",
    "Requirement",
    "Rule",
    "SeenVersion",
    "SignOff",
    "StepKind",
    "change_impact",
    "correction_impact",
    "module_impact",
    "newly_passed",
    "passes_with",
]
