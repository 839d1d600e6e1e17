"""Forms that show findings once: a report of a problem and a directory card."""

import pytest
from django.urls import reverse

from cms.directory.models import Card
from cms.members.models import ProblemReport
from tests.responses import html_of

pytestmark = pytest.mark.django_db


def _seen(response):
    from bs4 import BeautifulSoup

    return [tag["value"] for tag in BeautifulSoup(response.content, "html.parser").select("[name=seen-finding]")]


def test_a_problem_report_shows_its_findings_once_and_can_then_be_sent(site, people, signed_in):
    alice, address = signed_in(people.alice), reverse("report_problem", args=[site.home.pk])
    typed = {"kind": "untrue", "words": "The page names Hilltop Academy and Kayleigh."}
    first = alice.post(address, typed)
    assert first.status_code == 422
    assert typed["words"] in html_of(first)
    assert not ProblemReport.objects.exists()
    # Words added since were not shown, so they are shown too
    second = alice.post(address, {**typed, "words": f"{typed['words']} Her number is 07700 900123.", "seen-finding": _seen(first)})
    assert second.status_code == 422
    third = alice.post(address, {**typed, "seen-finding": _seen(second)})
    assert third.status_code == 302
    assert ProblemReport.objects.get().words == typed["words"]


def test_a_card_shows_its_findings_once_and_can_then_be_saved(site, people, signed_in):
    alice, address = signed_in(people.alice), reverse("directory:your_card")
    typed = {"ask_line": "Working with Hilltop Academy", "said_like": "", "pronouns": ""}
    first = alice.post(address, typed)
    assert first.status_code == 422
    assert not Card.objects.filter(ask_line=typed["ask_line"]).exists()
    assert alice.post(address, {**typed, "seen-finding": _seen(first)}).status_code == 302
    assert Card.objects.filter(ask_line=typed["ask_line"]).exists()
