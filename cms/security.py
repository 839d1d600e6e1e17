"""The content security policy, by place: strict on the site, Wagtail's own needs at the desk."""

from dataclasses import replace

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware

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


class PolicyByPlace(CSPMiddleware):
    """django-csp's middleware with one policy for the site (settings) and one for the desk."""

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith("/admin/") and not report_only:
            return replace(parts, config=DESK)
        return parts
