"""The authority's page, and what its lead changes about it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.audit.models import AuditEntry
from cms.desk import set_desk_rights
from cms.people.actions import grant_role, join, leave, move
from cms.people.models import Authority, Hub, JoinRequest, Membership, Milestone, Role, User

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 22)
ABOUT = {
    "local_name": "Open Doors",
    "about": "One.\n\nTwo & three.",
    "safeguarding_phone": "01632 960 201",
    "safeguarding_who": "The duty team",
}
SETTINGS = {"approval": "at_once", "reminder_days": "3", "small_number": "6", "retention_months": "24"}


@pytest.fixture
def gwen(people):
    """The lead of alice's authority."""
    person = User.objects.create_user(
        "gwen@example.org", "keep-the-drum-beating", first_name="Gwen", last_name="Hall", phone="01632 960 115"
    )
    join(user=person, authority=people.ashdale, hub=None, job_role=people.job, on=ON)
    grant_role(user=person, role=Role.AUTHORITY_LEAD, authority=people.ashdale, on=ON, by=people.frank, reason="Leads Ashdale")
    return User.objects.get(pk=person.pk)


@pytest.fixture
def lead(gwen, signed_in):
    return signed_in(gwen)


def _words(response):
    return response.content.decode()


# The page


def test_members_read_about_every_authority(people, signed_in):
    Milestone.objects.create(authority=people.ashdale, when="2021-06-01", what="Opened the door", source="A report")
    Authority.objects.filter(pk=people.ashdale.pk).update(
        local_name="Open Doors", programme="A programme", joined_on=date(2019, 10, 1), left_on=date(2024, 3, 31)
    )
    page = _words(signed_in(people.carol).get("/authorities/ashdale/"))
    for words in (
        "Open Doors",
        "A programme",
        "1 October 2019",
        "31 March 2024",
        "1 June 2021",
        "A report",
        "Mill Lane hub",
        "01632 960 200",
    ):
        assert words in page
    assert "/authorities/ashdale/" in _words(signed_in(people.carol).get("/authorities/"))


def test_who_leads_is_read_by_their_own_people_and_by_nobody_else(gwen, people, signed_in):
    for person, reads in [(people.alice, True), (people.frank, True), (people.carol, False), (people.erin, False)]:
        page = _words(signed_in(person).get("/authorities/ashdale/"))
        assert ("Gwen Hall" in page, "gwen@example.org" in page, "01632 960 115" in page, "Who leads here" in page) == (reads,) * 4


def test_a_lead_who_left_or_is_closed_is_no_longer_named(gwen, people, signed_in):
    User.objects.filter(pk=gwen.pk).update(is_active=False)
    assert "Nobody leads here yet" in _words(signed_in(people.alice).get("/authorities/ashdale/"))


def test_a_missing_safeguarding_contact_is_asked_for(lead, people, signed_in):
    assert "contact is missing" not in _words(lead.get("/people/in/ashdale/"))
    Authority.objects.filter(pk=people.ashdale.pk).update(safeguarding_phone="")
    assert "contact is missing" in _words(lead.get("/people/in/ashdale/"))
    assert "Add the safeguarding contact" in _words(lead.get("/authorities/ashdale/"))
    assert "Ask your hub manager for it today" in _words(signed_in(people.alice).get("/authorities/ashdale/"))
    assert "Ask your hub manager for it today" not in _words(signed_in(people.carol).get("/authorities/ashdale/"))


def test_only_its_lead_finds_the_way_to_change_it(lead, people, signed_in):
    assert "You look after this page" in _words(lead.get("/authorities/ashdale/"))
    assert "You look after this page" not in _words(lead.get("/authorities/northholt/"))
    assert "You look after this page" not in _words(signed_in(people.bob).get("/authorities/ashdale/"))


# What a lead changes


def test_a_lead_changes_words_and_contact_and_members_see_it(lead, gwen, people, signed_in):
    lead.post("/people/in/ashdale/about/", ABOUT)
    page = _words(signed_in(people.alice).get("/authorities/ashdale/"))
    for words in ("Open Doors", "<p>One.</p>", "<p>Two &amp; three.</p>", "01632 960 201", "The duty team"):
        assert words in page
    entry = AuditEntry.objects.get(what="place")
    assert (entry.actor, entry.authority, entry.words) == (gwen.subject, people.ashdale, "Words and safeguarding contact")


def test_links_of_an_editor_stay_as_long_as_the_words_do(lead, people):
    rich = '<p>We <a href="https://example.org/">wrote</a> it &amp; more.</p><p>Then we began.</p>'
    Authority.objects.filter(pk=people.ashdale.pk).update(about=rich)
    assert "We wrote it &amp; more.\n\nThen we began." in _words(lead.get("/people/in/ashdale/about/"))
    lead.post("/people/in/ashdale/about/", {**ABOUT, "about": "We wrote it & more.\r\n\r\nThen we began."})
    assert Authority.objects.get(pk=people.ashdale.pk).about == rich
    lead.post("/people/in/ashdale/about/", {**ABOUT, "about": "We wrote it."})
    assert Authority.objects.get(pk=people.ashdale.pk).about == "<p>We wrote it.</p>"


