"""What learning plugs into Wagtail (signals, refusals to destroy) and into the ground's sockets."""

from django.db.models.signals import post_delete
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.hooks import (
    BEFORE_PUBLISHING,
    DEMO_HISTORY,
    EXPORT_MEMBER,
    FINDABLE,
    FORGET_MEMBER,
    IN_TREE,
    MEMBER_PANEL,
    NAVIGATION,
    STARTER_CONTENT,
    TRAINERS_EDIT,
    WHO_SEES,
)
from cms.tree import current
from learning import desk_panels, member_panels, outline, personal_data, search_sources
from learning.actions import publishing
from learning.demo import load_history
from learning.models import LearnIndexPage, LessonPage, ModulePage
from learning.permissions import has_evidence, may_start_module
from learning.starter_content import kinds

PUBLISH_EACH = (
    "“{title}” is not published from a list, because lessons in it have changes nobody has checked. Publish each of them from its "
    "own editor: there it is checked, and there you say what kind of change it is."
)
RETIRE_INSTEAD = (
    "“{title}” is on people’s learning records, so it cannot be deleted. Retire it instead: unpublish it. "
    "It then disappears for readers, and every record stays as it is."
)


def _whoever_does_it():
    """The person at the desk, as Wagtail's own log knows them; None for a page that expires by itself."""
    return get_active_log_context().user


def when_published(sender, instance, revision, **kwargs):
    if kwargs.get("alias"):
        return  # an alias shows another lesson and is none of its own
    at = timezone.now()
    if isinstance(instance, LessonPage):
        publishing.lesson_published(page=instance, revision_id=revision.pk, by=revision.user, at=at)
    else:
        publishing.module_published(page=instance, at=at)


def when_unpublished(sender, instance, **kwargs):
    publishing.unpublished(page=instance, by=_whoever_does_it(), at=timezone.now())


def when_moved(sender, instance, parent_page_before, **kwargs):
    publishing.moved(page=instance, from_module=parent_page_before, by=_whoever_does_it(), at=timezone.now())


def when_deleted(sender, instance, **kwargs):
    publishing.pages_deleted(by=_whoever_does_it(), at=timezone.now())


for model in (LessonPage, ModulePage):
    page_published.connect(when_published, sender=model, dispatch_uid=f"learning_published_{model.__name__}")
    page_unpublished.connect(when_unpublished, sender=model, dispatch_uid=f"learning_unpublished_{model.__name__}")
    post_delete.connect(when_deleted, sender=model, dispatch_uid=f"learning_deleted_{model.__name__}")
post_page_move.connect(when_moved, sender=LessonPage, dispatch_uid="learning_moved_lesson")


@hooks.register("before_bulk_action")
def publish_each_instead_of_many(request, action_type, pages, action_class_instance):
    """A lesson is checked, and its change described, where it is written: never published in a batch."""
    if action_type != "publish":
        return None
    unfit = [page for page in pages if isinstance(page, Page) and _drafts_below(page)]
    if not unfit:
        return None
    for page in unfit:
        messages.error(request, PUBLISH_EACH.format(title=page.get_admin_display_title()))
    return redirect(reverse("wagtailadmin_explore", args=[unfit[0].get_parent().pk]))


def _drafts_below(page):
    below = page.get_descendants(inclusive=True)
    return LessonPage.objects.filter(pk__in=below.values("pk"), has_unpublished_changes=True).exists()


def _evidence_below(page):
    return has_evidence(page.get_descendants(inclusive=True).values_list("pk", flat=True))


@hooks.register("before_delete_page")
def retire_instead(request, page):
    """Refuse to delete what somebody's record rests on, from the page itself and from the explorer."""
    if _evidence_below(page):
        messages.error(request, RETIRE_INSTEAD.format(title=page.get_admin_display_title()))
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("before_bulk_action")
def retire_instead_of_bulk_delete(request, action_type, pages, action_class_instance):
    """The same for many at once: nothing of the batch is deleted if any of it must stay."""
    if action_type != "delete":
        return None
    kept = [page for page in pages if isinstance(page, Page) and _evidence_below(page)]
    if not kept:
        return None
    for page in kept:
        messages.error(request, RETIRE_INSTEAD.format(title=page.get_admin_display_title()))
    return redirect(reverse("wagtailadmin_explore", args=[kept[0].get_parent().pk]))


@hooks.register("before_edit_page")
def going_back_is_asked_about_afresh(request, page):
    """An older version remembers what was said of the change it made; going back to it is another change."""
    if isinstance(page, LessonPage) and request.resolver_match.url_name == "revisions_revert":
        page.change = page.what_changed = ""


class NewModuleItem(MenuItem):
    def is_shown(self, request):
        return may_start_module(request.user)


@hooks.register("register_admin_menu_item")
def new_module_in_the_menu():
    return NewModuleItem("New module", reverse("newmodule:start"), name="new-module", icon_name="doc-full", order=110)


@hooks.register("register_admin_urls")
def new_module_urls():
    return [path("new-module/", include("learning.new_module.urls"))]


@hooks.register(NAVIGATION)
def learn(request):
    index = current().first_live("learning.learnindexpage")
    return {"title": "Learn", "url": index.url, "order": 10} if index and index.url else None


@hooks.register(NAVIGATION)
def my_learning(request):
    return {"title": "My learning", "url": reverse("learning:my_learning"), "order": 40}


@hooks.register(MEMBER_PANEL)
def next_panel(request):
    return member_panels.NextPanel(request)


@hooks.register(MEMBER_PANEL)
def due_panel(request):
    return member_panels.DuePanel(request)


@hooks.register(MEMBER_PANEL)
def new_panel(request):
    return member_panels.NewPanel(request)


@hooks.register("construct_homepage_panels", order=10)
def modules_on_the_first_page_of_the_desk(request, panels):
    """Modules that stand still, recordings that were changed under lessons, and lessons at which people stop."""
    now, changed = timezone.now(), desk_panels.recordings_changed(request.user)
    panels += [
        desk_panels.standing_still(request.user, now),
        *([changed] if changed else []),
        desk_panels.where_people_stop(request.user, now),
    ]


@hooks.register(BEFORE_PUBLISHING)
def lesson_before_publishing(page):
    return desk_panels.worth_a_look(page) if isinstance(page, (LessonPage, ModulePage)) else None


@hooks.register(IN_TREE)
def outline_in_tree():
    return outline.build()


@hooks.register(STARTER_CONTENT)
def starter_content():
    return kinds()


@hooks.register(TRAINERS_EDIT)
def trainers_edit():
    return LearnIndexPage.objects.first()


@hooks.register(EXPORT_MEMBER)
def export_member(person):
    return personal_data.chapters(person)


@hooks.register(FORGET_MEMBER)
def forget_member(person, at):
    personal_data.forget(person, at)


@hooks.register(WHO_SEES)
def who_sees(person):
    return personal_data.sights(person)


@hooks.register(DEMO_HISTORY)
def demo_history(now):
    load_history(now)


@hooks.register(FINDABLE)
def found_in_learning():
    return search_sources.kinds()
