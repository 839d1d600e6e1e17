"""Middleware for access to Wagtail's admin."""

from django.contrib import messages
from django.shortcuts import redirect

from cms.people.permissions import may_open_desk, needs_second_factor


class DeskAccess:
    """Redirect signed-in users who may not open Wagtail's admin to the home page, and the others to the second factor if they need one.

    Wagtail would redirect them to the sign-in page, which sends signed-in users straight back.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        match = request.resolver_match
        is_admin = match.route.startswith("admin/") and not (match.url_name or "").startswith("closed_")
        if not is_admin or not request.user.is_authenticated:
            return None
        if may_open_desk(request.user):
            return redirect("second_factor") if needs_second_factor(request.user) else None
        messages.warning(request, "You cannot open the trainers’ desk. If you need to, ask the person who runs this site.")
        return redirect("/")
