"""Search in boards: the newest posts that contain all the words, among those the reader may read."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, IntegerField, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.dateformat import format as date_format

from cms.folding import fold
from cms.search.query import highlight
from community.board_pages import SITE_NAME, name_of, with_author_places
from community.models.records import Board, BoardCounts, Post
from community.post_index import WORDS
from community.post_text import excerpt

PAGE_SIZE = 20
# Up to this share of all posts, PostgreSQL collects the matches on the reader's boards before it sorts them. Above it, walking back from
# the newest post finds a page sooner. Measured by `make bench`.
FEW = 0.2
_ALL_POSTS = RawSQL(f"(SELECT SUM(posts) FROM {BoardCounts._meta.db_table})", [], output_field=IntegerField())  # noqa: S608, S611 - our own names


@dataclass(frozen=True)
class PostSearch:
    """What to search for. `board` and `theme` are keys, `kind` one of Topic.Kind, `author` a name as typed, "" or None for any."""

    words: tuple[str, ...]
    board: int | None = None
    theme: int | None = None
    kind: str = ""
    author: str = ""
    since: datetime | None = None


@dataclass
class FoundPosts:
    """A page of posts, newest first. `older` is the cursor of the next page, 0 for none."""

    posts: list[Any] = field(default_factory=list)
    older: int = 0


def find_posts(user, wanted, *, before=0, limit=PAGE_SIZE):
    """Return FoundPosts older than the cursor `before`. Two queries, whatever is found.

    Both ask only about boards the user may read: neither the result nor the time it takes depends on what others write elsewhere.
    """
    boards = Board.objects.visible_to(user).annotate(number_of_posts=F("counts__posts"), all_posts=_ALL_POSTS)
    boards = boards.filter(pk=wanted.board) if wanted.board else boards
    boards = boards.filter(theme=wanted.theme) if wanted.theme else boards
    rows = list(boards.values_list("pk", "number_of_posts", "all_posts"))
    if not rows or not wanted.words:
        return FoundPosts()
    ids = [pk for pk, _, _ in rows]
    posts = Post.objects.visible_to(user).filter(_contains(wanted.words, ids), board__in=ids)
    if before:
        posts = posts.filter(pk__lt=before)
    if wanted.kind:
        posts = posts.filter(topic__kind=wanted.kind)
    if wanted.since:
        posts = posts.filter(made_at__gte=wanted.since)
    if wanted.author:
        posts = posts.filter(_by_name(wanted.author))
    is_small = sum(number or 0 for _, number, _ in rows) <= FEW * (rows[0][2] or 0)
    found = _newest(posts, limit + 1, collects_first=is_small)
    return FoundPosts(found[:limit], found[limit - 1].pk if len(found) > limit else 0)


def _by_name(name):
    """Return a condition for posts whose author's name contains every word. Email addresses are not asked: that would tell them."""
    found = Q(topic__by_site=False)
    for word in map(fold, name.split()):
        found &= Q(author__folded_first_name__contains=word) | Q(author__folded_last_name__contains=word)
    return found


def _contains(words, board_ids):
    """Return a condition for posts that contain all the words, with any ending."""
    plain = [max(word.split("'"), key=len) for word in words]
    if connection.vendor == "postgresql":
        return RawSQL('"community_post"."words" @@ plainto_tsquery(\'english\', %s)', [" ".join(plain)], output_field=BooleanField())
    # Quoted, nothing that was typed is part of the query language.
    all_words, any_board = " AND ".join(f'"{word}"' for word in plain), " OR ".join(f"b{pk}" for pk in board_ids)
    query = f"words : ({all_words}) AND board : ({any_board})"
    return RawSQL(f"community_post.id IN (SELECT rowid FROM {WORDS} WHERE {WORDS} MATCH %s)", [query], output_field=BooleanField())  # noqa: S608, S611 - our own names


def _newest(posts, limit, *, collects_first):
    """Return the newest of the posts with topic, board and author. With `collects_first`, PostgreSQL may not walk the table instead."""
    if connection.vendor != "postgresql" or not collects_first:
        return list(with_author_places(posts).select_related("topic", "board", "author").order_by("-pk")[:limit])
    sql, params = posts.order_by().values("pk").query.sql_with_params()
    newest = RawSQL(f"WITH matches (post) AS MATERIALIZED ({sql}) SELECT post FROM matches ORDER BY post DESC LIMIT {int(limit)}", params)  # noqa: S608, S611 - our own names
    shown = with_author_places(Post.objects.filter(pk__in=newest))
    return list(shown.select_related("topic", "board", "author").order_by("-pk"))


def found_text(post, words, length=200):
    """Return the part of the post around the first of the words, as one line of text."""
    plain = excerpt("\n".join([post.text, *post.answers.values()]), length=20_000)
    start = next((position for position, is_match in _positions(plain, words) if is_match), 0)
    begin = plain.rfind(" ", 0, max(0, start - length // 3)) + 1 if start > length // 2 else 0
    cut = plain[begin : begin + length]
    if begin + length < len(plain):
        cut = f"{cut.rsplit(' ', 1)[0]}…"
    return f"…{cut}" if begin else cut


def _positions(text, words):
    position = 0
    for piece, is_match in highlight(text, words):
        yield position, is_match
        position += len(piece)


def found_line(post):
    """Return who wrote the post, on which board, and when."""
    by = SITE_NAME if post.topic.by_site and post.is_first else name_of(post.author)
    place = f", {post.author_place}" if post.author_place else ""
    reply = "" if post.is_first else f" Reply {post.number},"
    return f"{by}{place}, in {post.board.name}.{reply} {date_format(timezone.localtime(post.made_at), 'j F Y')}"
