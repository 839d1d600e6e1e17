"""A form that was sent when its sender was no longer signed in: kept for a while, shown only to the same person.

The words wait in the anonymous session, beside the key of the person who last signed in on this browser
(a signed cookie set at sign-in and removed at sign-out). They are given back only to that person, within
`KEEP_MINUTES`.
"""

import time

from django.conf import settings
from django.core import signing

COOKIE = "drumbeat_last"
KEEP_MINUTES = 30
# Longer than any session lasts: what is sent a moment after the session ended must still find its sender.
KNOWN_HOURS = 48
MOST_CHARACTERS = 60_000
SESSION_KEY = "unsent_form"
NEVER_KEPT = {"csrfmiddlewaretoken", "password", "login", "oldpassword", "password1", "password2"}


def remember_person(response, user):
    """Note on this browser who signed in, so that what they left unsent can find them again."""
    response.set_signed_cookie(
        COOKIE,
        str(user.subject),
        max_age=KNOWN_HOURS * 60 * 60,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        salt=COOKIE,
    )


def last_person(request):
    """The key of the person who last signed in on this browser, or None."""
    try:
        return request.get_signed_cookie(COOKIE, salt=COOKIE, max_age=KNOWN_HOURS * 60 * 60)
    except (KeyError, signing.BadSignature):
        return None


def keep(request):
    """Keep the POSTed fields for their sender. Returns False when there is nobody to keep them for, or too much.

    Only what a person sent by pressing a button: what a script sends by itself must not take its place. Not the desk's forms:
    they have files, which could not be sent again whole, and the desk keeps drafts itself. Nor
    what proves who one is: passwords, codes and passkeys.
    """
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate" or request.path.startswith(("/admin/", "/accounts/")):
        return False
    fields, person = sent_by(request), last_person(request)
    if person is None or not fields or sum(len(value) for values in fields.values() for value in values) > MOST_CHARACTERS:
        return False
    request.session[SESSION_KEY] = {"path": request.path, "fields": fields, "for": person, "at": time.time()}
    request.session.set_expiry(KEEP_MINUTES * 60)
    return True


def sent_by(request):
    """What may be kept of the POSTed fields, {name: [values]}: all of the values where several were ticked."""
    return {name: values for name, values in request.POST.lists() if name not in NEVER_KEPT}


def kept_for(request):
    """Give (path, fields) back to the person they belong to, or None. What belongs to another, or is old, is forgotten."""
    kept = request.session.get(SESSION_KEY)
    if not kept:
        return None
    if kept["for"] != str(request.user.subject) or time.time() - kept["at"] > KEEP_MINUTES * 60:
        del request.session[SESSION_KEY]
        return None
    return kept["path"], kept["fields"]


def forget_when_sent(request):
    """What waited to be sent to this address has now been sent: it need not wait any longer."""
    if request.session.get(SESSION_KEY, {}).get("path") == request.path:
        del request.session[SESSION_KEY]
