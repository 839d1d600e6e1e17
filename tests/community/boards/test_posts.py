"""Topics, replies, edits, deletes and undo, and how much each page costs."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.actions import posts
from community.models.records import Draft, Post, PostVersion, Reaction, Topic, TopicReader
from tests.community.boards.builders import fresh, make_board, make_reply, make_topic, texts, visible_titles
from tests.responses import html_of

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def board(site, people):
    return make_board(facilitators=[people.erin])


def _post(client, url, **fields):
    return client.post(url, {"uid": str(uuid4()), "draft_version": 0, "wish": "post", **fields})


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        ("discussion", {}),
        ("question", {}),
        ("challenge", {"tried": "Ringing ahead.", "would_help": "Anything slower."}),
        ("success", {"how_we_know": "They asked for more.", "made_possible": "Two hours."}),
    ],
)
def test_a_topic_of_each_kind_shows_its_own_short_form(kind, answers, board, people, signed_in):
    """Fields of other kinds are on the page without a script, and are not read."""
    alice = signed_in(people.alice)
    others = {name: "Not of this kind" for name in ("tried", "would_help", "how_we_know", "made_possible") if name not in answers}
    response = _post(
        alice, f"{board.get_absolute_url()}start/", kind=kind, title="A title", text="**What** is happening.", **answers, **others
    )
    assert response.status_code == 302, html_of(response)
    page = html_of(signed_in(people.carol).get(response["Location"]))
    assert "<strong>What</strong> is happening." in page
    for text in answers.values():
        assert text in page
    assert "Not of this kind" not in page


def test_the_same_form_sent_twice_is_one_post(board, people, signed_in):
    topic = make_topic(board, people.carol)
    alice, form = signed_in(people.alice), {"uid": str(uuid4()), "draft_version": 0, "text": "We sent a card.", "wish": "post"}
    places = [alice.post(f"{topic.get_absolute_url()}reply/", form)["Location"] for _ in range(3)]
    assert len(set(places)) == 1
    assert list(topic.posts.values_list("number", flat=True)) == [1, 2]
    # The same key cannot be used to read or overwrite another person's post
    carol = signed_in(people.carol)
    carol.post(f"{topic.get_absolute_url()}reply/", {**form, "text": "Carol's own"})
    assert topic.posts.get(number=3).text == "Carol's own"


def test_pages_and_permalinks_of_posts_do_not_move(board, people, signed_in):
    topic = make_topic(board, people.carol, replies=[people.bob] * 44)
    alice = signed_in(people.alice)
    assert alice.get(f"{topic.get_absolute_url()}20/")["Location"].endswith("?page=1#post-20")
    assert alice.get(f"{topic.get_absolute_url()}21/")["Location"].endswith("?page=2#post-21")
    posts.delete_post(post=topic.posts.get(number=5), by=fresh(people.bob))
    assert alice.get(f"{topic.get_absolute_url()}21/")["Location"].endswith("?page=2#post-21")
    page = html_of(alice.get(f"{topic.get_absolute_url()}?page=1"))
    assert "Reply 5 was deleted by its writer" in page
    assert alice.get(f"{topic.get_absolute_url()}?page=4").status_code == 404
    assert alice.get(f"{topic.get_absolute_url()}46/").status_code == 404


def test_a_reader_goes_on_where_they_stopped_and_others_reading_changes_nothing(board, people, signed_in):
    topic = make_topic(board, people.carol, replies=[people.bob] * 24)
    alice, dana = signed_in(people.alice), signed_in(people.dana)
    alice.get(topic.get_absolute_url())
    assert TopicReader.objects.get(member=people.alice).last_read_number == 20
    dana.get(f"{topic.get_absolute_url()}?page=2")
    assert TopicReader.objects.get(member=people.alice).last_read_number == 20
    page = html_of(alice.get(topic.get_absolute_url()))
    assert 'id="new"' in page
    assert 'id="post-21"' in page
    assert 'id="post-20"' not in page
    # Reading an earlier page again does not make later posts unread
    alice.get(f"{topic.get_absolute_url()}?page=1")
    assert TopicReader.objects.get(member=people.alice).last_read_number == 25


def test_mark_all_read_takes_three_statements_and_leaves_a_newer_post_unread(board, people, signed_in):
    topics = [make_topic(board, people.carol, f"Topic {n}") for n in range(5)]
    alice = signed_in(people.alice)
    assert "5 new topics" in html_of(alice.get("/boards/"))
    up_to = Topic.objects.order_by("-last_post").first().last_post
    make_reply(topics[0], people.bob, "In the same second")
    with CaptureQueriesContext(connection) as context:
        alice.post(f"{board.get_absolute_url()}read/", {"up_to": up_to})
    assert sum("community_boardreader" in query["sql"] for query in context.captured_queries) == 1
    assert "1 new topic<" in html_of(alice.get("/boards/"))
    page = html_of(alice.get(board.get_absolute_url()))
    assert "New to you: 1 topic<" in page
    # Carol's marks are hers
    assert "5 new topics" in html_of(signed_in(people.dana).get("/boards/"))


def test_unread_counts_stop_at_99(board, people, signed_in):
    topic = make_topic(board, people.carol)
    Post.objects.bulk_create(
        Post(topic=topic, board=board, number=n, uid=uuid4(), author=people.bob, made_at=NOW(), text="More") for n in range(2, 150)
    )
    Topic.objects.filter(pk=topic.pk).update(highest_number=149, last_post=Post.objects.latest("pk").pk, last_post_at=NOW())
    assert "99+ new" in html_of(signed_in(people.alice).get(board.get_absolute_url()))


def test_a_list_pages_by_cursor_without_repeating_or_missing_a_topic(board, people, signed_in):
    for n in range(45):
        make_topic(board, [people.carol, people.bob, people.dana, people.erin, people.alice][n % 5], f"Topic {n:02}")
    alice, seen, url = signed_in(people.frank), [], board.get_absolute_url()
    from bs4 import BeautifulSoup

    while url:
        page = BeautifulSoup(alice.get(url).content, "html.parser")
        seen.append([row.get_text() for row in page.select(".topics h3 a")])
        older = page.find("a", string="Older topics")
        url = older and f"{board.get_absolute_url()}{older['href']}"
    assert [len(titles) for titles in seen] == [20, 20, 5]
    assert sorted(title for titles in seen for title in titles) == [f"Topic {n:02}" for n in range(45)]


def test_an_edit_keeps_what_the_post_said_and_two_windows_cannot_overwrite_each_other(board, people, signed_in):
    topic = make_topic(board, people.carol)
    post = make_reply(topic, people.alice, "First words")
    alice, url = signed_in(people.alice), f"/posts/{post.pk}/edit/"
    assert alice.post(url, {"version": 1, "text": "Second words"}).status_code == 302
    response = alice.post(url, {"version": 1, "text": "Words of the other window"})
    assert response.status_code == 409
    assert "Words of the other window" in html_of(response)
    assert "Second words" in html_of(response)
    assert PostVersion.objects.get().text == "First words"
    assert "First words" in html_of(signed_in(people.erin).get(f"/posts/{post.pk}/history/"))
    assert signed_in(people.carol).get(f"/posts/{post.pk}/history/").status_code == 404
    for person in (people.carol, people.erin):
        assert signed_in(person).post(url, {"version": 2, "text": "Not mine"}).status_code == 404


def test_a_deleted_post_leaves_no_word_in_the_database(board, people):
    secret = "zebra crossing"
    topic = make_topic(board, people.carol)
    post = make_reply(topic, people.alice, f"About the {secret}")
    quoting = make_reply(topic, people.bob, "I see", quoted=post)
    assert secret in quoting.quoted_text
    posts.edit_post(post=post, by=fresh(people.alice), text=f"Still about the {secret}", version=1, at=NOW())
    Reaction.objects.create(post=post, member=people.bob, kind="thanks", made_at=NOW())
    posts.delete_post(post=post, by=fresh(people.alice))
    for model in (Post, PostVersion, Draft, Topic):
        assert not [row for row in model.objects.values_list() if secret in str(row)], model


def test_undo_takes_a_post_back_within_the_minute_and_keeps_its_words(board, people, signed_in):
    topic, alice = make_topic(board, people.carol), signed_in(people.alice)
    sent = _post(alice, f"{topic.get_absolute_url()}reply/", text="Too fast")
    assert "Undo" in html_of(alice.get(sent["Location"]))
    post = topic.posts.get(number=2)
    assert signed_in(people.bob).post(f"/posts/{post.pk}/undo/").status_code == 404
    assert "Too fast" in html_of(alice.post(f"/posts/{post.pk}/undo/", follow=True))
    assert "Too fast" not in texts(people.carol)
    assert 'id="post-2"' not in html_of(signed_in(people.carol).get(topic.get_absolute_url()))
    assert Topic.objects.get(pk=topic.pk).reply_count == 0
    late = make_reply(topic, people.alice, "A while ago", at=NOW() - timedelta(minutes=3))
    with pytest.raises(posts.TooLateToUndo):
        posts.undo_post(post=late, by=fresh(people.alice), at=NOW())
    # A topic that was undone is nowhere
    started = _post(alice, f"{board.get_absolute_url()}start/", kind="question", title="Oops", text="Words")
    alice.post(f"/posts/{Post.objects.get(topic__title='Oops').pk}/undo/")
    assert started.status_code == 302
    assert visible_titles(people.alice) == visible_titles(people.carol) == {topic.title}


@pytest.mark.parametrize("place", ["closed topic", "read-only board", "archived board"])
def test_nobody_writes_where_it_is_closed(place, board, people, signed_in):
    topic = make_topic(board, people.carol)
    if place == "closed topic":
        Topic.objects.update(state=Topic.State.CLOSED)
    else:
        type(board).objects.update(state={"read-only board": "read_only", "archived board": "archived"}[place])
    with pytest.raises(posts.NotPermitted):
        make_reply(topic, people.alice)
    alice = signed_in(people.alice)
    assert alice.get(topic.get_absolute_url()).status_code == 200
    for name in ("reply/", "reply/?quote=1"):
        assert alice.get(f"{topic.get_absolute_url()}{name}").status_code == 404
    # She has read it, so her words are kept; someone who has not gets what a wrong address gets
    assert _post(alice, f"{topic.get_absolute_url()}reply/", text="Let me in")["Location"] == "/boards/drafts/"
    assert _post(signed_in(people.dana), f"{topic.get_absolute_url()}reply/", text="Let me in").status_code == 404
    assert Draft.objects.get().fields["text"] == "Let me in"
    assert topic.posts.count() == 1


def test_the_person_who_asked_marks_what_helped_and_it_is_shown_first(board, people, signed_in):
    topic = make_topic(board, people.alice, kind=Topic.Kind.QUESTION, replies=[people.bob, people.carol])
    reply = topic.posts.get(number=3)
    assert signed_in(people.bob).post(f"/posts/{reply.pk}/helped/").status_code == 404
    signed_in(people.alice).post(f"/posts/{reply.pk}/helped/")
    page = html_of(signed_in(people.dana).get(topic.get_absolute_url()))
    assert page.index("What helped") < page.index('id="post-2"')
    # "Solved by this person" must not disclose a reply that was hidden later
    Post.objects.filter(pk=reply.pk).update(state=Post.State.HIDDEN)
    page = html_of(signed_in(people.dana).get(topic.get_absolute_url()))
    assert reply.text not in page
    assert "What helped" not in page


def test_the_author_of_a_challenge_is_asked_what_happened_next_after_four_weeks(board, people, signed_in):
    young = make_topic(board, people.alice, "Young", kind=Topic.Kind.CHALLENGE, at=NOW() - timedelta(days=27))
    old = make_topic(board, people.alice, "Old", kind=Topic.Kind.CHALLENGE, at=NOW() - timedelta(days=29))
    alice = signed_in(people.alice)
    assert "what-happened-next" not in html_of(alice.get(young.get_absolute_url()))
    assert "what-happened-next" in html_of(alice.get(old.get_absolute_url()))
    form = {"uid": str(uuid4()), "text": "He opened the door."}
    for _ in range(2):
        alice.post(f"{old.get_absolute_url()}what-happened-next/", form)
    assert html_of(signed_in(people.carol).get(old.get_absolute_url())).count("He opened the door.") == 1
    assert signed_in(people.carol).post(f"{old.get_absolute_url()}what-happened-next/", {**form, "uid": str(uuid4())}).status_code == 404


def test_thanks_are_seen_only_by_the_person_thanked(board, people, signed_in):
    topic = make_topic(board, people.alice)
    post = topic.posts.get(number=1)
    bob = signed_in(people.bob)
    for _ in range(2):
        bob.post(f"/posts/{post.pk}/react/", {"kind": "thanks"})
    assert Reaction.objects.count() == 1
    assert "Bob Ward: Thank you" in html_of(signed_in(people.alice).get(topic.get_absolute_url()))
    for other in (people.carol, people.erin, people.frank):
        assert "Bob Ward" not in html_of(signed_in(other).get(topic.get_absolute_url()))
    assert signed_in(people.alice).post(f"/posts/{post.pk}/react/", {"kind": "thanks"}).status_code == 404
    bob.post(f"/posts/{post.pk}/react/", {"kind": "thanks", "off": 1})
    assert not Reaction.objects.exists()


def test_a_person_can_post_only_so_much_in_an_hour_and_their_words_are_kept(board, people, signed_in, monkeypatch):
    monkeypatch.setattr(posts, "MAX_POSTS_PER_HOUR", 3)
    topic = make_topic(board, people.carol, at=NOW())
    for _ in range(3):
        make_reply(topic, people.alice)
    response = _post(signed_in(people.alice), f"{topic.get_absolute_url()}reply/", text="One more")
    assert response.status_code == 422
    assert "One more" in html_of(response)
    make_reply(topic, people.bob)


def _ours(client, url):
    """Return the statements of a warm GET that are about boards or people, without session, page tree and transactions."""
    client.get(url)
    with CaptureQueriesContext(connection) as context:
        assert client.get(url).status_code == 200, url
    skip = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")
    queries = [query["sql"] for query in context.captured_queries if not query["sql"].startswith(skip)]
    return [sql for sql in queries if "accounts_session" not in sql and "page_tree_stamp" not in sql]


@pytest.mark.engine
def test_a_list_costs_at_most_6_statements_and_a_topic_8_at_5_rows_and_at_50(people, site, signed_in):
    boards = [make_board("Few", facilitators=[people.erin]), make_board("Many", facilitators=[people.erin])]
    writers, at = [people.carol, people.bob, people.dana, people.alice], NOW() - timedelta(days=40)
    for board, size in zip(boards, (5, 50), strict=True):
        for n in range(size):
            make_topic(board, writers[n % 4], f"{board.name} {n}", at=at + timedelta(hours=n))
    topics = [
        make_topic(
            boards[1],
            people.carol,
            f"Long {size}",
            kind=Topic.Kind.CHALLENGE,
            at=NOW() - timedelta(hours=3),
            replies=[writers[n % 3] for n in range(size)],
        )
        for size in (5, 50)
    ]
    for _ in range(60):
        make_board(f"Other {uuid4()}")
    for person in (people.alice, people.bob, people.erin):
        client = signed_in(person)
        few, many = (_ours(client, board.get_absolute_url()) for board in boards)
        assert len(few) == len(many) <= 6, "\n".join(many)
        for topic in topics:
            client.get(topic.get_absolute_url())  # the first visit also marks the notices about it as read
        short, long = (_ours(client, f"{topic.get_absolute_url()}?page=1") for topic in topics)
        assert len(short) == len(long) <= 8, "\n".join(long)


def test_a_quote_does_not_keep_what_an_edit_took_out(board, people):
    topic = make_topic(board, people.carol)
    post = make_reply(topic, people.bob, "He lives by the zebra crossing")
    quoting = make_reply(topic, people.dana, "I see", quoted=post)
    posts.edit_post(post=post, by=fresh(people.bob), text="He lives nearby", version=1, at=NOW())
    assert Post.objects.get(pk=quoting.pk).quoted_text == "He lives nearby"


@pytest.mark.parametrize("state", ["read_only", "archived"])
def test_people_can_take_back_their_words_where_no_one_can_write_any_more(state, board, people, signed_in):
    topic = make_topic(board, people.carol, replies=[people.bob])
    type(board).objects.update(state=state)
    post, bob = topic.posts.get(number=2), signed_in(people.bob)
    assert f"/posts/{post.pk}/delete/" in html_of(bob.get(topic.get_absolute_url()))
    assert bob.post(f"/posts/{post.pk}/edit/", {"version": 1, "text": "Other"}).status_code == 404
    assert signed_in(people.dana).post(f"/posts/{post.pk}/delete/").status_code == 404
    assert bob.post(f"/posts/{post.pk}/delete/").status_code == 302
    assert Post.objects.get(pk=post.pk).is_removed
