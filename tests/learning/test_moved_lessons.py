"""A completion is about a lesson, wherever the lesson is now: moving it between modules loses and doubles nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from learning.actions import record
from learning.models import Assignment, LearningEvent, LessonState, ModuleState
from learning.progress import module_progress
from learning.rebuild import differences, rebuild
from tests.builders import AT, complete, edit, item_of, make_lesson, make_module

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LATER = AT + timedelta(days=9)


@pytest.fixture
def target(site):
    """Return a second module, with one lesson."""
    module, _ = make_module(site.learn, "Words that care", lessons=1)
    return module


def move(lesson, module):
    lesson.refresh_from_db()
    lesson.move(module, pos="last-child")
    lesson.refresh_from_db()


def done(person, module):
    """Return the item ids of the lessons the module shows the person as done."""
    return {lesson.item_id for lesson in module_progress(person, module.pk).lessons if lesson.is_done}


def rows(client):
    """Return {module title: (lessons done, lessons asked)} of the open modules on My learning, and the titles of the completed ones."""
    context = client.get(reverse("learning:my_learning")).context
    doing = {row["title"]: row["progress"] and (len(row["progress"].done), row["progress"].total) for row in context["doing"]}
    return doing, [row["title"] for row in context["done"]]


@pytest.mark.parametrize("target_begun", [False, True], ids=["target not begun", "target begun"])
def test_a_moved_lesson_is_done_everywhere_and_completing_it_again_writes_nothing(target_begun, site, people, target, signed_in):
    first = complete(people.alice, site.lessons[0])
    if target_begun:
        record.begin(member=people.alice, module=item_of(target), event_id=uuid4(), at=AT)
    events = LearningEvent.objects.count()
    move(site.lessons[0], target)
    alice, lesson = signed_in(people.alice), item_of(site.lessons[0])
    assert done(people.alice, target) == {lesson.pk}
    assert rows(alice)[0] == {site.module.title: (0, 2), target.title: (1, 2)}
    assert "1 of 2 lessons done" in alice.get(site.learn.url).content.decode()
    assert "On your record since" in alice.get(site.lessons[0].get_url()).content.decode()
    again = complete(people.alice, site.lessons[0], at=LATER)
    assert (again.event, again.is_new) == (first.event, False)
    form = {"event": uuid4(), "version": lesson.current.number}
    assert alice.post(reverse("learning:complete", args=[lesson.uid]), form).status_code == 302
    assert LearningEvent.objects.count() == events
    assert Assignment.objects.count() == 1 + target_begun
    assert list(differences()) == []


def test_a_lesson_moved_and_moved_back_is_done_in_each_place(site, people, target):
    complete(people.alice, site.lessons[0])
    move(site.lessons[0], target)
    move(site.lessons[0], site.module)
    assert done(people.alice, site.module) == {item_of(site.lessons[0]).pk} and not done(people.alice, target)
    assert (ModuleState.objects.get().lessons_done, ModuleState.objects.get().lessons_asked) == (1, 3)
    assert list(differences()) == []


def test_a_lesson_completed_while_it_was_elsewhere_counts_when_it_is_back(site, people, target):
    complete(people.alice, site.lessons[1])
    move(site.lessons[0], target)
    complete(people.alice, site.lessons[0])
    move(site.lessons[0], site.module)
    complete(people.alice, site.lessons[2], at=LATER)
    assert ModuleState.objects.get(module=site.item).completed_at == LATER
    assert list(differences()) == []


def test_the_rest_of_the_new_module_completes_it(site, people, target):
    complete(people.alice, site.lessons[0])
    move(site.lessons[0], target)
    complete(people.alice, target.get_first_child().specific, at=LATER)
    state = ModuleState.objects.get(module=item_of(target))
    assert (state.status, state.completed_at, state.lessons_done) == ("completed", LATER, 2)
    assert list(differences()) == []


def test_the_completion_of_the_old_module_remains(site, people, target, signed_in):
    for lesson in site.lessons:
        complete(people.alice, lesson)
    move(site.lessons[0], target)
    state = ModuleState.objects.get()
    assert (state.status, state.lessons_done, state.lessons_asked) == ("completed", 3, 3)
    doing, completed = rows(signed_in(people.alice))
    assert completed == [site.module.title] and doing == {target.title: (1, 2)}


def test_someone_who_stopped_in_a_lesson_carries_on_there_after_it_moved(site, people, target, signed_in):
    lesson = item_of(site.lessons[1])
    record.keep_place(member=people.alice, lesson=lesson, anchor="part-22222222", percent=40, event_id=uuid4(), at=AT)
    record.begin(member=people.alice, module=item_of(target), event_id=uuid4(), at=AT)
    move(site.lessons[1], target)
    response = signed_in(people.alice).post(reverse("learning:carry_on", args=[item_of(target).uid]), {"event": uuid4()})
    assert response.url == f"{site.lessons[1].get_url()}#part-22222222"


def test_moving_the_module_itself_changes_no_record(site, people):
    from learning.models import LearnIndexPage

    complete(people.alice, site.lessons[0])
    make_module(site.learn, "Words that care", lessons=1)
    site.module.refresh_from_db()
    site.module.move(LearnIndexPage.objects.get(), pos="last-child")
    assert done(people.alice, site.module) == {item_of(site.lessons[0]).pk}
    assert list(differences()) == []


def test_a_copied_lesson_is_a_new_item_that_nobody_has_done(site, people, target):
    complete(people.alice, site.lessons[0])
    copy = site.lessons[0].copy(to=target, update_attrs={"slug": "copy"})
    assert item_of(copy).pk != item_of(site.lessons[0]).pk
    assert done(people.alice, target) == set()


def test_a_lesson_that_arrives_done_can_complete_what_was_open(site, people, target):
    """The only lesson left of a module is replaced by one the member has done: there is nothing left for them to complete."""
    complete(people.alice, site.lessons[0])
    record.begin(member=people.alice, module=item_of(target), event_id=uuid4(), at=AT)
    target.get_first_child().specific.unpublish()
    move(site.lessons[0], target)
    assert ModuleState.objects.get(module=item_of(target)).status == "completed"
    assert list(differences()) == []


def test_assigning_a_module_whose_lessons_were_all_done_elsewhere_completes_it(site, people, target, signed_in):
    complete(people.alice, site.lessons[0])
    target.get_first_child().specific.unpublish()
    move(site.lessons[0], target)
    assert rows(signed_in(people.alice))[1] == [target.title]
    record.assign(member=people.alice, module=item_of(target), due_on=None, by=people.bob, at=LATER)
    assert ModuleState.objects.get(module=item_of(target)).completed_at == LATER
    assert list(differences()) == []


def test_a_renewal_does_not_count_what_was_done_before_it(site, people, target):
    only = target.get_first_child().specific
    complete(people.alice, only)
    complete(people.alice, site.lessons[0])
    record.renew(member=people.alice, module=item_of(target), due_on=None, by=None, at=LATER)
    move(site.lessons[0], target)
    assert done(people.alice, target) == set()
    assert complete(people.alice, site.lessons[0], at=LATER + timedelta(days=1)).is_new
    assert list(differences()) == []


def test_a_waiver_does_not_follow_the_lesson(site, people, target):
    """The old module no longer asks for it. The new one does."""
    for lesson in site.lessons[:2]:
        complete(people.alice, lesson)
    move(site.lessons[2], target)
    assert ModuleState.objects.get(module=site.item).status == "completed"
    assert done(people.alice, target) == set()
    assert complete(people.alice, site.lessons[2], at=LATER).is_new
    assert list(differences()) == []


def test_voiding_the_completion_reopens_every_module_that_rests_on_it(site, people, target):
    first = complete(people.alice, site.lessons[0])
    move(site.lessons[0], target)
    complete(people.alice, target.get_first_child().specific)
    record.void(event=first.event, by=people.frank, reason="Pressed by a colleague.", event_id=uuid4(), at=LATER)
    assert ModuleState.objects.get(module=item_of(target)).status == "started"
    assert list(differences()) == []
    assert complete(people.alice, site.lessons[0], at=LATER).is_new
    assert ModuleState.objects.get(module=item_of(target)).status == "completed"


def test_reading_what_changed_in_a_moved_lesson_is_recorded_once(site, people, target):
    complete(people.alice, site.lessons[0])
    move(site.lessons[0], target)
    edit(site.lessons[0], "Other words.", "material")
    lesson = item_of(site.lessons[0])
    assert [row.change_since_completion for row in module_progress(people.alice, target.pk).lessons] == [None, "material"]
    record.reread(member=people.alice, lesson=lesson, version=lesson.current, event_id=uuid4(), at=LATER)
    assert [row.change_since_completion for row in module_progress(people.alice, target.pk).lessons] == [None, None]
    assert LessonState.objects.filter(item=lesson).count() == 1


def test_a_rebuild_gives_the_same_states_after_moves(site, people, target):
    make_lesson(target, "A second")
    complete(people.alice, site.lessons[0])
    complete(people.carol, target.get_first_child().specific)
    complete(people.carol, site.lessons[0])
    move(site.lessons[0], target)
    LessonState.objects.all().delete()
    ModuleState.objects.all().delete()
    rebuild()
    assert list(differences()) == []
    assert ModuleState.objects.get(assignment__member=people.carol, module=item_of(target)).lessons_done == 2
