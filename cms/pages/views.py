"""Views that serve pages, the home pages of visitors and members, and help."""

from django.apps import apps
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from cms import hooks
from cms.page_tree.snapshot import current_tree
from cms.pages import help_files
from cms.pages.design_samples import samples
from cms.pages.models import HomePage
from cms.people.decorators import members_only
from cms.people.models import JoinRequest, Membership, Role, place_name
from cms.people.permissions import current_roles, is_administrator, is_member, may_lead_anyone, may_open_desk
from cms.people.welcome import welcome_context


@login_not_required
@require_safe
def page(request, path):
    """Serve a page as Wagtail does, but find it in the page tree.

    Wagtail would query for each part of the path. It still does for a path that is not in the page tree, so that redirects, routable pages
    and 404 responses work as usual.
    """
    path_key = path.strip("/")
    if not path_key:
        return home(request)
    tree = current_tree()
    node = tree.by_url.get(path_key) if tree.has_one_site else None
    if node is not None and node.live:
        cached_page = tree.cached("pages", [node.id], lambda keys: _read_pages(node.kind, keys)).get(node.id)
        if cached_page is not None:
            request._wagtail_route_for_request = RouteResult(cached_page)
    return serve(request, path)


def _read_pages(kind, keys):
    """Return {id: page} for the published pages of one model; empty if the model no longer exists."""
    try:
        pages = apps.get_model(kind).objects.filter(pk__in=keys, live=True).order_by()
    except LookupError:
        return {}
    pages_by_id = {page.pk: page for page in pages}
    for page in pages_by_id.values():
        page.is_from_snapshot = True
    return pages_by_id


def home(request):
    """Show members their own home page, other signed-in people how to join, and visitors the public home page."""
    if is_member(request.user):
        panels = sorted(hooks.collect(hooks.MEMBER_PANEL, request), key=lambda panel: panel.order)
        next_panel = next((panel for panel in panels if panel.slot == "next"), None)
        if next_panel is not None and next_panel.is_first_day:
            panels = [panel for panel in panels if getattr(panel, "on_first_day", False)]
        return render(
            request,
            "pages/member_home.html",
            {
                "greeting": f"Hello, {request.user.first_name}" if request.user.first_name else "Hello",
                "place": place_name(request.user),
                "welcome": welcome_context(request.user),
                "next_panel": next_panel,
                "banner_panel": next((panel for panel in panels if panel.slot == "banner"), None),
                "main_panels": [panel for panel in panels if panel.slot == "main"],
                "side_panels": [panel for panel in panels if panel.slot == "side"],
            },
        )
    if request.user.is_authenticated:
        closed = Membership.objects.ended_by_closing(request.user)
        context = {
            "with_whom": current_tree().settings.help_name,
            "asked": JoinRequest.objects.newest_of(request.user),
            "closed": closed.authority if closed else None,
        }
        return render(request, "pages/not_a_member.html", context, status=403)
    home_page = HomePage.objects.live().first()
    if home_page is None:
        raise Http404("The site has no home page yet: run manage.py load_starter_content.")
    request._wagtail_route_for_request = RouteResult(home_page)
    return serve(request, "")


@require_safe
@members_only
def help(request):
    """List the help pages of all roles, the user's own first, and the guides."""
    pages, own_roles = help_files.pages(), {Role.MEMBER, *current_roles(request.user)}
    yours = [pages[slug] for role, slug in help_files.ROLES.items() if role in own_roles]
    others = [pages[slug] for role, slug in help_files.ROLES.items() if role not in own_roles]
    return render(request, "pages/help.html", {"yours": yours, "others": others, "guides": [pages[slug] for slug in help_files.GUIDES]})


@require_safe
@members_only
def help_page(request, slug):
    """Show the help page of a role, or a guide."""
    help_page = help_files.pages().get(slug)
    if help_page is None:
        raise Http404
    context = {
        "help_page": help_page,
        "html": help_page.html_for(lambda url: _may_follow(request.user, url)),
        "crumbs": [{"title": "Help", "url": reverse("help")}],
    }
    return render(request, "pages/help_page.html", context)


def _may_follow(user, url):
    """Return whether a link of a help page opens for the user: those to the desk and to managing people need a role."""
    if url.startswith("/admin/"):
        return may_open_desk(user)
    if url.startswith(("/people/audit/", "/people/forget/", "/people/roles/")):
        return is_administrator(user)
    if url.startswith("/team/"):
        return user.manages_learning
    if url.startswith("/network/"):
        return user.leads_programme
    return not url.startswith("/people/") or may_lead_anyone(user)


def design(request):
    """Show every component on one page. In development only."""
    return render(request, "pages/design.html", {"samples": samples()})
