"""Drafts: saved, never lost, and never overwritten by another window without being asked."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cms.people.actions import leave
from community.actions.boards import Audience
from community.actions.drafts import MAX_CHARACTERS, TooMuch, save_draft
from community.models.records import Draft, Post
from tests.community.boards.builders import fresh, make_board, make_topic
from tests.responses import html_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(site, people):
    return make_topic(make_board(), people.carol)


def _form(text, wish="draft", version=0, **more):
    return {"uid": str(uuid4()), "draft_version": version, "text": text, "wish": wish, **more}


def test_a_draft_comes_back_to_its_writer_alone_and_goes_when_it_is_posted(topic, people, signed_in):
    alice, url = signed_in(people.alice), f"{topic.get_absolute_url()}reply/"
    alice.post(url, _form("Half a thought"))
    for page in (url, topic.get_absolute_url()):
        assert "Half a thought" in html_of(alice.get(page))
    for other in (people.carol, people.frank):
        for page in (url, topic.get_absolute_url(), "/boards/drafts/"):
            assert "Half a thought" not in html_of(signed_in(other).get(page))
    alice.post(url, _form("A whole thought", wish="post", version=1))
    assert not Draft.objects.exists()


def test_a_second_window_is_told_and_neither_text_is_lost(topic, people, signed_in):
    alice, url = signed_in(people.alice), f"{topic.get_absolute_url()}reply/"
    alice.post(url, _form("Written first", version=0))
    alice.post(url, _form("Written on the phone", version=1))
    response = alice.post(url, _form("Written at the desk", version=1))
    assert response.status_code == 409
    page = html_of(response)
    assert "Written on the phone" in page
    assert "Written at the desk" in page
    assert Draft.objects.get().fields["text"] == "Written on the phone"
    assert alice.post(url, _form("X", version=1), headers={"X-Requested-With": "fetch"}).status_code == 409
    # Having seen both, keeping the draft again replaces it
    alice.post(url, _form("Written at the desk", version=2))
    assert Draft.objects.get().fields["text"] == "Written at the desk"


def test_a_preview_posts_nothing_and_shows_safe_html(topic, people, signed_in):
    page = html_of(
        signed_in(people.alice).post(f"{topic.get_absolute_url()}reply/", _form("**Bold** <script>alert(1)</script>", wish="preview"))
    )
    assert "<strong>Bold</strong>" in page
    assert "<script>alert(1)" not in page
    assert topic.posts.count() == 1


@pytest.mark.parametrize("how", ["left the network", "the board was closed to them", "the board became read-only"])
def test_who_loses_access_while_writing_keeps_their_words(how, people, signed_in, site):
    """alice sends at 12:01 what she could have posted at 12:00: it is not posted, and it is hers as a draft."""
    board = make_board(audience=Audience(people=[people.alice, people.carol]), level="confidential")
    topic = make_topic(board, people.carol)
    alice = signed_in(people.alice)
    alice.get(topic.get_absolute_url())
    if how == "left the network":
        leave(user=people.alice, on=timezone.localdate(), by=people.frank)
    elif how == "the board was closed to them":
        board.audience.filter(person=people.alice).delete()
    else:
        type(board).objects.update(state="read_only")
    alice = signed_in(people.alice)
    response = alice.post(f"{topic.get_absolute_url()}reply/", _form("A long reply", wish="post"))
    assert response.status_code == 302
    assert Post.objects.count() == 1
    assert Draft.objects.get(member=people.alice).fields["text"] == "A long reply"
    if how != "left the network":
        page = html_of(alice.get("/boards/drafts/"))
        assert "A long reply" in page
        assert how == "the board became read-only" or board.name not in page


def test_a_place_that_someone_never_read_does_not_show_by_what_happens_to_a_form(people, signed_in, site):
    board = make_board(audience=Audience(people=[people.alice]), level="confidential")
    topic = make_topic(board, people.alice)
    carol = signed_in(people.carol)
    for url in (f"{topic.get_absolute_url()}reply/", f"{board.get_absolute_url()}start/", "/topics/987654/reply/"):
        assert carol.post(url, _form("Is anyone there?", wish="post", kind="question", title="Hm")).status_code == 404
    assert not Draft.objects.exists()


def test_drafts_have_a_limit(topic, people):
    with pytest.raises(TooMuch):
        save_draft(member=fresh(people.alice), topic=topic, fields={"text": "x" * (MAX_CHARACTERS + 1)}, version=0, at=timezone.now())
    save_draft(member=fresh(people.alice), topic=topic, fields={"text": "x"}, version=0, at=timezone.now() - timedelta(days=400))


def test_a_form_that_is_too_long_to_keep_is_refused_as_any_other(people, signed_in, site):
    board = make_board(audience=Audience(people=[people.alice]), level="confidential")
    topic = make_topic(board, people.alice)
    alice = signed_in(people.alice)
    alice.get(topic.get_absolute_url())
    board.audience.all().delete()
    form = _form("x" * 50_000, wish="post", kind="challenge", title="Hm", tried="y" * 50_000)
    assert alice.post(f"{board.get_absolute_url()}start/", form).status_code == 404
