"""Completing a lesson: written exactly once, despite repeats and errors."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from learning.actions import record
from learning.models import Assignment, LearningEvent, LessonState, ModuleState
from learning.rebuild import differences
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


@pytest.fixture
def rule(site, people):
    """Return a function that asks as a nightly rule would, with a due date and an occasion."""

    def ask(do=record.assign, occasion="pathway 1, step 1", due_on=date(2026, 12, 14), at=AT):
        return do(member=people.alice, module=site.item, due_on=due_on, by=None, at=at, occasion=occasion)

    return ask


def _assignments():
    return list(Assignment.objects.order_by("pk").values_list("cycle", "occasion", "due_on", "made_at", "source"))


@pytest.mark.parametrize("before", ["nothing", "begun", "completed", "assigned by a person"])
def test_a_rule_that_asks_every_night_leaves_one_assignment(before, rule, site, people):
    if before in ("begun", "completed"):
        for lesson in site.lessons[: 1 if before == "begun" else 3]:
            complete(people.alice, lesson)
    if before == "assigned by a person":
        record.assign(member=people.alice, module=site.item, due_on=date(2026, 12, 1), by=people.bob, at=AT)
    rule(at=AT + timedelta(days=1))
    first = _assignments()
    for night in range(2, 32):
        rule(at=AT + timedelta(days=night))
    assert _assignments() == first and len(first) == 1
    expected_due = {"completed": None, "assigned by a person": date(2026, 12, 1)}.get(before, date(2026, 12, 14))
    assert (first[0][0], first[0][2]) == (1, expected_due)


def test_two_rules_share_one_assignment(rule):
    first = rule()
    assert rule(occasion="job role 4", due_on=date(2026, 12, 1)) == first
    assert Assignment.objects.get().due_on == date(2026, 12, 14)


def test_only_a_renewal_opens_a_new_cycle_and_once_for_an_occasion(rule, site, people):
    with pytest.raises(record.NotCompleted):
        rule(record.renew, "renewal 2027")
    for lesson in site.lessons:
        complete(people.alice, lesson)
    with pytest.raises(record.AlreadyCompleted):
        record.assign(member=people.alice, module=site.item, due_on=None, by=people.bob, at=AT)
    renewed = [rule(record.renew, "renewal 2027", at=AT + timedelta(days=night)) for night in range(30)]
    assert {assignment.pk for assignment in renewed} == {renewed[0].pk} and renewed[0].cycle == 2
    rule()
    assert [row[0] for row in _assignments()] == [1, 2]
    for lesson in site.lessons:
        complete(people.alice, lesson, at=AT + timedelta(days=40))
    assert rule(record.renew, "renewal 2027").cycle == 2
    assert rule(record.renew, "renewal 2028").cycle == 3


@pytest.mark.engine
def test_the_database_refuses_a_second_assignment_for_an_occasion(rule, site, people):
    rule()
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(member=people.alice, module=site.item, cycle=2, source="asked", occasion="pathway 1, step 1", made_at=AT)
    Assignment.objects.create(member=people.alice, module=site.item, cycle=2, source="asked", made_at=AT)
    Assignment.objects.create(member=people.alice, module=site.item, cycle=3, source="asked", made_at=AT)


@pytest.mark.parametrize("verb", ["started", "completed", "reread"])
def test_a_form_sent_again_after_its_event_was_voided_is_not_answered_as_recorded(verb, written, people, site):
    event = LearningEvent.objects.of(people.alice).get(verb=verb)
    record.void(event=event, by=people.frank, reason="By mistake.", event_id=uuid4(), at=AT + timedelta(days=2))
    for is_open in (True, False):
        if not is_open:
            site.module.unpublish()
        if verb == "started":  # it promises nothing, and the member goes on
            assert not written(verb).is_new
        else:
            with pytest.raises(record.EventVoided):
                written(verb)


def test_an_old_form_is_answered_again_once_the_lesson_is_completed_anew(written, people, site):
    event = LearningEvent.objects.of(people.alice).get(verb="completed")
    record.void(event=event, by=people.frank, reason="By mistake.", event_id=uuid4(), at=AT + timedelta(days=2))
    anew = complete(people.alice, site.lessons[0], at=AT + timedelta(days=3))
    assert anew.is_new
    assert written("completed").event == anew.event


def test_voiding_something_else_does_not_change_the_date_of_a_completion(site, people):
    lesson = item_of(site.lessons[0])
    record.save_note(member=people.alice, lesson=lesson, prompt="q", question="Why?", text="So.", event_id=uuid4(), at=AT)
    for page in site.lessons:
        complete(people.alice, page)
    reflected = LearningEvent.objects.get(verb="reflected")
    record.void(event=reflected, by=people.frank, reason="By mistake.", event_id=uuid4(), at=AT + timedelta(days=9))
    assert ModuleState.objects.get().completed_at == AT
    assert list(differences()) == []


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=400)])
def test_a_clock_set_back_never_shows_a_completion_before_the_start(back, site, people):
    record.begin(member=people.alice, module=site.item, event_id=uuid4(), at=AT)
    complete(people.alice, site.lessons[0], at=AT)
    for page in site.lessons[1:]:
        complete(people.alice, page, at=AT - back)
    state = ModuleState.objects.get()
    assert state.started_at == state.completed_at == AT - back
    assert list(differences()) == []


@pytest.mark.engine
def test_the_database_refuses_a_completion_before_its_start(site, people):
    for page in site.lessons:
        complete(people.alice, page)
    with pytest.raises(IntegrityError), transaction.atomic():
        ModuleState.objects.update(started_at=AT + timedelta(days=1))


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
