"""`pages`: what trainers write. `records`: what members do. `word_files`: uploads that may become modules."""

from .pages import LearnIndexPage, LessonPage, ModulePage, ModuleTheme
from .pathways import Pathway
from .records import (
    Assignment,
    Enrolment,
    EnrolmentStep,
    HiddenStep,
    Item,
    ItemVersion,
    LearningEvent,
    LessonState,
    LocalStep,
    ModuleState,
    ModuleVersion,
    Note,
    PathwayVersion,
    Place,
    Requirement,
    Rule,
    SeenVersion,
    SignOff,
)
from .word_files import WordFile, WordPicture

__all__ = [
    "Assignment",
    "Enrolment",
    "EnrolmentStep",
    "HiddenStep",
    "Item",
    "ItemVersion",
    "LearnIndexPage",
    "LearningEvent",
    "LessonPage",
    "LessonState",
    "LocalStep",
    "ModulePage",
    "ModuleState",
    "ModuleTheme",
    "ModuleVersion",
    "Note",
    "Pathway",
    "PathwayVersion",
    "Place",
    "Requirement",
    "Rule",
    "SeenVersion",
    "SignOff",
    "WordFile",
    "WordPicture",
]
