"""The first page of the desk: what waits for me, in a few panels. Every panel asks the same number of queries at any size."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, prefetch_related_objects
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localdate, localtime, now
from laces.components import Component
from wagtail.models import DraftStateMixin, Page, Revision, TaskState, WorkflowState
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models

from cms.members.models import ProblemReport
from cms.pages.models.review import admin_view_url
from cms.pages.overdue import pages_overdue_for_review

MOST_ROWS = 8
MOST_OVERDUE = 200
LATE = timedelta(minutes=15)  # the server is to look every five minutes: docs/running.md


@dataclass(frozen=True)
class Row:
    """One line of a panel: what it is, why it is here, and where to act. `more` are further links, (words, address)."""

    title: str
    url: str
    words: str
    kind: str = ""
    more: tuple[tuple[str, str], ...] = ()


class DeskPanel(Component):
    """A panel of the desk's first page: a heading, a list of Rows, or what it says when there are none.

    Give it at most MOST_ROWS + 1 rows: when there is one too many, it says that there are more.
    """

    template_name = "cms/desk/panel.html"
    order = 500

    def __init__(self, *, name, heading, rows, empty, intro="", order=500):
        self.name, self.heading, self.rows = name, heading, list(rows)
        self.empty, self.intro, self.order = empty, intro, order

    def get_context_data(self, parent_context=None):
        return {
            "name": self.name,
            "heading": self.heading,
            "intro": self.intro,
            "empty": self.empty,
            "rows": self.rows[:MOST_ROWS],
            "has_more": len(self.rows) > MOST_ROWS,
        }


def first_rows(things):
    """As many of the things as a panel shows, and one more, from which it knows that there are more."""
    return things[: MOST_ROWS + 1]


def pages_of(user, right="change"):
    """The pages at which the person has this right at the desk."""
    return policy_registry.get_by_type(Page).instances_user_has_permission_for(user, right)


def day(moment):
    """A day in words: 3 November 2026."""
    return date_format(localtime(moment), "j F Y")


def row(thing, words, *more):
    """A Row that leads to the editor of a page or of a shared word."""
    title = thing.get_admin_display_title() if isinstance(thing, Page) else str(thing)
    return Row(title, admin_view_url(thing, "edit", thing.pk), words, kind_of(thing), tuple(more))


def kind_of(thing):
    """What sort of page or shared word it is, in a word, with a capital letter."""
    return capfirst(thing.page_type_display_name if isinstance(thing, Page) else thing._meta.verbose_name)


def _of_pages():
    return ContentType.objects.get_for_model(Page)


def drafts(user):
    """What the person wrote last and has not published."""
    mine = pages_of(user).filter(has_unpublished_changes=True, latest_revision__user=user)
    waiting = WorkflowState.objects.active().filter(base_content_type=_of_pages()).values_list("object_id", flat=True)
    mine = mine.exclude(pk__in=[int(pk) for pk in waiting if pk.isdigit()]).order_by("-latest_revision_created_at")
    return DeskPanel(
        name="drafts",
        heading="Your drafts",
        rows=[
            row(page, f"{'Changes to a published page' if page.live else 'Never published'}, saved {day(page.latest_revision_created_at)}")
            for page in first_rows(mine)
        ],
        empty="Nothing half done. What you write and have not published stands here.",
        order=110,
    )


def to_review(user):
    """What others have submitted and this person may approve."""
    states = first_rows(
        TaskState.objects.reviewable_by(user)
        .select_related("revision__user", "workflow_state__requested_by", "workflow_state")
        .order_by("started_at", "pk")
    )
    prefetch_related_objects([state.workflow_state for state in states], "content_object")
    return DeskPanel(
        name="to-review",
        heading="Waiting for you to review",
        rows=[
            row(thing, _from_whom(state), *_ways_to_read(thing, state))
            for state in states
            if (thing := state.workflow_state.content_object)
        ],
        empty="Nobody waits for you. When another trainer submits something, it stands here.",
        intro="Read it, comment in the editor, then approve it or ask for changes under “More actions”.",
        order=100,
    )


def _from_whom(state):
    return f"From {state.workflow_state.requested_by or 'somebody'}, since {day(state.started_at)}"


def _ways_to_read(thing, state):
    yield "Read as a page", admin_view_url(thing, "workflow_preview", thing.pk, state.task_id)
    if thing.live_revision_id and thing.live_revision_id != state.revision_id:
        yield "What is different", admin_view_url(thing, "revisions_compare", thing.pk, "live", state.revision_id)


def under_review(user):
    """What the person has submitted: who has it now, and what was asked."""
    states = first_rows(
        WorkflowState.objects.active().filter(requested_by=user).select_related("current_task_state").order_by("-created_at", "-pk")
    )
    prefetch_related_objects(list(states), "content_object")
    return DeskPanel(
        name="under-review",
        heading="Yours, with a second trainer",
        rows=[row(state.content_object, _standing(state)) for state in states if state.content_object],
        empty="Nothing of yours is being reviewed.",
        order=120,
    )


def _standing(state):
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        comment = state.current_task_state.comment if state.current_task_state else ""
        return f"Changes were asked for: {comment}" if comment else "Changes were asked for"
    return f"Waiting since {day(state.created_at)}"


def scheduled(user):
    """What goes live or expires on a date, pages and shared words, and what should have and did not."""
    dated = sorted([*_going_live(user), *_ending(user)], key=lambda one: one[0])
    return DeskPanel(
        name="scheduled",
        heading="On a date",
        rows=[one for _, one in dated],
        empty="Nothing is set to go live or to expire.",
        order=130,
    )


def _going_live(user):
    """(moment, Row) for each version that waits for its date, of what the person may change."""
    pages = pages_of(user).annotate(as_text=Cast("pk", CharField())).values("as_text")
    theirs = Q(base_content_type=_of_pages(), object_id__in=pages)
    if shared := _shared_words_of(user):
        theirs |= Q(base_content_type__in=ContentType.objects.get_for_models(*shared).values())
    waiting = Revision.objects.filter(theirs, approved_go_live_at__isnull=False).order_by("approved_go_live_at", "pk").defer("content")
    for revision in first_rows(waiting):
        model = ContentType.objects.get_for_id(revision.content_type_id).model_class()
        at, words = revision.approved_go_live_at, _by_its_date(revision.approved_go_live_at, "Goes live on", "Should have gone live on")
        yield (
            at,
            Row(revision.object_str, admin_view_url(model, "edit", revision.object_id), words, capfirst(str(model._meta.verbose_name))),
        )


def _ending(user):
    """(moment, Row) for whatever is live, has a last day, and may be changed by the person."""
    for page in first_rows(pages_of(user).filter(live=True, expire_at__isnull=False).order_by("expire_at", "pk")):
        yield page.expire_at, row(page, _by_its_date(page.expire_at, "Expires, and is retired, on", "Should have been retired on"))
    for model in _shared_words_of(user):
        for one in first_rows(model.objects.filter(live=True, expire_at__isnull=False).order_by("expire_at", "pk")):
            yield one.expire_at, row(one, _by_its_date(one.expire_at, "Expires on", "Should have expired on"))


def _by_its_date(at, will, should_have):
    if at > now() - LATE:
        return f"{will} {day(at)}"
    return f"{should_have} {day(at)}: the server has not looked since. Tell whoever hosts the site"


def _shared_words_of(user):
    """The kinds of shared words that have drafts, and that the person may change."""
    return [
        model
        for model in get_snippet_models()
        if issubclass(model, DraftStateMixin) and policy_registry.get_by_type(model).user_has_permission(user, "change")
    ]


def to_read_again(user):
    """Published pages whose day of review has passed."""
    overdue = {one["pk"]: one["review_due_on"] for one in pages_overdue_for_review(on=localdate())[:MOST_OVERDUE]}
    pages = pages_of(user).in_bulk(overdue)
    return DeskPanel(
        name="to-read-again",
        heading="To be read again",
        rows=[row(pages[pk], f"Due since {date_format(due, 'j F Y')}") for pk, due in overdue.items() if pk in pages],
        empty="No page’s day of review has passed.",
        intro="Read it again. If it still holds, set the next day of review and publish it as it is: nobody is disturbed.",
        order=160,
    )


def problems():
    """What readers say is wrong, and nobody has dealt with. Whoever works at the desk answers it."""
    return DeskPanel(
        name="problems",
        heading="Problems reported",
        rows=[
            Row(report.page_title, reverse("problem_reports:edit", args=[report.pk]), f"{report.get_kind_display()}, {day(report.made_at)}")
            for report in first_rows(ProblemReport.objects.open().order_by("made_at", "pk"))
        ],
        empty="Nobody has reported anything that is still open.",
        intro="Read it, mend the page, and answer whoever reported it.",
        order=125,
    )


def panels(user):
    """The ground's panels for this person, those the houses add stand between them by their order."""
    return [to_review(user), drafts(user), under_review(user), scheduled(user), problems(), to_read_again(user)]


__all__ = ["MOST_ROWS", "DeskPanel", "Row", "day", "first_rows", "pages_of", "panels", "row"]
