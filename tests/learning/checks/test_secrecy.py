"""The key and the feedback of a check reach nobody before the answer, and the answers reach nobody else."""

import json
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from cms.page_tree.snapshot import current_tree
from learning.actions import checks
from learning.models import ItemVersion, LearningEvent
from learning.personal_data import export
from tests.builders import AT, ask, choice_question, complete, edit, item_of, try_check

pytestmark = pytest.mark.django_db
WORDS = ["zebrafeedback", "zebrawhy", "zebraquestion", "zebraanswer"]


@pytest.fixture
def lesson(site):
    question = choice_question(1)
    question["value"]["question"] = "zebraquestion?"
    question["value"]["why"] = "zebrawhy"
    for option in question["value"]["options"]:
        option["value"]["text"] = f"zebraanswer {option['id']}"
        if not option["value"]["right"]:
            option["value"]["feedback"] = "zebrafeedback"
    return ask(site.lessons[0], question, choice_question(2))


def found_in(text, words=WORDS):
    return [word for word in words if word in text]


def test_no_page_but_the_question_has_a_word_of_it(lesson, site, people, signed_in):
    complete(people.alice, site.lessons[1])
    edit(lesson, "Another text.", "material", "One sentence is new.")
    call_command("rebuild_references_index", verbosity=0)
    uid = item_of(lesson).uid
    pages = [lesson.url, site.module.url, site.learn.url, "/", reverse("learning:my_learning"), reverse("learning:download")]
    pages += [reverse("learning:what_changed", args=[uid]), f"/find/?q={WORDS[0]}", f"/find/?q={WORDS[2]}"]
    for person in (people.alice, people.dana):
        client = signed_in(person)
        for url in pages:
            text = client.get(url, follow=True).content.decode().replace(f'value="{WORDS[0]}"', "").replace(f'value="{WORDS[2]}"', "")
            for searched in (WORDS[0], WORDS[2]):
                text = text.replace(f"“{searched}”", "").replace(f"?q={searched}", "")
            assert not found_in(text.split("<main", 1)[-1], WORDS[1:2] + WORDS[3:]), url


def test_question_page_has_neither_key_nor_feedback_before_the_answer(lesson, people, signed_in):
    client, item = signed_in(people.alice), item_of(lesson)
    client.post(reverse("learning:check", args=[item.uid]), {"event": uuid4(), "version": item.current.number})
    url = reverse("learning:check_question", args=[item.uid, 1])
    response = client.get(url)
    assert found_in(response.content.decode()) == ["zebraquestion", "zebraanswer"]
    assert "no-store" in response["Cache-Control"]
    assert found_in(client.post(url, {"question": "question-1"}).content.decode()) == ["zebraquestion", "zebraanswer"]
    told = client.post(url, {"question": "question-1", "answer": "b1"}, follow=True).content.decode()
    assert "zebrafeedback" in told
    assert "zebrawhy" not in told
    assert "zebraanswer a1" not in told  # the one that fits


def test_index_snapshots_tree_and_caches_have_no_word_of_it(lesson):
    with connection.cursor() as cursor:
        tables = [table for table in connection.introspection.table_names(cursor) if "search" in table or "index" in table]
        for table in tables:
            if table.endswith(("_data", "_idx", "_docsize", "_config", "_content")):
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            assert not found_in(str(cursor.fetchall())), table
    assert not found_in(json.dumps(list(ItemVersion.objects.values_list("snapshot", flat=True))))
    assert not found_in(repr(current_tree().extras))


def test_answers_are_in_ones_own_export_and_in_no_one_elses(lesson, people):
    try_check(people.alice, lesson, {"question-1": "b1", "question-2": "a2"}, at=AT)
    item = item_of(lesson)
    checks.begin_check(member=people.bob, lesson=item, version=item.current, event_id=uuid4(), at=AT)
    assert "zebraanswer b1" in str(export(people.alice))
    assert "zebraanswer a1" not in str(export(people.alice))  # which one is right
    for other in (people.bob, people.carol, people.dana):
        assert "zebraanswer" not in str(export(other))
    assert not LearningEvent.objects.filter(verb="passed").exists()
