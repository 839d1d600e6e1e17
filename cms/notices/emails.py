"""Emails about notices: who gets one now, and what is in it. A title and a link, never what someone wrote."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Min
from django.template.loader import render_to_string
from django.utils import timezone

from cms.components import plural
from cms.notices.models import Notice, NoticePreferences
from cms.notices.schedule import is_due
from cms.notices.sources import all_sources
from cms.people.mailer import absolute_url, queue_email
from cms.people.models import User
from cms.people.permissions import safeguarding_contact

COMPOSER = "notices"
MAX_LINES = 30
# What could not be read or emailed for so long is no news.
EMAILED_FOR = timedelta(days=14)
SALT = "cms.notices.off"


def lines_of(user, notices):
    """Return [(Notice, NoticeLine)] in the order of `notices`. One statement or a few for each kind, however many notices."""
    lines: dict = {}
    for source in all_sources():
        if mine := [notice for notice in notices if notice.kind == source.kind]:
            lines |= source.lines(user, mine)
    return [(notice, lines[notice.pk]) for notice in notices if notice.pk in lines]


def queue_emails(*, at):
    """Queue an email for everyone who is due one at `at`. Returns how many. Several workers may do it at the same time."""
    local = timezone.localtime(at)
    recent = Notice.objects.to_email().filter(first_at__gt=at - EMAILED_FOR)
    waiting = recent.filter(recipient__is_active=True).values("recipient").order_by("recipient")
    preferences = NoticePreferences.objects.in_bulk(field_name="user_id")
    queued = 0
    for row in waiting.annotate(oldest=Min("first_at")):
        chosen = preferences.get(row["recipient"]) or NoticePreferences(user_id=row["recipient"])
        if is_due(chosen, first_at=row["oldest"], local=local):
            queued += _queue(row["recipient"], chosen, at)
    return queued


@transaction.atomic
def _queue(user_id, preferences, at):
    """Queue the email, unless another worker has or nothing is due of what the person may read. When it is sent, that is asked again."""
    user = User.objects.with_standing().get(pk=user_id)
    notices = Notice.objects.visible_to(user).to_email().filter(first_at__gt=at - EMAILED_FOR)
    first_at = dict(notices.values_list("pk", "first_at"))
    if not first_at or not is_due(preferences, first_at=min(first_at.values()), local=timezone.localtime(at)):
        return False
    keys = sorted(first_at)
    # A notice is emailed once, so the first one tells this email from every other.
    if queue_email(user=user, composer=COMPOSER, arguments={"notices": keys}, effect=f"notices {user_id} {keys[0]}") is None:
        return False
    Notice.objects.filter(pk__in=keys).update(emailed_at=at)
    NoticePreferences.objects.update_or_create(user=user, defaults={"last_email_at": at})
    return True


def compose(user, arguments, at):
    """Return the email for the outbox, or None if nothing of it may be read any more, or all has been. Seven statements at most."""
    preferences = NoticePreferences.objects.filter(user=user).first() or NoticePreferences(user=user)
    if not user.is_active or preferences.email == NoticePreferences.Email.NONE:
        return None
    notices = Notice.objects.visible_to(user).unread().filter(pk__in=arguments["notices"]).order_by("-latest_at", "-pk")
    found = lines_of(user, list(notices))
    if not found:
        return None
    lines, groups = [line for _, line in found], []
    for source in all_sources():
        if mine := [line for notice, line in found[:MAX_LINES] if notice.kind == source.kind]:
            groups.append((source.heading, [(line, settings.WAGTAILADMIN_BASE_URL + line.url) for line in mine]))
    off_url = absolute_url("notices:off", signing.dumps(user.pk, salt=SALT))
    context = {
        "name": user.first_name,
        "groups": groups,
        "more": max(len(lines) - MAX_LINES, 0),
        "subject": lines[0].subject if len(lines) == 1 else f"{plural(len(lines), 'topic')} with something new on your boards",
        "all_url": absolute_url("notices:index"),
        "choices_url": absolute_url("notices:choices"),
        "off_url": off_url,
        "contact": safeguarding_contact(user),
    }
    headers = {"List-Unsubscribe": f"<{off_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    text = render_to_string("notices/email.txt", context).strip() + "\n"
    return context["subject"], text, render_to_string("notices/email.html", context), headers


def user_of_token(token):
    """Return the active user whom a link in an email is for, or None."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=key, is_active=True).first()
