"""rebuild_progress finds every kind of difference, and restores what can be restored."""

from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from learning.actions import record
from learning.models import ItemVersion, LearningEvent, LessonState, ModuleState
from learning.rebuild import broken_chains, differences, unrecorded_versions
from tests.builders import AT, complete, edit, item_of, make_lesson
from tests.learning.tampering import without_guard

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def history(site, people):
    """Add every kind of event: started, completed, edited, re-read, reflected, voided, retired."""
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


def test_no_difference_is_found_after_every_kind_of_event(history):
    assert list(differences()) == []
    out = StringIO()
    call_command("rebuild_progress", "--verify", stdout=out)
    assert out.getvalue()


def test_a_changed_state_is_found_and_restored(history):
    LessonState.objects.filter(completed_at__isnull=False).update(read_number=9)
    ModuleState.objects.update(lessons_done=0)
    with pytest.raises(CommandError):
        call_command("rebuild_progress", "--verify", stderr=StringIO())
    call_command("rebuild_progress", stdout=StringIO())
    assert list(differences()) == []


def test_a_deleted_state_is_found_and_restored(history):
    LessonState.objects.all().delete()
    assert list(differences())
    call_command("rebuild_progress", stdout=StringIO())
    assert list(differences()) == []


def test_a_state_without_events_is_found(history, people):
    assignment = LearningEvent.objects.of(people.carol).first().assignment
    LessonState.objects.create(assignment=assignment, item=item_of(history.module))
    assert len(list(differences())) == 1


def test_interrupted_publishing_or_retiring_is_found(site):
    Page.objects.filter(pk=site.lessons[0].pk).update(live=False)
    Page.objects.filter(pk=site.module.pk).update(live=False)
    ItemVersion.objects.filter(item=item_of(site.lessons[1])).update(content_hash="other")
    first, module, second = (item_of(page).pk for page in (site.lessons[0], site.module, site.lessons[1]))
    assert sorted(sentence.partition(":")[0] for sentence in unrecorded_versions()) == sorted(
        [f"Lesson {first}", f"Module {module}", f"Lesson {second}"]
    )


def test_a_tampered_event_is_found(history):
    with without_guard():
        LearningEvent.objects.filter(position=2).update(reason="never happened")
    tampered = LearningEvent.objects.filter(position=2).count()
    assert len(list(broken_chains())) == tampered > 0


def test_a_deleted_event_is_found(history, people):
    with without_guard():
        LearningEvent.objects.of(people.carol).get(position=2).delete()
    assert list(broken_chains())
