"""Checks: publishing a lesson's questions, answering them, handing them in, and correcting a key."""

from django.db import transaction

from cms.people.models import User
from learning import marking
from learning.actions.event_chain import Chain
from learning.actions.record import EventIdTaken, EventVoided, NotOpenToYou, begin, completion_id, is_open
from learning.models.records import Attempt, CheckVersion, LearningEvent, Note, OpenAttempt, newly_passed, passes_with
from learning.replay import effective_completion, has_passed

Verb = LearningEvent.Verb
KEY_CORRECTED = "A question in the check was corrected."


class NoCheck(Exception):
    """The lesson has no questions."""


class NoOpenAttempt(Exception):
    """There is no open attempt: it has been handed in, in this window or another, or was never begun."""


class NotFinished(Exception):
    """Some questions have no answer yet. The argument is the number of the first one, from 1."""


@transaction.atomic
def begin_check(*, member, lesson, version, event_id, at):
    """Return the member's OpenAttempt of the lesson's check, begun if there is none. `version` is the ItemVersion they have read.

    Starts the module, if they had not. Raises NoCheck, NotOpenToYou, EventIdTaken.
    """
    if not is_open(member, lesson) or version.item_id != lesson.pk:
        raise NotOpenToYou(str(lesson))
    if lesson.current_check_id is None:
        raise NoCheck(str(lesson))
    begin(member=member, module=lesson.module, event_id=event_id, at=at)
    attempt, _ = OpenAttempt.objects.get_or_create(
        member=member, item=lesson, defaults={"check_version_id": lesson.current_check_id, "version": version, "begun_at": at}
    )
    return attempt


@transaction.atomic
def save_answer(*, member, lesson, question, answer, at):
    """Save one answer in the member's open attempt, over any earlier one, and return the OpenAttempt. A short answer becomes a note.

    `question` is the question as asked, `answer` what marking.read_answer() returned. Raises NoOpenAttempt.
    """
    attempt = _locked(member, lesson)
    if question["kind"] == "short_answer":
        Note.objects.update_or_create(
            member=member,
            item=lesson,
            prompt=question["id"][:40],
            defaults={"question": question["question"], "text": answer, "saved_at": at},
        )
        answer = marking.WRITTEN
    attempt.answers[question["id"]] = answer
    attempt.save(update_fields=["answers"])
    return attempt


@transaction.atomic
def hand_in(*, member, lesson, at):
    """Hand in the member's open attempt, mark it as it was asked, and return the Attempt.

    A first pass in this cycle goes on the record, with the lesson as completed; later ones change nothing.
    Raises NoOpenAttempt, NotFinished.
    """
    is_member_open = is_open(member, lesson)
    User.objects.select_for_update(no_key=True).only("pk").get(pk=member.pk)
    open_attempt = _locked(member, lesson)
    check = open_attempt.check_version
    missing = [number for number, question in enumerate(check.questions, start=1) if question["id"] not in open_attempt.answers]
    if missing:
        raise NotFinished(missing[0])
    attempt = Attempt(
        id=open_attempt.pk,
        subject=member.subject,
        item=lesson,
        check_version=check,
        version=open_attempt.version,
        answers=open_attempt.answers,
        right=marking.count_right(check.questions, open_attempt.answers),
        passed=marking.is_passed(check.questions, check.pass_mark, open_attempt.answers),
        begun_at=open_attempt.begun_at,
        submitted_at=at,
    )
    attempt.save(force_insert=True)
    open_attempt.delete()
    if attempt.passed and is_member_open:
        _record_pass(attempt, member=member, at=at)
    elif is_member_open and lesson.current_check_id not in (None, check.pk) and passes_with(attempt, check, lesson.current_check.questions):
        # The key was corrected while they were answering.
        _record_pass(attempt, member=member, at=at, reason=KEY_CORRECTED)
    return attempt


def _locked(member, lesson):
    """Return the member's open attempt, locked. Raises NoOpenAttempt."""
    attempts = OpenAttempt.objects.select_for_update(of=("self",), no_key=True).select_related("check_version", "version")
    attempt = attempts.filter(member=member, item=lesson).first()
    if attempt is None:
        raise NoOpenAttempt(str(lesson))
    return attempt


def _record_pass(attempt, *, member, at, actor=None, reason=""):
    """Record that the attempt is a pass and that it completes its lesson, unless the record says so already. Return whether it is new."""
    lesson, is_new = attempt.item, False
    chain = Chain.of(member, module=lesson.module, event_id=attempt.pk, at=at)
    if not has_passed(chain.events, lesson.pk) and not chain.is_repeat_voided:
        is_new = chain.write(verb=Verb.PASSED, item=lesson, version=attempt.version, at=at, actor=actor, reason=reason).is_new
    chain = Chain.of(member, module=lesson.module, event_id=completion_id(attempt.pk), at=at)
    if effective_completion([*chain.events, *chain.elsewhere], lesson.pk) is None and chain.repeated is None:
        chain.write(verb=Verb.COMPLETED, item=lesson, version=attempt.version, at=at, actor=actor, reason=reason)
    return is_new


@transaction.atomic
def check_published(*, page, item, by, at):
    """Store the questions of a published lesson if they changed, and give a pass to those for whom a corrected key makes one.

    Without questions, the lesson has no check from now on; attempts that are open can still be finished.
    """
    questions = marking.questions_of(page.questions)
    if not questions:
        if item.current_check_id is not None:
            item.current_check = None
            item.save(update_fields=["current_check"])
        return
    pass_mark = marking.pass_mark_of(questions, page.pass_mark)
    content_hash = marking.content_hash(questions, pass_mark)
    newest = item.check_versions.last()
    if newest is None or newest.content_hash != content_hash:
        newest = CheckVersion.objects.create(
            item=item,
            number=newest.number + 1 if newest else 1,
            content_hash=content_hash,
            questions=questions,
            pass_mark=pass_mark,
            minutes=page.check_minutes,
            made_at=at,
            made_by=by,
        )
    if item.current_check_id != newest.pk:
        item.current_check = newest
        item.save(update_fields=["current_check"])
        _pass_by_corrected_key(item, newest, by=by, at=at)


def _pass_by_corrected_key(item, check, *, by, at):
    for member, attempt in newly_passed(item, check.questions):
        try:
            _record_pass(attempt, member=member, at=at, actor=by.subject if by else None, reason=KEY_CORRECTED)
        except (EventIdTaken, EventVoided):
            continue  # an administrator has said that this attempt does not count
