"""Find on a phone: a practitioner searches for “missing from home”, saves a page and reports a problem with it, without a script."""

import pytest
from playwright.sync_api import expect

from cms.members.models import ProblemReport
from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_finding_missing_from_home_works_on_a_phone_without_javascript(demo, open_as):
    page = open_as("carol", size=PHONE, javascript=False)
    page.goto("/")
    page.get_by_role("link", name="Find", exact=True).click()
    page.get_by_label("What are you looking for?").fill("missing from home")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("results for “missing from home”")
    page.get_by_role("link", name="Case studies (1)").click()
    page.get_by_role("link", name="The light left on").click()
    page.get_by_role("button", name="Save for later").click()
    page.goto("/")
    page.get_by_role("region", name="Saved pages").get_by_role("link", name="The light left on").click()
    page.get_by_role("link", name="Report a problem").click()
    page.get_by_label("Something is hard to understand").check()
    page.get_by_label("Describe the problem").fill("Who is the sister in the second part?")
    page.get_by_role("button", name="Report it").click()
    expect(page.get_by_role("heading", name="What you reported")).to_be_visible()
    assert ProblemReport.objects.get().by == demo.person("carol")


def test_titles_are_suggested_while_typing_in_the_admin(demo, open_as):
    page = open_as("alice", size=DESK)
    page.goto("/")
    page.locator("#find-box").press_sequentially("shared")
    expect(page.locator("#find-titles option").first).to_have_attribute("value", "RAISE and shared risk")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Find", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="RAISE and shared risk").first).to_be_visible()
