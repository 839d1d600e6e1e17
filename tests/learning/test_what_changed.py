"""Changed lessons: people who completed the lesson are told, and others are not."""

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

FIRST = "Think of the last time you said no to something a young person asked for."


@pytest.fixture
def lesson(site):
    return site.lessons[0]


@pytest.fixture
def alice(people, lesson, signed_in):
    """Return a client signed in as alice, who has completed the lesson."""
    complete(people.alice, lesson)
    return signed_in(people.alice)


def words(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


def notice(client, lesson):
    """Return how a lesson's page reports a change since completion: it asks the reader to read it, mentions it, or says nothing."""
    changed = client.get(lesson.url).context["changed"]
    return {"care": "asks", "info": "tells"}[changed.kind] if changed else "nothing"


def is_linked(client, url, lesson):
    """Return whether a page links to the changes in the lesson."""
    response = client.get(url)
    assert response.status_code == 200
    return f'href="{note_url(lesson)}"' in response.content.decode()


def can_confirm(client, lesson):
    """Return whether the page of changes has the button that confirms reading."""
    return bool(client.get(note_url(lesson)).context["button"])


def note_url(lesson):
    return reverse("learning:what_changed", args=[item_of(lesson).uid])


def send(client, lesson, version=None, event=None):
    version = version or item_of(lesson).current.number
    return client.post(note_url(lesson), {"event": event or uuid4(), "version": version}, follow=True)


def test_an_editorial_change_is_not_mentioned(alice, site, lesson):
    edit(lesson, "Think of the last time you said no.", "editorial")
    assert notice(alice, lesson) == "nothing"
    assert not is_linked(alice, lesson.url, lesson) and not is_linked(alice, site.module.url, lesson)
    assert "<ins>" not in alice.get(note_url(lesson)).content.decode()


def test_a_clarified_change_is_mentioned_and_asks_nothing(alice, site, lesson):
    edit(lesson, "Think of the last no.", "clarified")
    assert notice(alice, lesson) == "tells"
    assert is_linked(alice, site.module.url, lesson)
    assert not can_confirm(alice, lesson)


def test_a_material_change_asks_to_be_read(alice, site, lesson):
    edit(lesson, "The rule is new.", "material", "The rule is new since November.")
    assert notice(alice, lesson) == "asks"
    assert is_linked(alice, site.module.url, lesson)
    assert can_confirm(alice, lesson)
    assert "The rule is new since November." in words(alice, note_url(lesson))


def test_a_confirmed_change_disappears_and_the_completion_date_is_preserved(alice, people, site, lesson):
    edit(lesson, "The rule is new.", "material")
    assert send(alice, lesson).status_code == 200
    assert notice(alice, lesson) == "nothing"
    assert not is_linked(alice, site.module.url, lesson)
    assert not can_confirm(alice, lesson)
    state = LessonState.objects.get(assignment__member=people.alice)
    assert (state.completed_at, state.version.number, state.read_number) == (AT, 1, 2)
    assert list(differences()) == []


def test_confirming_twice_is_a_single_event(alice, lesson):
    edit(lesson, "The rule is new.", "material")
    event = uuid4()
    send(alice, lesson, event=event)
    send(alice, lesson, event=event)
    send(alice, lesson)
    assert LearningEvent.objects.filter(verb="reread").count() == 1


def test_the_difference_shows_only_the_changed_paragraph(alice, lesson):
    edit(lesson, "The rule is new.", "material")
    soup = BeautifulSoup(alice.get(note_url(lesson)).content, "html.parser").find(class_="diff")
    assert [removed.get_text() for removed in soup.find_all("del")] == [FIRST]
    assert [added.get_text() for added in soup.find_all("ins")] == ["The rule is new."]
    assert len(soup.find_all("p")) == 2


def test_a_hostile_paragraph_is_escaped(alice, lesson):
    edit(lesson, "&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; more", "material")
    html = alice.get(note_url(lesson)).content.decode()
    assert "<script>alert" not in html
    assert BeautifulSoup(html, "html.parser").ins.get_text() == "<script>alert(1)</script> &amp; more"


def test_two_material_changes_are_shown_and_confirmed_together(alice, people, lesson):
    edit(lesson, "The first new rule.", "material", "One.")
    edit(lesson, "The second new rule.", "material", "Two.")
    seen = words(alice, note_url(lesson))
    assert seen.index("Two.") < seen.index("One.")
    send(alice, lesson)
    assert notice(alice, lesson) == "nothing"
    assert LessonState.objects.get(assignment__member=people.alice).read_number == 3


def test_a_second_material_change_after_the_first_was_read_asks_again(alice, lesson):
    edit(lesson, "The first new rule.", "material")
    send(alice, lesson)
    edit(lesson, "The second new rule.", "material")
    assert notice(alice, lesson) == "asks"


def test_confirming_an_older_version_does_not_confirm_a_newer_one(alice, lesson):
    edit(lesson, "The first new rule.", "material")
    edit(lesson, "The second new rule.", "material")
    send(alice, lesson, version=2)
    assert notice(alice, lesson) == "asks"


@pytest.mark.parametrize("later", ["editorial", "clarified"])
def test_a_material_change_is_still_asked_about_after_a_smaller_one(alice, lesson, later):
    edit(lesson, "The rule is new.", "material")
    edit(lesson, "The rule is quite new.", later)
    assert notice(alice, lesson) == "asks"


def test_a_clarified_change_is_still_mentioned_after_an_editorial_one(alice, lesson):
    edit(lesson, "Think of the last no.", "clarified")
    edit(lesson, "Think of the last no!", "editorial")
    assert notice(alice, lesson) == "tells"


def test_people_who_have_not_completed_the_lesson_are_not_told_of_a_change(people, site, lesson, signed_in):
    complete(people.alice, lesson)
    record.begin(member=people.bob, module=site.item, event_id=uuid4(), at=AT)
    for change in ("editorial", "clarified", "material"):
        edit(lesson, f"Other words, {change}.", change, "Told to those who know it.")
        for person in (people.bob, people.carol):
            client = signed_in(person)
            for url in (lesson.url, site.module.url, "/", reverse("learning:my_learning")):
                response = client.get(url)
                assert response.status_code == 200
                html = response.content.decode()
                assert "Told to those who know it." not in html and note_url(lesson) not in html, (change, person, url)
                assert url != lesson.url or not response.context["changed"], (change, person)


def test_completing_the_new_version_asks_nothing_about_the_change(people, lesson, signed_in):
    edit(lesson, "The rule is new.", "material", "An old change.")
    complete(people.carol, lesson)
    carol = signed_in(people.carol)
    assert notice(carol, lesson) == "nothing"
    assert "An old change." not in words(carol, note_url(lesson))


def test_only_people_who_completed_the_lesson_can_confirm_a_change(people, lesson, signed_in):
    edit(lesson, "The rule is new.", "material")
    assert send(signed_in(people.carol), lesson).status_code == 404
    assert LearningEvent.objects.count() == 0


def test_the_people_and_authorities_a_change_affects_are_counted(people, site, lesson):
    assert change_impact(item_of(lesson)) == {"people": 0, "authorities": 0, "midway": 0}
    for person in (people.alice, people.bob, people.carol):
        complete(person, lesson)
    complete(people.erin, site.lessons[1])
    for page in site.lessons[1:]:
        complete(people.alice, page)
    assert change_impact(item_of(lesson)) == {"people": 3, "authorities": 2, "midway": 3}


def test_the_difference_of_unchanged_text_is_empty(lesson):
    assert difference(snapshot(lesson), snapshot(lesson)) == ""


def test_title_summary_and_content_note_are_compared(lesson):
    before = snapshot(lesson)
    lesson.title, lesson.summary, lesson.content_note = "New title", "New summary", "New note"
    html = difference(before, snapshot(lesson))
    assert all(f"<ins>{added}</ins>" in html for added in ("New title", "New summary", "New note"))


BLOCK_CHANGES = [
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
    (
        "table",
        {"caption": "", "columns": [{"type": "text", "heading": "Same"}], "rows": [{"values": ["Old"]}, {"values": ["Stays"]}]},
        {"caption": "", "columns": [{"type": "text", "heading": "Same"}], "rows": [{"values": ["New"]}, {"values": ["Stays"]}]},
    ),
    ("text", "<ul><li>Old</li><li>Stays</li></ul>", "<ul><li>New</li><li>Stays</li></ul>"),
]


def test_a_change_in_any_block_shows_exactly_what_readers_see_change(lesson):
    stream_block = lesson._meta.get_field("body").stream_block
    for kind, before, after in BLOCK_CHANGES:
        lesson.body = stream_block.to_python([{"type": kind, "value": before}])
        old = snapshot(lesson)
        lesson.body = stream_block.to_python([{"type": kind, "value": after}])
        assert difference(old, snapshot(lesson)) == "<p><del>Old</del></p><p><ins>New</ins></p>", kind


def test_a_change_in_a_scenario_shows_only_the_changed_sentence(lesson):
    def scene(follows):
        choices = [{"label": "Wait", "follows": follows, "go_to": ""}, {"label": "Go", "follows": "<p>In.</p>", "go_to": ""}]
        steps = [{"key": "a", "text": "<p>Ring.</p>", "question": "What?", "choices": choices}]
        return [{"type": "scenario", "value": {"title": "A scene", "steps": steps}}]

    stream_block = lesson._meta.get_field("body").stream_block
    lesson.body = stream_block.to_python(scene("<p>Late.</p>"))
    old = snapshot(lesson)
    lesson.body = stream_block.to_python(scene("<p>Very late.</p>"))
    assert difference(old, snapshot(lesson)) == "<p><del>Late.</del></p><p><ins>Very late.</ins></p>"


def test_added_and_removed_text_is_shown_separately(lesson):
    before = snapshot(lesson)
    lesson.body = body("Think of the last no.</p><p>" + FIRST)
    assert difference(before, snapshot(lesson)) == "<p><ins>Think of the last no.</ins></p>"
    assert difference(snapshot(lesson), before) == "<p><del>Think of the last no.</del></p>"
