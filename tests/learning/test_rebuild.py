"""rebuild_progress finds every kind of difference, and restores what can be restored."""

from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from wagtail.models import Page

from learning.actions import record
from learning.models import ItemVersion, LearningEvent, LessonState, ModuleState
from learning.rebuild import broken_chains, differences
from tests.builders import AT, complete, edit, item_of, make_lesson

pytestmark = pytest.mark.django_db


@pytest.fixture
def history(site, people):
    """A little of everything: started, completed, edited, re-read, reflected, voided, retired."""
    record.begin(member=people.alice, module=site.item, event_id=uuid4(), at=AT)
    events = [complete(people.alice, lesson).event for lesson in site.lessons]
    complete(people.carol, site.lessons[0])
    complete(people.carol, site.lessons[1])
    edit(site.lessons[0], "Newer words.", "material")
    lesson = item_of(site.lessons[0])
    record.reread(member=people.alice, lesson=lesson, version=lesson.current, event_id=uuid4(), at=AT)
    record.save_note(member=people.carol, lesson=lesson, prompt="q", question="Why?", text="Because.", event_id=uuid4(), at=AT)
    record.void(event=events[2], by=people.frank, reason="By mistake.", event_id=uuid4(), at=AT)
    make_lesson(site.module, "A fourth")
    site.lessons[2].unpublish()
    return site


def test_all_is_well_after_a_little_of_everything(history):
    assert list(differences()) == []
    out = StringIO()
    call_command("rebuild_progress", "--verify", stdout=out)
    assert "All chains are intact" in out.getvalue()


def test_a_state_that_was_touched_is_named_and_restored(history):
    LessonState.objects.filter(completed_at__isnull=False).update(read_number=9)
    ModuleState.objects.update(lessons_done=0)
    with pytest.raises(CommandError, match="differences"):
        call_command("rebuild_progress", "--verify", stderr=StringIO())
    call_command("rebuild_progress", stdout=StringIO())
    assert list(differences()) == []


def test_a_state_that_was_lost_is_named_and_restored(history):
    LessonState.objects.all().delete()
    assert any("missing" in sentence for sentence in differences())
    call_command("rebuild_progress", stdout=StringIO())
    assert list(differences()) == []


def test_a_state_no_event_speaks_of_is_named(history, people):
    assignment = LearningEvent.objects.of(people.carol).first().assignment
    LessonState.objects.create(assignment=assignment, item=item_of(history.module))
    assert any("without any event" in sentence for sentence in differences())


def test_publishing_or_retiring_that_was_cut_short_is_named(site):
    Page.objects.filter(pk=site.lessons[0].pk).update(live=False)
    Page.objects.filter(pk=site.module.pk).update(live=False)
    ItemVersion.objects.filter(item=item_of(site.lessons[1])).update(content_hash="other")
    lesson, module, other = (item_of(page).pk for page in (site.lessons[0], site.module, site.lessons[1]))
    assert sorted(sentence.partition(":")[0] for sentence in differences()) == sorted(
        [f"Lesson {lesson}", f"Module {module}", f"Lesson {other}"]
    )


def _without_guard(statement):
    """Change the events as somebody with full power over the database could, guard taken off and put back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE learning_learningevent DISABLE TRIGGER USER")
            cursor.execute(statement)
            cursor.execute("ALTER TABLE learning_learningevent ENABLE TRIGGER USER")
            return
        names = ["learning_learningevent_stays_updated", "learning_learningevent_stays_deleted"]
        kept = []
        for name in names:
            kept.append(cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [name]).fetchone()[0])
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(statement)
        for sql in kept:
            cursor.execute(sql.replace("%", "%%"))


def test_tampering_with_an_event_is_seen_and_named(history):
    _without_guard("UPDATE learning_learningevent SET reason = 'never happened' WHERE position = 2")
    found = list(broken_chains())
    assert found
    assert all("content has been changed" in sentence for sentence in found)


def test_taking_an_event_out_of_the_chain_is_seen_and_named(history, people):
    event = LearningEvent.objects.of(people.carol).get(position=2)
    subject = str(event.pk).replace("-", "") if connection.vendor == "sqlite" else str(event.pk)
    _without_guard(f"DELETE FROM learning_learningevent WHERE id = '{subject}'")
    assert any("An event is missing" in sentence for sentence in broken_chains())
