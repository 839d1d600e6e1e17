"""The Checks panel by itself, and views that replace the parts of Wagtail's admin we do not use: sign-in, users and groups."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms.desk.checks import publish_checks


@login_not_required
@csrf_exempt
def redirect_to_sign_in(request, **kwargs):
    """Redirect Wagtail's sign-in and password reset pages, which bypass our sign-in rules, to our own sign-in page."""
    return redirect_to_login(request.GET.get("next", reverse("wagtailadmin_home")))


def closed_admin_view(request, **kwargs):
    """Respond 404 for Wagtail's user and group pages. Roles are granted under /people/, with a reason and an audit log entry."""
    raise Http404


@require_safe
def checks(request, pk):
    """Return the Checks panel of a page's latest draft, for the editor to show after it has saved."""
    page = get_object_or_404(Page, pk=pk)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return render(request, "desk/before_publishing.html", publish_checks(page.get_latest_revision_as_object()))
