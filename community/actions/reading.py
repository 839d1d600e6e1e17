"""Marking topics and boards as read, and reactions."""

from django.db import connection, transaction

from community.models.records import BoardReader, Reaction, TopicReader
from community.permissions import may_react, may_read_board


class NotPermitted(Exception):
    """The member may not read the post or the board, or wrote the post."""


def mark_topic_read(*, member, topic, number, at):
    """Remember that the member has read the topic up to the number. It never goes back. One statement.

    The caller has read the topic for the member with visible_to().
    """
    greatest = "GREATEST" if connection.vendor == "postgresql" else "MAX"
    table = TopicReader._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (member_id, topic_id, last_read_number, read_at) VALUES (%s, %s, %s, %s) "  # noqa: S608 - our own names
            f"ON CONFLICT (member_id, topic_id) DO UPDATE SET read_at = excluded.read_at, "
            f"last_read_number = {greatest}({table}.last_read_number, excluded.last_read_number)",
            [member.pk, topic.pk, number, connection.ops.adapt_datetimefield_value(at)],
        )


@transaction.atomic
def mark_board_read(*, member, board, up_to):
    """Mark the board as read up to a post's key. What was posted since the page was shown stays unread. Raises NotPermitted."""
    if not may_read_board(member, board):
        raise NotPermitted
    greatest = "GREATEST" if connection.vendor == "postgresql" else "MAX"
    table = BoardReader._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (member_id, board_id, read_up_to) VALUES (%s, %s, %s) "  # noqa: S608 - our own names
            f"ON CONFLICT (member_id, board_id) DO UPDATE SET read_up_to = {greatest}({table}.read_up_to, excluded.read_up_to)",
            [member.pk, board.pk, up_to],
        )


@transaction.atomic
def set_reaction(*, member, post, kind, on, at):
    """Add or remove a reaction; repeating it changes nothing. Raises NotPermitted."""
    if not may_react(member, post):
        raise NotPermitted
    if on:
        Reaction.objects.get_or_create(member=member, post=post, kind=kind, defaults={"made_at": at})
    else:
        Reaction.objects.filter(member=member, post=post, kind=kind).delete()
