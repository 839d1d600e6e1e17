"""What people say on boards about a page of the site, for one reader."""

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps

from cms.page_tree.snapshot import current_tree
from community.board_pages import SITE_NAME, name_of, with_author_places
from community.models.records import Post, Topic
from community.models.records.reading import Count
from community.post_text import excerpt

MAX_POSTS = 3
MAX_TOPICS = 100
WORDS = 160


@dataclass
class Discussion:
    """The number of topics about a page that the reader may read, and the newest posts in them as (post, name, words)."""

    noun: str
    topics: int = 0
    posts: list[Any] = field(default_factory=list)


def noun_of(kind):
    """Return what members call a page of this kind ("learning.lessonpage"), or "" if it cannot be discussed."""
    return getattr(apps.get_model(kind), "discussed_as", "")


def page_about(page_id):
    """Return the node of a page that topics can be about and the reader of this request may open, or None. Takes no query."""
    tree = current_tree()
    node = tree.nodes.get(page_id)
    return node if node and noun_of(node.kind) and tree.is_open(page_id) else None


def discussion_of(page_id, kind, user):
    """Return the Discussion of a page the user may open. One query."""
    topics = Topic.objects.visible_to(user).filter(about=page_id)
    posts = Post.objects.visible_to(user).filter(topic__about=page_id).select_related("topic").order_by("-pk")
    newest = list(with_author_places(posts).annotate(topics_about=Count(topics.values("pk")[:MAX_TOPICS]))[:MAX_POSTS])
    rows = [
        (post, SITE_NAME if post.topic.by_site and post.is_first else name_of(post.author), excerpt(post.text, WORDS)) for post in newest
    ]
    return Discussion(noun_of(kind), newest[0].topics_about if newest else 0, rows)
