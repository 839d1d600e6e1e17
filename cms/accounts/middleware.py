"""Everything is closed until somebody signs in; words typed when a session ended are kept for them."""

import time

from allauth.usersessions.models import UserSession
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.urls import reverse

from cms.accounts import unsent_forms

SEEN_EVERY = 10 * 60  # seconds
MOST_SEEN = 20_000


class SignInRequired(LoginRequiredMiddleware):
    """Django's own rule, with one addition: a form sent after the session ended is kept until its sender is back."""

    def __init__(self, get_response):
        super().__init__(get_response)
        self.seen: dict[str, float] = {}  # when this process last noted each session

    def __call__(self, request):
        came_in = request.user.is_authenticated
        if came_in and request.method == "GET":
            self._note_seen(request)
        response = super().__call__(request)
        if request.method == "POST" and came_in:
            unsent_forms.forget_when_sent(request)
        if request.user.is_authenticated:
            # On a shared computer the back button must not show what the last person read.
            response.headers.setdefault("Cache-Control", "private, no-store")
            if unsent_forms.last_person(request) != str(request.user.subject):
                unsent_forms.remember_person(response, request.user)
        elif came_in:
            response.delete_cookie(unsent_forms.COOKIE, samesite="Lax")
        return response

    def _note_seen(self, request):
        """Note now and then that this device was here, for "Where you are signed in": not at each request, which would be a write.

        Only when somebody reads: a deed stays as quick as it is.
        """
        key, now = request.session.session_key, time.monotonic()
        if now - self.seen.get(key, -SEEN_EVERY) < SEEN_EVERY:
            return
        if len(self.seen) >= MOST_SEEN:
            self.seen.clear()
        self.seen[key] = now
        UserSession.objects.create_from_request(request)

    def handle_no_permission(self, request, view_func):
        if request.method == "POST" and unsent_forms.keep(request):
            return redirect_to_login(reverse("send_again"), self.get_login_url(view_func))
        return super().handle_no_permission(request, view_func)
