"""The home page of Wagtail's admin: panels of what needs the user's attention. Each takes the same number of queries at any size."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, Q, prefetch_related_objects
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localdate, localtime, now
from laces.components import Component
from wagtail.models import DraftStateMixin, Page, PageLogEntry, Revision, TaskState, WorkflowState
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models

from cms.members.models import ProblemReport
from cms.pages.models.base import DATE_MISSED
from cms.pages.models.review import admin_view_url
from cms.pages.overdue import pages_overdue_for_review

MAX_ROWS = 8
MAX_OVERDUE = 200
LATE = timedelta(minutes=15)  # publish_scheduled should run every five minutes: docs/running.md


@dataclass(frozen=True)
class Row:
    """A row of a panel. `words` says why it is there, and `more` has further links as (label, URL)."""

    title: str
    url: str
    words: str
    kind: str = ""
    more: tuple[tuple[str, str], ...] = ()


class DeskPanel(Component):
    """A dashboard panel: a heading, and a list of Rows or the text `empty`.

    Pass MAX_ROWS + 1 rows if there are that many, as `first_rows` does: the panel then says that there are more.
    """

    template_name = "desk/panel.html"
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
            "rows": self.rows[:MAX_ROWS],
            "has_more": len(self.rows) > MAX_ROWS,
        }


def first_rows(queryset):
    """Return as much of a queryset or list as a panel needs: MAX_ROWS, and one more if there are more."""
    return queryset[: MAX_ROWS + 1]


def editable_pages(user, permission="change"):
    """Return the pages on which the user has a permission in Wagtail's admin."""
    return policy_registry.get_by_type(Page).instances_user_has_permission_for(user, permission)


def format_day(moment):
    """Return an aware datetime as a local date, such as "3 November 2026"."""
    return date_format(localtime(moment), "j F Y")


def content_row(content, words, *links):
    """Return a Row that links to the editor of a page or snippet. `links` are further links, (label, URL)."""
    title = content.get_admin_display_title() if isinstance(content, Page) else str(content)
    return Row(title, admin_view_url(content, "edit", content.pk), words, _type_name(content), tuple(links))


def _type_name(content):
    return capfirst(content.page_type_display_name if isinstance(content, Page) else content._meta.verbose_name)


def _page_content_type():
    return ContentType.objects.get_for_model(Page)


def drafts_panel(user):
    """Pages whose unpublished changes are the user's and are not under review."""
    drafts = editable_pages(user).filter(has_unpublished_changes=True, latest_revision__user=user)
    under_review = WorkflowState.objects.active().filter(base_content_type=_page_content_type()).values_list("object_id", flat=True)
    drafts = drafts.exclude(pk__in=[int(pk) for pk in under_review if pk.isdigit()]).order_by("-latest_revision_created_at")
    return DeskPanel(
        name="drafts",
        heading="Your drafts",
        rows=[
            content_row(
                page,
                f"{'Changes to a published page' if page.live else 'Never published'}, saved {format_day(page.latest_revision_created_at)}",
            )
            for page in first_rows(drafts)
        ],
        empty="You have no drafts. Pages you have changed but not published appear here.",
        order=110,
    )


def to_review_panel(user):
    """What others have submitted and the user may approve."""
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
            content_row(content, _submitted(state), *_review_links(content, state))
            for state in states
            if (content := state.workflow_state.content_object)
        ],
        empty="Nothing is waiting for you. When another trainer submits something, it appears here.",
        intro="Read it and comment in the editor. Then approve it or ask for changes under “More actions”.",
        order=100,
    )


def _submitted(state):
    return f"Submitted by {state.workflow_state.requested_by or 'someone'} on {format_day(state.started_at)}"


def _review_links(content, state):
    yield "Preview", admin_view_url(content, "workflow_preview", content.pk, state.task_id)
    if content.live_revision_id and content.live_revision_id != state.revision_id:
        yield "Compare with the published version", admin_view_url(content, "revisions_compare", content.pk, "live", state.revision_id)


def under_review_panel(user):
    """What the user has submitted, and the reviewer's comment if changes were requested."""
    states = first_rows(
        WorkflowState.objects.active().filter(requested_by=user).select_related("current_task_state").order_by("-created_at", "-pk")
    )
    prefetch_related_objects(list(states), "content_object")
    return DeskPanel(
        name="under-review",
        heading="Submitted by you",
        rows=[content_row(state.content_object, _review_state(state)) for state in states if state.content_object],
        empty="Nothing of yours is being reviewed.",
        order=120,
    )


def _review_state(state):
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        comment = state.current_task_state.comment if state.current_task_state else ""
        return f"Changes requested: {comment}" if comment else "Changes requested"
    return f"Waiting since {format_day(state.created_at)}"


