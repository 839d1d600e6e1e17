"""Reports, facilitators' decisions, removing for good, and asking to join."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cms.audit.models import AuditEntry
from community.actions import moderation, posts
from community.actions.boards import Audience
from community.models.records import BoardLogEntry, BoardRequest, Draft, Flag, Post, PostVersion, Topic
from tests.community.boards.builders import fresh, make_board, make_reply, make_topic, texts, visible_boards, visible_titles
from tests.responses import html_of

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def board(site, people):
    return make_board(facilitators=[people.erin])


def _flag(post, by, reason="child", at=None):
    return moderation.flag_post(post=post, by=fresh(by), reason=reason, note="", at=at or NOW())


def _decide(post, by, decision, **seen):
    post = Post.objects.get(pk=post.pk)
    given = {"version": post.version, "seen_flags": list(post.flags.open().values_list("pk", flat=True)), "reason": "", **seen}
    return moderation.decide_on_post(post=post, by=fresh(by), decision=decision, at=NOW(), **given)


def test_a_post_that_could_identify_a_child_is_hidden_at_once_for_all_but_writer_and_facilitators(board, people, signed_in):
    topic = make_topic(board, people.carol)
    reply = make_reply(topic, people.bob, "Too much about one family")
    response = signed_in(people.alice).post(f"/posts/{reply.pk}/report/", {"reason": "child"})
    assert response.status_code == 302
    readers = {name: reply.text in texts(getattr(people, name)) for name in ("alice", "bob", "carol", "dana", "erin", "frank")}
    assert readers == {"alice": False, "bob": True, "carol": False, "dana": False, "erin": True, "frank": False}
    page = html_of(signed_in(people.carol).get(topic.get_absolute_url()))
    assert "Reply 2 is hidden" in page
    assert reply.text not in page
    # A first post hides its topic, whose title may name someone too
    _flag(topic.posts.get(number=1), people.dana)
    assert visible_titles(people.alice) == set()
    assert visible_titles(people.carol) == visible_titles(people.erin) == {topic.title}
    _decide(topic.posts.get(number=1), people.erin, Flag.Decision.LEAVE)
    assert visible_titles(people.alice) == {topic.title}


def test_other_reasons_do_not_hide_and_more_than_five_an_hour_wait_for_a_facilitator(board, people):
    topic = make_topic(board, people.carol, replies=[people.bob] * 7)
    assert not _flag(topic.posts.get(number=1), people.alice, reason="unkind").hid_post
    at = NOW()
    hid = [_flag(topic.posts.get(number=n), people.alice, at=at).hid_post for n in range(2, 9)]
    assert hid == [True] * 5 + [False] * 2
    # Someone else's report still hides, and an hour later hers does again
    assert _flag(topic.posts.get(number=8), people.dana, at=at).hid_post
    later = make_reply(topic, people.bob, at=at)
    assert _flag(later, people.alice, at=at + timedelta(minutes=61)).hid_post


def test_reporting_twice_is_one_report_and_nobody_reports_what_they_cannot_read(board, people):
    post = make_topic(board, people.carol).posts.get()
    assert _flag(post, people.alice, reason="other") == _flag(post, people.alice, reason="child")
    closed = make_topic(make_board("Closed", audience=Audience(people=[people.carol])), people.carol).posts.get()
    for reporter, reported in ((people.carol, post), (people.alice, closed)):
        with pytest.raises(moderation.NotPermitted):
            _flag(reported, reporter)


def test_two_facilitators_cannot_overwrite_each_other(board, people, signed_in):
    from cms.people.actions import grant_role
    from community.models.records import BoardFacilitator

    grant_role(user=people.dana, role="facilitator", on=timezone.localdate())
    BoardFacilitator.objects.create(board=board, user=people.dana)
    post = make_reply(make_topic(board, people.carol), people.bob, "Something")
    flag = _flag(post, people.alice)
    form = {"version": 1, "flags": str(flag.pk), "reason": "My own note"}
    erin, dana = signed_in(people.erin), signed_in(people.dana)
    assert erin.post(f"/boards/queue/{post.pk}/", {**form, "decision": "leave"}).status_code == 302
    response = dana.post(f"/boards/queue/{post.pk}/", {**form, "decision": "purge"})
    assert response.status_code == 409
    assert "Erin Ward" in html_of(response)
    assert "decided" in html_of(response)
    assert Post.objects.get(pk=post.pk).state == Post.State.SHOWN
    # An edit since the page was shown is a change too, and the note stays
    second = _flag(post, people.alice, reason="unkind")
    posts.edit_post(post=post, by=fresh(people.bob), text="Something else", version=1, at=NOW())
    response = dana.post(f"/boards/queue/{post.pk}/", {**form, "flags": str(second.pk), "decision": "purge"})
    assert response.status_code == 409
    assert "My own note" in html_of(response)
    assert Post.objects.get(pk=post.pk).text == "Something else"


def test_only_a_boards_own_facilitators_decide_and_not_about_their_own_post(board, people, signed_in, settings):
    other = make_board("Other")
    elsewhere = make_topic(other, people.carol).posts.get()
    hers = make_topic(board, people.erin).posts.get()
    for post in (elsewhere, hers):
        _flag(post, people.alice, reason="unkind")
        with pytest.raises(moderation.NotPermitted):
            _decide(post, people.erin, Flag.Decision.PURGE)
        assert signed_in(people.erin).get(f"/boards/queue/{post.pk}/").status_code == 404
    for person in (people.alice, people.frank, people.bob):
        assert signed_in(person).get("/boards/queue/").status_code == 404
    settings.SECOND_FACTOR_REQUIRED = True
    assert signed_in(people.erin).get("/boards/queue/")["Location"] == "/account/second-factor/"


def test_a_purge_leaves_no_byte_of_the_text_and_says_so(board, people, signed_in):
    """A secret is planted in the post, its history, a quote, a report and a draft."""
    from django.db import connection

    secret = "zebra crossing"
    topic = make_topic(board, people.carol)
    post = make_reply(topic, people.bob, f"He lives by the {secret}")
    make_reply(topic, people.dana, "I see", quoted=post)
    posts.edit_post(post=post, by=fresh(people.bob), text=f"By the {secret}, I mean", version=1, at=NOW())
    signed_in(people.alice).post(
        f"{topic.get_absolute_url()}reply/",
        {"uid": "11111111-1111-4111-8111-111111111111", "draft_version": 0, "quote": 2, "text": f"which {secret}", "wish": "draft"},
    )
    moderation.flag_post(post=post, by=fresh(people.alice), reason="child", note=f"It says {secret}", at=NOW())
    assert Draft.objects.exists()
    assert PostVersion.objects.exists()
    erin = signed_in(people.erin)
    form = {"version": 2, "flags": str(Flag.objects.get().pk), "decision": "purge"}
    assert erin.post(f"/boards/queue/{post.pk}/", form).status_code == 422, "a reason is needed"
    assert erin.post(f"/boards/queue/{post.pk}/", {**form, "reason": "It names a street"}).status_code == 302
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert not [row for row in cursor.fetchall() if secret in str(row)], table
    assert "Reply 2 was removed for good" in html_of(signed_in(people.carol).get(topic.get_absolute_url()))
    entry = AuditEntry.objects.get(what="post_purged")
    assert (entry.actor, entry.about, entry.words) == (people.erin.subject, people.bob.subject, "It names a street")
    assert "removed for good" in html_of(signed_in(people.alice).get(f"{board.get_absolute_url()}log/"))
    # Nothing brings it back
    with pytest.raises(posts.NotPermitted):
        posts.edit_post(post=post, by=fresh(people.bob), text="Again", version=2, at=NOW())


def test_the_log_of_a_board_never_has_words_or_titles_of_posts(board, people):
    topic = make_topic(board, people.carol, "Qtitle of a topic", text="Qwords")
    _flag(topic.posts.get(), people.alice)
    _decide(topic.posts.get(), people.erin, Flag.Decision.HIDE)
    for wish in ({"is_open": False}, {"pinned": True}, {"is_open": True}, {"pinned": False}):
        moderation.set_topic_state(topic=topic, by=fresh(people.erin), at=NOW(), **wish)
    log = " ".join(BoardLogEntry.objects.values_list("what", flat=True))
    assert "Q" not in log
    assert BoardLogEntry.objects.count() == 7
    assert Topic.objects.get().state == Topic.State.OPEN


def test_asking_to_join_a_restricted_board(people, signed_in, site):
    board = make_board("Managers", audience=Audience(roles=["hub_manager"]), level="restricted", facilitators=[people.erin])
    carol, erin, url = signed_in(people.carol), signed_in(people.erin), f"{board.get_absolute_url()}ask/"
    for _ in range(2):
        carol.post(url, {"reason": "I stand in for ours"})
    asked = BoardRequest.objects.get()
    assert "I stand in for ours" in html_of(erin.get("/boards/queue/"))
    carol.post(f"{url}cancel/")
    assert erin.post(f"/boards/requests/{asked.pk}/", {"wish": "add"}).status_code == 404
    assert visible_boards(people.carol) == set()
    carol.post(url, {"reason": ""})
    again = BoardRequest.objects.open().get()
    assert signed_in(people.frank).post(f"/boards/requests/{again.pk}/", {"wish": "add"}).status_code == 404
    erin.post(f"/boards/requests/{again.pk}/", {"wish": "add"})
    assert visible_boards(people.carol) == {"Managers"}
    # On a confidential board nobody can ask, and nothing tells that it is there
    secret = make_board("Secret", audience=Audience(people=[people.alice]), level="confidential")
    with pytest.raises(moderation.NotPermitted):
        moderation.ask_to_join(user=fresh(people.carol), board=secret, reason="", at=NOW())


def test_a_topic_moved_to_a_closed_board_is_closed_to_others_at_once_and_moved_back_as_it_was(board, people, signed_in):
    """carol's list, permalink and drafts; and nobody but a facilitator of both boards moves it."""
    managers = make_board("Managers", audience=Audience(roles=["hub_manager"]), level="restricted", facilitators=[people.erin])
    topic = make_topic(board, people.alice, replies=[people.bob] * 3)
    carol, erin = signed_in(people.carol), signed_in(people.erin)
    carol.get(topic.get_absolute_url())
    make_reply(topic, people.bob, "One that is new to carol")
    assert "1 new" in html_of(carol.get(board.get_absolute_url()))
    url = f"{topic.get_absolute_url()}move/"
    assert erin.post(url, {"to": managers.pk}).status_code == 302
    assert visible_titles(people.carol) == set()
    assert texts(people.carol) == set()
    for address in (topic.get_absolute_url(), f"{topic.get_absolute_url()}2/", f"{topic.get_absolute_url()}reply/"):
        assert carol.get(address)["Location"] == f"{managers.get_absolute_url()}ask/"
    assert topic.title not in html_of(carol.get("/boards/")) + html_of(carol.get("/"))
    assert visible_titles(people.bob) == {topic.title}
    erin.post(url, {"to": board.pk})
    assert "1 new" in html_of(carol.get(board.get_absolute_url()))
    from django.core.management import call_command

    call_command("reconcile_boards")
    elsewhere = make_board("Elsewhere")
    for by, to in ((people.frank, managers), (people.erin, elsewhere)):
        with pytest.raises(moderation.NotPermitted):
            moderation.move_topic(topic=topic, to=to, by=fresh(by), at=NOW())


