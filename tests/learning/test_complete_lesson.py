"""Completing a lesson: written exactly once, despite repeats and errors."""

from datetime import timedelta
from uuid import uuid4

import pytest

from learning.actions import record
from learning.models import Assignment, LearningEvent, LessonState, ModuleState
from tests.builders import AT, complete, edit, item_of, publish

pytestmark = pytest.mark.django_db


def test_completing_a_lesson_writes_an_event_and_a_state(site, people):
    written = complete(people.alice, site.lessons[0])
    assert written.is_new
    event = LearningEvent.objects.get()
    assert (event.verb, event.subject, event.position, event.previous_hash) == ("completed", people.alice.subject, 1, "")
    assert event.authority == people.ashdale
    state = LessonState.objects.get()
    assert (state.completed_at, state.version.number, state.read_number) == (AT, 1, 1)
    module = ModuleState.objects.get()
    assert (module.lessons_done, module.lessons_asked, module.status) == (1, 3, "started")


def test_the_same_event_id_twice_is_one_event(site, people):
    event_id = uuid4()
    first = complete(people.alice, site.lessons[0], event_id=event_id)
    second = complete(people.alice, site.lessons[0], at=AT + timedelta(days=3), event_id=event_id)
    assert (first.event.pk, second.event.pk, second.is_new) == (event_id, event_id, False)
    assert LearningEvent.objects.count() == 1


@pytest.fixture
def written(site, people):
    """Return a function that sends one of alice's events with the same id each time: begun, completed, reread."""
    ids = {"started": uuid4(), "completed": uuid4(), "reread": uuid4()}

    def send(verb, member=people.alice, page=site.lessons[0]):
        lesson, at = item_of(page), AT + timedelta(days=1)
        same = {"member": member, "event_id": ids[verb], "at": at}
        if verb == "started":
            return record.begin(module=item_of(site.module), **same)
        deed = record.complete_lesson if verb == "completed" else record.reread
        return deed(lesson=lesson, version=lesson.current, **same)

    send("started")
    send("completed")
    edit(site.lessons[0], "Another rule.", "material", "The rule is new.")
    send("reread")
    return send


def test_a_repeated_event_gets_the_same_response_after_its_page_is_retired(written, site, people):
    """The connection dropped, the page was retired and the browser sends again: the event is recorded and must not be refused."""
    site.lessons[0].unpublish()
    site.module.unpublish()
    for verb in ("started", "completed", "reread"):
        again = written(verb)
        assert (again.event.verb, again.is_new, again.event.occurred_at) == (verb, False, AT + timedelta(days=1))
        with pytest.raises(record.NotOpenToYou):
            written(verb, member=people.carol)
    assert LearningEvent.objects.of(people.alice).count() == 3
    site.lessons[1].unpublish()
    for verb in ("completed", "reread"):
        with pytest.raises(record.NotOpenToYou):
            written(verb, page=site.lessons[1])


def test_completing_in_two_windows_is_one_event_with_the_first_date(site, people):
    first = complete(people.alice, site.lessons[0])
    second = complete(people.alice, site.lessons[0], at=AT + timedelta(days=3))
    assert second.event.pk == first.event.pk
    assert LessonState.objects.get().completed_at == AT
    assert LearningEvent.objects.count() == 1


def test_the_event_id_of_someone_else_is_refused(site, people):
    event_id = uuid4()
    complete(people.alice, site.lessons[0], event_id=event_id)
    with pytest.raises(record.EventIdTaken):
        complete(people.carol, site.lessons[0], event_id=event_id)
    assert not LearningEvent.objects.filter(subject=people.carol.subject).exists()


def test_the_event_id_of_another_lesson_is_refused(site, people):
    event_id = uuid4()
    complete(people.alice, site.lessons[0], event_id=event_id)
    with pytest.raises(record.EventIdTaken):
        complete(people.alice, site.lessons[1], event_id=event_id)


def test_the_last_lesson_completes_the_module_once(site, people):
    for day, lesson in enumerate(site.lessons):
        complete(people.alice, lesson, at=AT + timedelta(days=day))
    state = ModuleState.objects.get()
    assert (state.status, state.completed_at, state.lessons_done) == ("completed", AT + timedelta(days=2), 3)


