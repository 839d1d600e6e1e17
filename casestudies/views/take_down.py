"""Taking a case study down by its reference: open to anyone, without an account, a name or a reason."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from casestudies.actions.withdraw import withdraw_by_reference
from casestudies.forms.review import TakeDownForm
from cms.page_tree.snapshot import current_tree


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_down(request):
    """Withdraw a case study. The answer is the same for a right, a wrong and a used reference."""
    settings = current_tree().settings
    context = {"help": {"name": settings.help_name, "email": settings.help_email}}
    form = TakeDownForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "casestudies/take_down.html", {**context, "form": form}, status=422 if request.method == "POST" else 200)
    if not ratelimit.consume(request, action="take_down"):
        form.add_error(None, "Too many tries. Ask the people named below, or try again in an hour.")
        return render(request, "casestudies/take_down.html", {**context, "form": form}, status=429)
    withdraw_by_reference(reference=form.cleaned_data["reference"], at=timezone.now())
    return render(request, "casestudies/taken_down.html", context)
