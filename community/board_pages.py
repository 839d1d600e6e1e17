"""What the pages of boards show: rows of topics, posts with what the reader may do, and the safeguarding contact."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from community.models.records import Board, BoardReader, Post, Reaction, Topic, TopicReader
from community.models.records.reading import MAX_UNREAD, UNREAD_FOR, with_new_posts
from community.models.records.topics import PAGE_SIZE
from community.post_text import render
from community.prompts import sections_of

LIST_SIZE = 20
NO_NAME = "Someone who has left"
SITE_NAME = "Drumbeat"


def safeguarding_contact(user):
    """Return the user's own authority, for the safeguarding notice, or None."""
    return user.membership.authority if user.membership else None


def with_author_places(rows):
    """Annotate topics or posts with `author_place` and `author_job`, and load the author, in the same query."""
    here = FilteredRelation("author__memberships", condition=Q(author__memberships__ended_on__isnull=True))
    return (
        rows.annotate(author_here=here)
        .annotate(author_place=F("author_here__authority__name"), author_job=F("author_here__job_role__title"))
        .select_related("author")
    )


def slow_mode_of(board, now):
    """Return the board's slow mode, if it is on. Needs no query where it was loaded with the board."""
    slow_mode = getattr(board, "slow_mode", None)
    return slow_mode if slow_mode and slow_mode.until > now else None


def name_of(user):
    """Return the name to show for an author, who may have been erased."""
    return user.get_full_name() or NO_NAME if user else NO_NAME


def initials(user):
    """Return the letters for the square beside a name."""
    return "".join(name[:1] for name in (user.first_name, user.last_name)).upper() if user else "–"


def capped(number):
    """Return a count as text: "99+" above the highest count we show."""
    return f"{MAX_UNREAD}+" if number > MAX_UNREAD else str(number)


@dataclass
class TopicPage:
    """One page of a list of topics, newest activity first. `older` and `newer` are the cursors of its neighbours, 0 for none."""

    new: list[Any] = field(default_factory=list)
    read: list[Any] = field(default_factory=list)
    older: int = 0
    newer: int = 0

    @property
    def topics(self):
        return [*self.new, *self.read]

    @property
    def newest(self):
        """Return the key of the newest post on the page, for marking the board as read."""
        return max((topic.last_post for topic in self.topics), default=0)


def topic_page(topics, user, *, before=0, after=0, now):
    """Return the TopicPage of `topics` with activity before or after a cursor (the key of a post). One query, however deep."""
    rows = with_new_posts(with_author_places(topics), user, now)
    if after:
        found = list(rows.filter(last_post__gt=after).order_by("last_post")[: LIST_SIZE + 1])
        more_newer, more_older = len(found) > LIST_SIZE, True
        found = found[:LIST_SIZE][::-1]
    else:
        rows = rows.filter(last_post__lt=before) if before else rows
        found = list(rows.order_by("-last_post")[: LIST_SIZE + 1])
        more_newer, more_older = bool(before), len(found) > LIST_SIZE
        found = found[:LIST_SIZE]
    for topic in found:
        topic.new_text = capped(topic.new_posts)
        topic.author_name = SITE_NAME if topic.by_site else name_of(topic.author)
    return TopicPage(
        new=[topic for topic in found if topic.new_posts],
        read=[topic for topic in found if not topic.new_posts],
        older=found[-1].last_post if found and more_older else 0,
        newer=found[0].last_post if found and more_newer else 0,
    )


@dataclass
class PostView:
    """A post as one reader sees it."""

    post: Any
    is_mine: bool
    is_new: bool
    sections: list
    by_site: bool = False
    quote: Any = None
    pressed: frozenset = frozenset()
    thanked_by: list = field(default_factory=list)

    @property
    def name(self):
        return SITE_NAME if self.by_site else name_of(self.post.author)

    @property
    def initials(self):
        return "D" if self.by_site else initials(self.post.author)

    @property
    def line(self):
        """Return the author's job and authority."""
        if self.post.author is None:
            return ""
        return ", ".join(filter(None, [self.post.author_job, self.post.author_place])) or "Has left the network"


def post_views(topic, user, first, last):
    """Return PostViews for the numbers from `first` to `last`, with the first post and the one that helped. Two queries.

    Posts that were undone are left out. Texts that the reader may not read are left out of their rows.
    """
    wanted = Q(number__gte=first, number__lte=last) | Q(number=1) | Q(pk=topic.helped_by_id)
    rows = topic.posts.filter(wanted).exclude(state=Post.State.UNDONE).with_readable(user)
    posts = list(
        with_author_places(rows)
        .annotate(quoted_number=F("quoted__number"), quoted_topic=F("quoted__topic"), **_readable_quote(user))
        .order_by("number")
    )
    mine_or_about_mine = Q(member=user) | Q(post__author=user)
    pressed: dict[int, set] = {}
    thanks: dict[int, list] = {}
    for reaction in Reaction.objects.filter(mine_or_about_mine, post__in=[post.pk for post in posts]).select_related("member"):
        if reaction.member_id == user.pk:
            pressed.setdefault(reaction.post_id, set()).add(reaction.kind)
        else:
            thanks.setdefault(reaction.post_id, []).append(f"{name_of(reaction.member)}: {reaction.get_kind_display()}")
    return [
        PostView(
            post=post,
            is_mine=post.author_id == user.pk,
            by_site=topic.by_site and post.is_first,
            is_new=post.number > topic.last_read and post.author_id != user.pk,
            sections=_html_sections(topic, post) if post.is_readable else [],
            quote=post.quoted_number if post.is_readable and post.quote_is_readable and post.quoted_text else None,
            pressed=frozenset(pressed.get(post.pk, ())),
            thanked_by=thanks.get(post.pk, []),
        )
        for post in posts
    ]


def _readable_quote(user):
    """Return the annotation `quote_is_readable`: a quote is withheld from people who may not read the post it is from."""
    return {"quote_is_readable": Exists(Post.objects.visible_to(user).filter(pk=OuterRef("quoted")))}


def _html_sections(topic, post):
    post.topic = topic
    return [(label, render(text)) for label, text in sections_of(post)]


def topic_crumbs(topic, last):
    """Return breadcrumbs of a page below a topic."""
    return [*board_crumbs(topic.board, topic.title, topic.get_absolute_url()), {"title": last, "url": ""}]


def board_crumbs(board, last, url=""):
    """Return breadcrumbs of a page below a board."""
    return [
        {"title": "Boards", "url": reverse("boards:index")},
        {"title": board.name, "url": board.get_absolute_url()},
        {"title": last, "url": url},
    ]


def page_numbers(topic):
    """Return how many pages the topic has."""
    return max((topic.highest_number - 1) // PAGE_SIZE + 1, 1)


def continue_topic(user, now):
    """Return the topic that the user read last and that has something new, or None. One query, over what they have read only."""
    mark = BoardReader.objects.filter(member=user, board=OuterRef("topic__board")).values("read_up_to")[:1]
    new = TopicReader.objects.filter(
        member=user,
        # Of listed topics, Topic.visible_to() asks for the board alone. A list of every visible topic would grow with the site.
        topic__board__in=Board.objects.visible_to(user).values("pk"),
        topic__standing=Topic.Standing.LISTED,
        topic__highest_number__gt=F("last_read_number"),
        topic__last_post__gt=Coalesce(Subquery(mark), 0, output_field=BigIntegerField()),
        topic__last_post_at__gt=now - UNREAD_FOR,
    )
    reader = new.select_related("topic__board").order_by("-read_at").first()
    if reader is None:
        return None
    reader.topic.read_at = reader.read_at
    return reader.topic
