"""Pages for an authority's lead: the network's pathways, and what is different for their own people."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.components import plural
from cms.people.models import Authority, User
from learning.actions import adapting
from learning.actions.pathways import move_to_newest
from learning.assigning.selection import modules_to_assign
from learning.models.pathways import Pathway
from learning.models.records import Enrolment, HiddenStep, Item, LocalStep, SeenVersion
from learning.pathways.forms import LocalStepForm
from learning.pathways.views import get_or_post
from learning.permissions import may_adapt_pathways
from learning.reports.views import managers_only


def _get_authority(request, slug):
    authority = get_object_or_404(Authority, slug=slug)
    if not may_adapt_pathways(request.user, authority):
        raise Http404
    return authority


@require_safe
@managers_only
def pathways(request, authority):
    """List the network's pathways, and say of each whether it has changed since a lead looked."""
    authority = _get_authority(request, authority)
    seen = dict(SeenVersion.objects.filter(authority=authority).values_list("pathway", "number"))
    found = Pathway.objects.filter(live=True, versions__isnull=False).distinct().prefetch_related("versions")
    rows = [{"pathway": pathway, "is_new": seen.get(pathway.pk, 0) < len(pathway.versions.all())} for pathway in found]
    return render(request, "learning/pathways/pathways.html", {"authority": authority, "rows": rows})


@get_or_post
@managers_only
def adapt(request, authority, slug):
    """Show a pathway as the authority's newcomers get it. Hide optional steps, add modules, and move people to a new version."""
    authority = _get_authority(request, authority)
    pathway = get_object_or_404(Pathway.objects.filter(live=True, versions__isnull=False).distinct(), slug=slug)
    newest = pathway.versions.order_by("-number").first()
    form = LocalStepForm(modules=modules_to_assign(User.objects.none()))
    if request.method == "POST":
        form, is_done = _change(request, pathway, authority)
        if is_done:
            return redirect("learning:adapt_pathway", authority.slug, pathway.slug)
    seen = SeenVersion.objects.filter(pathway=pathway, authority=authority).values_list("number", flat=True).first()
    here = {"member__memberships__authority": authority, "member__memberships__ended_on": None}
    on_older = Enrolment.objects.current().filter(pathway=pathway, **here).exclude(version=newest).count()
    if request.method == "GET":
        adapting.see_version(pathway=pathway, authority=authority, number=newest.number)
    context = {
        "authority": authority,
        "pathway": pathway,
        "newest": newest,
        "is_changed": seen is not None and seen < newest.number,
        "on_older": on_older,
        "on_older_words": plural(on_older, "person", "people"),
        "steps": _steps(pathway, newest, authority),
        "form": form,
        "confirming": request.method == "GET" and "move" in request.GET,
    }
    return render(request, "learning/pathways/adapt.html", context, status=422 if form.is_bound else 200)


def _steps(pathway, newest, authority):
    hidden = set(HiddenStep.objects.filter(pathway=pathway, authority=authority).values_list("key", flat=True))
    network = [{**step, "is_hidden": step["is_optional"] and step["key"] in hidden, "is_local": False} for step in newest.steps]
    local = LocalStep.objects.filter(pathway=pathway, authority=authority)
    return [
        *network,
        *(
            {"key": step.key, "title": step.title, "kind": step.kind, "number": step.number, "unit": step.unit, "is_local": True}
            for step in local
        ),
    ]


def _change(request, pathway, authority):
    """Return (LocalStepForm, whether something was done)."""
    wish, key, by = request.POST.get("wish", ""), request.POST.get("key", ""), request.user
    form = LocalStepForm(request.POST if wish == "add" else None, modules=modules_to_assign(User.objects.none()))
    if wish == "hide":
        try:
            adapting.hide_step(pathway=pathway, authority=authority, key=key, by=by)
        except adapting.NotOptional:
            raise Http404 from None
        messages.success(request, "The step is hidden for your newcomers.")
    elif wish == "show":
        adapting.show_step(pathway=pathway, authority=authority, key=key, by=by)
        messages.success(request, "Your newcomers get the step again.")
    elif wish == "remove":
        step = get_object_or_404(LocalStep.objects.select_related("pathway", "authority"), pathway=pathway, authority=authority, key=key)
        adapting.remove_step(step=step, by=by)
        messages.success(request, "The step is removed. People who have it keep it.")
    elif wish == "move":
        count = move_to_newest(pathway=pathway, authority=authority, at=timezone.now())
        messages.success(request, f"{plural(count, 'person has', 'people have')} the newest version. Their dates stay.")
    elif wish == "add":
        return form, form.is_valid() and _add(request, pathway, authority, form)
    else:
        raise Http404
    return form, True


def _add(request, pathway, authority, form):
    cleaned = form.cleaned_data
    module = Item.objects.get(pk=cleaned["module"])
    try:
        adapting.add_step(
            pathway=pathway, authority=authority, module=module, number=cleaned["number"], unit=cleaned["unit"], by=request.user
        )
    except adapting.AlreadyInPathway:
        form.add_error("module", "This module is in the pathway already. Choose another one")
        return False
    messages.success(request, f"“{module.title}” is added for your newcomers.")
    return True
