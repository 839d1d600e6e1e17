"""What people say on boards about a page: shown to those who may read it, and the page shown to those who may open it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.actions import moderation
from community.actions.boards import Audience
from community.models.records import Draft, Topic
from tests.community.boards.builders import fresh, make_board, make_reply, make_topic
from tests.responses import html_of

pytestmark = pytest.mark.django_db


def _topic_about(page, board, author, title, **fields):
    topic = make_topic(board, author, title, about=page.pk, **fields)
    assert topic.about_id == page.pk
    return topic


def test_a_lesson_shows_the_last_three_posts_that_this_reader_may_read(site, people, signed_in):
    lesson, other = site.lessons[:2]
    board, closed = make_board(facilitators=[people.erin]), make_board("Closed", audience=Audience(people=[people.bob]))
    topic = _topic_about(lesson, board, people.carol, "Who reads your plans?", text="First words")
    for n in range(3):
        make_reply(topic, people.bob, f"Reply number {n}")
    secret = _topic_about(lesson, closed, people.bob, "Behind closed doors", text="Secret words")
    alice, bob = signed_in(people.alice), signed_in(people.bob)
    page = html_of(alice.get(lesson.url))
    assert [n for n in range(3) if f"Reply number {n}" in page] == [0, 1, 2]
    assert "1 topic on boards you can read" in page
    assert "First words" not in page
    assert "Secret words" not in page
    assert secret.title not in page
    page = html_of(bob.get(lesson.url))
    assert "2 topics on boards you can read" in page
    assert "Secret words" in page
    assert "No one has talked about this lesson yet" in html_of(alice.get(other.url))
    assert "Reply number" not in html_of(alice.get(other.url))
    # A report hides it here too, at the next request
    moderation.flag_post(post=topic.posts.get(number=4), by=fresh(people.dana), reason="child", note="", at=timezone.now())
    assert "Reply number 2" not in html_of(alice.get(lesson.url))
    listed = html_of(alice.get(f"/boards/about/{lesson.pk}/"))
    assert topic.title in listed
    assert secret.title not in listed


def test_the_discussion_is_one_query_for_any_number_of_topics(site, people, signed_in):
    alice, lesson, board = signed_in(people.alice), site.lessons[0], make_board()

    def asked():
        alice.get(lesson.url)
        with CaptureQueriesContext(connection) as context:
            alice.get(lesson.url)
        return [query["sql"] for query in context.captured_queries if "community_" in query["sql"]]

    assert len(asked()) == 1
    for n in range(5):
        _topic_about(lesson, board, people.carol, f"Topic {n}", replies=[people.bob], at=timezone.now() - timedelta(hours=2 + n))
    assert len(asked()) == 1


def test_starting_a_topic_from_a_page_keeps_what_it_is_about(site, people, signed_in):
    alice, lesson, board = signed_in(people.alice), site.lessons[0], make_board()
    assert f"/boards/{board.slug}/start/?about={lesson.pk}" in html_of(alice.get(f"/boards/about/{lesson.pk}/"))
    form = html_of(alice.get(f"/boards/{board.slug}/start/?about={lesson.pk}"))
    assert f'name="about" value="{lesson.pk}"' in form
    sent = {
        "uid": uuid4(),
        "draft_version": 0,
        "kind": "question",
        "title": "Who reads it?",
        "text": "We write it alone.",
        "about": lesson.pk,
    }
    alice.post(f"/boards/{board.slug}/start/", {**sent, "wish": "draft"})
    assert f'name="about" value="{lesson.pk}"' in html_of(alice.get(f"/boards/{board.slug}/start/"))
    alice.post(f"/boards/{board.slug}/start/", sent)
    topic = Topic.objects.get()
    assert topic.about_id == lesson.pk
    assert lesson.url in html_of(signed_in(people.carol).get(topic.get_absolute_url()))
    assert not Draft.objects.exists()


def test_a_topic_says_nothing_of_a_page_that_its_reader_cannot_open(site, people, signed_in):
    alice, lesson, board = signed_in(people.alice), site.lessons[0], make_board()
    topic = _topic_about(lesson, board, people.carol, "Who reads it?")
    lesson.unpublish()
    page = html_of(alice.get(topic.get_absolute_url()))
    assert lesson.title not in page
    assert alice.get(f"/boards/about/{lesson.pk}/").status_code == 404
    # Nor can anyone start one about it, or about a page that nobody talks about
    for key in (lesson.pk, site.home.pk, 987654321):
        sent = {"uid": uuid4(), "draft_version": 0, "kind": "question", "title": f"About {key}", "text": "We write it alone.", "about": key}
        alice.post(f"/boards/{board.slug}/start/", sent)
        assert Topic.objects.get(title=f"About {key}").about_id is None
