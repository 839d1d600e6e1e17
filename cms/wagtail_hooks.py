"""What the ground plugs into Wagtail, and into its own sockets."""

from django.contrib.auth.views import redirect_to_login
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import escape
from laces.components import Component
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.pages import PageLinkHandler
from wagtail.snippets.models import register_snippet

import cms.desk.in_the_editor  # noqa: F401 - what it plugs in
from cms import held
from cms.desk import home, menu
from cms.desk.recordings import delete_recording, edit_recording
from cms.desk.shared_words import VocabularyGroup
from cms.desk_lists import AuthorityViewSet, ProblemReportViewSet, SearchTermsView
from cms.hooks import EXPORT_MEMBER, FINDABLE, FORGET_MEMBER, MEMBER_PANEL, SEARCH_SOURCE, TRAINERS_EDIT, WHO_SEES
from cms.keeping import open_ones
from cms.models import Provocation, Saved, StartIndexPage, StartPage
from cms.parts import counted
from cms.people.models import Role, User
from cms.people.permissions import led_authorities, needs_second_factor, roles_to_review
from cms.permissions import may_answer_problems, may_open_file, may_read
from cms.search import ground
from cms.search.kinds import Source
from cms.search.people import people_found
from cms.tree import current


@hooks.register("before_serve_page")
def ask_whether_they_may_read(page, request, serve_args, serve_kwargs):
    """Every page, by whatever way it is reached, is served only to those who may read it, and only while all above it is published."""
    node = current().nodes.get(page.pk)
    if node is not None and not node.live:
        if not may_read(request.user, page):
            raise Http404
        return render(request, "cms/closed_with_what_it_belongs_to.html", status=404)
    if may_read(request.user, page):
        return None
    if request.user.is_authenticated:
        return redirect("/")
    return redirect_to_login(request.get_full_path())


@hooks.register("before_serve_document")
def ask_whether_they_may_open(document, request):
    """A document opens for whoever may read a page it stands on."""
    if not may_open_file(request.user, document):
        raise Http404


@hooks.register("register_rich_text_features", order=1)  # after Wagtail’s own, which it replaces
def links_from_the_tree(features):
    """Page links in running text take their address from the tree: no query per link."""
    features.register_link_type(TreeLinkHandler)


class TreeLinkHandler(PageLinkHandler, LinkHandler):
    """As Wagtail's own, with the address from the tree; a page that is not live leaves plain words."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        tree = current()
        urls = [tree.url(int(attrs["id"])) if attrs.get("id", "").isdigit() else None for attrs in attrs_list]
        return [f'<a href="{escape(url)}">' if url else "<a>" for url in urls]


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
    panels[:] = home.panels(request.user)


@hooks.register("construct_homepage_summary_items", order=1000)
def without_counts(request, summary_items):
    """How many pages and pictures there are helps nobody on their first page of the day."""
    summary_items.clear()


class ProvocationPanel(Component):
    """This week's provocation."""

    template_name = "cms/panels/provocation.html"
    slot, order = "door", 0

    def __init__(self, provocation):
        self.provocation = provocation

    def get_context_data(self, parent_context=None):
        shown = {
            "text": self.provocation.text,
            "prompt": self.provocation.prompt,
            "url": self.provocation.url,
            "kicker": "This week’s provocation",
        }
        return {"provocation": shown, "all_url": reverse("provocation_list")}


@hooks.register(MEMBER_PANEL)
def provocation_of_the_week(request):
    chosen = Provocation.of_the_week(current().provocations, timezone.localdate())
    return ProvocationPanel(chosen) if chosen else None


class AskPanel(Component):
    """Somebody to ask: the hub's manager, and whoever helps on the site."""

    template_name = "accounts/panels/ask.html"
    slot, order = "side", 0

    def __init__(self, people):
        self.people = people

    def get_context_data(self, parent_context=None):
        return {"people": self.people}


MOST_PLACES = 3


class PeoplePanel(Component):
    """The way to one's people, for whoever looks after an authority's."""

    template_name = "accounts/panels/people.html"
    slot, order = "side", 10

    def __init__(self, places, to_review, is_locked=False):
        self.places, self.to_review, self.is_locked = places, to_review, is_locked

    def get_context_data(self, parent_context=None):
        waiting = counted(self.to_review, "role waits", "roles wait") + " for your yearly look" if self.to_review else ""
        return {
            "places": self.places if len(self.places) <= MOST_PLACES else [],
            "has_more": len(self.places) > MOST_PLACES,
            "waiting": waiting,
            "is_locked": self.is_locked,
        }


@hooks.register(MEMBER_PANEL)
def your_people(request):
    asking = Count("join_requests", filter=Q(join_requests__ended_at__isnull=True))
    places = list(led_authorities(request.user).annotate(asking=asking)[: MOST_PLACES + 1])
    if places and needs_second_factor(request.user):
        return PeoplePanel([], 0, is_locked=True)
    return PeoplePanel(places, roles_to_review(request.user, timezone.localdate()).count()) if places else None


@hooks.register(MEMBER_PANEL)
def somebody_to_ask(request):
    people = []
    membership = request.user.membership
    if membership and membership.hub_id:
        managers = User.objects.filter(
            is_active=True,
            role_grants__role=Role.HUB_MANAGER,
            role_grants__hub=membership.hub_id,
            role_grants__ended_on__isnull=True,
        ).exclude(pk=request.user.pk)
        people += [{"name": str(one), "relation": "your hub manager", "phone": one.phone, "email": one.email} for one in managers[:3]]
    settings = current().settings
    if settings.help_name:
        people.append({"name": settings.help_name, "relation": "helps here", "phone": "", "email": settings.help_email})
    return AskPanel(people)


MOST_KEPT_SHOWN = 5


class KeptPanel(Component):
    """What the person keeps for later."""

    template_name = "cms/panels/kept.html"
    slot, order = "side", 5

    def __init__(self, kept):
        self.kept = kept

    def get_context_data(self, parent_context=None):
        return {"kept": self.kept, "all_url": reverse("kept")}


@hooks.register(MEMBER_PANEL)
def kept_for_later(request):
    kept = open_ones(Saved.objects.of(request.user)[: 4 * MOST_KEPT_SHOWN])[:MOST_KEPT_SHOWN]
    return KeptPanel(kept) if kept else None


class StartPanel(Component):
    """Where to begin: the list for one's job, and all of them."""

    template_name = "cms/panels/start.html"
    slot, order = "side", 8

    def __init__(self, own, all_url):
        self.own, self.all_url = own, all_url

    def get_context_data(self, parent_context=None):
        return {"own": self.own, "all_url": self.all_url}


@hooks.register(MEMBER_PANEL)
def start_here(request):
    tree = current()
    index = tree.first_live("cms.startindexpage")
    if index is None or not tree.is_open(index.id):
        return None
    membership = request.user.membership
    job = membership.job_role_id if membership else None
    own = StartPage.objects.live().filter(roles=job).order_by("path").values_list("pk", flat=True).first() if job else None
    return StartPanel(tree.nodes[own] if own and tree.is_open(own) else None, index.url)


@hooks.register(TRAINERS_EDIT)
def trainers_edit_lists():
    return StartIndexPage.objects.first()


@hooks.register(FINDABLE)
def found_on_the_ground():
    return ground.kinds()


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


hooks.register(EXPORT_MEMBER, held.chapters)
hooks.register(FORGET_MEMBER, held.forget)
hooks.register(WHO_SEES, held.sights)


@hooks.register(SEARCH_SOURCE)
def people_can_be_found():
    return Source("person", "Person", "People to ask", people_found)