def scheduled_panel(user):
    """Pages and snippets that are to be published or to expire, including those that are late."""
    dated_rows = sorted([*_missed_rows(user), *_publishing_rows(user), *_expiring_rows(user)], key=lambda dated_row: dated_row[0])
    return DeskPanel(
        name="scheduled",
        heading="Scheduled",
        rows=[row for _, row in dated_rows],
        empty="Nothing is scheduled to be published or to expire.",
        order=130,
    )


def _publishing_rows(user):
    """Yield (datetime, Row) for each scheduled revision of content the user may change."""
    page_ids = editable_pages(user).annotate(as_text=Cast("pk", CharField())).values("as_text")
    editable = Q(base_content_type=_page_content_type(), object_id__in=page_ids)
    if models := _editable_snippet_models(user):
        editable |= Q(base_content_type__in=ContentType.objects.get_for_models(*models).values())
    revisions = Revision.objects.filter(editable, approved_go_live_at__isnull=False).order_by("approved_go_live_at", "pk").defer("content")
    for revision in first_rows(revisions):
        model = ContentType.objects.get_for_id(revision.content_type_id).model_class()
        at = revision.approved_go_live_at
        words = _schedule_text(at, "Will be published on", "Should have been published on")
        yield (
            at,
            Row(revision.object_str, admin_view_url(model, "edit", revision.object_id), words, capfirst(str(model._meta.verbose_name))),
        )


def _missed_rows(user):
    """Yield (datetime, Row) for each page that could not be published on its date, until someone changes or publishes it."""
    missed = PageLogEntry.objects.filter(
        action=DATE_MISSED, page__in=editable_pages(user), page__has_unpublished_changes=True, revision=F("page__latest_revision")
    )
    for entry in first_rows(missed.select_related("page").order_by("timestamp", "pk")):
        reason = "because something in it is unfinished. Complete it, then publish it or set a new date"
        yield entry.timestamp, content_row(entry.page, f"Was not published on {format_day(entry.timestamp)}, {reason}")


def _expiring_rows(user):
    """Yield (datetime, Row) for each published page or snippet with an expiry date that the user may change."""
    for page in first_rows(editable_pages(user).filter(live=True, expire_at__isnull=False).order_by("expire_at", "pk")):
        yield page.expire_at, content_row(page, _schedule_text(page.expire_at, "Will be retired on", "Should have been retired on"))
    for model in _editable_snippet_models(user):
        for snippet in first_rows(model.objects.filter(live=True, expire_at__isnull=False).order_by("expire_at", "pk")):
            yield snippet.expire_at, content_row(snippet, _schedule_text(snippet.expire_at, "Will expire on", "Should have expired on"))


def _schedule_text(at, on_time, late):
    if at > now() - LATE:
        return f"{on_time} {format_day(at)}"
    return f"{late} {format_day(at)}, but the server has not done it. Tell the people who host the site"


def _editable_snippet_models(user):
    """Return the snippet models with drafts that the user may change."""
    return [
        model
        for model in get_snippet_models()
        if issubclass(model, DraftStateMixin) and policy_registry.get_by_type(model).user_has_permission(user, "change")
    ]


def overdue_reviews_panel(user):
    """Published pages whose review date has passed."""
    due_dates = {page["pk"]: page["review_due_on"] for page in pages_overdue_for_review(on=localdate())[:MAX_OVERDUE]}
    pages = editable_pages(user).in_bulk(due_dates)
    return DeskPanel(
        name="to-read-again",
        heading="Review overdue",
        rows=[content_row(pages[pk], f"Due on {date_format(due, 'j F Y')}") for pk, due in due_dates.items() if pk in pages],
        empty="No page is overdue for review.",
        intro="Read the page again. If it is still right, set the next review date and publish it. No one is notified.",
        order=160,
    )


def problems_panel():
    """Reported problems that are still open."""
    return DeskPanel(
        name="problems",
        heading="Reported problems",
        rows=[
            Row(
                report.page_title,
                reverse("problem_reports:edit", args=[report.pk]),
                f"{report.get_kind_display()}, {format_day(report.made_at)}",
            )
            for report in first_rows(ProblemReport.objects.open().order_by("made_at", "pk"))
        ],
        empty="There are no open reports.",
        intro="Read the report, correct the page, and answer the person who reported it.",
        order=125,
    )


def panels(user):
    """Return the panels of cms for this user. Panels of other apps are sorted in among them by `order`."""
    return [
        to_review_panel(user),
        drafts_panel(user),
        under_review_panel(user),
        scheduled_panel(user),
        problems_panel(),
        overdue_reviews_panel(user),
    ]
