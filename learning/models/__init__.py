"""`pages`: what trainers write. `records`: what members do. `word_files`: uploads that may become modules."""

from .pages import LearnIndexPage, LessonPage, ModulePage, ModuleTheme
from .records import (
    Assignment,
    Item,
    ItemVersion,
    LearningEvent,
    LessonState,
    ModuleState,
    ModuleVersion,
    Note,
    Place,
    Requirement,
)
from .word_files import WordFile, WordPicture

__all__ = [
    "Assignment",
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
    "Place",
    "Requirement",
    "WordFile",
    "WordPicture",
]
