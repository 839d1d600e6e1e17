"""The scenario block: a situation with choices, each with its own continuation and none of them marked."""

import pytest
from bs4 import BeautifulSoup

from learning.models import LessonPage
from tests.builders import make_lesson, publish
from tests.pages.blocks.parts import HOSTILE, is_harmless, refused, text_of

BLOCK = "44444444-4444-4444-8444-444444444444"
NAME = "s-44444444"


def choice(label="Wait", follows="<p>It gets late.</p>", go_to=""):
    return {"label": label, "follows": follows, "go_to": go_to}


def step(key="call", **changes):
    return {
        "key": key,
        "text": "<p>The phone rings.</p>",
        "question": "What first?",
        "choices": [choice(), choice("Go", "<p>He is in.</p>", "")],
        **changes,
    }


def two_steps(**changes):
    first = step(choices=[choice(), choice("Go", "<p>He is in.</p>", "door")])
    return {
        "title": "Twenty to eleven",
        "steps": [first, step("door", text="<p>He opens.</p>", question="And now?", choices=[choice("Stay"), choice("Leave")])],
        **changes,
    }


@pytest.fixture
def open_at(site, people, signed_in):
    """Return a function that opens a lesson with the scenario at a URL, as alice, and returns the scenario as soup."""
    alice = signed_in(people.alice)

    def get(query="", value=None):
        raw = [{"type": "scenario", "value": value or two_steps(), "id": BLOCK}]
        page = LessonPage.objects.get(pk=site.lessons[0].pk)
        page.body = LessonPage._meta.get_field("body").stream_block.to_python(raw)
        publish(page)
        response = alice.get(f"{page.url}{query}")
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser").find(class_="scenario")

    return get


def test_a_scenario_shows_only_its_first_step_at_first(open_at):
    soup = open_at()
    assert [text_of(one) for one in soup.find_all("label")] == ["Wait", "Go"]
    assert text_of(soup.fieldset.legend) == "What first?"
    assert "It gets late" not in soup.get_text() and "He opens" not in soup.get_text()


def test_a_scenario_needs_no_javascript_and_records_nothing(open_at):
    form = open_at().form
    assert form["method"] == "get"
    assert {one["name"] for one in form.find_all("input", type="radio")} == {NAME}
    assert all(one.has_attr("required") for one in form.find_all("input", type="radio"))


def test_choices_in_another_scenario_on_the_page_are_preserved(open_at):
    form = open_at("?s-another=1-0&other=x").form
    assert {one["name"]: one["value"] for one in form.find_all("input", type="hidden")} == {"go-on": "1", "s-another": "1-0"}


def test_a_choice_shows_what_might_follow_without_a_mark(open_at):
    words = text_of(open_at(f"?{NAME}=0"))
    assert "You chose: Wait" in words and "It gets late." in words
    assert "Go back and try another way" in words
    assert not {"right", "wrong", "correct"} & set(words.lower().split())


def test_a_choice_can_lead_to_a_later_step(open_at):
    soup = open_at(f"?{NAME}=1")
    assert "He opens." in text_of(soup)
    assert [one["value"] for one in soup.find_all("input", type="radio")] == ["1-0", "1-1"]
    assert "You chose: Leave" in text_of(open_at(f"?{NAME}=1-1"))


@pytest.mark.parametrize("nonsense", ["9", "-1", "x", "1-", "1-9", "1-0-0-0", "²", "1-²", "٣", "<script>alert(1)</script>", "1" * 3000])
def test_an_invalid_url_is_followed_as_far_as_it_is_valid(open_at, nonsense):
    soup = open_at(f"?{NAME}={nonsense}")
    assert "The phone rings." in text_of(soup)
    assert is_harmless(soup)


def test_hostile_text_is_escaped(open_at):
    value = {"title": HOSTILE[:90], "steps": [step(question=HOSTILE, choices=[choice(HOSTILE), choice()])]}
    assert is_harmless(open_at(value=value))
    assert is_harmless(open_at(f"?{NAME}=0", value=value))


def test_a_draft_with_a_loop_ends(open_at):
    round_and_round = {
        "title": "Round",
        "steps": [step("a", choices=[choice(go_to="b"), choice()]), step("b", choices=[choice(go_to="a"), choice()])],
    }
    assert len(open_at(f"?{NAME}=" + "-".join("0" * 40), value=round_and_round).find_all(class_="scenario-step")) == 10


def test_two_scenarios_in_a_lesson_are_independent(site, people, signed_in):
    lesson = make_lesson(site.module, "Two scenes")
    raw = [
        {"type": "scenario", "value": two_steps(), "id": BLOCK},
        {"type": "scenario", "value": two_steps(), "id": BLOCK.replace("4", "5")},
    ]
    lesson.body = LessonPage._meta.get_field("body").stream_block.to_python(raw)
    publish(lesson)
    soup = BeautifulSoup(signed_in(people.alice).get(f"{lesson.url}?{NAME}=0").content, "html.parser")
    assert ["It gets late." in text_of(one) for one in soup.find_all(class_="scenario")] == [True, False]


def test_a_complete_scenario_can_be_published():
    assert refused("scenario", two_steps()) == {}


def test_a_choice_that_leads_nowhere_back_or_to_its_own_step_cannot_be_published():
    for go_to in ("window", "call"):
        value = two_steps(steps=[step(choices=[choice("Go", go_to=go_to), choice()]), step("door")])
        assert refused("scenario", value) == {"steps": f"“Go” leads to “{go_to}”, which is not a later step."}
    backwards = two_steps(steps=[step(), step("door", choices=[choice("Back", go_to="call"), choice()])])
    assert "not a later step" in refused("scenario", backwards)["steps"]


def test_a_step_that_no_choice_leads_to_cannot_be_published():
    nobody = two_steps(steps=[step(), step("door")])
    assert refused("scenario", nobody) == {"steps": "No choice leads to “door”, so no one would see it."}
    assert refused("scenario", nobody, draft=True) == {}


def test_two_steps_with_the_same_name_cannot_be_published():
    assert refused("scenario", two_steps(steps=[step(), step()])) == {"steps": "Two steps have the same short name."}


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (two_steps(title=""), "title"),
        (two_steps(steps=[]), "steps"),
        (two_steps(steps=[step(choices=[choice()])]), "choices"),
        (two_steps(steps=[step(choices=[choice()] * 6)]), "choices"),
        (two_steps(steps=[step(question="")]), "question"),
        (two_steps(steps=[step(text="")]), "text"),
        (two_steps(steps=[step(key="")]), "key"),
        (two_steps(steps=[step(choices=[choice(label=""), choice()])]), "label"),
        (two_steps(steps=[step(choices=[choice(follows=""), choice()])]), "follows"),
    ],
)
def test_an_incomplete_scenario_or_too_many_choices_cannot_be_published(value, field):
    assert list(refused("scenario", value)) == [field]


@pytest.mark.parametrize(
    "value",
    [
        {"title": "", "steps": []},
        two_steps(steps=[step(), step()]),
        two_steps(steps=[step("", text="", question="", choices=[choice("", "", "window")])]),
    ],
)
def test_a_draft_may_be_incomplete(value):
    assert refused("scenario", value, draft=True) == {}
