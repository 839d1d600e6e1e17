"""Telling people, marking notices as read, and choosing how to be told."""

from django.db import connection, transaction

from cms.notices.models import NOTICES_FOR, Notice, NoticePreferences


def tell(*, recipients, kind, target, at, place=0, by_email=True):
    """Give everyone in `recipients` a notice, in the caller's transaction and in one statement however many they are.

    `recipients` is a queryset of one column, keys of users. Whoever has an unread notice of this kind about this target gets no second
    one: its count goes up. Without `by_email` no email mentions it. Who may read the target is asked when it is shown, not here.
    """
    select, params = recipients.order_by().query.sql_with_params()
    moment = connection.ops.adapt_datetimefield_value(at)
    table = connection.ops.quote_name(Notice._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH people(person) AS ({select}) "  # noqa: S608 - our own names, and a queryset's SQL with its parameters
            f"INSERT INTO {table} (recipient_id, kind, target, place, count, first_at, latest_at, emailed_at) "
            f"SELECT person, %s, %s, %s, 1, %s, %s, %s FROM people WHERE person IS NOT NULL "
            f"ON CONFLICT (recipient_id, kind, target) WHERE read_at IS NULL "
            f"DO UPDATE SET count = {table}.count + 1, latest_at = excluded.latest_at",
            [*params, kind, target, place, moment, moment, None if by_email else moment],
        )


def mark_read(*, member, at, **which):
    """Mark the member's unread notices as read: those with this `pk`, of this `kind` and `target`, or all."""
    Notice.objects.unread().filter(recipient=member, **which).update(read_at=at)


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
