"""Permission to read pages, links in rich text, and panels of the member's home page."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.html import escape
from laces.components import Component
from wagtail import hooks
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.pages import PageLinkHandler

from cms.hooks import MEMBER_PANEL, TRAINERS_EDIT
from cms.page_tree.permissions import may_read, may_read_type
from cms.page_tree.snapshot import current_tree, whole_tree
from cms.pages.models import StartIndexPage, StartPage
from cms.pages.models.base import DATE_MISSED
from cms.people.models import Role
from cms.people.permissions import safeguarding_contact
from cms.people.request_roles import roles_around


@hooks.register("before_serve_page")
def check_page_permission(page, request, serve_args, serve_kwargs):
    """Serve a page only to people who may read it, and only while its ancestors are published."""
    node = whole_tree().nodes.get(page.pk)
    if request.user.is_authenticated and not may_read(request.user, page) and may_read_type(request.user, page):
        raise Http404
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
    for grant in roles_around(request):
        if grant.user_id != request.user.pk and grant.user.is_active:
            people[grant.role][grant.user_id] = grant.user
    hub_managers, leads = list(people[Role.HUB_MANAGER].values()), list(people[Role.AUTHORITY_LEAD].values())
    relation = "your hub manager" if hub_managers else f"looks after Drumbeat in {request.user.membership.authority}" if leads else ""
    return [
        {"name": str(person), "relation": relation, "phone": person.phone, "email": person.email} for person in (hub_managers or leads)[:3]
    ]


@hooks.register("register_log_actions")
def register_date_missed(actions):
    message = "Not published on its date, because something in it is unfinished"
    actions.register_action(DATE_MISSED, "Not published on its date", message)
