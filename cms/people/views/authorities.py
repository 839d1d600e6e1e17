"""What a lead changes about an authority: its page, hubs, milestones, domains and settings."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cms.people import permissions
from cms.people.actions import authorities
from cms.people.actions import domains as domain_actions
from cms.people.actions.locks import AuthorityClosed
from cms.people.decorators import administrators_only, authority_leads_only
from cms.people.forms import AboutForm, DomainForm, HubForm, MilestoneForm, SettingsForm
from cms.people.led_objects import get_led_authority
from cms.people.models import ApprovedDomain, Hub, Milestone


def _status(*forms):
    return 422 if any(form.errors for form in forms) else 200


@require_http_methods(["GET", "HEAD", "POST"])
@authority_leads_only
def about(request, slug):
    """Edit the text about an authority and its safeguarding contact."""
    authority = get_led_authority(request, slug)
    form = AboutForm(request.POST or None, instance=authority)
    if request.method == "POST" and form.is_valid():
        authorities.change(authority=authority, fields=form.cleaned_data, by=request.user, words="Text and safeguarding contact")
        messages.success(request, "Saved. This is what members see.")
        return redirect("authority", authority.slug)
    return render(request, "people/about.html", {"authority": authority, "form": form}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@authority_leads_only
def settings(request, slug):
    """Edit the settings of an authority."""
    authority = get_led_authority(request, slug)
    form = SettingsForm(request.POST or None, instance=authority)
    if request.method == "POST" and form.is_valid():
        authorities.change(authority=authority, fields=form.cleaned_data, by=request.user, words="Settings")
        messages.success(request, "Saved.")
        return redirect("people:settings", authority.slug)
    may_close = not authority.closed_on and permissions.is_administrator(request.user)
    return render(request, "people/settings.html", {"authority": authority, "form": form, "may_close": may_close}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@authority_leads_only
def milestones(request, slug):
    """List milestones and add one."""
    authority = get_led_authority(request, slug)
    form = MilestoneForm(request.POST or None, instance=Milestone(authority=authority))
    if request.method == "POST" and form.is_valid():
        authorities.add_milestone(authority=authority, fields=form.cleaned_data, by=request.user)
        messages.success(request, "Milestone added.")
        return redirect("people:milestones", authority.slug)
    context = {"authority": authority, "form": form, "milestones": authority.milestones.all()}
    return render(request, "people/milestones.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@authority_leads_only
def milestone(request, pk):
    """Edit a milestone."""
    found = get_object_or_404(permissions.milestones_led_by(request.user), pk=pk)
    form = MilestoneForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        authorities.change_milestone(milestone=found, fields=form.cleaned_data, by=request.user)
        messages.success(request, "Milestone changed.")
        return redirect("people:milestones", found.authority.slug)
    return render(request, "people/milestone.html", {"one": found, "form": form}, status=_status(form))


@require_POST
@authority_leads_only
def remove_milestone(request, pk):
    """Delete a milestone."""
    found = get_object_or_404(permissions.milestones_led_by(request.user), pk=pk)
    authorities.remove_milestone(milestone=found, by=request.user)
    messages.success(request, f"Milestone removed: {found}.")
    return redirect("people:milestones", found.authority.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_leads_only
def hubs(request, slug):
    """List hubs and teams and add one."""
    authority = get_led_authority(request, slug)
    form = HubForm(request.POST or None, instance=Hub(authority=authority))
    if request.method == "POST" and form.is_valid():
        hub = authorities.add_hub(authority=authority, name=form.cleaned_data["name"], by=request.user)
        messages.success(request, f"{hub} added. You can now invite people to it.")
        return redirect("people:hubs", authority.slug)
    hubs = authority.hubs.annotate(people=Count("memberships", filter=Q(memberships__ended_on__isnull=True)))
    return render(request, "people/hubs.html", {"form": form, "authority": authority, "hubs": hubs}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@authority_leads_only
def hub(request, pk):
    """Rename a hub."""
    found = get_object_or_404(permissions.hubs_led_by(request.user), pk=pk)
    before = found.name
    form = HubForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        authorities.rename_hub(hub=found, name=form.cleaned_data["name"], by=request.user)
        messages.success(request, f"{before} is now called {found.name}. Its members stay in it.")
        return redirect("people:hubs", found.authority.slug)
    return render(request, "people/hub.html", {"one": found, "before": before, "form": form}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@authority_leads_only
def domains(request, slug):
    """List approved domains and add one."""
    authority = get_led_authority(request, slug)
    form = DomainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            domain = domain_actions.approve_domain(authority=authority, name=form.cleaned_data["name"], by=request.user, at=timezone.now())
        except domain_actions.DomainTaken:
            form.add_error("name", "This domain is already in the list.")
        except AuthorityClosed:
            form.add_error("name", f"{authority} has left Drumbeat, so no one can join it.")
        except ValidationError as error:
            form.add_error("name", error)
        else:
            _report_domain(request, domain)
            return redirect("people:domains", authority.slug)
    context = {
        "authority": authority,
        "form": form,
        "domains": authority.domains.all(),
        "may_confirm": permissions.is_administrator(request.user),
    }
    return render(request, "people/domains.html", context, status=_status(form))


def _report_domain(request, domain):
    if domain.confirmed_at:
        messages.success(request, f"People with an address at {domain} can now ask to join {domain.authority}.")
    else:
        messages.success(request, f"We have asked an administrator to confirm that {domain} is yours. We will email you.")


@require_POST
@administrators_only
def confirm_domain(request, pk):
    """Confirm that a claimed domain belongs to its authority."""
    found = get_object_or_404(ApprovedDomain.objects.select_related("authority"), pk=pk)
    domain_actions.confirm_domain(domain=found, by=request.user, at=timezone.now())
    messages.success(request, f"People with an address at {found} can now ask to join {found.authority}.")
    return redirect("people:domains", found.authority.slug)


@require_POST
@authority_leads_only
def end_domain(request, pk):
    """Stop approving a domain."""
    own_domains = ApprovedDomain.objects.filter(authority__in=permissions.led_authorities(request.user)).select_related("authority")
    found = get_object_or_404(own_domains, pk=pk)
    domain_actions.end_domain(domain=found, by=request.user)
    messages.success(request, f"{found} is no longer approved. Members stay members, and open requests stay open.")
    return redirect("people:domains", found.authority.slug)
