"""Search in boards: what is found, what is gone at once, and that nothing tells what closed boards talk about."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.search.models import SearchTerm
from cms.vocabulary.models import Theme
from community import post_search
from community.actions import moderation, posts
from community.actions.boards import Audience
from community.models.records import Flag
from community.post_search import PostSearch, find_posts
from tests.community.boards.builders import fresh, make_board, make_reply, make_topic
from tests.responses import html_of

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def _found(user, *words, **filters):
    """Return the texts found, newest first, by both ways of asking PostgreSQL, which have to agree."""
    results = []
    for few in (0, 1):
        post_search.FEW, kept = few, post_search.FEW
        try:
            results.append([post.text for post in find_posts(fresh(user), PostSearch(words, **filters)).posts])
        finally:
            post_search.FEW = kept
    assert results[0] == results[1]
    return results[0]


def test_words_are_found_with_any_ending_in_titles_texts_and_answers_newest_first(site, people):
    board = make_board()
    make_topic(board, people.carol, "He opened the door", text="First.", kind="success", answers={"how_we_know": "Mum's café rang"})
    topic = make_topic(board, people.carol, "Something else", text="Nobody came.")
    make_reply(topic, people.bob, "Two **doors** further.")
    assert _found(people.alice, "doors") == ["Two **doors** further.", "First."]
    assert _found(people.alice, "cafe") == _found(people.alice, "opening", "door") == ["First."]
    assert _found(people.alice, "door", "window") == []
    # The names of prompts are not words of the post
    assert _found(people.alice, "know") == _found(people.alice, "how_we_know") == []


def test_filters_narrow_by_board_kind_theme_writer_and_date(site, people, signed_in):
    risk = Theme.objects.create(name="Risk", slug="risk")
    visits, night = make_board("First visits", theme=risk), make_board("Night shift")
    long_ago = timezone.now() - timedelta(days=200)
    make_topic(visits, people.carol, "One", text="door one", kind="question", at=long_ago)
    make_topic(night, people.bob, "Two", text="door two")
    alice = signed_in(people.alice)

    def page(**filters):
        html = html_of(alice.get(f"/boards/search/?{urlencode({'q': 'door', **filters})}"))
        return {text for text in ("one", "two") if f"<mark>door</mark> {text}" in html}

    assert page() == {"one", "two"}
    assert page(board=night.slug) == page(when="month") == page(kind="discussion") == page(by=people.bob.first_name) == {"two"}
    assert page(theme=risk.pk) == page(kind="question") == page(by=str(people.carol)) == {"one"}
    # An address is nobody's name, and unknown values are ignored
    assert page(by=people.carol.email) == set()
    assert page(board="nobodys", kind="x", theme="y", when="z") == {"one", "two"}


def test_what_is_hidden_edited_deleted_moved_or_removed_for_good_is_not_found_a_moment_later(site, people):
    board = make_board(facilitators=[people.erin])
    closed = make_board("Closed", audience=Audience(people=[people.erin]), facilitators=[people.erin])
    topic = make_topic(board, people.carol, "Gutter talk", text="gutter first")
    hidden, edited, deleted, purged, undone = (make_reply(topic, people.bob, f"gutter {n}") for n in range(5))
    moved = make_topic(board, people.carol, "Moved", text="gutter moved")
    assert len(_found(people.alice, "gutter")) == 7
    flag = moderation.flag_post(post=hidden, by=fresh(people.dana), reason="child", note="", at=timezone.now())
    assert flag.hid_post
    posts.edit_post(post=edited, by=fresh(people.bob), text="pipe", version=1, at=timezone.now())
    posts.delete_post(post=deleted, by=fresh(people.bob))
    posts.undo_post(post=undone, by=fresh(people.bob), at=undone.made_at)
    moderation.move_topic(topic=moved, to=closed, by=fresh(people.erin), at=timezone.now())
    given = {"by": fresh(people.erin), "decision": Flag.Decision.PURGE, "version": 1, "reason": "A name", "at": timezone.now()}
    moderation.flag_post(post=purged, by=fresh(people.dana), reason="unkind", note="", at=timezone.now())
    moderation.decide_on_post(post=purged, seen_flags=list(purged.flags.values_list("pk", flat=True)), **given)
    assert _found(people.alice, "gutter") == ["gutter first"]
    assert _found(people.alice, "pipe") == ["pipe"]
    # Its writer and the facilitator still find the hidden post
    assert _found(people.bob, "gutter") == ["gutter 0", "gutter first"]
    assert _found(people.erin, "gutter") == ["gutter moved", "gutter 0", "gutter first"]
    first = topic.posts.get(number=1)
    moderation.flag_post(post=first, by=fresh(people.dana), reason="child", note="", at=timezone.now())
    # Of a hidden topic nothing is found, replies and title included
    assert _found(people.alice, "pipe") == _found(people.alice, "gutter") == []


@pytest.mark.parametrize(
    "typed",
    ['"', "a OR b", "door*", "board : b1", "NEAR(a b)", ") OR board:b1 --", "'; DROP TABLE", "-door", "\x01door", "& | ! <->", "🙂"],
)
def test_hostile_syntax_is_only_words(typed, site, people, signed_in):
    make_topic(make_board("Closed", audience=Audience(people=[people.carol])), people.carol, text="secret door")
    make_topic(make_board(), people.carol, text="the open door")
    response = signed_in(people.alice).get("/boards/search/", {"q": typed})
    assert response.status_code == 200
    assert "secret" not in html_of(response)


def test_a_page_ends_where_the_next_begins(site, people, signed_in):
    topic = make_topic(make_board(), people.carol)
    for n in range(45):
        post = make_reply(topic, people.bob, f"gutter {n:02}", at=timezone.now() - timedelta(hours=n + 1))
    assert post
    seen, cursor = [], 0
    while True:
        page = find_posts(fresh(people.alice), PostSearch(("gutter",)), before=cursor)
        seen += [post.text for post in page.posts]
        if not (cursor := page.older):
            break
    assert seen == [f"gutter {n:02}" for n in reversed(range(45))]
    first = html_of(signed_in(people.alice).get("/boards/search/?q=gutter"))
    assert f"before={find_posts(fresh(people.alice), PostSearch(('gutter',))).older}" in first


def test_search_takes_as_many_queries_for_one_post_as_for_fifty_and_nothing_is_logged(site, people, signed_in):
    alice, board = signed_in(people.alice), make_board()
    topic = make_topic(board, people.carol, text="gutter")
    closed = make_topic(make_board("Closed", audience=Audience(people=[people.carol])), people.carol, text="gutterclosed")

    def asked(url):
        alice.get(url)
        with CaptureQueriesContext(connection) as context:
            alice.get(url)
        return len(context.captured_queries)

    few = asked("/boards/search/?q=gutter")
    for n in range(50):
        make_reply(topic, people.bob if n % 2 else people.carol, "gutter", at=timezone.now() - timedelta(hours=2 + n))
    for n in range(5):
        make_topic(make_board(f"Board {n}"), people.carol, text="gutter")
    assert asked("/boards/search/?q=gutter") == few
    assert not SearchTerm.objects.exists()
    # Find counts and suggests as if the closed board did not exist, for those who may read it too
    pages = {name: html_of(signed_in(getattr(people, name)).get("/find/?q=gutterclosed")) for name in ("alice", "carol")}
    assert "We found nothing for “gutterclosed”" in pages["alice"]
    assert (closed.title in pages["alice"], closed.title in pages["carol"]) == (False, True)
    assert not SearchTerm.objects.filter(times_found__gt=0).exists()


def test_find_shows_the_five_newest_posts_and_leads_to_their_own_search(site, people, signed_in):
    topic = make_topic(make_board(), people.carol)
    for n in range(7):
        make_reply(topic, people.bob, f"gutter {n}")
    page = html_of(signed_in(people.alice).get("/find/?q=gutters"))
    assert [n for n in range(7) if f"<mark>gutter</mark> {n}" in page] == [2, 3, 4, 5, 6]
    assert "/boards/search/?q=gutters" in page
