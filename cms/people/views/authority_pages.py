"""Authorities, as members read about them."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.people.decorators import members_only
from cms.people.models import Authority
from cms.people.permissions import leads_of, may_lead, may_see_leads


@require_safe
@members_only
def authorities(request):
    """List the authorities in the network with their milestones."""
    return render(request, "people/authorities.html", {"authorities": Authority.objects.prefetch_related("milestones")})


@require_safe
@members_only
def authority(request, slug):
    """Show one authority: its milestones, hubs and safeguarding contact. Only its own people and administrators see who leads it."""
    authority = get_object_or_404(Authority, slug=slug)
    membership = request.user.membership
    context = {
        "authority": authority,
        "milestones": authority.milestones.all(),
        "hubs": authority.hubs.all(),
        "is_own": membership is not None and membership.authority_id == authority.pk,
        "leads": leads_of(authority) if may_see_leads(request.user, authority) else None,
        "may_lead": may_lead(request.user, authority),
        "crumbs": [{"title": "Who takes part", "url": reverse("authorities")}, {"title": authority.name, "url": ""}],
    }
    return render(request, "people/authority_page.html", context)