def test_a_hidden_post_is_hidden_where_it_is_quoted_and_where_its_title_was_noted(board, people, signed_in):
    topic = make_topic(
        board, people.carol, "About the zebra family", kind=Topic.Kind.CHALLENGE, text="The zebra house", replies=[people.bob]
    )
    make_reply(topic, people.dana, "I see", quoted=topic.posts.get(number=2))
    alice, url = signed_in(people.alice), topic.get_absolute_url()
    assert html_of(alice.get(url)).count("we sent a card") == 2
    _flag(topic.posts.get(number=2), people.alice)
    assert "we sent a card" not in html_of(alice.get(url))
    for reader in (people.bob, people.erin):
        assert html_of(signed_in(reader).get(url)).count("we sent a card") == 2, "its writer and the facilitators still read the quote"
    alice.post(f"{url}reply/", {"uid": "11111111-1111-4111-8111-111111111111", "draft_version": 0, "text": "Hm", "wish": "draft"})
    assert "zebra" in html_of(alice.get("/boards/drafts/"))
    # A reported first post takes its topic away from the reporter too, who must not end at a 404
    response = alice.post(f"/posts/{topic.posts.get(number=1).pk}/report/", {"reason": "child"}, follow=True)
    assert response.status_code == 200
    assert "zebra" not in html_of(response) + html_of(alice.get("/boards/drafts/"))


