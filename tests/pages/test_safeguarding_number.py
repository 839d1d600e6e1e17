"""The member's own safeguarding number: on every page, before people to ask, and where they might write instead."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.pages.models import StandardPage
from cms.people.models import Authority
from tests.builders import publish

pytestmark = pytest.mark.django_db
PHONE = "01632 960 200"


def _numbers(html, where):
    """Return the numbers that can be rung in the elements matching `where`."""
    return [link["href"].removeprefix("tel:") for link in BeautifulSoup(html, "html.parser").select(f'{where} a[href^="tel:"]')]


def test_every_page_has_999_and_the_members_own_number(site, people, signed_in):
    alice = signed_in(people.alice)
    pages = ["/", "/learn/", site.module.url, site.lessons[0].url, "/find/?q=risk", "/account/", "/not-a-page/", "/words/"]
    for url in pages:
        assert _numbers(alice.get(url).content, ".site-footer") == ["999", "01632960200"], url


def test_someone_elses_number_is_never_shown(site, people, signed_in, client):
    """Northholt has entered no number: its people are told whom to ask, and visitors see 999 only."""
    for browser in (signed_in(people.carol), client, signed_in(people.newcomer)):
        assert _numbers(browser.get("/").content, "") == ["999"] * (
            2 if browser.session.get("_auth_user_id") == str(people.carol.pk) else 1
        )
    Authority.objects.filter(pk=people.northholt.pk).update(safeguarding_phone="01632 960 300", safeguarding_who="The duty team.")
    shown = signed_in(people.carol).get("/").content.decode()
    assert "01632960300" in shown and "The duty team." in shown and PHONE not in shown


def test_the_number_is_on_the_ask_panel_the_report_form_and_contact(site, people, signed_in, client):
    contact = site.home.add_child(instance=StandardPage(title="Contact", slug="contact", live=False))
    publish(contact)
    alice = signed_in(people.alice)
    for url in ("/", reverse("report_problem", args=[site.module.pk]), "/contact/"):
        assert _numbers(alice.get(url).content, "main .ask-first") == ["01632960200", "999"], url
    assert _numbers(client.get("/contact/").content, "main .ask-first") == ["999"]


def test_what_is_still_to_be_completed_is_shown_to_trainers_only(site, people, signed_in, client):
    note = {
        "type": "callout",
        "value": {"kind": "info", "heading": "To be completed by the organisation", "text": "<p>Add an address.</p>"},
    }
    page = site.home.add_child(instance=StandardPage(title="About us", slug="about-us", body=[note], live=False))
    page.body = StandardPage._meta.get_field("body").stream_block.to_python([note])
    publish(page)
    assert b"Add an address." not in client.get("/about-us/").content
    assert b"Add an address." not in signed_in(people.alice).get("/about-us/").content
    assert b"Add an address." in signed_in(people.dana).get("/about-us/").content
