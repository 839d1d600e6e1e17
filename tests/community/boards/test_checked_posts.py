"""Posts are checked before they are sent: what keeps one back, what is kept, and a disputed stop that waits for a facilitator."""

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup

from community.models.records import Flag, Post, Topic
from tests.community.boards.builders import fresh, make_board, make_reply, make_topic, texts, visible_titles
from tests.responses import html_of

pytestmark = pytest.mark.django_db
STOP = "Went to the review at Hilltop Academy. She had clocked it straight away."
CHECKED = "I asked her whether Grace told mum about it."
CLEAN = "We sent a card and waited a week."


@pytest.fixture
def board(site, people):
    return make_board(facilitators=[people.erin])


def _send(client, url, **fields):
    return client.post(url, {"uid": str(uuid4()), "draft_version": 0, "wish": "post", **fields})


def _page(response):
    return BeautifulSoup(response.content, "html.parser")


def _answer_all(response, answer, reason=""):
    """Return the fields that give every finding of a page the same answer."""
    names = {tag["name"] for tag in _page(response).select("fieldset.answers input[type=radio]")}
    return dict.fromkeys(names, answer) | {name.replace("answer-", "reason-"): reason for name in names}


def test_a_pasted_challenge_full_of_identifiers_is_kept_and_each_finding_leads_to_its_field(board, people, signed_in, caplog):
    """The 14 strings of the case are in the form and in no log. Nothing is posted."""
    planted = ["Kayleigh", "Hilltop Academy", "07700 900123", "4 March 2026", "12 Mill Lane", "LS1 4AP", "Tiegan", "Jayden"]
    happening = f"We met {planted[0]} at {planted[1]}. Ring {planted[2]}. It was {planted[3]}. They live at {planted[4]}, {planted[5]}."
    tried = f"Her cousin {planted[6]} came too. Then {planted[7]} left."
    fields = {"kind": "challenge", "title": "Nobody opens the door", "text": happening, "tried": tried, "would_help": ""}
    response = _send(signed_in(people.alice), f"{board.get_absolute_url()}start/", **fields)
    page = _page(response)
    assert response.status_code == 422
    assert page.select_one("[name=text]").text.strip() == happening
    assert page.select_one("[name=tried]").text.strip() == tried
    links = {link["href"].lstrip("#") for link in page.select(".findings a")}
    assert len(links) >= 7
    assert all(page.find(id=target) for target in links)
    assert {section["id"] for section in page.select(".field-findings h2")} == {"found-in-text", "found-in-tried"}
    assert not Post.objects.filter(author=people.alice).exists()
    assert not [words for words in planted if words in caplog.text]


@pytest.mark.parametrize(
    "case",
    [
        (CLEAN, "", "", "shown"),
        ("Zzorbla is what we call the approach.", "", "", "shown"),
        (CHECKED, "change", "", None),
        (CHECKED, "needed", "", None),
        (CHECKED, "needed", "it is Kayleigh's real school", None),
        (CHECKED, "needed", "It is the title of a book.", "shown"),
        (CHECKED, "not", "", "shown"),
        (STOP, "change", "", None),
        (STOP, "needed", "It is the title of a book.", None),
        (STOP, "not", "", "waiting"),
    ],
)
def test_what_becomes_of_a_reply(case, board, people, signed_in):
    text, answer, reason, state = case
    topic = make_topic(board, people.carol)
    alice, url = signed_in(people.alice), f"{topic.get_absolute_url()}reply/"
    response = _send(alice, url, text=text)
    if answer:
        assert response.status_code == 422, html_of(response)
        response = _send(alice, url, text=text, **_answer_all(response, answer, reason))
    sent = Post.objects.filter(topic=topic, author=people.alice).first()
    assert (sent.state if sent else None) == state
    assert response.status_code == (302 if state else 422)
    if state is None:
        assert text in html_of(response).replace("&#x27;", "'")


