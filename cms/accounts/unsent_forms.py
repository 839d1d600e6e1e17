"""Keep a form that was sent after the session had ended, and give it back to the same person.

The fields are stored in the anonymous session with a token of the person who last signed in on this browser, which is in a signed
cookie. The token is random for each browser and cannot be traced to the person without our secret key. Only that person gets them back,
within `KEEP_MINUTES`.
"""

import secrets
import time

from django.conf import settings
from django.core import signing
from django.http import QueryDict
from django.utils.crypto import constant_time_compare, salted_hmac

from cms.accounts.models import Session

COOKIE = "drumbeat_last"
KEEP_MINUTES = 30
# Longer than a session of a day, so that we know the sender of a form sent just after it ended. Each request renews it.
KNOWN_HOURS = 48
MAX_CHARACTERS = 60_000
SESSION_KEY = "unsent_form"
NEVER_KEPT = {"csrfmiddlewaretoken", "password", "login", "oldpassword", "password1", "password2"}


def remember_person(response, user):
    """Set the cookie that says who signed in on this browser."""
    response.set_signed_cookie(
        COOKIE,
        _token(user, secrets.token_hex(8)),
        max_age=KNOWN_HOURS * 60 * 60,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        salt=COOKIE,
    )


def _token(user, nonce):
    return f"{nonce}-{salted_hmac(COOKIE, f'{nonce}{user.subject}', algorithm='sha256').hexdigest()}"


def is_of(token, user):
    """Return whether the token, or None, is of this user."""
    return token is not None and constant_time_compare(token, _token(user, token.partition("-")[0]))


def last_token(request):
    """Return the token of the person who last signed in on this browser, or None."""
    try:
        return request.get_signed_cookie(COOKIE, salt=COOKIE, max_age=KNOWN_HOURS * 60 * 60)
    except (KeyError, signing.BadSignature):
        return None


def store(request):
    """Store the POSTed fields for their sender. Returns False if the sender is unknown or there is too much.

    Ignores requests by scripts, forms in Wagtail's admin (which have files and save drafts themselves), and forms for signing in.
    """
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate" or request.path.startswith(("/admin/", "/accounts/")):
        return False
    fields, token = storable_fields(request), last_token(request)
    if token is None or not fields or sum(len(value) for values in fields.values() for value in values) > MAX_CHARACTERS:
        return False
    request.session[SESSION_KEY] = {"path": request.path, "fields": fields, "for": token, "at": time.time()}
    if not request.user.is_authenticated:
        request.session.set_expiry(KEEP_MINUTES * 60)
    request.unsent_form_stored = True
    return True


def was_stored(request):
    """Return whether this request's own form was stored, because it could not be taken."""
    return getattr(request, "unsent_form_stored", False)


def storable_fields(request):
    """Return the POSTed fields that may be stored, {name: [values]}."""
    return {name: values for name, values in request.POST.lists() if name not in NEVER_KEPT}


def stored_for(request):
    """Return (path, fields) if the signed-in user sent them, or None. Deletes them if someone else did or they are too old."""
    stored = request.session.get(SESSION_KEY)
    if not stored:
        return None
    if not is_of(stored["for"], request.user) or time.time() - stored["at"] > KEEP_MINUTES * 60:
        del request.session[SESSION_KEY]
        return None
    return stored["path"], stored["fields"]


def shows_unsent_form(view):
    """Mark a view whose GET shows a form that was sent to it too late, with what was typed: see `unsent_data`."""
    view.shows_unsent_form = True
    return view


def unsent_data(request):
    """Return what the user sent to this address too late, as a QueryDict for its form, or None."""
    stored = stored_for(request)
    if stored is None or stored[0] != request.path:
        return None
    data = QueryDict(mutable=True)
    for name, values in stored[1].items():
        data.setlist(name, values)
    return data


def forget_when_sent(request):
    """Delete the stored form once it has been sent to its path."""
    if request.session.get(SESSION_KEY, {}).get("path") == request.path:
        del request.session[SESSION_KEY]


def delete_of(user):
    """Delete the sessions that contain a form of this user, even if someone else is signed in to them now. They are read one by one."""
    for session in Session.objects.iterator():
        form = session.get_decoded().get(SESSION_KEY)
        if form and is_of(form["for"], user):
            session.delete()
