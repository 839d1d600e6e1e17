"""People who join and leave: an invited new starter on a phone, a lead with a spreadsheet, an administrator in a hurry."""

import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from cms.people.actions import grant_role, invitations
from cms.people.models import Invitation, JobRole, Role, User
from tests.journeys import pages
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _invite(demo, email="nia@example.org"):
    """Invite a person to alice's authority and return the link in the email."""
    place = demo.person("alice").membership.authority
    job = JobRole.objects.get(slug="hub-worker")
    invitations.invite(email=email, authority=place, hub=place.hubs.first(), job_role=job, by=demo.person("frank"), at=timezone.now())
    return re.search(r"/join/\S+/", mail.outbox[-1].body)[0]


def _count_emails(page, number):
    """Return how many emails have been sent, once there are `number`: they go out after the answer."""
    for _ in range(100):
        if len(mail.outbox) >= number:
            break
        page.wait_for_timeout(100)
    return len(mail.outbox)


def test_an_invited_new_starter_reaches_the_first_lesson_within_a_minute(demo, open_browser):
    page = open_browser(size=PHONE)
    page.goto(_invite(demo))
    expect(page.get_by_role("heading", name="Join Drumbeat", level=1)).to_be_visible()
    assert pages.axe(page) == []
    page.get_by_label("First name").fill("Nia")
    page.get_by_label("Last name").fill("Cole")
    page.get_by_label("A password").fill("short")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_label("First name")).to_have_value("Nia")
    expect(page.locator(".error-summary")).to_be_focused()
    assert pages.axe(page) == []
    page.get_by_label("A password").fill("four-quiet-drums-tonight")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", name="Hello, Nia")).to_be_visible()
    page.get_by_role("button", name=re.compile("Start lesson 1")).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert User.objects.get(email="nia@example.org").membership.hub is not None


def test_a_used_invitation_link_says_so_on_a_phone(demo, open_browser):
    link = _invite(demo)
    invitations.accept_as_new(key=link.split("/")[2], first_name="N", last_name="C", password="four-quiet-drums-tonight", at=timezone.now())
    page = open_browser(size=PHONE)
    page.goto(link)
    expect(page.get_by_role("heading", name="This invitation has been used")).to_be_visible()
    assert pages.axe(page) == []


def test_a_lead_invites_forty_people_from_a_spreadsheet_without_javascript(demo, open_browser, sign_in):
    bob = demo.person("bob")
    grant_role(user=bob, role=Role.AUTHORITY_LEAD, authority=bob.membership.authority, on=timezone.localdate())
    page = sign_in(open_browser(javascript=False), "bob")
    page.get_by_role("link", name="People in Ashdale").click()
    page.get_by_role("link", name="Invite from a list").click()
    lines = "".join(f"new{n}@example.org,New,{n},Mill Lane hub,Hub worker\n" for n in range(40))
    content = f"E-mail address,First name,Last name,Hub,Job role\n{lines}alice@example.org,,,,Hub worker\n"
    page.get_by_label("A list of people").set_input_files({"name": "ours.csv", "mimeType": "text/csv", "buffer": content.encode()})
    page.get_by_role("button", name="Check the list").click()
    expect(page.get_by_text("40 people can be invited to Ashdale, and 1 row cannot")).to_be_visible()
    page.get_by_role("button", name="Invite 40 people").click()
    expect(page.get_by_role("heading", name="All invitations sent")).to_be_visible()
    page.get_by_role("link", name="Who has not joined yet").click()
    expect(page.get_by_role("rowheader", name="new0@example.org")).to_be_visible()
    page.get_by_role("button", name="Withdraw the invitation to new0@example.org").click()
    assert Invitation.objects.open().count() == 39
    assert _count_emails(page, 40) == 40


def test_emails_of_a_long_list_are_sent_while_the_page_is_open(demo, open_as):
    page = open_as("frank")
    page.goto("/people/in/ashdale/invite-list/")
    content = "E-mail address,Job role\n" + "".join(f"new{n}@example.org,Hub worker\n" for n in range(70))
    page.get_by_label("A list of people").set_input_files({"name": "ours.csv", "mimeType": "text/csv", "buffer": content.encode()})
    page.get_by_role("button", name="Check the list").click()
    page.get_by_role("button", name="Invite 70 people").click()
    expect(page.get_by_text("50 of 70 sent.")).to_be_visible()
    expect(page.get_by_role("heading", name="All invitations sent")).to_be_visible()
    assert _count_emails(page, 70) == 70


def test_a_removed_persons_open_page_is_closed_at_the_next_request(demo, open_as):
    carol, frank = open_as("carol", size=PHONE), open_as("frank")
    frank.goto(f"/people/{demo.person('carol').subject}/")
    frank.get_by_text("Close the account now").click()
    frank.get_by_role("button", name="Close the account", exact=True).click()
    expect(frank.get_by_text("We have closed the account of Carol Finch")).to_be_visible()
    carol.get_by_role("link", name="My learning").click()
    expect(carol.get_by_role("heading", name="Sign in", level=1)).to_be_visible()


def test_a_colleague_asks_to_join_without_javascript_and_the_lead_accepts(demo, open_browser, sign_in):
    """Follow the whole path of an approved domain: address, code, details, waiting, the queue, acceptance."""
    bob = demo.person("bob")
    grant_role(user=bob, role=Role.AUTHORITY_LEAD, authority=bob.membership.authority, on=timezone.localdate())
    page = open_browser(size=PHONE, javascript=False)
    page.goto("/accounts/login/")
    page.get_by_role("link", name="I work for a council in the network").click()
    page.get_by_label("Work email address").fill("zoe@ashdale.example")
    page.get_by_role("button", name="Email me a code").click()
    expect(page.get_by_role("heading", name="Check your email", level=1)).to_be_visible()
    page.get_by_label("The code in the email").fill("none")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("This code does not work.").first).to_be_visible()
    page.get_by_label("The code in the email").fill(re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)[0])
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("First name").fill("Zoe")
    page.get_by_label("Last name").fill("Hart")
    page.get_by_label("Hub or team").select_option("Mill Lane hub")
    page.get_by_label("Job role").select_option("Hub worker")
    page.get_by_label("A password").fill("four-quiet-drums-tonight")
    page.get_by_role("button", name="Ask to join").click()
    expect(page.get_by_role("heading", name="Your request is with the leads of Ashdale")).to_be_visible()
    lead = sign_in(open_browser(), "bob")
    lead.goto("/people/in/ashdale/")
    lead.get_by_role("link", name="See requests").click()
    assert pages.axe(lead) == []
    lead.get_by_role("link", name="Zoe Hart").click()
    assert pages.axe(lead) == []
    lead.get_by_role("button", name="Accept request").click()
    expect(lead.get_by_text("Zoe Hart has joined.")).to_be_visible()
    page.goto("/accounts/login/")  # signing in starts the request again, as the email says
    page.get_by_label("Work email address").fill("zoe@ashdale.example")
    page.get_by_label("Password", exact=True).fill("four-quiet-drums-tonight")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Hello, Zoe")).to_be_visible()
