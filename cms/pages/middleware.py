"""Compression of pages, and the content security policy: strict for the site, Wagtail's needs for the desk."""

from dataclasses import replace

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.middleware.gzip import GZipMiddleware

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


class CompressPages(GZipMiddleware):
    """Django's compression for pages; pictures, documents and recordings are streamed as they are, with their length."""

    def process_response(self, request, response):
        return response if response.streaming else super().process_response(request, response)


class ContentSecurityPolicy(CSPMiddleware):
    """django-csp's middleware with one policy for the site (settings) and one for the desk."""

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith("/admin/") and not report_only:
            return replace(parts, config=DESK)
        if request.path_info.startswith(WAY_TO_AUTHORITIES) and not report_only:
            return replace(parts, replace={**(parts.replace or {}), "form-action": [SELF, *settings.PROVIDER_SCHEMES]})
        if getattr(request, "is_dummy", False):  # Wagtail asks for a preview so, and shows it in a frame of the editor
            return replace(parts, replace={**(parts.replace or {}), "frame-ancestors": [SELF]})
        return parts
