"""What a lead looks after besides people: who asks to join, the authority's page, its hubs, milestones, domains and settings."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cms.people import permissions
from cms.people.actions import authorities
from cms.people.actions.locks import AuthorityClosed
from cms.people.decorators import leads_only
from cms.people.forms import AboutForm, DomainForm, HubForm, MilestoneForm, SettingsForm
from cms.people.models import ApprovedDomain, Hub, Milestone
from cms.people.shortcuts import get_led_authority


def _status(*forms):
    return 422 if any(form.errors for form in forms) else 200


@require_http_methods(["GET", "HEAD", "POST"])
@leads_only
def about(request, slug):
    """The words about an authority, and its safeguarding contact."""
    place = get_led_authority(request, slug)
    form = AboutForm(request.POST or None, instance=place)
    if request.method == "POST" and form.is_valid():
        authorities.change(authority=place, fields=form.cleaned_data, by=request.user, words="Words and safeguarding contact")
        messages.success(request, "Saved. This is how members see it.")
        return redirect("authority", place.slug)
    return render(request, "people/about.html", {"authority": place, "form": form}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@leads_only
def settings(request, slug):
    """How the authority lets people in, and what else it chooses for its people."""
    place = get_led_authority(request, slug)
    form = SettingsForm(request.POST or None, instance=place)
    if request.method == "POST" and form.is_valid():
        authorities.change(authority=place, fields=form.cleaned_data, by=request.user, words="Settings")
        messages.success(request, "Saved.")
        return redirect("people:settings", place.slug)
    may_close = not place.closed_on and permissions.is_administrator(request.user)
    return render(request, "people/settings.html", {"authority": place, "form": form, "may_close": may_close}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@leads_only
def milestones(request, slug):
    """The dated milestones of an authority, and one more."""
    place = get_led_authority(request, slug)
    form = MilestoneForm(request.POST or None, instance=Milestone(authority=place))
    if request.method == "POST" and form.is_valid():
        authorities.add_milestone(authority=place, fields=form.cleaned_data, by=request.user)
        messages.success(request, "The milestone is added.")
        return redirect("people:milestones", place.slug)
    context = {"authority": place, "form": form, "milestones": place.milestones.all()}
    return render(request, "people/milestones.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@leads_only
def milestone(request, pk):
    """Put one milestone right."""
    one = get_object_or_404(permissions.milestones_led_by(request.user), pk=pk)
    form = MilestoneForm(request.POST or None, instance=one)
    if request.method == "POST" and form.is_valid():
        authorities.change_milestone(milestone=one, fields=form.cleaned_data, by=request.user)
        messages.success(request, "The milestone is changed.")
        return redirect("people:milestones", one.authority.slug)
    return render(request, "people/milestone.html", {"one": one, "form": form}, status=_status(form))


@require_POST
@leads_only
def remove_milestone(request, pk):
    """Take a milestone away."""
    one = get_object_or_404(permissions.milestones_led_by(request.user), pk=pk)
    authorities.remove_milestone(milestone=one, by=request.user)
    messages.success(request, f"Removed: {one}. To have it back, add it again.")
    return redirect("people:milestones", one.authority.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@leads_only
def hubs(request, slug):
    """The hubs and teams of an authority, and one more."""
    place = get_led_authority(request, slug)
    form = HubForm(request.POST or None, instance=Hub(authority=place))
    if request.method == "POST" and form.is_valid():
        hub = authorities.add_hub(authority=place, name=form.cleaned_data["name"], by=request.user)
        messages.success(request, f"{hub} is there. You can invite people to it.")
        return redirect("people:hubs", place.slug)
    here = place.hubs.annotate(people=Count("memberships", filter=Q(memberships__ended_on__isnull=True)))
    return render(request, "people/hubs.html", {"form": form, "authority": place, "hubs": here}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@leads_only
def hub(request, pk):
    """Give a hub another name."""
    one = get_object_or_404(permissions.hubs_led_by(request.user), pk=pk)
    before = one.name
    form = HubForm(request.POST or None, instance=one)
    if request.method == "POST" and form.is_valid():
        authorities.rename_hub(hub=one, name=form.cleaned_data["name"], by=request.user)
        messages.success(request, f"{before} is now called {one.name}. Everybody in it stays in it.")
        return redirect("people:hubs", one.authority.slug)
    return render(request, "people/hub.html", {"one": one, "before": before, "form": form}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@leads_only
def domains(request, slug):
    """The approved domains of an authority, and one more."""
    place = get_led_authority(request, slug)
    form = DomainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            domain = authorities.approve_domain(authority=place, name=form.cleaned_data["name"], by=request.user, at=timezone.now())
        except authorities.DomainTaken as taken:
            theirs = "Another authority has approved this domain. If it is yours, ask an administrator."
            form.add_error("name", "This domain is approved already." if taken.is_ours else theirs)
        except AuthorityClosed:
            form.add_error("name", f"{place} has closed its place in the network, so nobody joins it.")
        except ValidationError as problem:
            form.add_error("name", problem)
        else:
            messages.success(request, f"Whoever has an address at {domain} can ask to join {place}.")
            return redirect("people:domains", place.slug)
    return render(request, "people/domains.html", {"authority": place, "form": form, "domains": place.domains.all()}, status=_status(form))


@require_POST
@leads_only
def end_domain(request, pk):
    """Approve a domain no longer."""
    mine = ApprovedDomain.objects.filter(authority__in=permissions.led_authorities(request.user)).select_related("authority")
    one = get_object_or_404(mine, pk=pk)
    authorities.end_domain(domain=one, by=request.user)
    messages.success(request, f"{one} is no longer approved. Members stay members, and requests that wait still wait.")
    return redirect("people:domains", one.authority.slug)
