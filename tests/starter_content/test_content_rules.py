"""The rules for our own content: the files follow them, and each rule can fail."""

import pytest
from django.core.management import CommandError, call_command

from cms.starter_content import content_rules, files

LESSON = "learning/starter/modules/05-a-module/01-a-lesson.md"
STORY = "casestudies/starter/stories/01-a-story.md"
SAME_WAY = """::: scenario
title: A door
steps:
  - key: one
    text: He knocks.
    question: What now?
    choices:
      - {label: Open, follows: He comes in., go_to: two}
      - {label: Wait, follows: He waits., go_to: two}
  - key: two
    text: He talks.
    question: And now?
    choices:
      - {label: Listen, follows: Good.}
      - {label: Leave, follows: He goes.}
:::"""


def test_our_content_follows_every_rule():
    assert content_rules.faults() == []


def found(tmp_path, name, body, front="title: A page"):
    """Return what is wrong with one file, as the rules see it."""
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{front}\n---\n{body}\n", encoding="utf-8")
    return " | ".join(what for _, what in content_rules._faults_of(files.read(path, tmp_path), {"learn"}))


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("RAISE stands for a thing.", "RAISE is expanded"),
        ("As Michaela told us.", "real member of staff"),
        ("She was manipulative.", "wording guide"),
        ("Write to somebody.", "somebody"),
        ("Send an e-mail.", "e-mail"),
        ("In 1998 they asked about ten things.", "1998 study"),
        ("She lives at YO1 7HH.", "a postcode"),
        ("Ring 01632 960 200.", "a phone number"),
        ("See [this](page:learn/nothing).", "there is no page learn/nothing"),
        ("::: picture\nfile: a.svg\n:::", "no text alternative"),
        (SAME_WAY, "changes what comes next"),
    ],
)
def test_each_rule_can_fail(tmp_path, body, what):
    assert what in found(tmp_path, STORY, body)


def test_quoted_words_and_sources_may_say_what_we_would_not(tmp_path):
    front = "title: A page\nsources:\n  - title: Manipulative, by Michaela\n    note: what somebody wrote"
    assert found(tmp_path, STORY, "The log said “manipulative”, and *hard to reach*. [Here](page:learn).", front) == ""


def test_a_figure_needs_a_source_a_period_and_a_place(tmp_path):
    assert found(tmp_path, "cms/starter_content/starter/figures/a.md", "", "value: '5'").count("the figure has no") == 3


def test_a_lesson_is_measured_by_the_longest_way_through_its_scenario(tmp_path):
    branches = SAME_WAY.replace("He waits., go_to: two", f"{'word ' * 600}.").replace("Good.", f"{'word ' * 500}.")
    assert "words on its longest way" not in found(tmp_path, LESSON, branches)
    assert "it should have 450 to 900" in found(tmp_path, LESSON, SAME_WAY)


def test_the_command_fails_when_there_are_faults(monkeypatch):
    monkeypatch.setattr("cms.starter_content.management.commands.check_content.faults", lambda: ["a.md:1: a fault"])
    with pytest.raises(CommandError, match="1 fault found"):
        call_command("check_content", verbosity=0)
