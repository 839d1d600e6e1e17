"""Middleware that requires sign-in, keeps unsent forms, notes when a session was last seen and keeps private pages out of caches."""

import time

from allauth.usersessions.models import UserSession
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.urls import reverse

from cms.accounts import unsent_forms
from cms.faults import optional_write

SEEN_INTERVAL = 10 * 60  # seconds
MAX_SEEN_SESSIONS = 20_000


def no_store(get_response):
    """Keep pages of signed-in people out of caches: on a shared computer the back button must not show what the last person read."""

    def middleware(request):
        response = get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


class LastSeen:
    """Update when a session was last seen, at most once in SEEN_INTERVAL, because each update is a write.

    Only on GET requests, so that actions are not slowed down.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.seen: dict[str, float] = {}  # when this process last updated each session

    def __call__(self, request):
        if request.method == "GET" and request.user.is_authenticated:
            self._update(request)
        return self.get_response(request)

    def _update(self, request):
        key, now = request.session.session_key, time.monotonic()
        if now - self.seen.get(key, -SEEN_INTERVAL) < SEEN_INTERVAL:
            return
        if len(self.seen) >= MAX_SEEN_SESSIONS:
            self.seen.clear()
        self.seen[key] = now
        with optional_write():
            UserSession.objects.create_from_request(request)


def remember_sender(get_response):
    """Remember who is signed in on this browser, so that a form sent after the session has ended can be kept for them."""

    def middleware(request):
        was_signed_in = request.user.is_authenticated
        response = get_response(request)
        if request.method == "POST" and was_signed_in and not unsent_forms.was_stored(request):
            unsent_forms.forget_when_sent(request)
        if request.user.is_authenticated:
            if not unsent_forms.is_of(unsent_forms.last_token(request), request.user):
                unsent_forms.remember_person(response, request.user)
        elif was_signed_in:
            response.delete_cookie(unsent_forms.COOKIE, samesite="Lax")
        return response

    return middleware


class SignInRequired(LoginRequiredMiddleware):
    """Require sign-in; keep a form sent after the session ended until its sender signs in again."""

    def handle_no_permission(self, request, view_func):
        if request.method == "POST" and unsent_forms.store(request):
            return redirect_to_login(reverse("send_again"), self.get_login_url(view_func))
        return super().handle_no_permission(request, view_func)
