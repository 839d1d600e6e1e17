"""A lead's people: who may see, move, release, and give roles; and that sessions end when rights shrink."""

import re
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.desk import set_desk_rights
from cms.people import actions as deeds
from cms.people.actions import close_account, end_role, grant_role, join, leave, move
from cms.people.models import FORGOTTEN_DOMAIN, Authority, Hub, Invitation, JobRole, Membership, Role, RoleGrant, User

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 22)


@pytest.fixture
def gwen(people):
    """The lead of alice's authority."""
    person = User.objects.create_user("gwen@example.org", "keep-the-drum-beating", first_name="Gwen", last_name="Hall")
    join(user=person, authority=people.ashdale, hub=None, job_role=people.job, on=ON)
    grant_role(user=person, role=Role.AUTHORITY_LEAD, authority=people.ashdale, on=ON, by=people.frank, reason="Leads Ashdale")
    return User.objects.get(pk=person.pk)


@pytest.fixture
def lead(gwen, signed_in):
    return signed_in(gwen)


def _seen(person):
    """What the page of a person sends along: where they belonged when it was shown."""
    return {"membership": Membership.objects.current().get(user=person).pk}


def _doors(person, place, grant, invitation):
    """Every door of a lead's people, as (way, address, form)."""
    at = f"/people/{person.subject}/"
    return [
        ("get", f"/people/in/{place.slug}/", {}),
        ("get", f"/people/in/{place.slug}/invite/", {}),
        ("post", f"/people/in/{place.slug}/invite/", {"email": "x@example.org", "job_role": JobRole.objects.first().pk}),
        ("get", f"/people/in/{place.slug}/invite-list/", {}),
        ("post", f"/people/in/{place.slug}/invite-list/", {}),
        ("get", f"/people/in/{place.slug}/roles/", {}),
        ("get", f"/people/in/{place.slug}/hubs/", {}),
        ("post", f"/people/in/{place.slug}/hubs/", {"name": "Ours now"}),
        ("get", at, {}),
        ("post", f"{at}move/", {"job_role": JobRole.objects.first().pk, **_seen(person)}),
        ("post", f"{at}leave/", _seen(person)),
        ("post", f"{at}sign-out/", {}),
        ("post", f"{at}role/", {"role": "hub_manager", "reason": "x", **_seen(person)}),
        ("post", f"{at}close/", {}),
        ("post", f"{at}open-again/", {}),
        ("post", f"/people/roles/{grant.pk}/end/", {}),
        ("post", f"/people/invitations/{invitation.pk}/send-again/", {}),
        ("post", f"/people/invitations/{invitation.pk}/withdraw/", {}),
    ]


def _invitation(place):
    return Invitation.objects.create(
        email="nia@example.org", authority=place, job_role=JobRole.objects.first(), made_at=timezone.now(), sent_at=timezone.now()
    )


def _state():
    return [list(model.objects.order_by("pk").values()) for model in (Membership, RoleGrant, Invitation, AuditEntry)] + [
        list(User.objects.order_by("pk").values("pk", "is_active", "session_round", "is_staff"))
    ]


@pytest.mark.parametrize("who", ["alice", "bob", "carol", "dana", "erin"])
def test_whoever_leads_nobody_finds_no_door(who, people, signed_in):
    grant = RoleGrant.objects.get(user=people.dana)
    client = signed_in(getattr(people, who))
    invitation = _invitation(people.ashdale)
    client.get("/")
    before = _state()
    for way, address, form in _doors(people.alice, people.ashdale, grant, invitation):
        assert getattr(client, way)(address, form).status_code == 404, address
    assert client.get("/people/").status_code == 404
    assert client.get("/people/audit/").status_code == 404
    assert _state() == before


def test_a_lead_finds_nothing_of_another_authority(lead, people):
    grant, invitation = RoleGrant.objects.filter(user=people.erin).first(), _invitation(people.northholt)
    before = _state()
    for way, address, form in _doors(people.carol, people.northholt, grant, invitation):
        assert getattr(lead, way)(address, form).status_code == 404, address
    assert _state() == before


