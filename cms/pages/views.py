"""Pages that editors write, the home of visitors and members, help, and the health check."""

from django.apps import apps
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from cms import hooks
from cms.page_tree.snapshot import current_tree
from cms.pages import help as helping
from cms.pages.design_samples import samples
from cms.pages.models import HomePage
from cms.people.decorators import members_only
from cms.people.models import JoinRequest, Membership, Role, place_name
from cms.people.permissions import current_roles, is_member
from cms.people.views.welcome import welcome_context


@login_not_required
@require_safe
def page(request, path):
    """Any page editors write. The tree finds it in one query; hooks, restrictions and the page itself are Wagtail's.

    A path the tree does not know takes Wagtail's own walk, so that redirects, routable pages and 404s are as ever.
    """
    tree = current_tree()
    node = tree.by_address.get(path.strip("/")) if tree.has_one_site else None
    if node is not None and node.live and path.strip("/"):
        found = tree.cached("pages", [node.id], lambda keys: _read_pages(node.kind, keys)).get(node.id)
        if found is not None:
            request._wagtail_route_for_request = RouteResult(found)
    elif not path.strip("/"):
        return home(request)
    return serve(request, path)


def _read_pages(kind, keys):
    """Published pages of one kind, {id: page}; none when what they were made by is no longer installed."""
    try:
        found = {page.pk: page for page in apps.get_model(kind).objects.filter(pk__in=keys, live=True).order_by()}
    except LookupError:
        return {}
    for page in found.values():
        page.is_from_tree = True
    return found


def home(request):
    """The front door: for members their own home, for everyone else what this is."""
    if is_member(request.user):
        panels = sorted(hooks.collect(hooks.MEMBER_PANEL, request), key=lambda panel: panel.order)
        return render(
            request,
            "cms/member_home.html",
            {
                "greeting": f"Hello, {request.user.first_name}" if request.user.first_name else "Hello",
                "place": place_name(request.user),
                "welcome": welcome_context(request.user),
                "next_panel": next((panel for panel in panels if panel.slot == "next"), None),
                "door_panel": next((panel for panel in panels if panel.slot == "door"), None),
                "main_panels": [panel for panel in panels if panel.slot == "main"],
                "side_panels": [panel for panel in panels if panel.slot == "side"],
            },
        )
    if request.user.is_authenticated:
        asked, closed = JoinRequest.objects.newest_of(request.user), Membership.objects.ended_by_closing(request.user)
        context = {"with_whom": current_tree().settings.help_name, "asked": asked, "closed": closed.authority if closed else None}
        return render(request, "cms/not_a_member.html", context, status=403)
    front = HomePage.objects.live().first()
    if front is None:
        raise Http404("The site has no home page yet: run manage.py load_starter_content.")
    request._wagtail_route_for_request = RouteResult(front)
    return serve(request, "")


@require_safe
@members_only
def help(request):
    """What each role is for; one's own first."""
    pages, held = helping.pages(), {Role.MEMBER, *current_roles(request.user)}
    yours = [pages[slug] for role, slug in helping.ROLES.items() if role in held]
    others = [pages[slug] for role, slug in helping.ROLES.items() if role not in held]
    return render(request, "cms/help.html", {"yours": yours, "others": others, "guides": [pages[slug] for slug in helping.GUIDES]})


@require_safe
@members_only
def help_page(request, slug):
    """One role, or one guide."""
    shown = helping.pages().get(slug)
    if shown is None:
        raise Http404
    return render(request, "cms/help_page.html", {"shown": shown, "crumbs": [{"title": "Help", "url": reverse("help")}]})


@login_not_required
@require_safe
def health(request):
    """For whoever watches the site: 200 and "ok" when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def design(request):
    """All components on one page, while developing."""
    return render(request, "cms/design.html", {"samples": samples()})
