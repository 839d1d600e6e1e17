"""Views that replace the parts of Wagtail's admin we do not use: sign-in, users and groups."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt


@login_not_required
@csrf_exempt
def redirect_to_sign_in(request, **kwargs):
    """Redirect Wagtail's sign-in and password reset pages, which bypass our sign-in rules, to our own sign-in page."""
    return redirect_to_login(request.GET.get("next", reverse("wagtailadmin_home")))


def closed_admin_view(request, **kwargs):
    """Respond 404 for Wagtail's user and group pages. Roles are granted under /people/, with a reason and an audit log entry."""
    raise Http404
