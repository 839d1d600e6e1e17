"""Middleware: compression of pages, and the Content-Security-Policy header."""

from dataclasses import replace

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.middleware.gzip import GZipMiddleware

# Wagtail's admin has inline scripts without a nonce, and its scripts set inline styles.
ADMIN_POLICY = {
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
# The forms on these pages redirect to an authority's own sign-in page. The pages show nothing that users wrote.
SSO_PATH = "/accounts/with/"


class CompressPages(GZipMiddleware):
    """Compress pages, but not streamed files, which would lose their Content-Length."""

    def process_response(self, request, response):
        return response if response.streaming else super().process_response(request, response)


class ContentSecurityPolicy(CSPMiddleware):
    """Send the policy in settings, with exceptions for the admin, single sign-on and previews."""

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith("/admin/") and not report_only:
            return replace(parts, config=ADMIN_POLICY)
        if request.path_info.startswith(SSO_PATH) and not report_only:
            return replace(parts, replace={**(parts.replace or {}), "form-action": [SELF, *settings.PROVIDER_SCHEMES]})
        if getattr(request, "is_dummy", False):  # Wagtail's request for a preview, which the editor shows in a frame
            return replace(parts, replace={**(parts.replace or {}), "frame-ancestors": [SELF]})
        return parts
