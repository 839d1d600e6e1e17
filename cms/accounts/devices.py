"""Where somebody is signed in: their living sessions, and each device in plain words."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.utils.crypto import constant_time_compare

from cms.accounts.models import Session

# Looked for in this order: many browsers also claim to be others.
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
    """A browser's own description in plain words: "Chrome on Windows". What is not known is said so."""
    browser = next((words for mark, words in BROWSERS if mark in user_agent), "A browser we do not know")
    system = next((words for mark, words in SYSTEMS if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser


def active_sessions(user):
    """The sessions of the person that still let somebody in, the one seen last first. Two queries, however many there are."""
    noted = list(UserSession.objects.filter(user=user).order_by("-last_seen_at", "-pk"))
    kept = Session.objects.living().filter(session_key__in=[one.session_key for one in noted])
    proof = user.get_session_auth_hash()
    living = {one.session_key for one in kept if constant_time_compare(one.get_decoded().get(HASH_SESSION_KEY, ""), proof)}
    return [one for one in noted if one.session_key in living]
