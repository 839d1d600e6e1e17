"""Middleware that requires sign-in and keeps forms sent after a session had ended."""

import time

from allauth.usersessions.models import UserSession
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.urls import reverse

from cms.accounts import unsent_forms

SEEN_INTERVAL = 10 * 60  # seconds
MAX_SEEN_SESSIONS = 20_000


class SignInRequired(LoginRequiredMiddleware):
    """Require sign-in, and keep a form sent after the session ended until its sender signs in again."""

    def __init__(self, get_response):
        super().__init__(get_response)
        self.seen: dict[str, float] = {}  # when this process last updated each session

    def __call__(self, request):
        was_signed_in = request.user.is_authenticated
        if was_signed_in and request.method == "GET":
            self._update_last_seen(request)
        response = super().__call__(request)
        if request.method == "POST" and was_signed_in:
            unsent_forms.forget_when_sent(request)
        if request.user.is_authenticated:
            # On a shared computer the back button must not show what the previous person read.
            response.headers.setdefault("Cache-Control", "private, no-store")
            if unsent_forms.last_person(request) != str(request.user.subject):
                unsent_forms.remember_person(response, request.user)
        elif was_signed_in:
            response.delete_cookie(unsent_forms.COOKIE, samesite="Lax")
        return response

    def _update_last_seen(self, request):
        """Update when this session was last seen, at most once in SEEN_INTERVAL, because each update is a write.

        Only on GET requests, so that actions are not slowed down.
        """
        key, now = request.session.session_key, time.monotonic()
        if now - self.seen.get(key, -SEEN_INTERVAL) < SEEN_INTERVAL:
            return
        if len(self.seen) >= MAX_SEEN_SESSIONS:
            self.seen.clear()
        self.seen[key] = now
        UserSession.objects.create_from_request(request)

    def handle_no_permission(self, request, view_func):
        if request.method == "POST" and unsent_forms.store(request):
            return redirect_to_login(reverse("send_again"), self.get_login_url(view_func))
        return super().handle_no_permission(request, view_func)
