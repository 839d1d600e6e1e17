"""What the ground plugs into Wagtail's editors of pages and of shared words; cms/wagtail_hooks.py takes it in."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.permissions import policy_registry

from cms.desk import menu
from cms.pages.validation import label_of, publish_errors

NO_SUMMARY = {"error_name": "There is no summary", "help_text": "Say in one or two sentences what it is: lists and Find show them."}


@hooks.register("construct_page_action_menu")
def actions_in_words(menu_items, request, context):
    menu.word_actions(menu_items)


@hooks.register("construct_snippet_action_menu")
def actions_on_shared_words(menu_items, request, context):
    """Wagtail shows “Publish” to whoever holds Django's permission; ours is asked where it is pressed, and here."""
    menu.word_actions(menu_items)
    if not policy_registry.get_by_type(context["model"]).user_has_permission(request.user, "publish"):
        menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


@hooks.register("before_edit_page")
@hooks.register("before_edit_snippet")
def why_it_was_not_approved(request, thing):
    """Whoever approved from a list what cannot be published comes here, and is told what is missing."""
    if request.method == "GET" and "not-approved" in request.GET:
        for field, sentences in publish_errors(thing).items():
            messages.error(request, f"It was not approved. {label_of(thing, field)}: {' '.join(sentences)}")


@hooks.register("insert_editor_js")
def why_pasted_pictures_are_left_out():
    return format_html('<script src="{}" defer></script>', static("cms/pasted.js"))


@hooks.register("construct_wagtail_userbar")
def checks_in_our_words(request, items, page):
    """Wagtail speaks of search engines, which no page for members is shown to; what is missing is the summary."""
    for item in items:
        if isinstance(item, ContentCheckerItem):
            item.axe_messages = {**item.axe_messages, "empty-meta-description": NO_SUMMARY}
