"""The authority page, and what a lead may change on it."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.audit.models import AuditEntry
from cms.desk.rights import set_desk_rights
from cms.people.actions import grant_role, join, leave, move
from cms.people.models import Authority, Hub, Membership, Milestone, Role, User
from tests.crowds import make_crowd, make_requests
from tests.responses import html_of, links_to, wrong_fields

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


# The page


def test_members_can_read_about_any_authority(people, signed_in):
    Milestone.objects.create(authority=people.ashdale, when="2021-06-01", what="Opened the door", source="A report")
    Authority.objects.filter(pk=people.ashdale.pk).update(
        local_name="Open Doors", programme="A programme", joined_on=date(2019, 10, 1), left_on=date(2024, 3, 31)
    )
    carol = signed_in(people.carol)
    page = html_of(carol.get("/authorities/ashdale/"))
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
    assert links_to(carol.get("/authorities/"), "/authorities/ashdale/")


def test_the_lead_is_named_only_to_their_own_people_and_administrators(gwen, people, signed_in):
    for person, reads in [(people.alice, True), (people.frank, True), (people.carol, False), (people.erin, False)]:
        page = signed_in(person).get("/authorities/ashdale/")
        assert (page.context["leads"] is not None) is reads, person
        assert [shown in html_of(page) for shown in ("Gwen Hall", "gwen@example.org", "01632 960 115")] == [reads] * 3, person


def test_a_lead_whose_account_is_closed_is_not_named(gwen, people, signed_in):
    User.objects.filter(pk=gwen.pk).update(is_active=False)
    page = signed_in(people.alice).get("/authorities/ashdale/")
    assert list(page.context["leads"]) == []
    assert "Gwen Hall" not in html_of(page)


def test_the_lead_is_asked_for_a_missing_safeguarding_contact(lead, people, signed_in):
    about, missing = "/people/in/ashdale/about/", 'id="no-contact"'
    assert missing not in html_of(lead.get("/people/in/ashdale/"))
    Authority.objects.filter(pk=people.ashdale.pk).update(safeguarding_phone="")
    for address in ("/people/in/ashdale/", "/authorities/ashdale/", "/"):
        assert links_to(lead.get(address), about), address
    assert missing in html_of(lead.get("/people/in/ashdale/"))
    ours, theirs = (_panel(signed_in(person).get("/authorities/ashdale/")) for person in (people.alice, people.carol))
    assert about not in ours + theirs
    assert len(ours) > len(theirs), "Her own people are not told whom to ask for the number."


def _panel(page):
    """The safeguarding panel of an authority's page."""
    return html_of(page).partition('aria-labelledby="safeguarding"')[2].partition("</section>")[0]


def test_only_the_lead_gets_links_to_change_an_authority(lead, people, signed_in):
    assert links_to(lead.get("/authorities/ashdale/"), "/people/in/ashdale/about/")
    assert "/people/in/" not in html_of(lead.get("/authorities/northholt/"))
    assert "/people/in/" not in html_of(signed_in(people.bob).get("/authorities/ashdale/"))


# What a lead changes


def test_a_lead_can_change_the_text_and_contact_and_members_see_it(lead, gwen, people, signed_in):
    lead.post("/people/in/ashdale/about/", ABOUT)
    page = html_of(signed_in(people.alice).get("/authorities/ashdale/"))
    for words in ("Open Doors", "<p>One.</p>", "<p>Two &amp; three.</p>", "01632 960 201", "The duty team"):
        assert words in page
    entry = AuditEntry.objects.get(what="place")
    assert (entry.actor, entry.authority) == (gwen.subject, people.ashdale)


def test_links_added_by_an_editor_stay_while_the_text_is_unchanged(lead, people):
    rich = '<p>We <a href="https://example.org/">wrote</a> it &amp; more.</p><p>Then we began.</p>'
    Authority.objects.filter(pk=people.ashdale.pk).update(about=rich)
    assert "We wrote it &amp; more.\n\nThen we began." in html_of(lead.get("/people/in/ashdale/about/"))
    lead.post("/people/in/ashdale/about/", {**ABOUT, "about": "We wrote it & more.\r\n\r\nThen we began."})
    assert Authority.objects.get(pk=people.ashdale.pk).about == rich
    lead.post("/people/in/ashdale/about/", {**ABOUT, "about": "We wrote it."})
    assert Authority.objects.get(pk=people.ashdale.pk).about == "<p>We wrote it.</p>"


