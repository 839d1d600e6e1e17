"""The yearly review of roles."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cms.people import actions, permissions
from cms.people.decorators import authority_leads_only
from cms.people.models import RoleGrant

PAGE_SIZE = 50


@require_safe
@authority_leads_only
def reviews(request):
    """List the roles that no one has confirmed for a year, oldest first."""
    waiting = permissions.roles_to_review(request.user, timezone.localdate()).select_related("user", "authority", "hub", "given_by")
    page = Paginator(waiting.order_by("started_on", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "people/reviews.html", {"page_obj": page})


@require_POST
@authority_leads_only
def keep_role(request, pk):
    """Confirm that a role is still needed."""
    grant = get_object_or_404(RoleGrant.objects.current().select_related("user", "authority"), pk=pk)
    if not permissions.may_review(request.user, grant):
        raise Http404
    actions.keep_role(grant=grant, on=timezone.localdate(), by=request.user)
    messages.success(request, f"{grant.user} keeps the role {grant.get_role_display().lower()}. We will ask again in a year.")
    return redirect("people:reviews")
