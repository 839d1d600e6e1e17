"""The panels learning has on a member's home: what is next, what is due, what is new."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Subquery
from django.utils import timezone
from laces.components import Component

from cms.parts import counted
from cms.tree import current
from learning import progress
from learning.models.records import Assignment, Item, ItemVersion, LearningEvent, LessonState, ModuleState
from learning.outline import outline

NEW_FOR = timedelta(days=30)
MOST_NEW = 5


def open_assignments(request):
    """The member's open modules, read once for all panels: last begun first, then by due date."""
    if not hasattr(request, "_open_assignments"):
        newest = LearningEvent.objects.filter(assignment=OuterRef("pk")).order_by("-position")
        request._open_assignments = list(
            Assignment.objects.of(request.user)
            .newest_cycle()
            .open()
            .filter(module__retired_at__isnull=True, module__page__live=True)
            .annotate(last_event_at=Subquery(newest.values("occurred_at")[:1]))
            .select_related("module", "state", "place", "asked_by")
        )
    return request._open_assignments


def _last_touched(assignment):
    place = getattr(assignment, "place", None)
    return max(moment for moment in (place and place.kept_at, assignment.last_event_at) if moment)


def choose_next(assignments, *, on):
    """The one to go on with: last begun; else overdue longest; else due soonest; else any that was asked; else None."""
    begun = [one for one in assignments if getattr(one, "state", None)]
    if begun:
        return max(begun, key=_last_touched)
    dated = sorted((one for one in assignments if one.due_on), key=lambda one: one.due_on)
    return dated[0] if dated else next(iter(assignments), None)


class NextPanel(Component):
    """The one thing to do next."""

    template_name = "learning/panels/next.html"
    slot, order = "next", 0

    def __init__(self, request):
        self.request = request

    def get_context_data(self, parent_context=None):
        request, on = self.request, timezone.localdate()
        assignments = open_assignments(request)
        # A module whose lessons have all been retired is open, and there is nothing in it to go on with.
        modules = outline()
        chosen = choose_next([one for one in assignments if (module := modules.get(one.module.page_id)) and module.lessons], on=on)
        index = current().first_live("learning.learnindexpage")
        context = {"learn_url": index.url if index else "/", "csrf_token": (parent_context or {}).get("csrf_token"), "next": None}
        page_id = chosen.module.page_id if chosen else self._first_module(request)
        if page_id is None:
            return context
        way = progress.way_through(request.user, page_id)
        row = way.next_row
        if row is None or way.button is None:
            return context
        begun = way.begun
        overdue = [one for one in assignments if one.due_on and one.due_on < on and one is not chosen]
        context["next"] = {
            "kicker": "Carry on where you stopped" if begun else "A good place to begin" if chosen is None else "Asked of you",
            "title": row.title,
            "line": f"{way.title}, lesson {row.number}.{_stopped(row)}",
            "progress": way.progress,
            "left": f"about {counted(_minutes_left(row), 'minute')} left in this one" if begun else f"{counted(row.minutes, 'minute')}",
            "button": way.button,
            "overdue_words": f"{counted(len(overdue), 'module')} {'is' if len(overdue) == 1 else 'are'} overdue".replace(
                "1 module", "One module"
            )
            if overdue
            else "",
            "overdue_url": current().url(overdue[0].module.page_id) if overdue else "",
        }
        return context

    def _first_module(self, request):
        """For somebody who has begun nothing and of whom nothing is asked: the first module they have not completed."""
        done = set(ModuleState.objects.complete().filter(assignment__member=request.user).values_list("module_id", flat=True))
        open_to_all = (one for one in outline().values() if one.lessons and current().url(one.page_id))
        return next((one.page_id for one in open_to_all if one.item_id not in done), None)


def _stopped(row):
    if not 0 < row.stopped_at < 100:
        return ""
    where = "near the start" if row.stopped_at < 30 else "about half-way down" if row.stopped_at < 70 else "near the end"
    return f" You stopped {where}."


def _minutes_left(row):
    return max(1, round(row.minutes * (100 - row.stopped_at) / 100))


class DuePanel(Component):
    """What is asked of the member, the most pressing first."""

    template_name = "learning/panels/due.html"
    slot, order = "main", 10

    def __init__(self, request):
        self.request = request

    def get_context_data(self, parent_context=None):
        on = timezone.localdate()
        asked = [one for one in open_assignments(self.request) if one.due_on]
        due = []
        for one in sorted(asked, key=lambda one: one.due_on):
            state, words = progress.due_words(one, on=on)
            who = f"Asked for by {one.asked_by}." if one.asked_by else "Asked of you."
            if begun := getattr(one, "state", None):
                who = f"{counted(begun.lessons_asked - begun.lessons_done, 'lesson')} left. {who}"
            due.append({"title": one.module.title, "url": current().url(one.module.page_id), "line": who, "state": state, "words": words})
        return {"due": due}


class NewPanel(Component):
    """New modules one has not completed, and lessons of one's own modules that have changed, of the last month."""

    template_name = "learning/panels/new.html"
    slot, order = "main", 20

    def __init__(self, request):
        self.request = request

    def get_context_data(self, parent_context=None):
        since = timezone.now() - NEW_FOR
        mine = LessonState.objects.filter(
            assignment__member=self.request.user,
            item=OuterRef("item"),
            completed_at__isnull=False,
            waived=False,
            read_number__lt=OuterRef("number"),
        )
        told = (
            ItemVersion.objects.filter(Exists(mine), number=F("item__last_told"), made_at__gte=since, item__retired_at__isnull=True)
            .filter(item__page__live=True, item__module__page__live=True)
            .exclude(change=ItemVersion.Change.FIRST)
            .select_related("item")
            .defer("snapshot")
            .order_by("-made_at")
        )
        changed = list(told[:MOST_NEW])
        done = ModuleState.objects.complete().filter(assignment__member=self.request.user, module=OuterRef("pk"))
        modules = (
            Item.objects.in_use()
            .filter(~Exists(done), kind=Item.Kind.MODULE, page__live=True, structures__number=1, structures__made_at__gte=since)
            .order_by("-structures__made_at")[:MOST_NEW]
        )
        tree = current()
        items = [
            {
                "kind": "changed",
                "kind_words": "Changed lesson",
                "title": one.item.title,
                "url": tree.url(one.item.page_id),
                "line": one.what_changed or "Updated.",
            }
            for one in changed
        ]
        items += [
            {"kind": "new", "kind_words": "New module", "title": one.title, "url": tree.url(one.page_id), "line": ""} for one in modules
        ]
        return {"heading": "New this month", "items": items[:MOST_NEW]}