def test_html_typed_by_a_lead_is_escaped(lead, people, signed_in):
    lead.post("/people/in/ashdale/about/", {**ABOUT, "about": "<script>alert(1)</script>", "safeguarding_who": "<b>team</b>"})
    page = html_of(signed_in(people.carol).get("/authorities/ashdale/"))
    assert "<script>alert(1)" not in page
    assert "<b>team</b>" not in page


def test_an_invalid_telephone_number_is_refused_and_the_other_fields_are_kept(lead, people):
    for phone in ("call us", "999 or so", "javascript:alert(1)"):
        page = lead.post("/people/in/ashdale/about/", {**ABOUT, "safeguarding_phone": phone})
        assert (page.status_code, wrong_fields(page)) == (422, {"safeguarding_phone"}), phone
        assert 'value="Open Doors"' in html_of(page)
    assert Authority.objects.get(pk=people.ashdale.pk).safeguarding_phone == "01632 960 200"


def test_a_lead_can_change_the_settings(lead, people):
    lead.post("/people/in/ashdale/settings/", SETTINGS)
    now = Authority.objects.get(pk=people.ashdale.pk)
    assert (now.approval, now.reminders_on, now.reminder_days, now.small_number, now.retention_months) == ("at_once", False, 3, 6, 24)
    assert 'value="24"' in html_of(lead.get("/people/in/ashdale/settings/"))


OUT_OF_BOUNDS = [
    ("small_number", "4"),
    ("small_number", ""),
    ("reminder_days", "0"),
    ("reminder_days", "61"),
    ("retention_months", "0"),
    ("approval", "never"),
]


def test_settings_out_of_bounds_are_refused(lead, people):
    for field, value in OUT_OF_BOUNDS:
        page = lead.post("/people/in/ashdale/settings/", {**SETTINGS, field: value})
        assert (page.status_code, wrong_fields(page)) == (422, {field}), (field, value)
    assert Authority.objects.get(pk=people.ashdale.pk).approval == "lead"


@pytest.mark.engine
def test_the_database_rejects_settings_out_of_bounds(people):
    for field, value in [("small_number", 4), ("reminder_days", 0), ("reminder_days", 61)]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Authority.objects.filter(pk=people.ashdale.pk).update(**{field: value})
            pytest.fail(f"the database accepts {field} = {value}")


def test_a_lead_can_add_change_and_remove_a_milestone(lead, people):
    at, form = (
        "/people/in/ashdale/milestones/",
        {"when": "2020-03", "what": "We began", "source": "A report", "source_url": "example.org/report"},
    )
    lead.post(at, form)
    milestone = Milestone.objects.get()
    assert (milestone.authority, milestone.source_url) == (people.ashdale, "https://example.org/report")
    assert wrong_fields(lead.post(at, form)) == {"what"}
    assert Milestone.objects.count() == 1
    lead.post(f"/people/milestones/{milestone.pk}/", {**form, "when": "2020-04"})
    assert Milestone.objects.get().when == "2020-04"
    assert "April 2020" in html_of(lead.get("/authorities/ashdale/"))
    lead.post(f"/people/milestones/{milestone.pk}/remove/")
    assert not Milestone.objects.exists()
    added, changed, removed = AuditEntry.objects.filter(what="place").order_by("pk").values_list("words", flat=True)
    assert len({added, changed, removed}) == 3
    assert "2020-04: We began" in removed


def test_a_milestone_without_date_or_source_is_refused(lead):
    form = {"when": "2020", "what": "We began", "source": "A report", "source_url": ""}
    for field, value in [("when", "spring 2020"), ("when", ""), ("what", ""), ("source", ""), ("source_url", "javascript:alert(1)")]:
        page = lead.post("/people/in/ashdale/milestones/", {**form, field: value})
        assert (page.status_code, wrong_fields(page)) == (422, {field}), (field, value)
    assert not Milestone.objects.exists()


def test_renaming_a_hub_keeps_its_people(lead, people):
    hub = Hub.objects.get(authority=people.ashdale)
    Hub.objects.create(authority=people.ashdale, name="River hub")
    for name in ("river HUB", ""):
        page = lead.post(f"/people/hubs/{hub.pk}/", {"name": name})
        assert (page.status_code, wrong_fields(page)) == (422, {"name"}), name
    lead.post(f"/people/hubs/{hub.pk}/", {"name": "  Mill   Road hub "})
    assert User.objects.get(pk=people.alice.pk).membership.hub.name == "Mill Road hub"
    logged = AuditEntry.objects.get(what="place").words
    assert "Mill Lane hub" in logged and "Mill Road hub" in logged


def test_a_lead_cannot_change_another_authority(lead, people):
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


