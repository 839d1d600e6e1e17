"""Completing a lesson: written once, whatever happens on the way."""

from datetime import timedelta
from uuid import uuid4

import pytest

from learning.actions import record
from learning.models import Assignment, LearningEvent, LessonState, ModuleState
from tests.builders import AT, complete, edit, item_of, publish

pytestmark = pytest.mark.django_db


def test_a_completion_is_an_event_and_a_state(site, people):
    written = complete(people.alice, site.lessons[0])
    assert written.is_new
    event = LearningEvent.objects.get()
    assert (event.verb, event.subject, event.position, event.previous_hash) == ("completed", people.alice.subject, 1, "")
    assert event.authority == people.ashdale
    state = LessonState.objects.get()
    assert (state.completed_at, state.version.number, state.read_number) == (AT, 1, 1)
    module = ModuleState.objects.get()
    assert (module.lessons_done, module.lessons_asked, module.status) == (1, 3, "started")


def test_pressed_twice_with_the_same_id_it_is_one_event(site, people):
    event_id = uuid4()
    first = complete(people.alice, site.lessons[0], event_id=event_id)
    second = complete(people.alice, site.lessons[0], at=AT + timedelta(days=3), event_id=event_id)
    assert (first.event.pk, second.event.pk, second.is_new) == (event_id, event_id, False)
    assert LearningEvent.objects.count() == 1


@pytest.fixture
def written(site, people):
    """A function that sends one of alice's events under its own id, as often as it is called: begun, completed, reread."""
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


@pytest.mark.parametrize("verb", ["started", "completed", "reread"])
def test_a_repeat_is_answered_as_the_first_was_although_the_page_has_gone(written, site, people, verb):
    """The line dropped, the page was retired, the browser sends again: it is on the record, and nobody says it is not."""
    site.lessons[0].unpublish()
    site.module.unpublish()
    again = written(verb)
    assert (again.event.verb, again.is_new, again.event.occurred_at) == (verb, False, AT + timedelta(days=1))
    assert LearningEvent.objects.of(people.alice).count() == 3
    with pytest.raises(record.NotOpenToYou):
        written(verb, member=people.carol)
    if verb != "started":
        site.lessons[1].unpublish()
        with pytest.raises(record.NotOpenToYou):
            written(verb, page=site.lessons[1])


def test_sent_from_two_windows_it_is_one_event_with_the_first_date(site, people):
    first = complete(people.alice, site.lessons[0])
    second = complete(people.alice, site.lessons[0], at=AT + timedelta(days=3))
    assert second.event.pk == first.event.pk
    assert LessonState.objects.get().completed_at == AT
    assert LearningEvent.objects.count() == 1


def test_an_id_of_somebody_elses_event_is_refused(site, people):
    event_id = uuid4()
    complete(people.alice, site.lessons[0], event_id=event_id)
    with pytest.raises(record.EventIdTaken):
        complete(people.carol, site.lessons[0], event_id=event_id)
    assert not LearningEvent.objects.filter(subject=people.carol.subject).exists()


def test_an_id_of_another_lessons_event_is_refused(site, people):
    event_id = uuid4()
    complete(people.alice, site.lessons[0], event_id=event_id)
    with pytest.raises(record.EventIdTaken):
        complete(people.alice, site.lessons[1], event_id=event_id)


def test_the_last_lesson_completes_the_module_once(site, people):
    for day, lesson in enumerate(site.lessons):
        complete(people.alice, lesson, at=AT + timedelta(days=day))
    state = ModuleState.objects.get()
    assert (state.status, state.completed_at, state.lessons_done) == ("completed", AT + timedelta(days=2), 3)


def test_a_lesson_that_is_unpublished_is_refused(site, people):
    site.lessons[0].unpublish()
    with pytest.raises(record.NotOpenToYou):
        complete(people.alice, site.lessons[0])
    assert not LearningEvent.objects.exists()


