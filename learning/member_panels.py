"""Learning's panels on the signed-in home page: the next lesson, what is due, what is new."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Subquery
from django.utils import timezone
from laces.components import Component

from cms.components import plural
from cms.page_tree.snapshot import current_tree
from learning.models.records import Assignment, Item, ItemVersion, LearningEvent, LessonState, ModuleState
from learning.outline import outline
from learning.progress import due_status, module_progress

NEW_FOR = timedelta(days=30)
MAX_NEW = 5


def open_assignments(request):
    """Return the member's open assignments of published modules, loaded once per request for all panels."""
    if not hasattr(request, "_open_assignments"):
        newest_event = LearningEvent.objects.filter(assignment=OuterRef("pk")).order_by("-position")
        request._open_assignments = list(
            Assignment.objects.of(request.user)
            .newest_cycle()
            .open()
            .filter(module__retired_at__isnull=True, module__page__live=True)
            .annotate(last_event_at=Subquery(newest_event.values("occurred_at")[:1]))
            .select_related("module", "state", "place", "asked_by")
        )
    return request._open_assignments


def _last_active_at(assignment):
    place = getattr(assignment, "place", None)
    return max(moment for moment in (place and place.kept_at, assignment.last_event_at) if moment)


def choose_next(assignments):
    """Return the assignment to go on with: the last active one, else the earliest due, else any, else None."""
    started = [assignment for assignment in assignments if getattr(assignment, "state", None)]
    if started:
        return max(started, key=_last_active_at)
    dated = sorted((assignment for assignment in assignments if assignment.due_on), key=lambda assignment: assignment.due_on)
    return dated[0] if dated else next(iter(assignments), None)


class NextPanel(Component):
    """The one thing to do next."""

    template_name = "learning/panels/next.html"
    slot, order = "next", 0

    def __init__(self, request):
        self.request = request

    def get_context_data(self, parent_context=None):
        assignments = open_assignments(self.request)
        chosen = choose_next([assignment for assignment in assignments if _has_lessons(assignment.module)])
        index = current_tree().first_live("learning.learnindexpage")
        context = {"learn_url": index.url if index else "/", "csrf_token": (parent_context or {}).get("csrf_token"), "next": None}
        page_id = chosen.module.page_id if chosen else _first_module_not_completed(self.request.user)
        if page_id is None:
            return context
        progress = module_progress(self.request.user, page_id)
        lesson, button = progress.next_lesson, progress.continue_button
        if lesson is None or button is None:
            return context
        context["next"] = {
            "kicker": _kicker(progress, chosen),
            "title": lesson.title,
            "line": f"{progress.title}, lesson {lesson.number}.{_where_stopped(lesson)}",
            "progress": progress.progress_bar,
            "left": f"about {plural(_minutes_left(lesson), 'minute')} left in this lesson" if progress.is_started else lesson.length,
            "button": button,
            **_overdue(assignments, chosen),
        }
        return context


def _has_lessons(module):
    """Return whether the module has published lessons. All of them may have been retired while it is still open."""
    module_outline = outline().get(module.page_id)
    return bool(module_outline and module_outline.lessons)


def _first_module_not_completed(user):
    """Return the page id of the first published module the user has not completed, or None."""
    completed = set(ModuleState.objects.complete().filter(assignment__member=user).values_list("module_id", flat=True))
    done = set(LessonState.objects.filter(assignment__member=user, completed_at__isnull=False).values_list("item_id", flat=True))
    published = (module for module in outline().values() if module.lessons and current_tree().url(module.page_id))
    return next(
        (
            module.page_id
            for module in published
            if module.item_id not in completed and not done.issuperset(lesson.item_id for lesson in module.lessons)
        ),
        None,
    )


def _kicker(progress, assignment):
    if progress.is_started:
        return "Carry on where you stopped"
    return "A good place to begin" if assignment is None else "Assigned to you"


def _where_stopped(lesson):
    if not 0 < lesson.scroll_percent < 100:
        return ""
    where = "near the start" if lesson.scroll_percent < 30 else "about half-way down" if lesson.scroll_percent < 70 else "near the end"
    return f" You stopped {where}."


def _minutes_left(lesson):
    return max(1, round(lesson.minutes * (100 - lesson.scroll_percent) / 100))


def _overdue(assignments, chosen):
    """Return the text and link for overdue modules other than the chosen one; both "" if there are none."""
    today = timezone.localdate()
    overdue = [assignment for assignment in assignments if assignment.due_on and assignment.due_on < today and assignment is not chosen]
    if not overdue:
        return {"overdue_words": "", "overdue_url": ""}
    text = "One module is overdue" if len(overdue) == 1 else f"{len(overdue)} modules are overdue"
    return {"overdue_words": text, "overdue_url": current_tree().url(overdue[0].module.page_id)}


class DuePanel(Component):
    """The member's assignments with a due date, earliest first."""

    template_name = "learning/panels/due.html"
    slot, order = "main", 10

    def __init__(self, request):
        self.request = request

    def get_context_data(self, parent_context=None):
        dated = [assignment for assignment in open_assignments(self.request) if assignment.due_on]
        return {"due": [_due_row(assignment) for assignment in sorted(dated, key=lambda assignment: assignment.due_on)]}


def _due_row(assignment):
    status = due_status(assignment, on=timezone.localdate())
    line = f"Assigned by {assignment.asked_by}." if assignment.asked_by else "Assigned to you."
    if state := getattr(assignment, "state", None):
        line = f"{plural(state.lessons_asked - state.lessons_done, 'lesson')} left. {line}"
    url = current_tree().url(assignment.module.page_id)
    return {"title": assignment.module.title, "url": url, "line": line, "state": status.state, "words": status.text}


class NewPanel(Component):
    """The last month's changes to lessons the member has completed, and new modules they have not."""

    template_name = "learning/panels/new.html"
    slot, order = "main", 20

    def __init__(self, request):
        self.request = request

    def get_context_data(self, parent_context=None):
        since, url = timezone.now() - NEW_FOR, current_tree().url
        changed = [
            {
                "kind": "changed",
                "kind_words": "Changed lesson",
                "title": version.item.title,
                "url": url(version.item.page_id),
                "line": version.what_changed or "Updated.",
            }
            for version in self._unread_versions(since)
        ]
        new = [
            {"kind": "new", "kind_words": "New module", "title": module.title, "url": url(module.page_id), "line": ""}
            for module in self._new_modules(since)
        ]
        return {"heading": "New this month", "items": [*changed, *new][:MAX_NEW]}

    def _unread_versions(self, since):
        """Return the newest versions, made since then, of lessons the member completed and has not read again."""
        completed_before = LessonState.objects.filter(
            assignment__member=self.request.user,
            item=OuterRef("item"),
            completed_at__isnull=False,
            waived=False,
            read_number__lt=OuterRef("number"),
        )
        return (
            ItemVersion.objects.filter(
                Exists(completed_before), number=F("item__last_told"), made_at__gte=since, item__retired_at__isnull=True
            )
            .filter(item__page__live=True, item__module__page__live=True)
            .exclude(change=ItemVersion.Change.FIRST)
            .select_related("item")
            .defer("snapshot")
            .order_by("-made_at")[:MAX_NEW]
        )

    def _new_modules(self, since):
        completed = ModuleState.objects.complete().filter(assignment__member=self.request.user, module=OuterRef("pk"))
        return (
            Item.objects.in_use()
            .filter(~Exists(completed), kind=Item.Kind.MODULE, page__live=True, structures__number=1, structures__made_at__gte=since)
            .order_by("-structures__made_at")[:MAX_NEW]
        )
