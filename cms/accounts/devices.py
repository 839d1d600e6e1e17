"""Active sessions, and descriptions of their devices."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.utils.crypto import constant_time_compare

from cms.accounts.models import Session

# In this order: many browsers also claim to be others.
BROWSERS = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
]
SYSTEMS = [
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "an Android device"),
    ("CrOS", "a Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "a Mac"),
    ("Linux", "Linux"),
]


def describe_device(user_agent):
    """Return a description of the user agent such as "Chrome on Windows"."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "An unknown browser")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser


def active_sessions(user):
    """Return the user's valid sessions, last seen first. Two queries, however many there are."""
    user_sessions = list(UserSession.objects.filter(user=user).order_by("-last_seen_at", "-pk"))
    stored = Session.objects.living().filter(session_key__in=[user_session.session_key for user_session in user_sessions])
    auth_hash = user.get_session_auth_hash()
    valid_keys = {
        session.session_key for session in stored if constant_time_compare(session.get_decoded().get(HASH_SESSION_KEY, ""), auth_hash)
    }
    return [user_session for user_session in user_sessions if user_session.session_key in valid_keys]
