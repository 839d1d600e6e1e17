"""Parts of Wagtail's admin that are closed, because people and sign-in have pages of their own."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt


@login_not_required
@csrf_exempt
def redirect_to_sign_in(request, **kwargs):
    """Wagtail's own log-in and password reset would sign people in past every rule of ours: they lead to the front door."""
    return redirect_to_login(request.GET.get("next", reverse("wagtailadmin_home")))


def closed_admin_view(request, **kwargs):
    """Wagtail's pages about people and groups: people come, go and hold roles under /people/, with a reason and a line in the audit log."""
    raise Http404