@pytest.mark.parametrize("how", ["deleted", "removed for good"])
def test_what_happened_next_is_shown_to_who_decides_and_goes_with_its_challenge(how, board, people, signed_in):
    topic = make_topic(board, people.carol, kind=Topic.Kind.CHALLENGE, replies=[people.bob])
    later = {"topic": topic, "by": fresh(people.carol), "at": NOW()}
    posts.tell_what_happened_next(text="The zebra moved in", uid=uuid4(), **later)
    first = topic.posts.get(number=1)
    if how == "deleted":
        posts.delete_post(post=first, by=fresh(people.carol))
    else:
        _flag(first, people.alice)
        assert "The zebra moved in" in html_of(signed_in(people.erin).get(f"/boards/queue/{first.pk}/"))
        _decide(first, people.erin, Flag.Decision.PURGE, reason="It names a child")
    assert not topic.follow_ups.exists()
    with pytest.raises(posts.NotPermitted):
        posts.tell_what_happened_next(text="Again", uid=uuid4(), **later)


def test_a_reply_written_while_its_topic_moves_is_on_the_new_board(board, people):
    from community.board_counts import drift

    other = make_board("Elsewhere", facilitators=[people.erin])
    read_before = make_topic(board, people.carol)
    moderation.move_topic(topic=read_before, to=other, by=fresh(people.erin), at=NOW())
    post = posts.reply(author=fresh(people.alice), topic=read_before, text="Hm", uid=uuid4(), at=NOW())
    assert post.board == other
    assert list(drift()) == []
