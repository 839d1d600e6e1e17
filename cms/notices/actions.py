"""Telling people, marking notices as read, and choosing how to be told."""

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction

from cms.notices.models import NOTICES_FOR, Notice, NoticePreferences


def tell(*, recipients, kind, target, at, place=0, by_email=True):
    """Give everyone in `recipients` a notice, in the caller's transaction and in one statement however many they are.

    `recipients` is a queryset of one column, keys of users. People who have an unread notice of this kind about this target get
    no second one: its count goes up. Without `by_email` no email mentions it. Who may read the target is asked when it is shown, not here.
    """
    try:
        select, params = recipients.order_by().query.sql_with_params()
    except EmptyResultSet:  # nobody, as Django can tell without asking
        return
    moment = connection.ops.adapt_datetimefield_value(at)
    values = {"kind": kind, "target": target, "place": place, "count": 1, "first_at": moment, "latest_at": moment}
    if not by_email:
        values["emailed_at"] = moment
    table = connection.ops.quote_name(Notice._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH people(person) AS ({select}) "  # noqa: S608 - our own names, and a queryset's SQL with its parameters
            f"INSERT INTO {table} (recipient_id, {', '.join(values)}) "
            f"SELECT person, {', '.join(['%s'] * len(values))} FROM people WHERE person IS NOT NULL "
            f"ON CONFLICT (recipient_id, kind, target) WHERE read_at IS NULL "
            f"DO UPDATE SET count = {table}.count + 1, latest_at = excluded.latest_at",
            [*params, *values.values()],
        )


def mark_read(*, member, at, **which):
    """Mark the member's unread notices that match `which` as read. Returns how many."""
    return Notice.objects.unread().filter(recipient=member, **which).update(read_at=at)


def mark_all_read(*, member, up_to, at):
    """Mark what the member could see as read. `up_to` is when the newest notice on the page last changed: later ones stay unread."""
    Notice.objects.unread().filter(recipient=member, latest_at__lte=up_to).update(read_at=at)


@transaction.atomic
def choose(*, user, **choices):
    """Save how the user wants to be told."""
    NoticePreferences.objects.update_or_create(user=user, defaults=choices)


def turn_off(*, user):
    """Send the user no more emails about notices. Doing it twice changes nothing."""
    choose(user=user, email=NoticePreferences.Email.NONE)


def delete_old_notices(*, at):
    """Delete notices that last changed before the retention period. Returns how many."""
    return Notice.objects.filter(latest_at__lt=at - NOTICES_FOR).delete()[0]
