"""Hooks on Wagtail's admin: menus, dashboard and lists."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from cms.desk import (
    dashboard,
    editor_hooks,  # noqa: F401 - registers its hooks
    menu,
    views,
)
from cms.desk.recordings import delete_recording, edit_recording
from cms.desk.viewsets import AuthorityViewSet, ProblemReportViewSet, SearchTermsView
from cms.desk.vocabulary_snippets import VocabularyGroup
from cms.members.permissions import may_answer_problems


@hooks.register("construct_main_menu")
def rename_media_menu(request, items):
    """Call wagtailmedia's "Media" what the rest of the site calls it."""
    for item in items:
        if item.name == "media":
            item.label = "Recordings"


@hooks.register("register_admin_urls", order=-1)  # before wagtailmedia's, to override its URLs
def register_recording_urls():
    return [
        path("media/delete/<int:media_id>/", delete_recording, name="delete_recording"),
        path("media/edit/<int:media_id>/", edit_recording, name="edit_recording"),
    ]


@hooks.register("register_admin_urls")
def register_checks_url():
    return [path("checks/<int:pk>/", views.checks, name="desk_checks")]


register_snippet(VocabularyGroup)


@hooks.register("register_admin_viewset")
def register_authority_viewset():
    return AuthorityViewSet("authorities")


@hooks.register("construct_help_menu")
def tailor_help_menu(request, menu_items):
    menu.tailor_menu("help", request.user, menu_items)


@hooks.register("construct_reports_menu")
def tailor_reports_menu(request, menu_items):
    menu.tailor_menu("reports", request.user, menu_items)


@hooks.register("construct_settings_menu")
def tailor_settings_menu(request, menu_items):
    menu.tailor_menu("settings", request.user, menu_items)


@hooks.register("construct_homepage_panels")
def replace_dashboard_panels(request, panels):
    """Replace Wagtail's panels, which take a query for each row."""
    panels[:] = dashboard.panels(request.user)


@hooks.register("construct_homepage_summary_items", order=1000)
def remove_summary_counts(request, summary_items):
    """Remove the numbers of pages, images and documents, which help no one."""
    summary_items.clear()


@hooks.register("register_admin_viewset")
def register_problem_report_viewset():
    return ProblemReportViewSet("problem_reports")


@hooks.register("register_admin_urls")
def register_search_terms_urls():
    return [
        path("searched/", SearchTermsView.as_view(), name="searched_words"),
        path("searched/results/", SearchTermsView.as_view(results_only=True), name="searched_words_results"),
    ]


class SearchTermsMenuItem(MenuItem):
    def is_shown(self, request):
        return may_answer_problems(request.user)


@hooks.register("register_reports_menu_item")
def register_search_terms_menu_item():
    return SearchTermsMenuItem("Search terms", reverse("searched_words"), name="searched-words", icon_name="search", order=1200)


@hooks.register("construct_reports_menu")
def remove_wagtail_search_terms(request, items):
    """Remove Wagtail's own report. It is always empty, because Wagtail would store every term and we do not."""
    items[:] = [item for item in items if item.name != "search-terms"]
