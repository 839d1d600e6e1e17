"""A corrected key gives passes by new events, and takes none away."""

from uuid import uuid4

import pytest
from django.utils import timezone

from learning import marking
from learning.actions.checks import begin_check, hand_in, save_answer
from learning.models import CheckVersion, LearningEvent, LessonState
from learning.models.records import correction_impact
from learning.rebuild import differences
from tests.builders import ask, choice_question, item_of, try_check

pytestmark = pytest.mark.django_db
Verb = LearningEvent.Verb


def test_corrected_key_passes_those_who_were_right_and_keeps_every_pass(site, people):
    lesson = ask(site.lessons[0], choice_question(1), choice_question(2), pass_mark=2)
    try_check(people.alice, lesson, {"question-1": "b1", "question-2": "a2"})  # right by the corrected key
    try_check(people.bob, lesson, {"question-1": "c1", "question-2": "a2"})  # wrong by both
    kept = try_check(people.carol, lesson, {"question-1": "a1", "question-2": "a2"})  # right by the old key only
    corrected = [choice_question(1, right="b"), choice_question(2)]
    asked_again = marking.questions_of(type(lesson)._meta.get_field("questions").stream_block.to_python(corrected))
    assert correction_impact(item_of(lesson), asked_again) == {"not_passed": 2, "would_pass": 1, "would_fail": 1}
    ask(lesson, *corrected, pass_mark=2, user=people.dana)
    events = {event.subject: event for event in LearningEvent.objects.filter(verb=Verb.PASSED)}
    assert set(events) == {people.alice.subject, people.carol.subject}
    assert events[people.alice.subject].actor == people.dana.subject
    assert events[people.carol.subject].pk == kept.pk
    assert LessonState.objects.filter(item=item_of(lesson), completed_at__isnull=False).count() == 2
    assert list(differences()) == []


def test_reworded_question_marks_nobody_again(site, people):
    lesson = ask(site.lessons[0], choice_question(1))
    try_check(people.alice, lesson, {"question-1": "b1"})
    reworded = choice_question(1, right="b")
    reworded["value"]["question"] = "What do you do last?"
    ask(lesson, reworded)
    assert not LearningEvent.objects.filter(verb=Verb.PASSED).exists()


def test_tampering_with_the_questions_or_a_pass_without_an_attempt_is_named(site, people):
    lesson = ask(site.lessons[0], choice_question(1))
    try_check(people.alice, lesson, {"question-1": "b1"})
    CheckVersion.objects.update(pass_mark=0)
    faults = " ".join(differences())
    assert "they are not what was published" in faults
    assert "by the key as it was asked, its result is another" in faults


def test_who_was_answering_while_the_key_was_corrected_passes_too(site, people):
    lesson = ask(site.lessons[0], choice_question(1), choice_question(2), pass_mark=2)
    item, at = item_of(lesson), timezone.now()
    opened = begin_check(member=people.alice, lesson=item, version=item.current, event_id=uuid4(), at=at)
    ask(lesson, choice_question(1, right="b"), choice_question(2), pass_mark=2, user=people.dana)
    item = item_of(lesson)
    for question, answer in zip(opened.check_version.questions, ("b1", "a2"), strict=True):
        save_answer(member=people.alice, lesson=item, question=question, answer=answer, at=at)
    attempt = hand_in(member=people.alice, lesson=item, at=at)
    assert not attempt.passed, "it is marked as it was asked"
    assert LearningEvent.objects.filter(verb=Verb.PASSED, subject=people.alice.subject).count() == 1
    assert list(differences()) == []
