"""Many clients replying at once, on both databases."""

import os
import subprocess
import sys
import threading
from uuid import uuid4

import pytest
from django.db import connection, connections

from community.actions.posts import reply
from community.models.records import Board, BoardCounts, Post, Topic
from tests.community.boards.builders import fresh, make_board, make_topic

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True)]


def test_32_clients_replying_to_one_topic_make_no_gap_and_no_double(people):
    from django.utils import timezone

    board = make_board()
    topic = make_topic(board, people.carol)
    problems, at, together = [], timezone.now(), uuid4()

    def run(n):
        try:
            # Clients 30 and 31 send the same form.
            uid = together if n >= 30 else uuid4()
            reply(author=fresh(people.alice), topic=Topic.objects.select_related("board").get(pk=topic.pk), text=f"{n}", uid=uid, at=at)
        except Exception as problem:
            problems.append(repr(problem))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[n]) for n in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    assert problems == []
    topic.refresh_from_db()
    assert list(topic.posts.order_by("number").values_list("number", flat=True)) == list(range(1, 33))
    assert (topic.highest_number, topic.reply_count, topic.last_post) == (32, 31, topic.posts.get(number=32).pk)
    assert BoardCounts.objects.get(board=board).posts == 32


KILLED = """
import os, signal, sys
import django
django.setup()
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[1]
from django.utils import timezone
from uuid import uuid4
from cms.people.models import User
from community.actions import posts
from community.models.records import Post, Topic
Post.save = lambda *args, **kwargs: os.kill(os.getpid(), signal.SIGKILL)
topic = Topic.objects.select_related("board").get(pk=sys.argv[2])
posts.reply(author=User.objects.get(pk=sys.argv[3]), topic=topic, text="Killed", uid=uuid4(), at=timezone.now())
"""


def test_a_client_killed_between_the_number_and_the_post_leaves_no_gap(people):
    topic = make_topic(make_board(), people.carol, replies=[people.bob])
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-c", KILLED, name, str(topic.pk), str(people.alice.pk)]
    killed = subprocess.run(command, env={**os.environ}, capture_output=True, text=True, timeout=120, check=False)
    assert killed.returncode == -9, killed.stderr
    topic.refresh_from_db()
    assert topic.highest_number == 2
    from tests.community.boards.builders import make_reply

    assert make_reply(topic, people.alice).number == 3
    assert Post.objects.filter(topic=topic).count() == 3
    assert Board.objects.get(pk=topic.board_id).counts.posts == 3
