"""What Find looks through here: modules and lessons."""

from django.db.models import Q

from cms.permissions import may_find
from cms.search.kinds import Findable
from learning.models import LessonPage, ModulePage


def _modules(user):
    return ModulePage.objects.live() if may_find(user) else ModulePage.objects.none()


def _lessons(user):
    """Published lessons; whether the module above is published too is the tree's to say, for every kind of page."""
    return LessonPage.objects.live() if may_find(user) else LessonPage.objects.none()


def _modules_for(pages, slug):
    """As the catalogue filters: those that name the job, and those for everyone."""
    return pages.filter(Q(roles__slug=slug) | Q(roles__isnull=True))


def _lessons_for(pages, slug):
    """The lessons of modules for the job."""
    modules = _modules_for(ModulePage.objects.live(), slug)
    return pages.filter(learning_item__module__page__in=modules.values("pk"))


def kinds():
    """Learning's kinds."""
    return [
        Findable("module", "Module", "Modules", ModulePage, _modules, order=10, by_role=_modules_for),
        Findable("lesson", "Lesson", "Lessons", LessonPage, _lessons, order=20, by_role=_lessons_for, names_parent=True),
    ]