def test_completing_an_unpublished_lesson_is_refused(site, people):
    site.lessons[0].unpublish()
    with pytest.raises(record.NotOpenToYou):
        complete(people.alice, site.lessons[0])
    assert not LearningEvent.objects.exists()


def test_a_person_without_membership_is_refused(site, people):
    with pytest.raises(record.NotOpenToYou):
        complete(people.newcomer, site.lessons[0])


def test_a_version_of_another_lesson_is_refused(site, people):
    first, second = item_of(site.lessons[0]), item_of(site.lessons[1])
    with pytest.raises(record.NotOpenToYou):
        record.complete_lesson(member=people.alice, lesson=first, version=second.current, event_id=uuid4(), at=AT)


def test_a_completion_refers_to_the_version_that_was_read(site, people):
    read = item_of(site.lessons[0]).current
    edit(site.lessons[0], "Newer words.", "material")
    lesson = item_of(site.lessons[0])
    record.complete_lesson(member=people.alice, lesson=lesson, version=read, event_id=uuid4(), at=AT)
    assert LessonState.objects.get().version == read


def test_each_event_has_the_hash_of_the_previous_event(site, people):
    for lesson in site.lessons:
        complete(people.alice, lesson)
    complete(people.carol, site.lessons[0])
    first, second, third = LearningEvent.objects.of(people.alice).in_order()
    assert [second.previous_hash, third.previous_hash] == [first.hash, second.hash]
    assert LearningEvent.objects.of(people.carol).get().previous_hash == ""
    assert all(event.hash == event.computed_hash() for event in LearningEvent.objects.all())


def test_a_new_lesson_leaves_completed_modules_completed(site, people):
    from tests.builders import make_lesson

    for lesson in site.lessons:
        complete(people.alice, lesson)
    complete(people.carol, site.lessons[0])
    make_lesson(site.module, "A fourth lesson")
    alice, carol = (ModuleState.objects.get(assignment__member=member) for member in (people.alice, people.carol))
    assert (alice.status, alice.lessons_done, alice.lessons_asked) == ("completed", 3, 3)
    assert (carol.status, carol.lessons_done, carol.lessons_asked) == ("started", 1, 4)


def test_renewing_a_completed_module_starts_a_new_cycle_and_preserves_the_old_one(site, people):
    for lesson in site.lessons:
        complete(people.alice, lesson)
    second = record.renew(member=people.alice, module=site.item, due_on=None, by=people.bob, at=AT)
    assert second.cycle == 2
    complete(people.alice, site.lessons[0], at=AT + timedelta(days=365))
    assert Assignment.objects.of(people.alice).count() == 2
    assert ModuleState.objects.complete().count() == 1
    assert LearningEvent.objects.count() == 4


def test_assigning_an_open_module_again_is_refused(site, people):
    record.assign(member=people.alice, module=site.item, due_on=None, by=people.bob, at=AT)
    with pytest.raises(record.AlreadyAssigned):
        record.assign(member=people.alice, module=site.item, due_on=None, by=people.bob, at=AT)


def test_voiding_needs_a_reason_reopens_the_module_and_preserves_the_event(site, people):
    events = [complete(people.alice, lesson).event for lesson in site.lessons]
    with pytest.raises(ValueError):
        record.void(event=events[1], by=people.frank, reason=" ", event_id=uuid4(), at=AT)
    record.void(event=events[1], by=people.frank, reason="Pressed by a colleague.", event_id=uuid4(), at=AT)
    state = ModuleState.objects.get()
    assert (state.status, state.lessons_done, state.completed_at) == ("started", 2, None)
    assert LearningEvent.objects.filter(pk=events[1].pk).exists()
    with pytest.raises(record.AlreadyVoided):
        record.void(event=events[1], by=people.frank, reason="Again.", event_id=uuid4(), at=AT)
    complete(people.alice, site.lessons[1], at=AT + timedelta(days=1))
    assert ModuleState.objects.get().completed_at == AT + timedelta(days=1)


def test_a_lesson_published_again_counts_again(site, people):
    complete(people.alice, site.lessons[0])
    site.lessons[0].unpublish()
    publish(site.lessons[0])
    assert ModuleState.objects.get().lessons_done == 1
