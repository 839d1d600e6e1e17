"""Forms with several fields, sent after the session ended, are shown again with everything that was typed."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.members.models import ProblemReport
from cms.vocabulary.models import Theme
from tests.builders import PASSWORD

pytestmark = pytest.mark.django_db


def _send_too_late(client, person, url, form):
    """Send a form after the session has ended, sign in again, and return the page that comes then."""
    client.get("/")
    del client.cookies["sessionid"]
    sent = client.post(url, form)
    assert sent["Location"].startswith("/accounts/login/")
    return client.post(sent["Location"], {"login": person.email, "password": PASSWORD}, follow=True)


def test_a_problem_report_comes_back_with_its_kind_and_words(site, people, signed_in):
    alice, url = signed_in(people.alice), reverse("report_problem", args=[site.module.pk])
    form = {"kind": "person", "words": "A child’s name is in the second paragraph."}
    page = _send_too_late(alice, people.alice, url, form)
    soup = BeautifulSoup(page.content, "html.parser")
    assert page.request["PATH_INFO"] == url and not ProblemReport.objects.exists()
    assert soup.find("textarea").get_text().strip() == form["words"]
    assert soup.find("input", value="person").has_attr("checked")
    alice.post(url, form)
    assert ProblemReport.objects.get().words == form["words"]
    assert form["words"] not in alice.get(url).content.decode(), "sent, so no longer kept"


def test_a_card_comes_back_with_all_its_fields(site, people, signed_in):
    theme = Theme.objects.create(name="Risk", slug="risk")
    url = reverse("directory:your_card")
    form = {"ask_line": "First visits", "themes": [theme.pk], "said_like": "AL-iss", "shows_email": "on"}
    page = _send_too_late(signed_in(people.alice), people.alice, url, form)
    soup = BeautifulSoup(page.content, "html.parser")
    assert page.request["PATH_INFO"] == url
    assert soup.find("input", {"name": "ask_line"})["value"] == "First visits"
    assert soup.find("input", {"name": "themes"}).has_attr("checked") and soup.find("input", {"name": "shows_email"}).has_attr("checked")


def test_someone_else_who_signs_in_here_sees_nothing_of_it(site, people, signed_in):
    url = reverse("report_problem", args=[site.module.pk])
    page = _send_too_late(signed_in(people.alice), people.bob, url, {"kind": "other", "words": "Only alice wrote this."})
    assert "Only alice wrote this." not in page.content.decode()
    assert "Only alice wrote this." not in page.client.get(url).content.decode()
