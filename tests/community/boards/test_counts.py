"""The counters of boards and topics stay right, and drift is found."""

import random

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from community.actions import posts
from community.actions.moderation import flag_post
from community.models.records import BoardCounts, Post, Topic
from tests.community.boards.builders import fresh, make_board, make_reply, make_topic

pytestmark = pytest.mark.django_db


def test_counters_stay_right_through_posting_deleting_and_undoing_in_any_order(people, capsys):
    rng, at = random.Random(3), timezone.now()
    boards = [make_board(f"Board {n}") for n in range(3)]
    writers = [people.alice, people.bob, people.carol, people.dana]
    topics = [make_topic(rng.choice(boards), rng.choice(writers), f"Topic {n}", at=at) for n in range(6)]
    for _ in range(60):
        deed, post = rng.choice(["reply", "reply", "reply", "delete", "undo", "flag", "again"]), rng.choice(Post.objects.order_by("pk"))
        try:
            if deed == "reply":
                make_reply(rng.choice(topics), rng.choice(writers), at=at)
            elif deed == "delete":
                posts.delete_post(post=post, by=fresh(post.author))
            elif deed == "undo":
                posts.undo_post(post=post, by=fresh(post.author), at=at)
            elif deed == "flag":
                flag_post(post=post, by=fresh(people.frank), reason="child", note="", at=at)
            else:
                make_reply(post.topic, post.author, uid=post.uid)
        except (posts.NotPermitted, posts.TooLateToUndo, posts.TooManyPosts):
            pass
        except Exception as problem:
            assert type(problem).__name__ in {"NotPermitted", "TooManyFlags", "UndoneBefore"}, problem
    call_command("reconcile_boards")
    assert "All counters of boards are right." in capsys.readouterr().out


def test_drift_is_printed_and_repaired(people, capsys):
    topic = make_topic(make_board(), people.alice, replies=[people.bob])
    Topic.objects.filter(pk=topic.pk).update(reply_count=7)
    BoardCounts.objects.update(posts=99)
    with pytest.raises(CommandError, match="2 rows"):
        call_command("reconcile_boards")
    assert f"topic {topic.pk}: reply_count is 7 and should be 1" in capsys.readouterr().out
    call_command("reconcile_boards", "--repair")
    call_command("reconcile_boards")
