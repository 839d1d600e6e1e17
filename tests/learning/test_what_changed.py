"""What somebody who completed a lesson is told when it changes, and what nobody else is."""

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from learning.actions import record
from learning.lesson_text import difference, snapshot
from learning.models import LearningEvent, LessonState
from learning.models.records import change_impact
from learning.rebuild import differences
from tests.builders import AT, body, complete, edit, item_of

pytestmark = pytest.mark.django_db

UPDATED, ASKED = "Updated ", "Something here has changed since you completed it"
FIRST = "Think of the last time you said no to something a young person asked for."


@pytest.fixture
def lesson(site):
    return site.lessons[0]


@pytest.fixture
def alice(people, lesson, signed_in):
    """Alice, who has completed the lesson."""
    complete(people.alice, lesson)
    return signed_in(people.alice)


def words(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


def note_url(lesson):
    return reverse("learning:what_changed", args=[item_of(lesson).uid])


def send(client, lesson, version=None, event=None):
    version = version or item_of(lesson).current.number
    return client.post(note_url(lesson), {"event": event or uuid4(), "version": version}, follow=True)


def test_an_editorial_change_shows_nothing(alice, site, lesson):
    edit(lesson, "Think of the last time you said no.", "editorial")
    for url in (lesson.url, site.module.url):
        assert UPDATED not in words(alice, url) and ASKED not in words(alice, url) and "what changed" not in words(alice, url).lower()
    assert "<ins>" not in alice.get(note_url(lesson)).content.decode()


def test_a_clarified_change_shows_a_quiet_word_and_asks_nothing(alice, site, lesson):
    edit(lesson, "Think of the last no.", "clarified")
    assert UPDATED in words(alice, lesson.url) and ASKED not in words(alice, lesson.url)
    assert "You don’t need to do anything." in words(alice, lesson.url)
    assert UPDATED in words(alice, site.module.url)
    assert "I have read what changed" not in words(alice, note_url(lesson))


def test_a_material_change_is_asked_about(alice, site, lesson):
    edit(lesson, "The rule is new.", "material", "The rule is new since November.")
    assert ASKED in words(alice, lesson.url)
    assert "your completion and its date stay the same" in words(alice, lesson.url)
    assert "Please read what changed" in words(alice, site.module.url)
    assert "The rule is new since November." in words(alice, note_url(lesson))


def test_once_read_it_is_gone_and_the_completion_and_its_date_stand(alice, people, site, lesson):
    edit(lesson, "The rule is new.", "material")
    assert send(alice, lesson).status_code == 200
    for url in (lesson.url, site.module.url):
        assert ASKED not in words(alice, url) and "Please read what changed" not in words(alice, url) and UPDATED not in words(alice, url)
    assert "I have read what changed" not in words(alice, note_url(lesson))
    state = LessonState.objects.get(assignment__member=people.alice)
    assert (state.completed_at, state.version.number, state.read_number) == (AT, 1, 2)
    assert list(differences()) == []


def test_the_button_pressed_twice_is_one_event(alice, lesson):
    edit(lesson, "The rule is new.", "material")
    event = uuid4()
    send(alice, lesson, event=event)
    send(alice, lesson, event=event)
    send(alice, lesson)
    assert LearningEvent.objects.filter(verb="reread").count() == 1


def test_the_difference_shows_the_changed_paragraph_and_no_other(alice, lesson):
    edit(lesson, "The rule is new.", "material")
    soup = BeautifulSoup(alice.get(note_url(lesson)).content, "html.parser").find(class_="diff")
    assert [one.get_text() for one in soup.find_all("del")] == [FIRST]
    assert [one.get_text() for one in soup.find_all("ins")] == ["The rule is new."]
    assert len(soup.find_all("p")) == 2


def test_a_hostile_paragraph_is_shown_as_words(alice, lesson):
    edit(lesson, "&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; more", "material")
    html = alice.get(note_url(lesson)).content.decode()
    assert "<script>alert" not in html
    assert BeautifulSoup(html, "html.parser").ins.get_text() == "<script>alert(1)</script> &amp; more"


def test_two_material_changes_in_a_row_are_both_shown_and_read_at_once(alice, people, lesson):
    edit(lesson, "The first new rule.", "material", "One.")
    edit(lesson, "The second new rule.", "material", "Two.")
    seen = words(alice, note_url(lesson))
    assert seen.index("Two.") < seen.index("One.")
    send(alice, lesson)
    assert ASKED not in words(alice, lesson.url)
    assert LessonState.objects.get(assignment__member=people.alice).read_number == 3


def test_a_second_material_change_after_the_first_was_read_asks_again(alice, lesson):
    edit(lesson, "The first new rule.", "material")
    send(alice, lesson)
    edit(lesson, "The second new rule.", "material")
    assert ASKED in words(alice, lesson.url)


def test_having_read_an_older_version_does_not_answer_for_a_newer(alice, lesson):
    edit(lesson, "The first new rule.", "material")
    edit(lesson, "The second new rule.", "material")
    send(alice, lesson, version=2)
    assert ASKED in words(alice, lesson.url)


@pytest.mark.parametrize("later", ["editorial", "clarified"])
def test_a_material_change_is_still_asked_about_after_a_smaller_one(alice, lesson, later):
    edit(lesson, "The rule is new.", "material")
    edit(lesson, "The rule is quite new.", later)
    assert ASKED in words(alice, lesson.url)


def test_a_quiet_word_stays_after_an_editorial_change(alice, lesson):
    edit(lesson, "Think of the last no.", "clarified")
    edit(lesson, "Think of the last no!", "editorial")
    assert UPDATED in words(alice, lesson.url)


@pytest.mark.parametrize("change", ["editorial", "clarified", "material"])
def test_nobody_who_has_not_completed_it_is_told(people, site, lesson, signed_in, change):
    complete(people.alice, lesson)
    record.begin(member=people.bob, module=site.item, event_id=uuid4(), at=AT)
    edit(lesson, "Other words.", change, "Told to those who know it.")
    for person in (people.bob, people.carol):
        client = signed_in(person)
        for url in (lesson.url, site.module.url, "/", reverse("learning:my_learning")):
            seen = words(client, url)
            assert ASKED not in seen and UPDATED not in seen and "Told to those who know it." not in seen


def test_whoever_completed_the_new_words_is_not_asked_about_them(people, lesson, signed_in):
    edit(lesson, "The rule is new.", "material", "An old change.")
    complete(people.carol, lesson)
    carol = signed_in(people.carol)
    assert ASKED not in words(carol, lesson.url)
    assert "An old change." not in words(carol, note_url(lesson))


def test_somebody_who_has_not_completed_it_cannot_say_they_read_the_change(people, lesson, signed_in):
    edit(lesson, "The rule is new.", "material")
    assert send(signed_in(people.carol), lesson).status_code == 404
    assert LearningEvent.objects.count() == 0


def test_how_many_a_change_touches_is_counted_by_person_and_authority(people, site, lesson):
    assert change_impact(item_of(lesson)) == {"people": 0, "authorities": 0, "midway": 0}
    for person in (people.alice, people.bob, people.carol):
        complete(person, lesson)
    complete(people.erin, site.lessons[1])
    for page in site.lessons[1:]:
        complete(people.alice, page)
    assert change_impact(item_of(lesson)) == {"people": 3, "authorities": 2, "midway": 3}


def test_the_difference_of_the_same_words_is_empty(lesson):
    assert difference(snapshot(lesson), snapshot(lesson)) == ""


def test_title_summary_and_content_note_are_part_of_the_words(lesson):
    before = snapshot(lesson)
    lesson.title, lesson.summary, lesson.content_note = "New title", "New summary", "New note"
    html = difference(before, snapshot(lesson))
    assert all(f"<ins>{one}</ins>" in html for one in ("New title", "New summary", "New note"))


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("heading", {"text": "Old", "level": "2"}, {"text": "New", "level": "2"}),
        ("callout", {"kind": "info", "heading": "Old", "text": "<p>Same</p>"}, {"kind": "info", "heading": "New", "text": "<p>Same</p>"}),
        ("checklist", {"heading": "Same", "items": ["Old", "Stays"]}, {"heading": "Same", "items": ["New", "Stays"]}),
        ("pause", {"text": "<p>Old</p>", "minutes": 1}, {"text": "<p>New</p>", "minutes": 1}),
        ("reflection", {"question": "Same", "hint": "Old"}, {"question": "Same", "hint": "New"}),
        (
            "quote",
            {"text": "Same", "attribution": "role", "who": "Old", "source_url": ""},
            {"text": "Same", "attribution": "role", "who": "New", "source_url": ""},
        ),
        (
            "resource",
            {"title": "Same", "url": "https://example.org/", "description": "", "owner": "Old"},
            {"title": "Same", "url": "https://example.org/", "description": "", "owner": "New"},
        ),
        ("text", "<ul><li>Old</li><li>Stays</li></ul>", "<ul><li>New</li><li>Stays</li></ul>"),
    ],
)
def test_a_change_in_any_block_shows_exactly_what_readers_see_change(lesson, kind, before, after):
    stream_block = lesson._meta.get_field("body").stream_block
    lesson.body = stream_block.to_python([{"type": kind, "value": before}])
    old = snapshot(lesson)
    lesson.body = stream_block.to_python([{"type": kind, "value": after}])
    assert difference(old, snapshot(lesson)) == "<p><del>Old</del></p><p><ins>New</ins></p>"


def test_a_change_in_a_scenario_shows_the_one_sentence(lesson):
    def scene(follows):
        choices = [{"label": "Wait", "follows": follows, "go_to": ""}, {"label": "Go", "follows": "<p>In.</p>", "go_to": ""}]
        steps = [{"key": "a", "text": "<p>Ring.</p>", "question": "What?", "choices": choices}]
        return [{"type": "scenario", "value": {"title": "A scene", "steps": steps}}]

    stream_block = lesson._meta.get_field("body").stream_block
    lesson.body = stream_block.to_python(scene("<p>Late.</p>"))
    old = snapshot(lesson)
    lesson.body = stream_block.to_python(scene("<p>Very late.</p>"))
    assert difference(old, snapshot(lesson)) == "<p><del>Late.</del></p><p><ins>Very late.</ins></p>"


def test_words_added_and_words_taken_away_stand_alone(lesson):
    before = snapshot(lesson)
    lesson.body = body("Think of the last no.</p><p>" + FIRST)
    assert difference(before, snapshot(lesson)) == "<p><ins>Think of the last no.</ins></p>"
    assert difference(snapshot(lesson), before) == "<p><del>Think of the last no.</del></p>"
