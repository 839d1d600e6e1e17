"""Those who are to be forgotten, for administrators."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.people.actions import memberships
from cms.people.decorators import administrators_only
from cms.people.models import User
from cms.privacy import actions
from cms.privacy.models import ForgetRequest
from cms.privacy.retention import leavers_past_retention

A_PAGE = 50


@require_safe
@administrators_only
def forget_list(request):
    """Who is to be forgotten, those due first; leavers who are kept longer than was decided; and those it was done for lately."""
    asked = ForgetRequest.objects.open().select_related("user", "asked_by")
    done = ForgetRequest.objects.filter(done_at__isnull=False).select_related("done_by").order_by("-done_at")[:A_PAGE]
    today = timezone.localdate()
    kept = leavers_past_retention(on=today)
    context = {"page_obj": Paginator(asked, A_PAGE).get_page(request.GET.get("page")), "done": done, "today": today}
    return render(request, "people/forget_list.html", {**context, "kept": kept[:A_PAGE], "kept_in_all": kept.count()})


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def forget(request, pk):
    """What goes and what stays when this person is forgotten; by POST, do it."""
    asked = get_object_or_404(ForgetRequest.objects.open().select_related("user"), pk=pk)
    if request.method == "POST":
        try:
            actions.forget(asked=asked, by=request.user, at=timezone.now())
        except actions.NotOpen:
            messages.warning(request, "This was done or taken back before. Nothing was done twice.")
        except memberships.LastAdministrator as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, "Done: nothing here says any more who they were. A letter tells them.")
        return redirect("/" if asked.user_id == request.user.pk else "people:forget_list")
    return render(request, "people/forget.html", {"asked": asked})


@require_POST
@administrators_only
def ask_for(request, subject):
    """Write down that somebody asked to be forgotten, by letter or by word of mouth; or, with `rule`, that their authority keeps no
    leaver so long.
    """
    who = get_object_or_404(User.objects.known(), subject=subject)
    write_down = actions.forget_by_rule if request.POST.get("rule") else actions.ask_to_be_forgotten
    try:
        write_down(user=who, by=request.user, at=timezone.now())
    except actions.AlreadyAsked:
        messages.warning(request, "They are to be forgotten already. Nothing was written down twice.")
    except actions.NotDue:
        messages.error(
            request, "No rule says so today: they came back, or the authority keeps leavers longer now. Nothing was written down."
        )
    else:
        messages.success(request, "Written down, with the day it is due by.")
    return redirect("people:forget_list")
