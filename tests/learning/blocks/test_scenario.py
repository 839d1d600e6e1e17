"""A situation with choices; each is followed, none is marked."""

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
    """A function that opens a lesson with the scenario at an address, as alice, and gives the scenario as soup."""
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


def test_it_begins_with_its_first_step_and_gives_nothing_away(open_at):
    soup = open_at()
    assert [text_of(one) for one in soup.find_all("label")] == ["Wait", "Go"]
    assert text_of(soup.fieldset.legend) == "What first?"
    assert "It gets late" not in soup.get_text() and "He opens" not in soup.get_text()


def test_it_needs_no_script_and_writes_nothing_down(open_at):
    form = open_at().form
    assert form["method"] == "get"
    assert {one["name"] for one in form.find_all("input", type="radio")} == {NAME}
    assert all(one.has_attr("required") for one in form.find_all("input", type="radio"))


def test_what_was_chosen_in_another_scenario_of_the_page_goes_along(open_at):
    form = open_at("?s-another=1-0&other=x").form
    assert {one["name"]: one["value"] for one in form.find_all("input", type="hidden")} == {"go-on": "1", "s-another": "1-0"}


def test_a_choice_shows_what_might_follow_and_nobody_is_marked(open_at):
    words = text_of(open_at(f"?{NAME}=0"))
    assert "You chose: Wait" in words and "It gets late." in words
    assert "Go back and try another way" in words
    assert not {"right", "wrong", "correct"} & set(words.lower().split())


def test_a_choice_may_lead_to_a_later_step(open_at):
    soup = open_at(f"?{NAME}=1")
    assert "He opens." in text_of(soup)
    assert [one["value"] for one in soup.find_all("input", type="radio")] == ["1-0", "1-1"]
    assert "You chose: Leave" in text_of(open_at(f"?{NAME}=1-1"))


@pytest.mark.parametrize(
    "nonsense", ["9", "-1", "x", "1-", "1-9", "1-0-0-0", "²", "1-²", "٣", "%00", "<script>alert(1)</script>", "1" * 3000]
)
def test_an_address_that_makes_no_sense_is_read_as_far_as_it_does(open_at, nonsense):
    soup = open_at(f"?{NAME}={nonsense}")
    assert "The phone rings." in text_of(soup)
    assert is_harmless(soup)


def test_hostile_words_stay_words(open_at):
    value = {"title": HOSTILE[:90], "steps": [step(question=HOSTILE, choices=[choice(HOSTILE), choice()])]}
    assert is_harmless(open_at(value=value))
    assert is_harmless(open_at(f"?{NAME}=0", value=value))


def test_a_draft_that_leads_round_in_a_circle_ends(open_at):
    round_and_round = {
        "title": "Round",
        "steps": [step("a", choices=[choice(go_to="b"), choice()]), step("b", choices=[choice(go_to="a"), choice()])],
    }
    assert len(open_at(f"?{NAME}=" + "-".join("0" * 40), value=round_and_round).find_all(class_="scenario-step")) == 10


def test_two_scenarios_in_a_lesson_do_not_answer_for_each_other(site, people, signed_in):
    lesson = make_lesson(site.module, "Two scenes")
    raw = [
        {"type": "scenario", "value": two_steps(), "id": BLOCK},
        {"type": "scenario", "value": two_steps(), "id": BLOCK.replace("4", "5")},
    ]
    lesson.body = LessonPage._meta.get_field("body").stream_block.to_python(raw)
    publish(lesson)
    soup = BeautifulSoup(signed_in(people.alice).get(f"{lesson.url}?{NAME}=0").content, "html.parser")
    assert ["It gets late." in text_of(one) for one in soup.find_all(class_="scenario")] == [True, False]


def test_a_whole_one_can_be_published():
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


def test_two_steps_with_one_name_cannot_be_published():
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
def test_it_cannot_be_published_with_a_part_missing_or_too_many_choices(value, field):
    assert list(refused("scenario", value)) == [field]


@pytest.mark.parametrize(
    "value",
    [
        {"title": "", "steps": []},
        two_steps(steps=[step(), step()]),
        two_steps(steps=[step("", text="", question="", choices=[choice("", "", "window")])]),
    ],
)
def test_a_draft_may_wait_for_all_of_it(value):
    assert refused("scenario", value, draft=True) == {}