def test_the_fields_of_other_kinds_are_not_checked(board, people, signed_in):
    fields = {"kind": "discussion", "title": "Cards", "text": CLEAN, "tried": STOP}
    assert _send(signed_in(people.alice), f"{board.get_absolute_url()}start/", **fields).status_code == 302


def test_a_colleague_in_the_conversation_can_be_thanked_by_name(board, people, signed_in):
    topic = make_topic(board, people.carol)
    thanks = f"Thank you {people.carol.first_name}, that helped."
    assert _send(signed_in(people.alice), f"{topic.get_absolute_url()}reply/", text=thanks).status_code == 302


def test_a_disputed_topic_is_only_for_its_writer_and_a_facilitator_until_one_decides(board, people, signed_in):
    alice, url = signed_in(people.alice), f"{board.get_absolute_url()}start/"
    fields = {"kind": "discussion", "title": "A meeting", "text": STOP}
    response = _send(alice, url, **fields, **_answer_all(_send(alice, url, **fields), "not"))
    assert response.status_code == 302
    assert Topic.objects.get(title="A meeting").standing == Topic.Standing.WAITING
    for person, may_read in ((people.alice, True), (people.erin, True), (people.carol, False)):
        assert ("A meeting" in visible_titles(person)) == may_read, person
        assert (STOP in texts(person)) == may_read, person
    flag = Flag.objects.get()
    assert (flag.by, flag.note) == (None, "")

    from django.utils import timezone

    from community.actions.moderation import decide_on_post

    decide_on_post(post=flag.post, by=fresh(people.erin), decision="leave", version=1, seen_flags=[flag.pk], reason="", at=timezone.now())
    assert "A meeting" in visible_titles(people.carol)


def test_a_disputed_post_is_not_left_waiting_where_nobody_else_could_decide(board, people, signed_in):
    """Erin is the only facilitator of the board, and nobody decides on their own post."""
    topic = make_topic(board, people.carol)
    erin, url = signed_in(people.erin), f"{topic.get_absolute_url()}reply/"
    response = _send(erin, url, text=STOP, **_answer_all(_send(erin, url, text=STOP), "not"))
    assert response.status_code == 422
    assert STOP in html_of(response)
    assert not Post.objects.filter(author=people.erin).exists()
    assert not Flag.objects.exists()


def test_an_edit_is_asked_only_about_what_is_new(board, people, signed_in):
    post = make_reply(make_topic(board, people.carol), people.alice, f"{CHECKED} We waited.")
    alice, url = signed_in(people.alice), f"/posts/{post.pk}/edit/"
    assert alice.post(url, {"version": 1, "text": f"{CHECKED} We waited a week."}).status_code == 302
    response = alice.post(url, {"version": 2, "text": f"{CHECKED} {STOP}"})
    assert response.status_code == 422
    assert [found.words for found in response.context["form"].findings.open] == ["Hilltop Academy"]
    alice.post(url, {"version": 2, "text": f"{CHECKED} {STOP}", **_answer_all(response, "not")})
    post.refresh_from_db()
    assert (post.version, post.state) == (3, Post.State.WAITING)


def test_a_preview_shows_the_findings_and_the_text(board, people, signed_in):
    topic = make_topic(board, people.carol)
    response = _send(signed_in(people.alice), f"{topic.get_absolute_url()}reply/", text=f"**Look.** {STOP}", wish="preview")
    assert response.status_code == 200
    assert _page(response).select_one(".post-words strong").text == "Look."
    assert _page(response).select(".finding-stop")


def test_an_undone_post_leaves_nothing_to_decide(board, people, signed_in):
    topic = make_topic(board, people.carol)
    alice, url = signed_in(people.alice), f"{topic.get_absolute_url()}reply/"
    _send(alice, url, text=STOP, **_answer_all(_send(alice, url, text=STOP), "not"))
    alice.post(f"/posts/{Post.objects.get(author=people.alice).pk}/undo/")
    assert not Flag.objects.exists()