def test_hostile_words_are_only_words(lead, people, signed_in):
    lead.post("/people/in/ashdale/about/", {**ABOUT, "about": "<script>alert(1)</script>", "safeguarding_who": "<b>team</b>"})
    page = _words(signed_in(people.carol).get("/authorities/ashdale/"))
    assert "<script>alert(1)" not in page
    assert "<b>team</b>" not in page


@pytest.mark.parametrize("phone", ["call us", "999 or so", "javascript:alert(1)"])
def test_what_is_no_telephone_number_is_refused_and_the_rest_is_kept(phone, lead, people):
    page = lead.post("/people/in/ashdale/about/", {**ABOUT, "safeguarding_phone": phone})
    assert page.status_code == 422
    assert 'value="Open Doors"' in _words(page)
    assert Authority.objects.get(pk=people.ashdale.pk).safeguarding_phone == "01632 960 200"


def test_a_lead_chooses_the_settings(lead, people):
    lead.post("/people/in/ashdale/settings/", SETTINGS)
    now = Authority.objects.get(pk=people.ashdale.pk)
    assert (now.approval, now.reminders_on, now.reminder_days, now.small_number, now.retention_months) == ("at_once", False, 3, 6, 24)
    page = _words(lead.get("/people/in/ashdale/settings/"))
    assert 'value="24"' in page
    assert "We email each person once about each piece of learning they were asked to do." in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("small_number", "4"),
        ("small_number", ""),
        ("reminder_days", "0"),
        ("reminder_days", "61"),
        ("retention_months", "0"),
        ("approval", "never"),
    ],
)
def test_settings_out_of_bounds_are_refused(field, value, lead, people):
    assert lead.post("/people/in/ashdale/settings/", {**SETTINGS, field: value}).status_code == 422
    assert Authority.objects.get(pk=people.ashdale.pk).approval == "lead"


@pytest.mark.parametrize(("field", "value"), [("small_number", 4), ("reminder_days", 0), ("reminder_days", 61)])
def test_the_database_holds_the_bounds_too(field, value, people):
    with pytest.raises(IntegrityError), transaction.atomic():
        Authority.objects.filter(pk=people.ashdale.pk).update(**{field: value})


def test_a_lead_adds_changes_and_removes_a_milestone(lead, people):
    at, form = (
        "/people/in/ashdale/milestones/",
        {"when": "2020-03", "what": "We began", "source": "A report", "source_url": "example.org/report"},
    )
    lead.post(at, form)
    one = Milestone.objects.get()
    assert (one.authority, one.source_url) == (people.ashdale, "https://example.org/report")
    assert "This milestone already exists" in _words(lead.post(at, form))
    lead.post(f"/people/milestones/{one.pk}/", {**form, "when": "2020-04"})
    assert Milestone.objects.get().when == "2020-04"
    assert "April 2020" in _words(lead.get("/authorities/ashdale/"))
    lead.post(f"/people/milestones/{one.pk}/remove/")
    assert not Milestone.objects.exists()
    words = list(AuditEntry.objects.filter(what="place").order_by("pk").values_list("words", flat=True))
    assert words == ["Milestone added", "Milestone changed", "Milestone removed: 2020-04: We began"]


@pytest.mark.parametrize(
    ("field", "value"), [("when", "spring 2020"), ("when", ""), ("what", ""), ("source", ""), ("source_url", "javascript:alert(1)")]
)
def test_a_milestone_without_date_or_source_is_refused(field, value, lead):
    form = {"when": "2020", "what": "We began", "source": "A report", "source_url": "", field: value}
    page = lead.post("/people/in/ashdale/milestones/", form)
    assert page.status_code == 422
    assert not Milestone.objects.exists()


def test_a_hub_is_renamed_and_its_people_stay(lead, people):
    hub = Hub.objects.get(authority=people.ashdale)
    Hub.objects.create(authority=people.ashdale, name="River hub")
    assert "already a hub with this name" in _words(lead.post(f"/people/hubs/{hub.pk}/", {"name": "river HUB"}))
    assert lead.post(f"/people/hubs/{hub.pk}/", {"name": ""}).status_code == 422
    lead.post(f"/people/hubs/{hub.pk}/", {"name": "  Mill   Road hub "})
    assert User.objects.get(pk=people.alice.pk).membership.hub.name == "Mill Road hub"
    assert AuditEntry.objects.get(what="place").words == "Hub renamed: Mill Lane hub is now Mill Road hub"