def test_the_desk_can_change_only_the_name_and_dates_of_an_authority_and_logs_it(people, site, signed_in):
    set_desk_rights()
    frank, address = signed_in(people.frank), reverse("authorities:edit", args=[people.ashdale.pk])
    page = html_of(frank.get(address))
    for name in (*ABOUT, *SETTINGS, "reminders_on"):
        assert f'name="{name}"' not in page
    frank.post(address, {**DATES, **SETTINGS, "about": "Other words", "safeguarding_phone": "1"})
    now = Authority.objects.get(pk=people.ashdale.pk)
    assert (now.programme, now.joined_on, now.approval, now.about) == ("A programme", date(2019, 10, 1), "lead", "")
    assert now.safeguarding_phone == "01632 960 200"
    entry = AuditEntry.objects.get(what="place")
    assert (entry.actor, entry.authority) == (people.frank.subject, now)
    assert "programme" in entry.words and "joined on" in entry.words and "about" not in entry.words
    frank.post(address, {**DATES, "about": "Other words"})
    assert AuditEntry.objects.filter(what="place").count() == 1  # saving without a change adds no entry


def test_adding_an_authority_at_the_desk_is_logged(people, site, signed_in):
    set_desk_rights()
    frank, address = signed_in(people.frank), reverse("authorities:add")
    response = frank.post(address, {"name": "Southwell", "slug": "ashdale", "programme": "", "joined_on": "", "left_on": ""})
    assert not Authority.objects.filter(name="Southwell").exists() and response.status_code == 200
    frank.post(address, {"name": "Southwell", "slug": "southwell", "programme": "", "joined_on": "", "left_on": ""})
    entry = AuditEntry.objects.get(what="place")
    assert (entry.actor, entry.authority.name) == (people.frank.subject, "Southwell")
    assert frank.get("/people/in/southwell/").context["authority"].name == "Southwell"


# First day in an authority


def test_moving_between_hubs_keeps_the_first_day_in_the_authority(lead, people):
    river = Hub.objects.create(authority=people.ashdale, name="River hub")
    place = {"authority": people.ashdale, "job_role": people.job, "by": people.frank}
    began = people.alice.membership.started_on
    for hub, on in [(river, began), (None, date(2026, 10, 1)), (river, date(2026, 10, 1)), (None, date(2026, 11, 1))]:
        move(user=people.alice, hub=hub, on=on, **place)
    shown = f"{began.day} {began:%B %Y}"
    assert shown in html_of(lead.get(f"/people/{people.alice.subject}/"))
    assert Membership.objects.current().with_first_day().get(user=people.alice).here_since == began
    row = html_of(lead.get("/people/in/ashdale/", {"q": "alice"})).split("<tbody")[1]
    assert shown in row
    assert "November 2026" not in row


def test_the_first_day_is_the_day_of_return_for_someone_who_had_left(people):
    leave(user=people.alice, on=date(2026, 10, 1), by=people.frank)
    join(user=people.alice, authority=people.ashdale, hub=None, job_role=people.job, on=date(2026, 11, 1))
    move(user=people.alice, authority=people.ashdale, hub=people.ashdale.hubs.get(), job_role=people.job, on=ON, by=people.frank)
    assert Membership.objects.current().with_first_day().get(user=people.alice).here_since == date(2026, 11, 1)


def test_the_first_day_ignores_time_in_another_authority(people):
    move(user=people.carol, authority=people.ashdale, hub=None, job_role=people.job, on=ON, by=people.frank)
    assert Membership.objects.current().with_first_day().get(user=people.carol).here_since == ON


# Query counts


@pytest.mark.engine
def test_the_queue_of_requests_makes_as_many_queries_for_3_as_for_30(lead, people):
    counts = []
    lead.get("/people/in/ashdale/requests/")  # the first page of a session makes more queries
    for more in (3, 27):
        make_requests(make_crowd(None, more), people.ashdale, hub=people.ashdale.hubs.get())
        with CaptureQueriesContext(connection) as asked:
            lead.get("/people/in/ashdale/requests/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 10


@pytest.mark.engine
@pytest.mark.parametrize(
    "when", ["", "soon", "12", "20211", "2021-6", "2021-13", "2021-00", "2021-06-32", "0000", "2021-06-", "21-06-2021", "２０２１"]
)
def test_the_database_refuses_a_milestone_without_a_date(when, people):
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.create(authority=people.ashdale, when=when, what="Opened the door", source="A report")


def test_a_day_that_does_not_exist_breaks_no_page(people, signed_in):
    Milestone.objects.create(authority=people.ashdale, when="2021-02-30", what="Opened the door", source="A report")
    assert "2021-02-30" in signed_in(people.alice).get("/authorities/").content.decode()