def test_a_person_without_membership_is_refused(site, people):
    with pytest.raises(record.NotOpenToYou):
        complete(people.newcomer, site.lessons[0])


def test_a_version_of_another_lesson_is_refused(site, people):
    lesson, other = item_of(site.lessons[0]), item_of(site.lessons[1])
    with pytest.raises(record.NotOpenToYou):
        record.complete_lesson(member=people.alice, lesson=lesson, version=other.current, event_id=uuid4(), at=AT)


def test_it_rests_on_the_words_that_were_read_even_if_newer_ones_came_out_meanwhile(site, people):
    read = item_of(site.lessons[0]).current
    edit(site.lessons[0], "Newer words.", "material")
    lesson = item_of(site.lessons[0])
    record.complete_lesson(member=people.alice, lesson=lesson, version=read, event_id=uuid4(), at=AT)
    assert LessonState.objects.get().version == read


def test_the_chain_links_each_event_to_the_one_before(site, people):
    for lesson in site.lessons:
        complete(people.alice, lesson)
    complete(people.carol, site.lessons[0])
    first, second, third = LearningEvent.objects.of(people.alice).in_order()
    assert [second.previous_hash, third.previous_hash] == [first.hash, second.hash]
    assert LearningEvent.objects.of(people.carol).get().previous_hash == ""
    assert all(event.hash == event.computed_hash() for event in LearningEvent.objects.all())


def test_a_new_lesson_does_not_uncomplete_anybody(site, people):
    from tests.builders import make_lesson

    for lesson in site.lessons:
        complete(people.alice, lesson)
    complete(people.carol, site.lessons[0])
    make_lesson(site.module, "A fourth lesson")
    alice, carol = (ModuleState.objects.get(assignment__member=one) for one in (people.alice, people.carol))
    assert (alice.status, alice.lessons_done, alice.lessons_asked) == ("completed", 3, 3)
    assert (carol.status, carol.lessons_done, carol.lessons_asked) == ("started", 1, 4)


def test_asked_again_after_completion_a_new_cycle_keeps_the_old_evidence(site, people):
    for lesson in site.lessons:
        complete(people.alice, lesson)
    second = record.assign(member=people.alice, module=site.item, due_on=None, by=people.bob, at=AT)
    assert second.cycle == 2
    complete(people.alice, site.lessons[0], at=AT + timedelta(days=365))
    assert Assignment.objects.of(people.alice).count() == 2
    assert ModuleState.objects.complete().count() == 1
    assert LearningEvent.objects.count() == 4


def test_asked_while_open_is_refused(site, people):
    record.assign(member=people.alice, module=site.item, due_on=None, by=people.bob, at=AT)
    with pytest.raises(record.AlreadyAssigned):
        record.assign(member=people.alice, module=site.item, due_on=None, by=people.bob, at=AT)


def test_voiding_needs_a_reason_opens_the_module_again_and_keeps_the_event(site, people):
    events = [complete(people.alice, lesson).event for lesson in site.lessons]
    with pytest.raises(ValueError, match="reason"):
        record.void(event=events[1], by=people.frank, reason=" ", event_id=uuid4(), at=AT)
    record.void(event=events[1], by=people.frank, reason="Pressed by a colleague.", event_id=uuid4(), at=AT)
    state = ModuleState.objects.get()
    assert (state.status, state.lessons_done, state.completed_at) == ("started", 2, None)
    assert LearningEvent.objects.filter(pk=events[1].pk).exists()
    with pytest.raises(record.AlreadyVoided):
        record.void(event=events[1], by=people.frank, reason="Again.", event_id=uuid4(), at=AT)
    complete(people.alice, site.lessons[1], at=AT + timedelta(days=1))
    assert ModuleState.objects.get().completed_at == AT + timedelta(days=1)


def test_a_lesson_published_anew_after_retiring_counts_again(site, people):
    complete(people.alice, site.lessons[0])
    site.lessons[0].unpublish()
    publish(site.lessons[0])
    assert ModuleState.objects.get().lessons_done == 1
