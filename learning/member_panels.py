"""Learning's panels on the signed-in home page: the next lesson, what is due or comes after, what is new, who can see it."""

from datetime import timedelta

from django.utils import timezone
from laces.components import Component

from cms.components import plural
from cms.page_tree.snapshot import current_tree
from learning.models.records import LessonState
from learning.outline import outline
from learning.progress import due_status, module_progress
from learning.progress.next_step import choose_next, has_completed_lesson, member_assignments, modules_not_completed, open_assignments

NEW_FOR = timedelta(days=30)
MAX_NEW = 5
MAX_AFTER = 2


def assignments_of_member(request):
    """Return the member's newest assignment of every module, read once per request for all panels."""
    if not hasattr(request, "_assignments"):
        request._assignments = member_assignments(request.user)
    return request._assignments


def is_first_day(request):
    """Return whether the member has not completed a lesson yet. Then home shows one step and little else."""
    return not any(has_completed_lesson(assignment) for assignment in assignments_of_member(request))


class NextPanel(Component):
    """The one thing to do next."""

    template_name = "learning/panels/next.html"
    slot, order, on_first_day = "next", 0, True

    def __init__(self, request):
        self.request = request

    @property
    def is_first_day(self):
        return is_first_day(self.request)

    def get_context_data(self, parent_context=None):
        assignments = open_assignments(assignments_of_member(self.request))
        chosen = choose_next(assignments)
        index = current_tree().first_live("learning.learnindexpage")
        context = {"learn_url": index.url if index else "/", "csrf_token": (parent_context or {}).get("csrf_token"), "next": None}
        page_id = chosen.module.page_id if chosen else _page_of_next_module(self.request)
        if page_id is None:
            return context
        progress = module_progress(self.request.user, page_id)
        lesson, button = progress.next_lesson, progress.continue_button
        if lesson is None or button is None:
            return context
        context["next"] = {
            "kicker": _kicker(progress, chosen, is_first_day=self.is_first_day),
            "title": lesson.title,
            "line": _line(progress, lesson),
            "progress": progress.progress_bar,
            "left": f"about {plural(_minutes_left(lesson), 'minute')} left in this lesson" if progress.is_started else lesson.length,
            "button": button,
            **_overdue(assignments, chosen),
        }
        return context


def _page_of_next_module(request):
    return next((module.page_id for module in modules_not_completed(assignments_of_member(request))), None)


def _kicker(progress, assignment, *, is_first_day):
    if progress.is_started:
        return "Carry on where you stopped"
    if is_first_day:
        return "Your first step"
    return "A good one to do next" if assignment is None else "Assigned to you"


def _line(progress, lesson):
    line = f"{progress.title}, lesson {lesson.number} of {len(progress.lessons)}."
    if 0 < lesson.scroll_percent < 100:
        percent = lesson.scroll_percent
        where = "near the start" if percent < 30 else "about half-way down" if percent < 70 else "near the end"
        return f"{line} You stopped {where}."
    return line if progress.is_started else f"{line} You can stop at any point, and we keep your place."


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
    """The member's assignments with a due date, earliest first. On the first day, what comes after the first step."""

    template_name = "learning/panels/due.html"
    slot, order, on_first_day = "main", 10, True

    def __init__(self, request):
        self.request = request

    def get_context_data(self, parent_context=None):
        assignments = open_assignments(assignments_of_member(self.request))
        dated = sorted((assignment for assignment in assignments if assignment.due_on), key=lambda assignment: assignment.due_on)
        if not is_first_day(self.request):
            return {"heading": "Due", "due": [_due_row(assignment) for assignment in dated]}
        first = choose_next(assignments)
        after = [_due_row(assignment) for assignment in dated if assignment is not first]
        return {
            "heading": "What comes after",
            "lead": "One small thing at a time. You do not need to do any of this today.",
            "due": after or _later_modules(self.request, first),
        }


def _due_row(assignment):
    status = due_status(assignment, on=timezone.localdate())
    line = f"Assigned by {assignment.asked_by}." if assignment.asked_by else "Assigned to you."
    if state := getattr(assignment, "state", None):
        line = f"{plural(state.lessons_asked - state.lessons_done, 'lesson')} left. {line}"
    url = current_tree().url(assignment.module.page_id)
    return {"title": assignment.module.title, "url": url, "line": line, "state": status.state, "words": status.text}


def _later_modules(request, first):
    """Return rows for the first modules of the catalogue after the one to begin with."""
    tree, modules = current_tree(), modules_not_completed(assignments_of_member(request))
    later = [module for module in modules if module.item_id != first.module_id] if first else modules[1:]
    return [
        {
            "title": tree.nodes[module.page_id].title,
            "url": tree.url(module.page_id),
            "line": f"{plural(len(module.lessons), 'lesson')}, {plural(module.minutes, 'minute')}",
            "state": "not-started",
            "words": "",
        }
        for module in later[:MAX_AFTER]
    ]


class NewPanel(Component):
    """The last month's changes to lessons the member has completed, and new modules they have not met yet.

    A module is news to people who were members before it was published and to whom nobody has assigned it.
    """

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
                "title": current_tree().nodes[lesson.page_id].title,
                "url": url(lesson.page_id),
                "line": lesson.what_changed or "Updated.",
            }
            for lesson in self._changed_lessons(since)
        ]
        new = [
            {
                "kind": "new",
                "kind_words": "New module",
                "title": current_tree().nodes[module.page_id].title,
                "url": url(module.page_id),
                "line": "",
            }
            for module in self._new_modules(since)
        ]
        return {"heading": "New this month", "items": [*changed, *new][:MAX_NEW]}

    def _changed_lessons(self, since):
        """Return the LessonOutlines that changed since then and that the member completed and has not read again, newest first.

        Takes one query, or none if no lesson has changed.
        """
        recent = {
            lesson.item_id: lesson
            for module in outline().values()
            for lesson in module.lessons
            if lesson.last_told > 1 and lesson.changed_at >= since and current_tree().url(lesson.page_id)
        }
        if not recent:
            return []
        completed = LessonState.objects.filter(
            assignment__member=self.request.user, item__in=recent, completed_at__isnull=False, waived=False
        )
        read = completed.values_list("item_id", "read_number")
        unread = {item_id for item_id, number in read if number < recent[item_id].last_told}
        return sorted((recent[item_id] for item_id in unread), key=lambda lesson: lesson.changed_at, reverse=True)

    def _new_modules(self, since):
        """Return the ModuleOutlines, newest first. Takes no query."""
        assignments, membership = assignments_of_member(self.request), self.request.user.membership
        known = {assignment.module_id for assignment in assignments}
        new = [
            module
            for module in modules_not_completed(assignments)
            if module.item_id not in known
            and module.published_at
            and module.published_at >= since
            and (membership is None or timezone.localtime(module.published_at).date() > membership.started_on)
        ]
        return sorted(new, key=lambda module: module.published_at, reverse=True)


class TeamPanel(Component):
    """For people who manage a hub or lead an authority: the way to their team's learning."""

    template_name = "learning/panels/team.html"
    slot, order, on_first_day = "side", 5, True


class WhoSeesPanel(Component):
    """On the first day: who can see what the member does."""

    template_name = "learning/panels/who_sees.html"
    slot, order, on_first_day = "side", 6, True
