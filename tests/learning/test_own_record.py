"""The end of a module, own notes, and the record on paper and as a file."""

import csv
import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.members.actions import answer_provocation
from cms.people.models import User
from cms.vocabulary.models import Provocation
from learning.actions import record
from tests.builders import QUESTION, complete, item_of, make_module

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(people, signed_in):
    return signed_in(people.alice)


def _finish(person, lessons):
    for lesson in lessons:
        complete(person, lesson)


def _note(person, page, text):
    record.save_note(
        member=person, lesson=item_of(page), prompt=QUESTION, question="Which rule?", text=text, event_id=uuid4(), at=timezone.now()
    )


def test_the_end_of_a_module_shows_own_notes_and_the_next_module_with_minutes(site, people, alice, signed_in):
    other, _ = make_module(site.learn, "Words that care", lessons=2)
    _note(people.alice, site.lessons[0], "The one about phones.")
    url = reverse("learning:finished", args=[site.item.uid])
    _finish(people.alice, site.lessons[:2])
    assert alice.get(url).url == site.module.url, "not finished yet"
    _finish(people.alice, site.lessons[2:])
    page = alice.get(url)
    assert "The one about phones." in page.content.decode()
    assert page.context["next"]["title"] == other.title and "2 minutes" in page.context["next"]["line"]
    assert "(1 minute)" in page.context["next"]["button"].label
    assert signed_in(people.bob).get(url).url == site.module.url, "someone else's module"


def test_the_end_of_the_last_module_asks_nothing_more(site, people, alice):
    _finish(people.alice, site.lessons)
    page = alice.get(reverse("learning:finished", args=[site.item.uid]))
    assert page.context["next"] is None and page.status_code == 200


def test_my_notes_has_all_own_notes_by_module_and_nobody_elses(site, people, alice, django_assert_max_num_queries):
    other, pages = make_module(site.learn, "Words that care", lessons=1)
    provocation = Provocation.objects.create(slug="asked", text="Good enough for my child?", live=True)
    _note(people.alice, pages[0], "The word refused.")
    _note(people.alice, site.lessons[1], "The one about phones.")
    _note(people.bob, site.lessons[1], "Bob only.")
    answer_provocation(member=people.alice, provocation=provocation, text="The taxi, no.", at=timezone.now())
    url = reverse("learning:my_notes")
    with django_assert_max_num_queries(11):
        page = alice.get(url)
    assert [section["title"] for section in page.context["shown"]] == [site.module.title, other.title, "The provocations"]
    html = page.content.decode()
    assert "The one about phones." in html and "The taxi, no." in html and "Bob only." not in html
    assert "reworded" in html, "the saved question is not the one in the lesson today"
    chosen = alice.get(url, {"module": [str(item_of(other).uid)], "lines": "1"}).content.decode()
    assert "The word refused." in chosen and "The one about phones." not in chosen and "note-lines" in chosen


def test_the_downloaded_record_says_whose_it_is_and_runs_no_formula(site, people, alice):
    User.objects.filter(pk=people.alice.pk).update(first_name="=cmd()")
    _finish(people.alice, site.lessons)
    rows = list(csv.reader(io.StringIO(alice.get(reverse("learning:download")).content.decode("utf-8-sig"))))
    assert rows[0] == ["Name", "'=cmd() Ward"]
    assert ["Authority", "Ashdale"] in rows and ["Hub", "Mill Lane hub"] in rows and ["Job role", "Hub worker"] in rows
    assert rows[-1][:5] == [site.module.title, "Completed", "2026-11-02", "Read, 3 lessons", "3"]


def test_a_team_sheet_has_three_questions_even_if_the_lessons_ask_fewer(site, alice):
    page = alice.get(reverse("learning:team_sheet", args=[site.item.uid]))
    assert len(page.context["questions"]) == 3 and page.content.decode().count('class="sheet-lines') == 4


def test_a_private_answer_is_changed_emptied_and_read_by_its_writer_alone(people, site, alice, signed_in):
    Provocation.objects.create(slug="asked", text="Good enough for my child?", live=True)
    url, page_url = reverse("answer_provocation", args=["asked"]), "/provocations/asked/"
    alice.post(url, {"text": "The taxi, no."})
    assert "The taxi, no." in alice.get(page_url).content.decode()
    for person in (people.bob, people.dana, people.frank):
        assert "The taxi" not in signed_in(person).get(page_url).content.decode()
    too_long = alice.post(url, {"text": "word " * 1200})
    assert too_long.status_code == 422 and "word word" in too_long.content.decode()
    alice.post(url, {"text": " "})
    assert "The taxi" not in alice.get(page_url).content.decode()


def test_due_dates_go_into_a_calendar_and_only_the_members_own_open_ones(site, people, signed_in):
    due = timezone.localdate() + timedelta(days=9)
    for person in (people.alice, people.bob):
        record.assign(member=person, module=site.item, due_on=due, by=None, at=timezone.now(), occasion="rule 1")
    file = signed_in(people.alice).get(reverse("learning:due_dates"))
    text = file.content.replace(b"\r\n ", b"").decode()
    assert text.count("BEGIN:VEVENT") == 1 and f"DTSTART;VALUE=DATE:{due:%Y%m%d}" in text and "SUMMARY:Due: RAISE" in text
    assert str(people.bob.subject) not in text and "no-store" in file["Cache-Control"]
    for page in site.lessons:
        complete(people.alice, page)
    assert b"BEGIN:VEVENT" not in signed_in(people.alice).get(reverse("learning:due_dates")).content
