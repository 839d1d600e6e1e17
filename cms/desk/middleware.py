"""Who may open the desk."""

from django.contrib import messages
from django.shortcuts import redirect

from cms.people.permissions import may_open_desk, needs_second_factor


class DeskAccess:
    """Middleware: a signed-in person to whom the desk is not open is told so and goes home; who may come needs a second factor.

    Wagtail itself would send them to sign in, and from there they would come straight back.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        match = request.resolver_match
        is_desk = match.route.startswith("admin/") and not (match.url_name or "").startswith("closed_")
        if not is_desk or not request.user.is_authenticated:
            return None
        if may_open_desk(request.user):
            return redirect("second_factor") if needs_second_factor(request.user) else None
        messages.warning(request, "The trainers’ desk is not open to you. If it should be, ask whoever looks after this site.")
        return redirect("/")
