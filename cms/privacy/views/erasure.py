"""Requests to be forgotten, for administrators."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.people.actions import LastAdministrator
from cms.people.decorators import administrators_only
from cms.people.models import User
from cms.privacy import actions
from cms.privacy.mentions import described
from cms.privacy.models import ForgetRequest
from cms.privacy.retention import leavers_past_retention

PAGE_SIZE = 50


@require_safe
@administrators_only
def forget_list(request):
    """List open requests, due soonest first; leavers past their retention period; and the requests carried out last."""
    open_requests = ForgetRequest.objects.open().select_related("user", "asked_by")
    done = ForgetRequest.objects.filter(done_at__isnull=False).select_related("done_by").order_by("-done_at")[:PAGE_SIZE]
    for request_done in done:
        request_done.described_mentions = described(request_done.mentions)
    today = timezone.localdate()
    leavers = leavers_past_retention(on=today)
    context = {
        "page_obj": Paginator(open_requests, PAGE_SIZE).get_page(request.GET.get("page")),
        "done": done,
        "today": today,
        "kept": leavers[:PAGE_SIZE],
        "kept_in_all": leavers.count(),
    }
    return render(request, "privacy/forget_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def forget(request, pk):
    """Explain what is erased and what stays. POST erases the person."""
    asked = get_object_or_404(ForgetRequest.objects.open().select_related("user"), pk=pk)
    if request.method == "POST":
        try:
            actions.forget(asked=asked, by=request.user, at=timezone.now())
        except actions.NotOpen:
            messages.warning(request, "This request has already been carried out or cancelled.")
        except LastAdministrator as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Done. Nothing here identifies them any more, and we have emailed them.")
        return redirect("/" if asked.user_id == request.user.pk else "people:forget_list")
    return render(request, "privacy/forget.html", {"asked": asked})


@require_POST
@administrators_only
def request_forgetting(request, subject):
    """Record that someone asked by post or in person, or, with `rule`, that their authority's retention period has ended."""
    user = get_object_or_404(User.objects.known(), subject=subject)
    create_request = actions.forget_by_rule if request.POST.get("rule") else actions.ask_to_be_forgotten
    try:
        create_request(user=user, by=request.user, at=timezone.now())
    except actions.AlreadyAsked:
        messages.warning(request, "They already have an open request to be forgotten.")
    except actions.NotDue:
        messages.error(request, "No retention rule applies today: they have come back, or the authority now keeps leavers longer.")
    else:
        messages.success(request, "Recorded, with the date it is due.")
    return redirect("people:forget_list")
