"""Permission to read pages, links in rich text, and panels of the member's home page."""

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
from cms.people.models import Role, RoleGrant
from cms.people.permissions import led_authorities, needs_second_factor, roles_to_review, safeguarding_contact


@hooks.register("before_serve_page")
def check_page_permission(page, request, serve_args, serve_kwargs):
    """Serve a page only to people who may read it, and only while its ancestors are published."""
    node = current_tree().nodes.get(page.pk)
    if node is not None and not node.live:
        if not may_read(request.user, page):
            raise Http404
        return render(request, "pages/parent_not_published.html", status=404)
    if may_read(request.user, page):
        return None
    if request.user.is_authenticated:
        return redirect("/")
    return redirect_to_login(request.get_full_path())


@hooks.register("register_rich_text_features", order=1)  # after Wagtail's, which it replaces
def register_page_links(features):
    features.register_link_type(SnapshotLinkHandler)


class SnapshotLinkHandler(PageLinkHandler, LinkHandler):
    """Take the URLs of page links from the page tree instead of querying for them. A link to a page that is not live becomes plain text."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        tree = current_tree()
        urls = [tree.url(int(attrs["id"])) if attrs.get("id", "").isdigit() else None for attrs in attrs_list]
        return [f'<a href="{escape(url)}">' if url else "<a>" for url in urls]


class StartPanel(Component):
    """Links to the start list for the member's job role, and to all lists."""

    template_name = "pages/panels/start.html"
    slot, order = "side", 8

    def __init__(self, own_list, all_url):
        self.own_list, self.all_url = own_list, all_url

    def get_context_data(self, parent_context=None):
        return {"own": self.own_list, "all_url": self.all_url}


@hooks.register(MEMBER_PANEL)
def start_panel(request):
    tree = current_tree()
    index = tree.first_live("pages.startindexpage")
    if index is None or not tree.is_open(index.id):
        return None
    membership = request.user.membership
    lists = tree.cached("start lists", ["by role"], lambda keys: {"by role": _start_lists()})["by role"]
    own_list_id = lists.get(membership.job_role_id) if membership else None
    return StartPanel(tree.nodes[own_list_id] if own_list_id and tree.is_open(own_list_id) else None, index.url)


def _start_lists():
    """Return {job role id: id of its first published start list}."""
    rows = StartPage.objects.live().filter(roles__isnull=False).order_by("-path").values_list("roles", "pk")
    return dict(rows)


@hooks.register(TRAINERS_EDIT)
def start_lists_root():
    return StartIndexPage.objects.first()


class ContactsPanel(Component):
    """Whom to ask: the authority's safeguarding contact, the member's hub managers, and the contact in the site settings."""

    template_name = "pages/panels/ask.html"
    slot, order, on_first_day = "side", 0, True

    def __init__(self, contacts, safeguarding):
        self.contacts, self.safeguarding = contacts, safeguarding

    def get_context_data(self, parent_context=None):
        return {"people": self.contacts, "safeguarding": self.safeguarding}


MAX_LED_AUTHORITIES = 3


class PeoplePanel(Component):
    """Links to the authorities that the member leads, with requests to join and roles to review."""

    template_name = "pages/panels/people.html"
    slot, order, on_first_day = "side", 10, True

    def __init__(self, authorities, roles_due, is_locked=False):
        self.authorities, self.roles_due, self.is_locked = authorities, roles_due, is_locked

    def get_context_data(self, parent_context=None):
        return {
            "places": self.authorities if len(self.authorities) <= MAX_LED_AUTHORITIES else [],
            "has_more": len(self.authorities) > MAX_LED_AUTHORITIES,
            "waiting": f"{plural(self.roles_due, 'role')} due for your yearly review" if self.roles_due else "",
            "is_locked": self.is_locked,
        }


@hooks.register(MEMBER_PANEL)
def people_panel(request):
    if not request.user.is_superuser and not any(grant.user_id == request.user.pk for grant in _roles_around(request)):
        return None
    open_requests = Count("join_requests", filter=Q(join_requests__ended_at__isnull=True))
    authorities = list(led_authorities(request.user).annotate(asking=open_requests)[: MAX_LED_AUTHORITIES + 1])
    if not authorities:
        return None
    if needs_second_factor(request.user):
        return PeoplePanel([], 0, is_locked=True)
    return PeoplePanel(authorities, roles_to_review(request.user, timezone.localdate()).count())


@hooks.register(MEMBER_PANEL)
def contacts_panel(request):
    settings = current_tree().settings
    contacts = _managers(request)
    if settings.help_name and settings.help_email != request.user.email:
        contacts.append({"name": settings.help_name, "relation": "helps people use Drumbeat", "phone": "", "email": settings.help_email})
    return ContactsPanel(contacts, safeguarding_contact(request.user))


def _managers(request):
    """Return the managers of the user's hub or, if there is nobody but themselves, the leads of their authority."""
    people = {Role.HUB_MANAGER: {}, Role.AUTHORITY_LEAD: {}}
    for grant in _roles_around(request):
        if grant.user_id != request.user.pk and grant.user.is_active:
            people[grant.role][grant.user_id] = grant.user
    hub_managers, leads = list(people[Role.HUB_MANAGER].values()), list(people[Role.AUTHORITY_LEAD].values())
    relation = "your hub manager" if hub_managers else f"looks after Drumbeat in {request.user.membership.authority}" if leads else ""
    return [
        {"name": str(person), "relation": relation, "phone": person.phone, "email": person.email} for person in (hub_managers or leads)[:3]
    ]


def _roles_around(request):
    """Return the current RoleGrants of managing people that the user has, and those of their hub's managers and authority's leads.

    One query for all panels of the request.
    """
    if not hasattr(request, "_roles_around"):
        membership = request.user.membership
        wanted = Q(user=request.user, role__in=[Role.AUTHORITY_LEAD, Role.ADMINISTRATOR])
        if membership is not None:
            wanted |= Q(role=Role.AUTHORITY_LEAD, authority=membership.authority_id)
            if membership.hub_id:
                wanted |= Q(role=Role.HUB_MANAGER, hub=membership.hub_id)
        request._roles_around = list(RoleGrant.objects.current().filter(wanted).select_related("user").order_by("pk"))
    return request._roles_around
