"""Wagtail's admin arranged for trainers: menus, dashboard, lists and the editor."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from cms.desk import dashboard, menu
from cms.desk.recordings import delete_recording, edit_recording
from cms.desk.viewsets import AuthorityViewSet, ProblemReportViewSet, SearchTermsView
from cms.desk.vocabulary_snippets import VocabularyGroup
from cms.members.permissions import may_answer_problems


@hooks.register("construct_main_menu")
def recordings_by_their_word(request, items):
    """wagtailmedia calls them media, which here is the name of nothing."""
    for item in items:
        if item.name == "media":
            item.label = "Recordings"


@hooks.register("register_admin_urls", order=-1)  # before wagtailmedia's, whose addresses they take
def recordings_stay_where_they_are_used():
    return [
        path("media/delete/<int:media_id>/", delete_recording, name="delete_recording"),
        path("media/edit/<int:media_id>/", edit_recording, name="edit_recording"),
    ]


register_snippet(VocabularyGroup)


@hooks.register("register_admin_viewset")
def authorities_at_the_desk():
    return AuthorityViewSet("authorities")


@hooks.register("construct_help_menu")
def help_that_helps(request, menu_items):
    menu.tidy("help", request.user, menu_items)


@hooks.register("construct_reports_menu")
def reports_for_this_person(request, menu_items):
    menu.tidy("reports", request.user, menu_items)


@hooks.register("construct_settings_menu")
def settings_for_this_person(request, menu_items):
    menu.tidy("settings", request.user, menu_items)


@hooks.register("construct_homepage_panels")
def first_page_of_the_desk(request, panels):
    """Our panels in place of Wagtail's, which ask the database anew for each row."""
    panels[:] = dashboard.panels(request.user)


@hooks.register("construct_homepage_summary_items", order=1000)
def without_counts(request, summary_items):
    """How many pages and pictures there are helps nobody on their first page of the day."""
    summary_items.clear()


@hooks.register("register_admin_viewset")
def reported_problems_at_the_desk():
    return ProblemReportViewSet("problem_reports")


@hooks.register("register_admin_urls")
def searched_words_at_the_desk():
    return [
        path("searched/", SearchTermsView.as_view(), name="searched_words"),
        path("searched/results/", SearchTermsView.as_view(results_only=True), name="searched_words_results"),
    ]


class SearchedWordsMenuItem(MenuItem):
    def is_shown(self, request):
        return may_answer_problems(request.user)


@hooks.register("register_reports_menu_item")
def searched_words_in_the_menu():
    return SearchedWordsMenuItem("Searched words", reverse("searched_words"), name="searched-words", icon_name="search", order=1200)


@hooks.register("construct_reports_menu")
def one_list_of_searched_words(request, items):
    """Wagtail's own list would stay empty: it would keep words that were searched once, and we do not."""
    items[:] = [item for item in items if item.name != "search-terms"]
