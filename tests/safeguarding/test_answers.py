"""Findings while someone writes: what an answer applies to, which answers count, and how serious a finding is in its place."""

import pytest

from cms.safeguarding.answers import MAX_OPEN, check_texts, keys_in

SCHOOL = "She had stopped going to Hilltop Academy."
DAY = "Her nan moved to Saltby last year."


def _check(*texts, **options):
    return check_texts({f"field_{number}": (f"Field {number}", text) for number, text in enumerate(texts)}, **options)


def _only(findings, words):
    return next(found for found in findings if found.words == words)


def _answers(found, answer, reason=""):
    return {f"answer-{found.key}": answer, f"reason-{found.key}": reason}


def test_an_answer_stays_while_other_sentences_change_and_is_asked_again_with_its_own():
    answers = _answers(_only(_check(f"{SCHOOL} He came along."), "Hilltop Academy"), "not")
    assert _only(_check(f"A new beginning.\n\n{SCHOOL} He did not come.", answers=answers), "Hilltop Academy").is_disputed
    assert not _only(_check("She had stopped walking to Hilltop Academy.", answers=answers), "Hilltop Academy").is_answered
    # Another kind of number for the same sentence is another finding
    assert not _check("She had stopped going to Quayside Academy.", answers=answers).disputed


def _severity(text, words, **options):
    return _only(_check(text, **options), words).severity


@pytest.mark.parametrize(
    ("answer", "reason", "is_answered", "problem"),
    [
        ("change", "", False, ""),
        ("nonsense", "", False, ""),
        ("not", "", True, ""),
        ("needed", "", False, "Say why"),
        ("needed", "It is the name of a rule that we all work by.", True, ""),
        ("needed", "it is Kayleigh's real school", False, "could identify someone"),
        ("needed", "Ring me on 07700 900123", False, "could identify someone"),
        ("needed", "long " * 50, False, "Shorten"),
    ],
)
def test_a_check_is_answered_by_a_reason_that_identifies_no_one(answer, reason, is_answered, problem):
    text = "I asked her whether Grace told mum about it."
    found = next(found for found in _check(text) if found.severity == "check")
    again = next(iter(_check(text, answers=_answers(found, answer, reason))))
    assert again.is_answered == is_answered
    assert (problem in again.problem) if problem else not again.problem
    assert not again.is_disputed


@pytest.mark.parametrize(("answer", "is_answered"), [("needed", False), ("not", True)])
def test_a_stop_cannot_be_kept_with_a_reason_but_can_be_disputed(answer, is_answered):
    found = _only(_check(SCHOOL), "Hilltop Academy")
    findings = _check(SCHOOL, answers=_answers(found, answer, "It is needed for the story."))
    assert not findings.open if is_answered else findings.open
    assert bool(findings.disputed) == is_answered


def test_how_serious_a_name_is_depends_on_the_place_and_the_conversation():
    unknown = "We met Zzorbla at the door."
    assert _severity(unknown, "Zzorbla") == "check"
    assert _severity(unknown, "Zzorbla", unknown_name="note") == "note"
    # A name on the lists does not become advice, unless a colleague in the conversation has it
    known = "We met Kayleigh at the door."
    assert _severity(known, "Kayleigh", unknown_name="note") == "stop"
    assert _severity(known, "Kayleigh", known_people=["Kayleigh"]) == "note"


def test_what_was_answered_when_it_was_sent_is_not_asked_again():
    saved = f"{SCHOOL} We waited."
    findings = _check(f"{SCHOOL} We waited. Then Kayleigh came.", settled=keys_in([saved]))
    assert [found.words for found in findings] == ["Kayleigh"]


def test_a_long_paste_shows_some_findings_and_counts_the_others():
    names = ["Kayleigh", "Tiegan", "Jayden", "Priyanka", "Siobhan"]
    text = "\n".join(f"On visit {number} we met {names[number % 5]} at the door." for number in range(MAX_OPEN + 15))
    findings = _check(text)
    assert len(findings.open) == MAX_OPEN
    assert findings.open_count == MAX_OPEN + 15
    assert findings.more == 15


@pytest.mark.parametrize("written", ["Kay**leigh** came", "Kay&#108;eigh came", "Kay\u00adleigh came"])
def test_the_check_reads_what_readers_see(written):
    assert _check(f"Then {written} to the door.").open
