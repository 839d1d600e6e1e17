"""`pages`: what trainers write. `records`: what members do. `word_files`: uploads that may become modules."""

from .pages import LearnIndexPage, LessonPage, ModulePage, ModuleTheme
from .records import (
    Assignment,
    Attempt,
    CheckVersion,
    Item,
    ItemVersion,
    LearningEvent,
    LessonState,
    ModuleState,
    ModuleVersion,
    Note,
    OpenAttempt,
    Place,
    Requirement,
)
from .word_files import WordFile, WordPicture

__all__ = [
    "Assignment",
    "Attempt",
    "CheckVersion",
    "Item",
    "ItemVersion",
    "LearnIndexPage",
    "LearningEvent",
    "LessonPage",
    "LessonState",
    "ModulePage",
    "ModuleState",
    "ModuleTheme",
    "ModuleVersion",
    "Note",
    "OpenAttempt",
    "Place",
    "Requirement",
    "WordFile",
    "WordPicture",
]
