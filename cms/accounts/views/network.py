"""The people of the whole network: finding any of them, wherever they belong or do not, and who holds what across it."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.accounts import permissions
from cms.accounts.doors import administrators_only, leads_only
from cms.accounts.forms import typed
from cms.accounts.models import Membership, RoleGrant
from cms.components import plural

A_PAGE = 50
WHO = {"": "Everybody", "nowhere": "Without a membership", "closed": "Account closed"}


@require_safe
@leads_only
def index(request):
    """The authorities whose people one looks after; straight on when it is one. An administrator also finds any person by name."""
    authorities, is_administrator = list(permissions.led_authorities(request.user)), permissions.is_administrator(request.user)
    if len(authorities) == 1 and not is_administrator:
        return redirect("people:authority", authorities[0].slug)
    context = {"authorities": authorities, "is_administrator": is_administrator}
    return render(request, "people/index.html", context | (_found(request) if is_administrator else {}))


def _found(request):
    """Whom an administrator looks for, a page of them at a time; nobody while nothing was asked."""
    words, who = typed(request.GET, "q"), request.GET.get("who", "")
    who = who if who in WHO else ""
    chosen = {"words": words, "who": who, "kinds": WHO.items()}
    if not words and not who:
        return chosen
    people = permissions.people_led_by(request.user).known().called(words).select_related("standing__authority", "standing__hub")
    if who == "nowhere":
        people = people.filter(standing=None, is_active=True)
    if who == "closed":
        people = people.filter(is_active=False)
    page = Paginator(people, A_PAGE).get_page(request.GET.get("page"))
    return {**chosen, "page_obj": page, "found_words": plural(page.paginator.count, "person", "people")}


@require_safe
@administrators_only
def network_roles(request):
    """Who holds which role of the whole network, members or not, since when, and why: to look through each year."""
    grants = RoleGrant.objects.current().filter(authority=None).select_related("user", "hub", "given_by")
    page = Paginator(grants.order_by("role", "user__last_name", "user__first_name", "pk"), A_PAGE).get_page(request.GET.get("page"))
    here = Membership.objects.current().filter(user__in=[one.user_id for one in page]).select_related("authority")
    places, on = {one.user_id: one.authority for one in here}, timezone.localdate()
    rows = [{"grant": one, "place": places.get(one.user_id), "to_review": one.is_to_review(on)} for one in page]
    waits = permissions.roles_to_review(request.user, on).exists()
    return render(request, "people/network_roles.html", {"page_obj": page, "rows": rows, "waits": waits})
