"""The desk's place apart: who comes to it, and its content security policy; the site's is strict."""

from dataclasses import replace

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib import messages
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect

from cms.people.permissions import may_open_desk, needs_second_factor

# Wagtail's screens have inline scripts without a nonce, and styles set by scripts.
DESK = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "object-src": [NONE],
    "base-uri": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}


# From here a form is answered by a redirect to an authority's own sign-in page; nothing that anybody wrote stands on these pages.
WAY_TO_AUTHORITIES = "/accounts/with/"


class SmallerWords(GZipMiddleware):
    """Django's compression for pages; pictures, documents and recordings are streamed as they are, with their length."""

    def process_response(self, request, response):
        return response if response.streaming else super().process_response(request, response)


class PolicyByPlace(CSPMiddleware):
    """django-csp's middleware with one policy for the site (settings) and one for the desk."""

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith("/admin/") and not report_only:
            return replace(parts, config=DESK)
        if request.path_info.startswith(WAY_TO_AUTHORITIES) and not report_only:
            return replace(parts, replace={**(parts.replace or {}), "form-action": [SELF, *settings.PROVIDERS_STAND_AT]})
        if getattr(request, "is_dummy", False):  # Wagtail asks for a preview so, and shows it in a frame of the editor
            return replace(parts, replace={**(parts.replace or {}), "frame-ancestors": [SELF]})
        return parts


class DeskDoor:
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
