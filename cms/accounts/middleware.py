"""Everything is closed until somebody signs in; words typed when a session ended are kept for them."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.urls import reverse

from cms.accounts import unsent


class SignInRequired(LoginRequiredMiddleware):
    """Django's own rule, with one addition: a form sent after the session ended is kept until its sender is back."""

    def __call__(self, request):
        came_in = request.user.is_authenticated
        response = super().__call__(request)
        if request.method == "POST" and came_in:
            unsent.forget_when_sent(request)
        if request.user.is_authenticated:
            # On a shared computer the back button must not show what the last person read.
            response.headers.setdefault("Cache-Control", "private, no-store")
            if unsent.last_person(request) != str(request.user.subject):
                unsent.remember_person(response, request.user)
        elif came_in:
            response.delete_cookie(unsent.COOKIE, samesite="Lax")
        return response

    def handle_no_permission(self, request, view_func):
        if request.method == "POST" and unsent.keep(request):
            return redirect_to_login(reverse("send_again"), self.get_login_url(view_func))
        return super().handle_no_permission(request, view_func)
