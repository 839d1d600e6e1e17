"""If it happens tonight: each reader sees the numbers of their own authority, and a lead can only save numbers that work."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.audit.models import AuditEntry
from cms.directory.actions import set_tonight_numbers
from cms.directory.forms import TonightForm
from cms.directory.tonight import LINES
from cms.pages.blocks import TonightBlock
from cms.pages.models import StandardPage
from tests import builders
from tests.builders import publish

PATH = "/if-it-happens-tonight/"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("01632 960 200", ""),
        ("+44 (0)1632 960200", ""),
        ("(01632) 960-200", ""),
        ("101", ""),
        ("", ""),
        ("ask Sandra", "Enter a telephone number"),
        ("960 200", "area code"),
        ("01632 960 2", "9 digits"),
        ("01632 960 2000 0", "13 digits"),
        ("0044 1632 960200", "14 digits"),
    ],
)
def test_a_number_that_would_not_work_at_night_is_refused(typed, problem):
    form = TonightForm({"phone-on_call": typed, "checked": "on"})
    form.is_valid()
    assert (problem in str(form.errors.get("phone-on_call", ""))) and (bool(problem) == bool(form.errors))


def test_who_answers_needs_a_number_and_a_lead_says_that_they_checked():
    form = TonightForm({"words-on_call": "The manager on call"})
    assert set(form.errors) == {"phone-on_call", "checked"}
    assert form["words-on_call"].value() == "The manager on call"


def test_every_box_has_a_number_to_ring():
    assert set(LINES) == set(TonightBlock.Box) and all(LINES.values())


@pytest.fixture
def page(site):
    boxes = [("tonight", {"box": box}) for box in ("missing", "allegation")]
    made = site.home.add_child(instance=StandardPage(title="If it happens tonight", slug=PATH.strip("/"), body=boxes, live=False))
    publish(made)
    return made


def _boxes(client):
    soup = BeautifulSoup(client.get(PATH).content, "html.parser")
    return [" ".join(box.get_text(" ").split()) for box in soup.select(".tonight")]


@pytest.mark.django_db
def test_each_reader_sees_the_numbers_of_their_own_authority(page, people, client, signed_in):
    numbers = {"on_call": ("01632 960 200", "Rings until someone answers"), "policy_missing": ("", "Missing, version 4")}
    set_tonight_numbers(authority=people.ashdale, lines=numbers, by=people.frank, on=builders.AT.date())
    missing, allegation = _boxes(signed_in(people.alice))
    assert "01632 960 200" in missing and "Missing, version 4" in missing and "01632 960 200" in allegation
    assert "Not entered yet: To report someone missing" in missing and "Missing, version 4" not in allegation
    assert all("01632 960 200" not in box and "Not entered yet" in box for box in _boxes(signed_in(people.carol)))
    assert all("Sign in" in box for box in _boxes(client))


@pytest.mark.django_db
def test_a_changed_number_is_on_the_page_at_once(page, people, signed_in):
    client, lead, url = signed_in(people.alice), signed_in(people.frank), reverse("people:tonight", args=["ashdale"])
    for number in ("01632 960 201", "01632 960 202"):
        lead.post(url, {"phone-on_call": number, "checked": "on"})
        assert number in _boxes(client)[0]
    assert "01632 960 201" not in _boxes(client)[0]
    assert AuditEntry.objects.filter(words__contains="tonight").count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "is_first"), [("self-harm", True), ("he has a knife", True), ("restraint", True), ("foster carers", False)]
)
def test_find_answers_with_the_page_first(page, people, signed_in, typed, is_first):
    html = signed_in(people.alice).get("/find/", {"q": typed}).content.decode()
    assert ('data-answer="tonight"' in html) == is_first
