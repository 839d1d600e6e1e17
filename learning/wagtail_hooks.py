"""What learning registers with Wagtail (signals, page actions, admin menu and URLs) and with the hooks in cms/hooks.py."""

from django.db import transaction
from django.db.models.signals import post_delete
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move, published
from wagtail.snippets.models import register_snippet

from cms.hooks import (
    BEFORE_PUBLISHING,
    DEMO_HISTORY,
    EXPORT_MEMBER,
    FORGET_MEMBER,
    IN_TREE,
    MEMBER_PANEL,
    NAVIGATION,
    SEARCHABLE_MODELS,
    STARTER_CONTENT,
    TRAINERS_EDIT,
    WHO_SEES,
)
from cms.notices.sources import register_notice_source
from cms.page_tree.snapshot import current_tree
from cms.pages.page_context import register_page_context
from cms.people.mailer import register_composer
from cms.people.signals import absences_changed, memberships_changed
from learning import desk_panels, member_panels, notice_sources, outline, personal_data
from learning.actions import overdue, record_publishing, reminders
from learning.actions.absences import hold_due_dates
from learning.actions.pathways import pathway_published
from learning.actions.rules import apply_rules
from learning.bulk_actions import DeletePages, UnpublishPages
from learning.demo import load_history
from learning.models import LearnIndexPage, LessonPage, ModulePage, Pathway
from learning.page_viewsets import LessonViewSet, ModuleViewSet, PathwayViewSet
from learning.permissions import has_evidence, has_network_report, has_reports, may_split, may_start_module
from learning.progress import catalogue_context, lesson_context, module_context
from learning.search_sources import search_kinds
from learning.starter_content import content_kinds

PUBLISH_SINGLY = (
    "We have not published “{title}”, because it includes lessons with unchecked changes. Publish each lesson from its own editor, where "
    "it is checked and you say what kind of change it is."
)
RETIRE_INSTEAD = (
    "You cannot delete “{title}”, because it is on people’s learning records. Unpublish it instead. "
    "Readers will no longer see it, and every record stays as it is."
)

register_page_context(LearnIndexPage, catalogue_context)
register_page_context(ModulePage, module_context)
register_page_context(LessonPage, lesson_context)
register_composer(reminders.DUE_SOON, reminders.compose_due_soon)
register_composer(overdue.OVERDUE, overdue.compose_overdue)
register_composer(overdue.TEAM_OVERDUE, overdue.compose_team_overdue)
for source in notice_sources.SOURCES:
    register_notice_source(source)


def _current_admin_user():
    """Return the user Wagtail's log attributes the action to, or None for a page that expires on its date."""
    return get_active_log_context().user


def record_published(sender, instance, revision, **kwargs):
    if kwargs.get("alias"):
        return  # an alias shows another lesson and has no record of its own
    at = timezone.now()
    if isinstance(instance, LessonPage):
        record_publishing.lesson_published(page=instance, revision_id=revision.pk, by=revision.user, at=at)
    else:
        record_publishing.module_published(page=instance, at=at)


def record_unpublished(sender, instance, **kwargs):
    record_publishing.unpublished(page=instance, by=_current_admin_user(), at=timezone.now())


def record_moved(sender, instance, parent_page_before, **kwargs):
    record_publishing.moved(page=instance, from_module=parent_page_before, by=_current_admin_user(), at=timezone.now())


def record_deleted(sender, instance, **kwargs):
    record_publishing.pages_deleted(by=_current_admin_user(), at=timezone.now())


def move_due_dates(sender, user_ids, **kwargs):
    hold_due_dates(user_ids)


def apply_rules_to_them(sender, user_ids, **kwargs):
    apply_rules(at=timezone.now(), user_ids=user_ids)


def record_pathway(sender, instance, **kwargs):
    pathway_published(pathway=instance, at=timezone.now())


# Wagtail saves the page first and sends its signal afterwards, outside any transaction. Made atomic, an action commits the page and what
# we record about it together, or neither. The editor, publish_scheduled, an approved review and code all end here (decision 0057).
for action in (PublishRevisionAction, UnpublishAction, MovePageAction):
    action.execute = transaction.atomic(action.execute)

for model in (LessonPage, ModulePage):
    page_published.connect(record_published, sender=model, dispatch_uid=f"learning_published_{model.__name__}")
    page_unpublished.connect(record_unpublished, sender=model, dispatch_uid=f"learning_unpublished_{model.__name__}")
    post_delete.connect(record_deleted, sender=model, dispatch_uid=f"learning_deleted_{model.__name__}")
published.connect(record_pathway, sender=Pathway, dispatch_uid="learning_published_Pathway")
register_snippet(PathwayViewSet)
memberships_changed.connect(apply_rules_to_them, dispatch_uid="learning_memberships_changed")
absences_changed.connect(move_due_dates, dispatch_uid="learning_absences_changed")
post_page_move.connect(record_moved, sender=LessonPage, dispatch_uid="learning_moved_lesson")


@hooks.register("before_bulk_action")
def refuse_bulk_publish(request, action_type, pages, action_class_instance):
    """Refuse to publish lessons in bulk, because only the editor checks them and asks for their change to be described."""
    if action_type != "publish":
        return None
    refused = [page for page in pages if isinstance(page, Page) and _has_lesson_drafts(page)]
    return _refuse(request, refused, PUBLISH_SINGLY)


