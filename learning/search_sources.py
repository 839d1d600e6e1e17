"""What site search finds in learning: modules and lessons."""

from django.db.models import Q

from cms.search.permissions import may_search
from cms.search.registry import SearchableModel
from learning.models import LessonPage, ModulePage


def search_kinds():
    """Return the kinds of page to search; see SEARCHABLE_MODELS in cms/hooks.py."""
    return [
        SearchableModel("module", "Module", "Modules", ModulePage, _visible_modules, order=10, by_role=_modules_for_role),
        SearchableModel(
            "lesson", "Lesson", "Lessons", LessonPage, _visible_lessons, order=20, by_role=_lessons_for_role, names_parent=True
        ),
    ]


def _visible_modules(user):
    return ModulePage.objects.live() if may_search(user) else ModulePage.objects.none()


def _visible_lessons(user):
    """Return published lessons. The search itself leaves out those whose module is not published."""
    return LessonPage.objects.live() if may_search(user) else LessonPage.objects.none()


def _modules_for_role(pages, slug):
    """Return modules for the job role and modules for everyone, as the catalogue does."""
    return pages.filter(Q(roles__slug=slug) | Q(roles__isnull=True))


def _lessons_for_role(pages, slug):
    modules = _modules_for_role(ModulePage.objects.live(), slug)
    return pages.filter(learning_item__module__page__in=modules.values("pk"))
