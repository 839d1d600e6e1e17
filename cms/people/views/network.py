"""Finding people in the whole network, and network roles."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.components import plural
from cms.people import permissions
from cms.people.decorators import administrators_only, authority_leads_only
from cms.people.forms import search_text
from cms.people.models import ApprovedDomain, Membership, RoleGrant
from cms.people.name_search import BY_NAME

PAGE_SIZE = 50
STATUSES = {"": "Everyone", "nowhere": "Without a membership", "closed": "Account closed"}


@require_safe
@authority_leads_only
def index(request):
    """List the authorities the user manages, or redirect if there is only one. Administrators can also search for anyone."""
    authorities, is_administrator = list(permissions.led_authorities(request.user)), permissions.is_administrator(request.user)
    if len(authorities) == 1 and not is_administrator:
        return redirect("people:authority", authorities[0].slug)
    context = {"authorities": authorities, "is_administrator": is_administrator}
    if is_administrator:
        context["domains"] = ApprovedDomain.objects.waiting().select_related("authority")
    return render(request, "people/index.html", context | (_search_results(request) if is_administrator else {}))


def _search_results(request):
    """Return the template context of a search by an administrator. Nothing is listed before they search."""
    query, status = search_text(request.GET, "q"), request.GET.get("who", "")
    status = status if status in STATUSES else ""
    chosen = {"words": query, "who": status, "kinds": STATUSES.items()}
    if not query and not status:
        return chosen
    people = permissions.people_led_by(request.user).known().matching_name(query).select_related("standing__authority", "standing__hub")
    if status == "nowhere":
        people = people.filter(standing=None, is_active=True)
    if status == "closed":
        people = people.filter(is_active=False)
    page = Paginator(people, PAGE_SIZE).get_page(request.GET.get("page"))
    return {**chosen, "page_obj": page, "found_words": plural(page.paginator.count, "person", "people")}


@require_safe
@administrators_only
def network_roles(request):
    """List network roles, since when and why, for the yearly review."""
    grants = RoleGrant.objects.current().filter(authority=None).select_related("user", "hub", "given_by")
    page = Paginator(grants.order_by("role", *(f"user__{field}" for field in BY_NAME)), PAGE_SIZE).get_page(request.GET.get("page"))
    memberships = Membership.objects.current().filter(user__in=[grant.user_id for grant in page]).select_related("authority")
    places, on = {membership.user_id: membership.authority for membership in memberships}, timezone.localdate()
    rows = [{"grant": grant, "where": places.get(grant.user_id, "No authority"), "to_review": grant.is_to_review(on)} for grant in page]
    waits = permissions.roles_to_review(request.user, on).exists()
    return render(request, "people/network_roles.html", {"page_obj": page, "rows": rows, "waits": waits})
