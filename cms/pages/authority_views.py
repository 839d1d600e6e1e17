"""Authorities as members read about them."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.people.decorators import members_only
from cms.people.models import Authority
from cms.people.permissions import leads_of, may_lead, may_see_leads


@require_safe
@members_only
def authorities(request):
    """Who works this way, and since when."""
    return render(request, "cms/authorities.html", {"authorities": Authority.objects.prefetch_related("milestones")})


@require_safe
@members_only
def authority(request, slug):
    """One authority: its way with the model, its hubs, and whom one rings there. Who leads it, only its own people read."""
    place = get_object_or_404(Authority, slug=slug)
    own = request.user.membership is not None and request.user.membership.authority_id == place.pk
    context = {
        "authority": place,
        "milestones": place.milestones.all(),
        "hubs": place.hubs.all(),
        "is_own": own,
        "leads": leads_of(place) if may_see_leads(request.user, place) else None,
        "may_lead": may_lead(request.user, place),
        "crumbs": [{"title": "Who takes part", "url": reverse("authorities")}, {"title": place.name, "url": ""}],
    }
    return render(request, "cms/authority.html", context)
