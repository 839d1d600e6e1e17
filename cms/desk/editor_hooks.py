"""Hooks on Wagtail's page and snippet editors."""

from django.templatetags.static import static
from django.utils.html import format_html_join
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.permissions import policy_registry

from cms.desk import menu
from cms.pages.validation import label_of, publish_errors

NO_SUMMARY = {"error_name": "There is no summary", "help_text": "Write one or two sentences about the page for lists and Find."}


@hooks.register("construct_page_action_menu")
def tailor_page_actions(menu_items, request, context):
    menu.tailor_actions(menu_items)


@hooks.register("construct_snippet_action_menu")
def tailor_snippet_actions(menu_items, request, context):
    """Show "Publish" only to users whom our permission policy lets publish. Wagtail checks only Django's permission here."""
    menu.tailor_actions(menu_items)
    if not policy_registry.get_by_type(context["model"]).user_has_permission(request.user, "publish"):
        menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


@hooks.register("before_edit_page")
@hooks.register("before_edit_snippet")
def explain_refused_approval(request, instance):
    """Say what is missing to someone sent here because they approved, from a list, content that cannot be published."""
    if request.method == "GET" and "not-approved" in request.GET:
        for field, errors in publish_errors(instance).items():
            messages.error(request, f"Not approved. {label_of(instance, field)}: {' '.join(errors)}")


@hooks.register("insert_editor_js")
def add_editor_scripts():
    scripts = ((static(f"cms/{name}.js"),) for name in ("pasted", "checks"))
    return format_html_join("\n", '<script src="{}" defer></script>', scripts)


@hooks.register("construct_wagtail_userbar")
def reword_content_checks(request, items, page):
    """Replace Wagtail's message about search engines, which never see member pages: what is missing is the summary."""
    for item in items:
        if isinstance(item, ContentCheckerItem):
            item.axe_messages = {**item.axe_messages, "empty-meta-description": NO_SUMMARY}
