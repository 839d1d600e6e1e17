"""Merging and splitting topics, slow mode, first posts that wait, warnings and time-outs."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cms.audit.models import AuditEntry
from cms.notices.models import Notice
from cms.people.actions import grant_role
from community.actions import members, moderation, posts, topics
from community.actions.boards import Audience
from community.board_counts import drift
from community.models.records import Board, BoardFacilitator, BoardLogEntry, Draft, Flag, Follow, Post, Sanction, Topic, TopicReader
from community.models.records.reading import with_new_topics
from community.post_search import PostSearch, find_posts
from tests.community.boards.builders import fresh, make_board, make_reply, make_topic, texts
from tests.responses import html_of

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def board(site, people):
    return make_board(facilitators=[people.erin])


def _merge(topic, into, by, **given):
    topic = Topic.objects.get(pk=topic.pk)
    return topics.merge_topics(topic=topic, into=into, by=fresh(by), **{"seen": topic.version, "at": NOW(), **given})


def _split(topic, numbers, by, **given):
    topic = Topic.objects.get(pk=topic.pk)
    given = {"seen": topic.version, "title": "A card, or no card?", "at": NOW(), **given}
    return topics.split_topic(topic=topic, numbers=numbers, by=fresh(by), **given)


def test_merged_topics_keep_every_post_and_old_links_lead_to_them(board, people, signed_in):
    into = make_topic(board, people.carol, "First", replies=[people.bob] * 2)
    topic = make_topic(
        board, people.alice, "Second", kind="challenge", text="He shuts the door.", answers={"tried": "A card."}, replies=[people.bob]
    )
    merged = _merge(topic, into, people.erin)
    assert list(merged.posts.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert (merged.highest_number, merged.reply_count) == (5, 4)
    assert not list(drift())
    carol = signed_in(people.carol)
    assert carol.get(f"/topics/{topic.pk}/2/").url == f"/topics/{merged.pk}/5/"
    assert carol.get(f"/topics/{topic.pk}/").url == f"/topics/{merged.pk}/4/"
    page = html_of(carol.get(f"/topics/{merged.pk}/"))
    # The challenge's title and its answers are still there, as a reply
    assert all(words in page for words in ("Second", "He shuts the door.", "What we have tried", "A card."))
    assert find_posts(fresh(people.carol), PostSearch(("second",))).posts[0].number == 4
    # Its writer can still edit it whole, and removing it takes the title too
    moved = Post.objects.get(topic=merged, number=4)
    form = html_of(signed_in(people.alice).get(f"/posts/{moved.pk}/edit/"))
    assert "A card." in form
    posts.delete_post(post=moved, by=fresh(people.alice))
    assert "Second" not in html_of(carol.get(f"/topics/{merged.pk}/"))
    assert not Topic.objects.filter(title="Second").exists()
    assert make_reply(merged, people.alice).number == 6


def test_a_reply_split_off_begins_a_topic_and_old_links_and_quotes_lead_there(board, people, signed_in):
    topic = make_topic(board, people.carol, "First", replies=[people.bob, people.alice, people.bob])
    quoting = make_reply(topic, people.alice, "I agree", quoted=topic.posts.get(number=3))
    new = _split(topic, [3, 4], people.erin)
    assert [(post.number, post.author) for post in new.posts.order_by("number")] == [(1, people.alice), (2, people.bob)]
    assert new.author == people.alice
    assert not list(drift())
    carol = signed_in(people.carol)
    assert carol.get(f"/topics/{topic.pk}/4/").url == f"/topics/{new.pk}/2/"
    assert f"/topics/{new.pk}/1/" in html_of(carol.get(quoting.get_absolute_url(), follow=True))
    assert make_reply(topic, people.bob).number == 6
    with pytest.raises(topics.NothingToMove):
        _split(topic, [1], people.erin)


def test_people_who_follow_a_topic_follow_where_its_posts_went(board, people):
    """Follows, unread notices and read marks go along; nobody is asked to read again what they have read."""
    into, topic = make_topic(board, people.carol, "First", replies=[people.dana]), make_topic(board, people.alice, "Second")
    for reader in (people.bob, people.alice):
        for place, number in ((into, 2), (topic, 1)):
            TopicReader.objects.create(member=reader, topic=place, last_read_number=number, read_at=NOW())
    make_reply(topic, people.dana, "Read this one too.")
    merged = _merge(topic, into, people.erin)
    assert Follow.objects.filter(member=people.alice, topic=merged, stopped=False).exists()
    assert [notice.place for notice in Notice.objects.visible_to(fresh(people.alice)).unread()] == [4]
    assert TopicReader.objects.get(member=people.bob, topic=merged).last_read_number == 3
    new = _split(merged, [4], people.erin)
    assert Follow.objects.filter(member=people.alice, topic=new).exists()
    assert [(notice.target, notice.place) for notice in Notice.objects.visible_to(fresh(people.alice)).unread()] == [(new.pk, 1)]
    assert not TopicReader.objects.filter(topic=new, member=people.bob, last_read_number__gt=0).exists()


def test_a_reply_to_a_topic_that_was_merged_or_closed_meanwhile_is_kept(board, people, signed_in):
    into, topic = make_topic(board, people.carol, "First"), make_topic(board, people.alice, "Second")
    bob = signed_in(people.bob)
    bob.get(f"/topics/{topic.pk}/")
    form = {"text": "A long answer, typed on a phone.", "uid": str(uuid4())}
    merged = _merge(topic, into, people.erin)
    assert bob.post(f"/topics/{topic.pk}/reply/", form).url == "/boards/drafts/"
    assert Draft.objects.get(member=people.bob).topic == merged
    Draft.objects.all().delete()
    bob.get(f"/topics/{merged.pk}/")
    moderation.set_topic_state(topic=merged, by=fresh(people.erin), is_open=False, at=NOW())
    bob.post(f"/topics/{merged.pk}/reply/", form)
    assert Draft.objects.get(member=people.bob).fields["text"] == form["text"]


def test_what_was_hidden_comes_back_corrected_or_goes_without_its_replies(board, people):
    topic = make_topic(board, people.carol, replies=[people.bob])
    first = topic.posts.get(number=1)
    flag = moderation.flag_post(post=first, by=fresh(people.bob), reason=Flag.Reason.CHILD, note="", at=NOW())
    given = {"by": fresh(people.erin), "version": 1, "reason": "", "at": NOW()}
    moderation.decide_on_post(post=first, decision=Flag.Decision.HIDE, seen_flags=[flag.pk], **given)
    assert not Topic.objects.visible_to(fresh(people.bob)).exists()
    posts.edit_post(post=first, by=fresh(people.carol), text="Without the street.", version=1, at=NOW())
    waiting = Flag.objects.open().get(post=first)
    assert Post.objects.get(pk=first.pk).state == Post.State.WAITING
    moderation.decide_on_post(post=first, decision=Flag.Decision.LEAVE, seen_flags=[waiting.pk], **{**given, "version": 2})
    assert Topic.objects.visible_to(fresh(people.bob)).exists()
    moderation.flag_post(post=first, by=fresh(people.bob), reason=Flag.Reason.CHILD, note="", at=NOW())
    posts.delete_post(post=first, by=fresh(people.carol))
    assert texts(people.alice) == {"Reply 2: we sent a card."}


def test_a_question_is_unanswered_until_someone_else_has_answered_it(board, people):
    question = make_topic(board, people.carol, "How long?", kind="question")
    make_reply(question, people.carol, "I mean the first visit.")
    hidden = make_reply(question, people.bob, "With a name in it")
    moderation.flag_post(post=hidden, by=fresh(people.alice), reason=Flag.Reason.CHILD, note="", at=NOW())
    assert list(Topic.objects.unanswered()) == [question]
    make_reply(question, people.bob, "An hour.")
    assert not Topic.objects.unanswered().exists()


def test_two_facilitators_cannot_move_or_change_a_topic_over_each_other(board, people, signed_in):
    grant_role(user=people.dana, role="facilitator", on=timezone.localdate())
    BoardFacilitator.objects.create(board=board, user=people.dana)
    topic, into = make_topic(board, people.carol, "First", replies=[people.bob]), make_topic(board, people.bob, "Second")
    seen = topic.version
    moderation.set_topic_state(topic=topic, by=fresh(people.dana), is_open=False, at=NOW())
    for action in (lambda: _merge(topic, into, people.erin, seen=seen), lambda: _split(topic, [2], people.erin, seen=seen)):
        with pytest.raises(moderation.DecidedMeanwhile):
            action()
    response = signed_in(people.erin).post(f"/topics/{topic.pk}/merge/", {"seen": seen, "into": into.pk})
    assert response.status_code == 409
    assert Topic.objects.get(pk=topic.pk).posts.count() == 2
    for stranger in (people.carol, people.frank, people.grace if hasattr(people, "grace") else people.bob):
        with pytest.raises(moderation.NotPermitted):
            _merge(topic, into, stranger)


def test_what_happened_next_keeps_its_challenge(board, people):
    at = NOW() - timedelta(weeks=5)
    challenge, into = make_topic(board, people.carol, kind="challenge", at=at), make_topic(board, people.bob, "Second")
    posts.tell_what_happened_next(topic=challenge, by=fresh(people.carol), text="He came.", uid=uuid4(), at=NOW())
    with pytest.raises(topics.HasFollowUps):
        _merge(challenge, into, people.erin)


def test_slow_mode_lets_each_member_post_every_so_often_and_says_so(board, people, signed_in):
    topic, at = make_topic(board, people.carol), NOW()
    members.set_slow_mode(board=board, by=fresh(people.erin), minutes=15, lasts=timedelta(days=1), reason="It is heated.", at=at)
    alice = signed_in(people.alice)
    assert "It is heated." in html_of(alice.get(board.get_absolute_url()))
    make_reply(topic, people.alice, at=at)
    with pytest.raises(posts.TooSoon):
        make_reply(topic, people.alice, at=at + timedelta(minutes=14))
    assert make_reply(topic, people.bob, at=at + timedelta(minutes=1)).number == 3
    assert make_reply(topic, people.alice, at=at + timedelta(minutes=16)).number == 4
    for _ in range(2):
        make_reply(topic, people.erin, at=at + timedelta(minutes=17))
    assert make_reply(topic, people.alice, at=at + timedelta(days=1, minutes=1)).number == 7
    response = alice.post(f"/topics/{topic.pk}/reply/", {"uid": uuid4(), "draft_version": 0, "text": "A second thought"})
    assert response.status_code in (302, 422)


def test_a_new_members_first_post_waits_and_their_next_does_not(people, site):
    board = make_board(facilitators=[people.erin], first_posts_wait=True)
    topic = make_topic(board, people.erin)
    first = make_reply(topic, people.alice, "Hello from Ashdale")
    assert first.text not in texts(people.carol)
    assert first.text in texts(people.erin)
    flag = first.flags.get()
    assert flag.reason == Flag.Reason.FIRST
    given = {"decision": Flag.Decision.LEAVE, "version": 1, "seen_flags": [flag.pk], "reason": "", "at": NOW()}
    moderation.decide_on_post(post=first, by=fresh(people.erin), **given)
    assert first.text in texts(people.carol)
    assert make_reply(topic, people.alice, "Again").text in texts(people.carol)
    BoardFacilitator.objects.all().delete()
    with pytest.raises(posts.NobodyToReadFirst):
        make_reply(topic, people.bob)


def test_a_time_out_lets_someone_read_and_not_write_until_it_ends(board, people, signed_in):
    topic = make_topic(board, people.carol)
    post = make_reply(topic, people.alice)
    given = {"board": board, "member": people.alice, "reason": "Twice unkind.", "at": NOW()}
    members.sanction_member(by=fresh(people.erin), seen=[], **given)
    with pytest.raises(moderation.DecidedMeanwhile):
        members.sanction_member(by=fresh(people.erin), seen=[], lasts=timedelta(days=3), **given)
    warning = Sanction.objects.get()
    sanction = members.sanction_member(by=fresh(people.erin), seen=[warning.pk], lasts=timedelta(days=3), **given)
    alice = signed_in(people.alice)
    page = html_of(alice.get(topic.get_absolute_url()))
    assert "We sent a card." in page
    assert 'id="reply"' not in page
    assert "Twice unkind." in html_of(alice.get("/boards/"))
    assert "Twice unkind." not in html_of(signed_in(people.carol).get(board.get_absolute_url()))
    for write in (lambda: make_reply(topic, people.alice), lambda: make_topic(board, people.alice)):
        with pytest.raises(posts.NotPermitted):
            write()
    with pytest.raises(posts.NotPermitted):
        posts.edit_post(post=post, by=fresh(people.alice), text="Changed", version=1, at=NOW())
    # What she was writing is kept, and another board is not closed to her
    alice.post(f"/topics/{topic.pk}/reply/", {"uid": uuid4(), "draft_version": 0, "text": "My words"})
    assert Draft.objects.get(member=people.alice).fields["text"] == "My words"
    make_topic(make_board("Another"), people.alice)
    log = " ".join(BoardLogEntry.objects.filter(board=board).values_list("what", flat=True))
    assert "timed out for 3 days" in log
    assert people.alice.first_name not in log
    assert AuditEntry.objects.filter(what=AuditEntry.What.BOARD_OUT, about=people.alice.subject).exists()
    members.lift_time_out(sanction=sanction, by=fresh(people.erin), at=NOW())
    assert make_reply(topic, people.alice)
    for by, member in ((people.erin, people.erin), (people.frank, people.alice), (people.carol, people.alice)):
        with pytest.raises(moderation.NotPermitted):
            members.sanction_member(board=board, member=member, by=fresh(by), reason="x", seen=[], at=NOW())


def test_nobody_who_cannot_read_the_board_can_be_found_by_timing_them_out(people, site):
    closed = make_board("Closed", audience=Audience(people=[people.carol]), facilitators=[people.erin])
    with pytest.raises(moderation.NotPermitted):
        members.sanction_member(board=closed, member=people.alice, by=fresh(people.erin), reason="x", seen=[], at=NOW())


def test_undo_keeps_the_words_typed_since_and_leaves_no_trace_in_lists(board, people):
    topic = make_topic(board, people.carol, replies=[people.bob])
    before = Topic.objects.values("last_post", "last_post_at").get(pk=topic.pk)
    TopicReader.objects.create(member=people.dana, topic=topic, last_read_number=2, read_at=NOW())
    at, uid = NOW(), uuid4()
    post = make_reply(topic, people.alice, "Old words", at=at, uid=uid)
    draft = Draft.objects.create(member=people.alice, topic=topic, fields={"text": "New words"}, saved_at=at)
    posts.undo_post(post=post, by=fresh(people.alice), at=at)
    # bob's own reply was followed by this one only, and he follows the topic
    assert not Notice.objects.filter(recipient=people.bob).exists()
    draft.refresh_from_db()
    assert draft.fields["text"] == "New words\n\nOld words"
    assert draft.version == 2
    assert Topic.objects.values("last_post", "last_post_at").get(pk=topic.pk) == before
    assert with_new_topics(Board.objects.all(), people.dana, NOW()).get(pk=board.pk).new_topics == 0
    assert not list(drift())
    # The same form, sent again with Back, is not lost without a word
    with pytest.raises(posts.UndoneBefore):
        make_reply(topic, people.alice, "Old words", uid=uid)
    assert make_reply(topic, people.alice, "Once more").number == 4
    assert with_new_topics(Board.objects.all(), people.dana, NOW()).get(pk=board.pk).new_topics == 1
