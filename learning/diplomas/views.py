"""The page about one person's Level 3 diploma."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cms.people.permissions import people_managed_by
from learning.actions.diplomas import ChangedMeanwhile, DeferralTooEarly, clocks_of, save_diploma
from learning.diplomas.forms import DiplomaForm
from learning.models.records import Diploma
from learning.reports.views import managers_only

CHANGED = "Someone has entered something since you opened this page. What is saved now is above. Nothing you typed is lost."


@require_http_methods(["GET", "HEAD", "POST"])
@managers_only
def diploma(request, subject):
    """Enter that someone has the diploma, or a later date and why."""
    who, on = get_object_or_404(people_managed_by(request.user), subject=subject), timezone.localdate()
    clock = next(iter(clocks_of([who], on=on)), None)
    if clock is None:
        raise Http404
    saved = Diploma.objects.filter(member=who).first() or Diploma(member=who)
    initial = {name: getattr(saved, name) for name in ("achieved_on", "deferred_to", "deferral_reason")}
    form = DiplomaForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            save_diploma(member=who, **form.cleaned_data, by=request.user, on=on, seen=request.POST.get("seen"))
        except ChangedMeanwhile:
            form.add_error(None, CHANGED)
        except DeferralTooEarly:
            form.add_error("deferred_to", "The later date must be after the date on which it is due anyway")
        else:
            messages.success(request, f"Saved. {who} can see it.")
            return redirect("learning:person", who.subject)
    context = {"who": who, "clock": clock, "form": form, "saved": saved}
    return render(request, "learning/diplomas/diploma.html", context, status=422 if form.is_bound else 200)