def test_a_lead_does_not_see_what_is_the_networks(lead):
    assert lead.get("/people/audit/").status_code == 404


def test_a_lead_goes_straight_to_their_people_and_an_administrator_chooses(lead, people, signed_in):
    assert lead.get("/people/").headers["Location"] == "/people/in/ashdale/"
    page = signed_in(people.frank).get("/people/").content.decode()
    assert "Ashdale" in page
    assert "Northholt" in page


def test_the_list_shows_everybody_here_and_nobody_else(lead):
    page = lead.get("/people/in/ashdale/").content.decode()
    assert "Alice Ward" in page
    assert "Carol Ward" not in page
    assert "5 people" in page


@pytest.mark.parametrize(
    ("words", "found"), [("ali", True), ("WARD alice", True), ("alice@example", True), ("carol", False), ("'--", False)]
)
def test_finding_somebody(words, found, lead):
    page = lead.get("/people/in/ashdale/", {"q": words}).content.decode()
    assert ("Alice Ward" in page) is found


def test_the_list_asks_as_much_for_five_as_for_fifty(lead, people):
    counts = []
    lead.get("/account/")  # a device is noted at its first page
    for first, last in ((0, 2), (2, 45)):
        for n in range(first, last):
            person = User.objects.create_user(f"p{n}@example.org", first_name="P", last_name=str(n))
            join(user=person, authority=people.ashdale, hub=None, job_role=people.job, on=ON)
            grant_role(user=person, role=Role.TRAINER, on=ON)
            _invitation_to(people.ashdale, n)
        with CaptureQueriesContext(connection) as asked:
            lead.get("/people/in/ashdale/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 13


def _invitation_to(place, n):
    Invitation.objects.create(email=f"i{n}@example.org", authority=place, job_role=JobRole.objects.first(), made_at=timezone.now())


def test_inviting_one_person_keeps_what_was_typed_and_says_what_is_wrong(lead, people):
    response = lead.post("/people/in/ashdale/invite/", {"email": "alice@example.org", "first_name": "Al", "job_role": people.job.pk})
    page = response.content.decode()
    assert (response.status_code, 'value="Al"' in page, "is already a member" in page) == (422, True, True)
    lead.post("/people/in/ashdale/invite/", {"email": "nia@example.org", "job_role": people.job.pk})
    page = lead.get("/people/in/ashdale/").content.decode()
    assert "nia@example.org" in page
    assert "works until" in page


def test_a_hub_of_another_authority_cannot_be_chosen(lead, people):
    other = Hub.objects.get(authority=people.northholt)
    response = lead.post("/people/in/ashdale/invite/", {"email": "nia@example.org", "hub": other.pk, "job_role": people.job.pk})
    assert response.status_code == 422
    assert (
        lead.post(f"/people/{people.alice.subject}/move/", {"hub": other.pk, "job_role": people.job.pk, **_seen(people.alice)}).status_code
        == 422
    )
    assert Invitation.objects.count() == 0


def test_a_lead_adds_a_hub_once(lead, people):
    lead.post("/people/in/ashdale/hubs/", {"name": " Second   hub "})
    assert Hub.objects.get(name="Second hub").authority == people.ashdale
    again = lead.post("/people/in/ashdale/hubs/", {"name": "second HUB"})
    assert "There is already a hub with this name." in again.content.decode()
    assert "Enter a name" in lead.post("/people/in/ashdale/hubs/", {"name": " "}).content.decode()
    assert people.ashdale.hubs.count() == 2


def test_alice_in_another_hub_keeps_one_current_membership_and_signs_in_again(lead, people, signed_in):
    alice = signed_in(people.alice)
    second = Hub.objects.create(authority=people.ashdale, name="Second hub")
    lead.post(f"/people/{people.alice.subject}/move/", {"hub": second.pk, "job_role": people.job.pk, **_seen(people.alice)})
    person = User.objects.get(pk=people.alice.pk)
    assert (person.membership.hub, person.memberships.count()) == (second, 2)
    assert alice.get("/account/").status_code == 302
    assert "_auth_user_id" not in alice.session


def test_whoever_left_is_out_at_once_and_nothing_is_deleted(lead, people, signed_in):
    alice = signed_in(people.alice)
    assert alice.get("/account/").status_code == 200
    assert "Alice Ward has left" in lead.post(f"/people/{people.alice.subject}/leave/", _seen(people.alice), follow=True).content.decode()
    assert alice.get("/account/").status_code == 302
    person = User.objects.get(pk=people.alice.pk)
    assert (person.membership, person.is_active, person.memberships.count()) == (None, True, 1)
    assert "Alice Ward" not in lead.get("/people/in/ashdale/").content.decode()
    assert lead.get(f"/people/{people.alice.subject}/").status_code == 404


STALE = {
    "move": lambda people: {"job_role": people.job.pk},
    "leave": lambda people: {},
    "role": lambda people: {"role": "authority_lead", "reason": "A test"},
}


@pytest.mark.parametrize("deed", STALE)
def test_a_page_that_was_opened_before_somebody_moved_does_nothing_to_them(deed, people, signed_in):
    """Alice goes to Northholt while Ashdale's page of her stands open; her own agreement is not undone by a press on it."""
    shown, frank = {**_seen(people.alice), **STALE[deed](people)}, signed_in(people.frank)
    move(user=people.alice, authority=people.northholt, hub=None, job_role=people.job, on=ON, by=people.alice)
    before = _state()
    for form in (shown, {**shown, "membership": "x"}, STALE[deed](people)):
        page = frank.post(f"/people/{people.alice.subject}/{deed}/", form, follow=True).content.decode()
        assert "has moved since you opened that page" in page
    assert _state() == before
    frank.post(f"/people/{people.alice.subject}/{deed}/", {**shown, **_seen(people.alice)})
    assert _state() != before


@pytest.mark.parametrize("deed", ["move", "leave"])
def test_a_deed_that_was_meant_for_another_membership_is_refused_under_the_lock(deed, people):
    expected = _seen(people.alice)["membership"]
    move(user=people.alice, authority=people.northholt, hub=None, job_role=people.job, on=ON, by=people.alice)
    form = {"authority": people.ashdale, "hub": None, "job_role": people.job} if deed == "move" else {}
    with pytest.raises(deeds.MovedMeanwhile):
        getattr(deeds, deed)(user=people.alice, on=ON, by=people.frank, expected=expected, **form)
    assert User.objects.get(pk=people.alice.pk).membership.authority == people.northholt


def test_leaving_ends_the_roles_of_that_place_and_not_those_of_the_network(people):
    grant_role(user=people.bob, role=Role.REVIEWER, on=ON)
    leave(user=people.bob, on=ON, by=people.frank)
    assert list(RoleGrant.objects.current().filter(user=people.bob).values_list("role", flat=True)) == [Role.REVIEWER]


def test_a_move_to_another_authority_ends_the_roles_of_the_old_one(people):
    move(user=people.bob, authority=people.northholt, hub=None, job_role=people.job, on=ON, by=people.bob)
    assert not RoleGrant.objects.current().filter(user=people.bob).exists()


@pytest.mark.parametrize("hub", ["another", "none", "the same"])
def test_whoever_managed_the_hub_they_leave_manages_it_no_longer(hub, people, signed_in):
    """Otherwise people of the old hub would go on reading their address and telephone as their manager's."""
    old = people.bob.membership.hub
    new = {"another": Hub.objects.create(authority=people.ashdale, name="Second hub"), "none": None, "the same": old}[hub]
    grant_role(user=people.bob, role=Role.AUTHORITY_LEAD, authority=people.ashdale, on=ON)
    move(user=people.bob, authority=people.ashdale, hub=new, job_role=people.job, on=ON, by=people.frank)
    held = set(RoleGrant.objects.current().filter(user=people.bob).values_list("role", flat=True))
    assert held == {Role.AUTHORITY_LEAD, *([Role.HUB_MANAGER] if new == old else [])}
    assert ("bob@example.org" in signed_in(people.alice).get("/").content.decode()) is (new == old)
    ended = AuditEntry.objects.filter(what="role_ended", about=people.bob.subject)
    assert [one.words for one in ended] == ([] if new == old else ["Hub manager"])


def test_who_has_no_membership_cannot_leave_or_move(people):
    with pytest.raises(deeds.NotAMember):
        leave(user=people.newcomer, on=ON, by=people.frank)
    with pytest.raises(deeds.NotAMember):
        move(user=people.newcomer, authority=people.ashdale, hub=None, job_role=people.job, on=ON, by=people.frank)


def test_a_lead_gives_a_role_with_a_reason_and_ends_it(lead, gwen, people):
    at = f"/people/{people.alice.subject}/"
    assert "Enter a reason in one line" in lead.post(f"{at}role/", {"role": "hub_manager", **_seen(people.alice)}).content.decode()
    lead.post(f"{at}role/", {"role": "hub_manager", "reason": "Covers for Bob", **_seen(people.alice)})
    grant = RoleGrant.objects.current().get(user=people.alice)
    assert (grant.role, grant.hub, grant.given_by, grant.reason) == (Role.HUB_MANAGER, people.alice.membership.hub, gwen, "Covers for Bob")
    page = lead.get("/people/in/ashdale/roles/").content.decode()
    assert "Covers for Bob" in page
    lead.post(f"/people/roles/{grant.pk}/end/")
    assert not RoleGrant.objects.current().filter(user=people.alice).exists()


@pytest.mark.parametrize("role", ["administrator", "trainer", "programme_lead", "partner", "facilitator", "reviewer", "nonsense"])
def test_a_lead_gives_no_role_of_the_network(role, lead, people):
    response = lead.post(f"/people/{people.alice.subject}/role/", {"role": role, "reason": "Please", **_seen(people.alice)})
    assert response.status_code == 422
    assert not RoleGrant.objects.current().filter(user=people.alice).exists()


def test_a_lead_ends_no_role_of_the_network(lead, people):
    grant = RoleGrant.objects.get(user=people.dana)
    lead.post(f"/people/roles/{grant.pk}/end/")
    assert RoleGrant.objects.current().filter(pk=grant.pk).exists()


def test_a_lead_cannot_send_an_administrator_away(lead, people):
    for name in ("leave", "sign-out", "move", "role", "close"):
        assert lead.post(f"/people/{people.frank.subject}/{name}/", {"job_role": people.job.pk}).status_code == 404
    assert User.objects.get(pk=people.frank.pk).membership is not None
    assert "only another administrator" in lead.get(f"/people/{people.frank.subject}/").content.decode()


def test_a_hub_manager_needs_a_hub(lead, people):
    response = lead.post(f"/people/{people.dana.subject}/role/", {"role": "hub_manager", "reason": "Please", **_seen(people.dana)})
    assert "Set their hub first" in response.content.decode()


def test_a_role_that_ends_takes_the_desk_and_the_session(people, signed_in):
    set_desk_rights()
    dana = signed_in(people.dana)
    assert dana.get("/admin/").status_code == 200
    end_role(grant=RoleGrant.objects.get(user=people.dana), on=ON, by=people.frank)
    assert dana.get("/admin/").status_code == 302
    person = User.objects.get(pk=people.dana.pk)
    assert (person.is_staff, person.groups.count()) == (False, 0)


def test_an_administrator_removes_somebody_now(people, signed_in):
    carol, frank = signed_in(people.carol), signed_in(people.frank)
    frank.post(f"/people/{people.carol.subject}/close/")
    assert carol.get("/account/").status_code == 302
    person = User.objects.get(pk=people.carol.pk)
    assert (person.is_active, person.membership) == (False, None)
    page = frank.get(f"/people/{people.carol.subject}/").content.decode()
    assert "Open the account again" in page
    assert "Northholt" in page
    frank.post(f"/people/{people.carol.subject}/open-again/")
    assert User.objects.get(pk=people.carol.pk).is_active


def test_nobody_closes_their_own_account_by_that_door_and_the_last_administrator_stays(people, signed_in):
    signed_in(people.frank).post(f"/people/{people.frank.subject}/close/")
    assert User.objects.get(pk=people.frank.pk).is_active
    with pytest.raises(deeds.LastAdministrator):
        end_role(grant=RoleGrant.objects.get(user=people.frank, role=Role.ADMINISTRATOR), on=ON, by=people.frank)
    boss = User.objects.create_superuser("boss@example.org", "keep-the-drum-beating")
    end_role(grant=RoleGrant.objects.get(user=people.frank, role=Role.ADMINISTRATOR), on=ON, by=boss)
    with pytest.raises(deeds.LastAdministrator):
        close_account(user=boss, on=ON, by=people.frank)


def test_signed_out_everywhere_on_every_device(lead, people, signed_in):
    phone, desk = signed_in(people.alice), signed_in(people.alice)
    lead.post(f"/people/{people.alice.subject}/sign-out/")
    for client in (phone, desk):
        assert client.get("/account/").status_code == 302
    assert signed_in(User.objects.get(pk=people.alice.pk)).get("/account/").status_code == 200


def test_a_lead_who_moves_leads_no_longer(lead, gwen, people):
    move(user=gwen, authority=people.northholt, hub=None, job_role=people.job, on=ON, by=people.frank)
    client = lead
    assert client.get("/people/").status_code == 302


# The whole network


def _found(client, **asked):
    """The names an administrator finds."""
    page = client.get("/people/", asked)
    return [str(one) for one in page.context["page_obj"]]


def test_an_administrator_finds_whoever_has_no_membership_and_opens_their_account_again(people, signed_in):
    frank = signed_in(people.frank)
    leave(user=people.alice, on=ON, by=people.frank)
    close_account(user=people.carol, on=ON, by=people.frank)
    assert _found(frank, q="alice ward") == ["Alice Ward"]
    assert _found(frank, q="NEWCOMER@example") == ["Newcomer"]
    assert _found(frank, who="nowhere") == ["Newcomer", "Alice Ward"]
    assert _found(frank, who="closed", q="carol") == ["Carol Ward"]
    assert _found(frank, q="nobody at all") == []
    assert "Nobody is called that." in frank.get("/people/", {"q": "nobody at all"}).content.decode()
    page = frank.get("/people/", {"q": "carol"}).content.decode()
    assert "carol@example.org. Account closed" in page
    assert "Open the account again" in frank.get(re.search(r"/people/[0-9a-f-]{36}/", page)[0]).content.decode()
    assert "page_obj" not in frank.get("/people/", {"who": "nonsense"}).context


def test_whoever_was_forgotten_is_not_found(people, signed_in):
    User.objects.filter(pk=people.alice.pk).update(email=f"x@{FORGOTTEN_DOMAIN}", first_name="", last_name="", is_active=False)
    assert _found(signed_in(people.frank), who="closed") == []


def test_where_there_is_one_authority_an_administrator_still_finds_people_by_name(db, signed_in):
    place, job = Authority.objects.create(name="Ashdale", slug="ashdale"), JobRole.objects.create(slug="hub", title="Hub worker")
    boss = User.objects.create_superuser("boss@example.org", first_name="Bo")
    join(user=boss, authority=place, hub=None, job_role=job, on=ON)
    assert _found(signed_in(boss), q="bo") == ["Bo"]


def test_a_lead_does_not_search_the_network(lead):
    assert lead.get("/people/", {"q": "carol"})["Location"] == "/people/in/ashdale/"


def test_finding_people_asks_as_much_for_five_as_for_fifty(people, signed_in):
    client, counts = signed_in(people.frank), []
    client.get("/account/")
    for many in (5, 45):
        for n in range(many):
            person = User.objects.create_user(f"same{many}{n}@example.org", first_name="Same", last_name=str(n))
            join(user=person, authority=people.ashdale, hub=people.ashdale.hubs.first(), job_role=people.job, on=ON)
        with CaptureQueriesContext(connection) as asked:
            assert len(_found(client, q="same")) in (5, 50)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


def test_who_holds_what_across_the_network_names_those_without_membership_too(people, signed_in):
    frank = signed_in(people.frank)
    join(user=people.newcomer, authority=people.ashdale, hub=None, job_role=people.job, on=ON)
    grant_role(user=people.newcomer, role=Role.PARTNER, on=ON, by=people.frank, reason="Elected member")
    leave(user=people.newcomer, on=ON, by=people.frank)
    grant_role(user=people.carol, role=Role.TRAINER, on=date(2020, 1, 2), by=people.frank)
    assert "/people/roles/" in frank.get("/people/").content.decode()
    page = frank.get("/people/roles/").content.decode()
    row = next(part for part in page.split("<tr") if "Newcomer" in part)
    for words in ("Partner", "No authority now", "22 November 2026", "given by Frank Ward", "Elected member", "Not yet"):
        assert words in row
    assert "More than a year ago" in next(part for part in page.split("<tr") if "Carol Ward" in part)
    assert "Bob Ward" not in page, "A role in one authority stands there."


def test_who_holds_what_asks_as_much_for_five_as_for_forty(people, signed_in):
    client, counts = signed_in(people.frank), []
    client.get("/account/")
    for many in (1, 35):
        for n in range(many):
            person = User.objects.create_user(f"t{many}{n}@example.org")
            RoleGrant.objects.create(user=person, role=Role.TRAINER, started_on=ON, given_by=people.frank)
        with CaptureQueriesContext(connection) as asked:
            client.get("/people/roles/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


def test_invitations_beyond_the_first_page_are_reached_and_found(lead, people):
    for n in range(120):
        _invitation_to(people.ashdale, n)
    seen, page, address = set(), 1, "/people/in/ashdale/"
    while address:
        html = lead.get(address).content.decode()
        seen |= set(re.findall(r"i\d+@example.org", html))
        older = re.search(r'href="(\?[^"]*invited=\d+)#invited">Older', html)
        address = older and f"/people/in/ashdale/{older[1]}"
        page += 1
    assert (len(seen), page) == (120, 4)
    assert set(re.findall(r"i\d+@example.org", lead.get("/people/in/ashdale/", {"q": "i77@"}).content.decode())) == {"i77@example.org"}


# The audit log


def test_every_deed_stands_in_the_log_and_the_administrator_can_look_it_up(lead, people, signed_in):
    lead.post(f"/people/{people.alice.subject}/role/", {"role": "hub_manager", "reason": "Covers", **_seen(people.alice)})
    page = signed_in(people.frank).get("/people/audit/", {"what": "role_given", "authority": "ashdale"}).content.decode()
    assert f'href="/people/{people.alice.subject}/"' in page
    assert re.search(r"Role given.*?Hub manager.*?Alice Ward.*?Gwen Hall.*?Ashdale", page, re.DOTALL)
    assert "Joined" not in page.partition("<main")[2].split("</form>")[1]
    assert signed_in(people.frank).get("/people/audit/", {"what": "nonsense", "page": "x"}).status_code == 200


@pytest.mark.parametrize("statement", ["UPDATE audit_auditentry SET words = 'x'", "DELETE FROM audit_auditentry"])
def test_the_database_refuses_to_change_the_log(statement, people):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.exists()


def test_the_log_asks_as_much_for_ten_entries_as_for_fifty(people, signed_in):
    client, counts = signed_in(people.frank), []
    client.get("/account/")
    for many in (1, 40):
        for _ in range(many):
            add_entry(what=AuditEntry.What.INVITED, by=people.frank, about=people.alice, authority=people.ashdale)
        with CaptureQueriesContext(connection) as asked:
            client.get("/people/audit/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12
