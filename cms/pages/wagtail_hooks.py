"""Who may read a page, links in rich text, and panels on the member's home."""

from django.contrib.auth.views import redirect_to_login
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import escape
from laces.components import Component
from wagtail import hooks
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.pages import PageLinkHandler

from cms.components import plural
from cms.hooks import MEMBER_PANEL, TRAINERS_EDIT
from cms.page_tree.permissions import may_read
from cms.page_tree.snapshot import current_tree
from cms.pages.models import StartIndexPage, StartPage
from cms.people.models import Role, User
from cms.people.permissions import led_authorities, needs_second_factor, roles_to_review


@hooks.register("before_serve_page")
def ask_whether_they_may_read(page, request, serve_args, serve_kwargs):
    """Every page, by whatever way it is reached, is served only to those who may read it, and only while all above it is published."""
    node = current_tree().nodes.get(page.pk)
    if node is not None and not node.live:
        if not may_read(request.user, page):
            raise Http404
        return render(request, "cms/closed_with_what_it_belongs_to.html", status=404)
    if may_read(request.user, page):
        return None
    if request.user.is_authenticated:
        return redirect("/")
    return redirect_to_login(request.get_full_path())


@hooks.register("register_rich_text_features", order=1)  # after Wagtail’s own, which it replaces
def links_from_the_tree(features):
    """Page links in running text take their address from the tree: no query per link."""
    features.register_link_type(TreeLinkHandler)


class TreeLinkHandler(PageLinkHandler, LinkHandler):
    """As Wagtail's own, with the address from the tree; a page that is not live leaves plain words."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        tree = current_tree()
        urls = [tree.url(int(attrs["id"])) if attrs.get("id", "").isdigit() else None for attrs in attrs_list]
        return [f'<a href="{escape(url)}">' if url else "<a>" for url in urls]


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
    tree = current_tree()
    index = tree.first_live("pages.startindexpage")
    if index is None or not tree.is_open(index.id):
        return None
    membership = request.user.membership
    job = membership.job_role_id if membership else None
    own = StartPage.objects.live().filter(roles=job).order_by("path").values_list("pk", flat=True).first() if job else None
    return StartPanel(tree.nodes[own] if own and tree.is_open(own) else None, index.url)


@hooks.register(TRAINERS_EDIT)
def trainers_edit_lists():
    return StartIndexPage.objects.first()


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
        waiting = plural(self.to_review, "role waits", "roles wait") + " for your yearly look" if self.to_review else ""
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
    settings = current_tree().settings
    if settings.help_name:
        people.append({"name": settings.help_name, "relation": "helps here", "phone": "", "email": settings.help_email})
    return AskPanel(people)