@hooks.register("before_bulk_action")
def refuse_bulk_delete(request, action_type, pages, action_class_instance):
    """Refuse a bulk deletion if any learning record depends on one of the pages. Then none of them is deleted."""
    if action_type != "delete":
        return None
    refused = [page for page in pages if isinstance(page, Page) and _has_evidence(page)]
    return _refuse(request, refused, RETIRE_INSTEAD)


hooks.register("register_bulk_action", DeletePages, order=10)
hooks.register("register_bulk_action", UnpublishPages, order=10)


@hooks.register("before_delete_page")
def refuse_delete(request, page):
    """Refuse to delete a page that a learning record depends on."""
    return _refuse(request, [page] if _has_evidence(page) else [], RETIRE_INSTEAD)


def _refuse(request, pages, message):
    """Show the message for each page and redirect to the first one's parent, or return None if there are no pages."""
    if not pages:
        return None
    for page in pages:
        messages.error(request, message.format(title=page.get_admin_display_title()))
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)


def _has_lesson_drafts(page):
    descendants = page.get_descendants(inclusive=True)
    return LessonPage.objects.filter(pk__in=descendants.values("pk"), has_unpublished_changes=True).exists()


def _has_evidence(page):
    return has_evidence(page.get_descendants(inclusive=True).values_list("pk", flat=True))


@hooks.register("before_edit_page")
def clear_change_on_revert(request, page):
    """Ask again for the kind of change, because an old revision describes the change it made and reverting to it is a new one."""
    if isinstance(page, LessonPage) and request.resolver_match.url_name == "revisions_revert":
        page.change = page.what_changed = ""


@hooks.register("register_page_header_buttons")
def split_button(page, user, next_url=None, view_name=None):
    if isinstance(page, LessonPage) and may_split(user, page):
        yield Button("Split in two", reverse("newmodule:split", args=[page.pk]), icon_name="cut", priority=45)


class NewModuleMenuItem(MenuItem):
    def is_shown(self, request):
        return may_start_module(request.user)


@hooks.register("register_admin_menu_item")
def new_module_menu_item():
    return NewModuleMenuItem("New module", reverse("newmodule:start"), name="new-module", icon_name="doc-full", order=110)


@hooks.register("register_admin_urls")
def new_module_urls():
    return [path("new-module/", include("learning.new_module.urls"))]


@hooks.register("register_admin_viewset")
def register_page_viewsets():
    return [LessonViewSet(), ModuleViewSet()]


@hooks.register("construct_homepage_panels", order=10)
def add_dashboard_panels(request, panels):
    if may_start_module(request.user):
        panels.append(desk_panels.StartPanel())
    now, changed = timezone.now(), desk_panels.changed_recordings(request.user)
    panels.append(desk_panels.stalled_modules(request.user, now))
    if changed:
        panels.append(changed)
    panels.append(desk_panels.lessons_where_people_stop(request.user, now))


@hooks.register(NAVIGATION)
def learn(request):
    index = current_tree().first_live("learning.learnindexpage")
    return {"title": "Learn", "url": index.url, "order": 10} if index and index.url else None


@hooks.register(NAVIGATION)
def my_learning(request):
    return {"title": "My learning", "url": reverse("learning:my_learning"), "order": 40}


@hooks.register(NAVIGATION)
def my_team(request):
    return {"title": "My team", "url": reverse("learning:reports"), "order": 45} if has_reports(request.user) else None


@hooks.register(NAVIGATION)
def network(request):
    return {"title": "Network", "url": reverse("learning:network"), "order": 46} if has_network_report(request.user) else None


@hooks.register(MEMBER_PANEL)
def next_panel(request):
    return member_panels.NextPanel(request)


@hooks.register(MEMBER_PANEL)
def due_panel(request):
    return member_panels.DuePanel(request)


@hooks.register(MEMBER_PANEL)
def new_panel(request):
    return None if member_panels.is_first_day(request) else member_panels.NewPanel(request)


@hooks.register(MEMBER_PANEL)
def team_panel(request):
    return member_panels.TeamPanel() if has_reports(request.user) else None


@hooks.register(MEMBER_PANEL)
def who_sees_panel(request):
    return member_panels.WhoSeesPanel() if member_panels.is_first_day(request) else None


@hooks.register(BEFORE_PUBLISHING)
def suggestions_before_publishing(page):
    return desk_panels.suggestions_before_publishing(page) if isinstance(page, (LessonPage, ModulePage)) else None


@hooks.register(IN_TREE)
def outline_in_page_tree():
    return outline.build()


@hooks.register(STARTER_CONTENT)
def starter_content():
    return content_kinds()


@hooks.register(TRAINERS_EDIT)
def trainers_edit():
    return LearnIndexPage.objects.first()


@hooks.register(EXPORT_MEMBER)
def export_member(person):
    return personal_data.export(person)


@hooks.register(FORGET_MEMBER)
def erase_member(person, at):
    personal_data.erase(person, at)


@hooks.register(WHO_SEES)
def who_can_see_member(person):
    return personal_data.visibility(person)


@hooks.register(DEMO_HISTORY)
def demo_history(now):
    load_history(now)


@hooks.register(SEARCHABLE_MODELS)
def searchable_pages():
    return search_kinds()
