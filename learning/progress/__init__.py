"""A member's progress as the catalogue, a module page and a lesson page show it.

Read-only, with a fixed number of queries however many lessons, modules or people there are. `module_progress` is the
progress itself, `page_context` the template context of a module and a lesson, `catalogue` that of the catalogue.
"""

from learning.progress.catalogue import catalogue_context
from learning.progress.module_progress import LessonProgress, ModuleProgress, due_status, long_date, module_progress
from learning.progress.page_context import lesson_context, module_context

__all__ = [
    "LessonProgress",
    "ModuleProgress",
    "catalogue_context",
    "due_status",
    "lesson_context",
    "long_date",
    "module_context",
    "module_progress",
]
