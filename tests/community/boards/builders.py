"""Builders for boards: made by the product's own actions."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from cms.people.models import User
from community.actions.boards import Audience, create_board
from community.actions.posts import reply, start_topic
from community.models.records import Board, Post, Topic


def make_board(name="First visits", *, audience=None, facilitators=(), **fields):
    """Return a board, open to everyone unless `audience` says otherwise."""
    fields = {"purpose": "Doorsteps and kitchens.", **fields}
    return create_board(
        by=None, at=timezone.now(), audience=audience or Audience(everyone=True), facilitators=facilitators, name=name, **fields
    )


def make_topic(board, author, title="Mum asks us in, dad asks us to leave", *, replies=(), at=None, **fields):
    """Start a topic and add replies, one by each author in `replies`. Return the topic, fresh."""
    at = at or timezone.now() - timedelta(hours=2)
    given = {"kind": Topic.Kind.DISCUSSION, "text": "We have been four times.", "uid": uuid4(), **fields}
    first = start_topic(author=fresh(author), board=board, title=title, at=at, **given)
    for number, person in enumerate(replies, start=2):
        make_reply(first.topic, person, f"Reply {number}: we sent a card.", at=at + timedelta(minutes=number))
    return Topic.objects.select_related("board").get(pk=first.topic_id)


def make_reply(topic, author, text="We sent a card.", *, at=None, **fields):
    """Reply to a topic and return the post."""
    topic = Topic.objects.select_related("board").get(pk=topic.pk)
    return reply(author=fresh(author), topic=topic, text=text, at=at or timezone.now(), **{"uid": uuid4(), **fields})


def fresh(user):
    """Return the user as the next request reads them, without a cached membership."""
    return User.objects.get(pk=user.pk)


def visible_titles(user):
    """Return the titles of the topics the user may read."""
    return set(Topic.objects.visible_to(fresh(user)).values_list("title", flat=True))


def visible_boards(user):
    """Return the names of the boards the user may read."""
    return set(Board.objects.visible_to(fresh(user)).values_list("name", flat=True))


def texts(user):
    """Return the texts of posts the user may read."""
    return set(Post.objects.visible_to(fresh(user)).values_list("text", flat=True))
