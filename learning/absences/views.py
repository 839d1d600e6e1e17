"""Pages for managers: when someone is away, and who stands in for a hub's manager."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from cms.people.actions import absences
from cms.people.models import Absence, Cover, Hub, Role, RoleGrant, User
from cms.people.name_search import BY_NAME
from cms.people.permissions import may_arrange_cover, people_managed_by
from learning.absences.forms import AbsenceForm, CoverForm
from learning.progress import long_date
from learning.reports.views import managers_only

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@managers_only
def away(request, subject):
    """Enter when someone is away, or remove an entry. Their due dates move by the days away."""
    who = get_object_or_404(people_managed_by(request.user), subject=subject)
    if request.method == "POST" and "remove" in request.POST:
        return _remove_absence(request, who)
    form = AbsenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            absences.enter_absence(user=who, **form.cleaned_data, by=request.user)
        except absences.DaysOverlap:
            form.add_error("first_day", f"{who} is already away on some of these days. Remove the other entry first")
        else:
            messages.success(
                request, f"{who} is away until {long_date(form.cleaned_data['last_day'])}. Due dates have moved by the days away."
            )
            return redirect("learning:person", who.subject)
    context = {"who": who, "form": form, "entries": Absence.objects.filter(user=who).current_or_later()}
    return render(request, "learning/absences/away.html", context, status=422 if form.is_bound else 200)


def _remove_absence(request, who):
    pk = request.POST["remove"]
    absence = get_object_or_404(
        Absence.objects.filter(user=who).select_related("user"), pk=pk if pk.isascii() and pk.isdecimal() and len(pk) < 19 else None
    )
    absences.remove_absence(absence=absence, by=request.user)
    messages.success(request, f"The entry is removed. Due dates of {who} have moved back.")
    return redirect("learning:away", who.subject)


@get_or_post
@managers_only
def cover(request, pk):
    """Name someone who stands in for a hub's manager from one day to another, or end it."""
    hub = get_object_or_404(Hub.objects.select_related("authority"), pk=pk)
    if not may_arrange_cover(request.user, hub):
        raise Http404
    if request.method == "POST" and "end" in request.POST:
        return _end_cover(request, hub)
    managers = RoleGrant.objects.current().filter(hub=hub, role=Role.HUB_MANAGER).values("user")
    here = User.objects.filter(memberships__authority=hub.authority, memberships__ended_on=None, is_active=True).order_by(*BY_NAME)
    people = {str(person.subject): person for person in here}
    form = CoverForm(
        request.POST or None,
        managers=[(str(person.subject), str(person)) for person in here.filter(pk__in=managers)],
        colleagues=[(subject, str(person)) for subject, person in people.items()],
        initial={"manager": str(request.user.subject)},
    )
    if request.method == "POST" and form.is_valid():
        cleaned = {**form.cleaned_data}
        deputy = people[cleaned.pop("deputy")]
        try:
            absences.name_deputy(hub=hub, manager=people[cleaned.pop("manager")], deputy=deputy, **cleaned, by=request.user)
        except absences.DaysOverlap:
            form.add_error("first_day", "Someone stands in on some of these days already. End that first")
        except (absences.NotItsManager, absences.NotAColleague):
            form.add_error(None, "One of them has moved since you opened this page, so nothing was saved")
        else:
            messages.success(request, f"{deputy} stands in until {long_date(cleaned['last_day'])}. Tell them, so that they look in.")
            return redirect("learning:cover", hub.pk)
    entries = Cover.objects.filter(hub=hub).select_related("manager", "deputy").current_or_later()
    context = {"hub": hub, "form": form, "entries": entries}
    return render(request, "learning/absences/cover.html", context, status=422 if form.is_bound else 200)


def _end_cover(request, hub):
    pk = request.POST["end"]
    entry = get_object_or_404(
        Cover.objects.filter(hub=hub).select_related("deputy", "hub__authority"),
        pk=pk if pk.isascii() and pk.isdecimal() and len(pk) < 19 else None,
    )
    absences.end_cover(cover=entry, by=request.user)
    messages.success(request, f"{entry.deputy} no longer stands in for {hub}.")
    return redirect("learning:cover", hub.pk)
