"""Taking a check: recorded once, marked as it was asked, and the best result counts."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from learning.actions import checks, record
from learning.models import Attempt, LearningEvent, LessonState, Note, OpenAttempt
from learning.rebuild import differences
from tests.builders import AT, ask, choice_question, complete, item_of, try_check

pytestmark = pytest.mark.django_db
Verb = LearningEvent.Verb


@pytest.fixture
def lesson(site):
    """A lesson with five questions, of which four must be right. The right answer is "a" and the number."""
    return ask(site.lessons[0], *(choice_question(number) for number in range(1, 6)))


def answers(right):
    """Return answers of which this many are right, of five."""
    return {f"question-{number}": f"{'a' if number <= right else 'b'}{number}" for number in range(1, 6)}


def state_of(member, lesson):
    return LessonState.objects.get(assignment__member=member, item=item_of(lesson))


def test_best_result_counts_and_a_later_one_changes_nothing(lesson, people):
    first = try_check(people.alice, lesson, answers(3), at=AT)
    assert not LearningEvent.objects.of(people.alice).filter(verb__in=[Verb.PASSED, Verb.COMPLETED]).exists()
    second = try_check(people.alice, lesson, answers(5), at=AT + timedelta(days=1))
    third = try_check(people.alice, lesson, answers(0), at=AT + timedelta(days=2))
    fourth = try_check(people.alice, lesson, answers(4), at=AT + timedelta(days=3))
    assert [attempt.passed for attempt in (first, second, third, fourth)] == [False, True, False, True]
    state = state_of(people.alice, lesson)
    assert state.passed_at == state.completed_at == AT + timedelta(days=1)
    assert LearningEvent.objects.get(verb=Verb.PASSED).pk == second.pk
    assert list(differences()) == []


def test_lesson_with_a_check_is_complete_only_when_it_is_passed(lesson, people):
    with pytest.raises(record.CheckNotPassed):
        complete(people.alice, lesson)
    try_check(people.alice, lesson, answers(4))
    assert state_of(people.alice, lesson).completed_at


def test_completion_stands_when_questions_are_added_later(site, people):
    complete(people.alice, site.lessons[0])
    lesson = ask(site.lessons[0], choice_question(1))
    try_check(people.alice, lesson, {"question-1": "a1"}, at=AT + timedelta(days=1))
    state = state_of(people.alice, lesson)
    assert (state.completed_at, state.passed_at) == (AT, AT + timedelta(days=1))
    assert list(differences()) == []


def test_renewal_asks_for_the_check_again(lesson, site, people):
    for page in site.lessons[1:]:
        complete(people.alice, page)
    try_check(people.alice, lesson, answers(5))
    record.renew(member=people.alice, module=site.item, due_on=None, by=people.bob, at=AT + timedelta(days=9))
    with pytest.raises(record.CheckNotPassed):
        complete(people.alice, lesson, at=AT + timedelta(days=10))
    try_check(people.alice, lesson, answers(5), at=AT + timedelta(days=11))
    assert LearningEvent.objects.filter(verb=Verb.PASSED).count() == 2
    assert list(differences()) == []


def test_database_refuses_a_second_open_attempt(lesson, people):
    item = item_of(lesson)
    opened = checks.begin_check(member=people.alice, lesson=item, version=item.current, event_id=uuid4(), at=AT)
    again = checks.begin_check(member=people.alice, lesson=item, version=item.current, event_id=uuid4(), at=AT)
    assert again.pk == opened.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        OpenAttempt.objects.create(member=people.alice, item=item, check_version=opened.check_version, version=opened.version, begun_at=AT)


@pytest.mark.engine
@pytest.mark.parametrize("change", ["update", "delete"])
def test_database_refuses_to_change_a_finished_attempt(lesson, people, change):
    attempt = try_check(people.alice, lesson, answers(2))
    rows = Attempt.objects.filter(pk=attempt.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(passed=True) if change == "update" else rows.delete()
    assert not Attempt.objects.get().passed


def test_check_cannot_be_handed_in_with_a_question_left(lesson, people):
    with pytest.raises(checks.NotFinished) as fault:
        try_check(people.alice, lesson, {"question-1": "a1", "question-3": "a3"})
    assert fault.value.args == (2,)
    assert not Attempt.objects.exists()


def test_answers_are_marked_as_they_were_asked_when_the_key_changes_meanwhile(lesson, people):
    item = item_of(lesson)
    checks.begin_check(member=people.alice, lesson=item, version=item.current, event_id=uuid4(), at=AT)
    ask(lesson, *(choice_question(number, right="b") for number in range(1, 6)))
    attempt = try_check(people.alice, lesson, answers(5), at=AT)
    assert attempt.passed
    assert attempt.right == 5


def test_short_answer_is_a_private_note_and_never_marked(site, people):
    short = {"type": "short_answer", "id": "short", "value": {"question": "Write one sentence.", "hint": "", "compare": "Time and place."}}
    lesson = ask(site.lessons[0], choice_question(1), short)
    attempt = try_check(people.alice, lesson, {"question-1": "a1", "short": "At two I sat with him."})
    assert attempt.passed
    assert "At two" not in str(attempt.answers)
    assert Note.objects.get(member=people.alice).text == "At two I sat with him."


def test_voiding_a_pass_asks_for_the_lesson_again(lesson, people):
    attempt = try_check(people.alice, lesson, answers(5))
    event = LearningEvent.objects.get(pk=attempt.pk)
    record.void(event=event, by=people.frank, reason="Recorded for someone else.", event_id=uuid4(), at=AT)
    state = state_of(people.alice, lesson)
    assert state.passed_at is None
    assert state.completed_at is None
    try_check(people.alice, lesson, answers(4), at=AT + timedelta(days=1))
    assert state_of(people.alice, lesson).completed_at
    assert list(differences()) == []


# The pages


def start(client, lesson):
    item = item_of(lesson)
    return client.post(reverse("learning:check", args=[item.uid]), {"event": uuid4(), "version": item.current.number}, follow=True)


def test_member_takes_a_check_from_the_lesson_to_the_result(lesson, people, signed_in):
    client, uid = signed_in(people.alice), item_of(lesson).uid
    assert "Start the check" in client.get(lesson.url).content.decode()
    page = start(client, lesson)
    for number in range(1, 6):
        assert f"Question {number} of 5" in page.content.decode()
        url = reverse("learning:check_question", args=[uid, number])
        page = client.post(url, {"question": f"question-{number}", "answer": f"a{number}"}, follow=True)
        assert f"Because of reason {number}." in page.content.decode()
        page = client.get(reverse("learning:check_question", args=[uid, number + 1])) if number < 5 else page
    page = client.post(reverse("learning:check_finish", args=[uid]), follow=True)
    assert "You have passed this check" in page.content.decode()
    assert client.post(reverse("learning:check_finish", args=[uid]), follow=True).status_code == 200
    assert Attempt.objects.count() == 1
    assert "Passed the check on" in client.get(lesson.url).content.decode()


def test_question_without_an_answer_is_asked_again_and_stopping_keeps_the_answer(lesson, people, signed_in):
    client, uid = signed_in(people.alice), item_of(lesson).uid
    start(client, lesson)
    url = reverse("learning:check_question", args=[uid, 1])
    assert client.post(url, {"question": "question-1"}).status_code == 422
    client.post(url, {"question": "question-1", "answer": "c1", "stop": "1"})
    assert OpenAttempt.objects.get().answers == {"question-1": "c1"}
    assert "Question 2 of 5" in start(client, lesson).content.decode()


def test_nobody_reads_or_finishes_the_check_of_another(lesson, people, signed_in):
    item = item_of(lesson)
    try_check(people.alice, lesson, answers(3))
    checks.begin_check(member=people.alice, lesson=item, version=item.current, event_id=uuid4(), at=AT)
    for other in (people.bob, people.carol, people.dana, people.frank):
        client = signed_in(other)
        assert client.get(reverse("learning:check_result", args=[item.uid])).status_code == 404
        assert "Your answer" not in client.get(reverse("learning:check_question", args=[item.uid, 1]), follow=True).content.decode()
        client.post(reverse("learning:check_finish", args=[item.uid]))
    assert OpenAttempt.objects.filter(member=people.alice).exists()
    assert Attempt.objects.count() == 1