def test_nothing_of_another_authority_is_there_for_a_lead(lead, people):
    hub = Hub.objects.get(authority=people.northholt)
    milestone = Milestone.objects.create(authority=people.northholt, when="2020", what="It began", source="A report")
    domain = people.northholt.domains.create(name="northholt.example", added_at=timezone.now())
    forms = {"about": ABOUT, "settings": SETTINGS, "milestones": {"when": "2020"}, "domains": {"name": "x.example"}, "requests": None}
    for name, form in forms.items():
        assert lead.get(f"/people/in/northholt/{name}/").status_code == 404
        if form:
            assert lead.post(f"/people/in/northholt/{name}/", form).status_code == 404
    for address in (f"hubs/{hub.pk}/", f"milestones/{milestone.pk}/", f"milestones/{milestone.pk}/remove/", f"domains/{domain.pk}/end/"):
        assert lead.post(f"/people/{address}", {"name": "Ours now", "when": "2020", "what": "x", "source": "x"}).status_code == 404
    assert Hub.objects.get(pk=hub.pk).name == "Quay Street hub"
    assert (people.northholt.milestones.count(), people.northholt.domains.count()) == (1, 1)


# At the desk


DATES = {"name": "Ashdale", "slug": "ashdale", "programme": "A programme", "joined_on": "2019-10-01", "left_on": ""}


def test_the_desk_changes_name_and_dates_only_and_it_is_logged(people, site, signed_in):
    set_desk_rights()
    frank, address = signed_in(people.frank), reverse("authorities:edit", args=[people.ashdale.pk])
    page = _words(frank.get(address))
    for name in (*ABOUT, *SETTINGS, "reminders_on"):
        assert f'name="{name}"' not in page
    frank.post(address, {**DATES, **SETTINGS, "about": "Other words", "safeguarding_phone": "1"})
    now = Authority.objects.get(pk=people.ashdale.pk)
    assert (now.programme, now.joined_on, now.approval, now.about) == ("A programme", date(2019, 10, 1), "lead", "")
    assert now.safeguarding_phone == "01632 960 200"
    entry = AuditEntry.objects.get(what="place")
    assert (entry.actor, entry.authority, entry.words) == (people.frank.subject, now, "At the desk: programme and joined on")
    frank.post(address, {**DATES, "about": "Other words"})
    assert AuditEntry.objects.filter(what="place").count() == 1  # nothing changed, nothing is written


def test_an_authority_is_added_at_the_desk_and_it_is_logged(people, site, signed_in):
    set_desk_rights()
    frank, address = signed_in(people.frank), reverse("authorities:add")
    response = frank.post(address, {"name": "Southwell", "slug": "ashdale", "programme": "", "joined_on": "", "left_on": ""})
    assert not Authority.objects.filter(name="Southwell").exists() and response.status_code == 200
    frank.post(address, {"name": "Southwell", "slug": "southwell", "programme": "", "joined_on": "", "left_on": ""})
    entry = AuditEntry.objects.get(what="place")
    assert (entry.actor, entry.authority.name, entry.words) == (people.frank.subject, "Southwell", "Added to the network")
    assert "People of Southwell" in _words(frank.get("/people/in/southwell/"))


# Since when


def test_another_hub_begins_nothing_anew(lead, people):
    river = Hub.objects.create(authority=people.ashdale, name="River hub")
    place = {"authority": people.ashdale, "job_role": people.job, "by": people.frank}
    began = people.alice.membership.started_on
    for hub, on in [(river, began), (None, date(2026, 10, 1)), (river, date(2026, 10, 1)), (None, date(2026, 11, 1))]:
        move(user=people.alice, hub=hub, on=on, **place)
    shown = f"{began.day} {began:%B %Y}"
    assert shown in _words(lead.get(f"/people/{people.alice.subject}/"))
    assert Membership.objects.current().with_first_day().get(user=people.alice).here_since == began
    row = _words(lead.get("/people/in/ashdale/", {"q": "alice"})).split("<tbody")[1]
    assert shown in row
    assert "November 2026" not in row


def test_whoever_left_and_came_back_is_here_since_they_came_back(people):
    leave(user=people.alice, on=date(2026, 10, 1), by=people.frank)
    join(user=people.alice, authority=people.ashdale, hub=None, job_role=people.job, on=date(2026, 11, 1))
    move(user=people.alice, authority=people.ashdale, hub=people.ashdale.hubs.get(), job_role=people.job, on=ON, by=people.frank)
    assert Membership.objects.current().with_first_day().get(user=people.alice).here_since == date(2026, 11, 1)


def test_time_in_another_authority_does_not_count(people):
    move(user=people.carol, authority=people.ashdale, hub=None, job_role=people.job, on=ON, by=people.frank)
    assert Membership.objects.current().with_first_day().get(user=people.carol).here_since == ON


# How many questions


def test_the_queue_asks_as_much_for_five_as_for_fifty(lead, people):
    counts = []
    lead.get("/people/in/ashdale/requests/")  # a session's first page asks more
    for many in (5, 45):
        for n in range(many):
            person = User.objects.create_user(f"w{many}-{n}@example.org", first_name="W", last_name=str(n))
            made = timezone.now() - timedelta(hours=n)
            hub = people.ashdale.hubs.get()
            JoinRequest.objects.create(user=person, authority=people.ashdale, hub=hub, job_role=people.job, made_at=made)
        with CaptureQueriesContext(connection) as asked:
            lead.get("/people/in/ashdale/requests/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 10
