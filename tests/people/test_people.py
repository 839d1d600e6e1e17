"""A lead's people: permissions to see and move people, end memberships and give roles, and ending sessions when rights are removed."""

import re
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.audit.actions import build_entry
from cms.audit.models import AuditEntry
from cms.desk.rights import set_desk_rights
from cms.people import actions as deeds
from cms.people.actions import close_account, end_role, grant_role, join, leave, move
from cms.people.models import FORGOTTEN_DOMAIN, Authority, Hub, Invitation, JobRole, Membership, Role, RoleGrant, User
from tests.crowds import give_roles, make_crowd, make_invitations
from tests.responses import error_codes, html_of, links_to, message_levels, posts_to, wrong_fields

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
    """Return the form data of a person's page: their membership when the page was shown."""
    return {"membership": Membership.objects.current().get(user=person).pk}


def _actions(person, place, grant, invitation):
    """Return every action of a lead on their people as (URL, form data)."""
    at = f"/people/{person.subject}/"
    return [
        (f"/people/in/{place.slug}/invite/", {"email": "x@example.org", "job_role": JobRole.objects.first().pk}),
        (f"/people/in/{place.slug}/invite-list/", {}),
        (f"/people/in/{place.slug}/hubs/", {"name": "Ours now"}),
        (f"{at}move/", {"job_role": JobRole.objects.first().pk, **_seen(person)}),
        (f"{at}leave/", _seen(person)),
        (f"{at}sign-out/", {}),
        (f"{at}role/", {"role": "hub_manager", "reason": "x", **_seen(person)}),
        (f"{at}close/", {}),
        (f"{at}open-again/", {}),
        (f"/people/roles/{grant.pk}/end/", {}),
        (f"/people/invitations/{invitation.pk}/send-again/", {}),
        (f"/people/invitations/{invitation.pk}/withdraw/", {}),
    ]


def _invitation(place):
    return Invitation.objects.create(
        email="nia@example.org", authority=place, job_role=JobRole.objects.first(), made_at=timezone.now(), sent_at=timezone.now()
    )


def _state():
    return [list(model.objects.order_by("pk").values()) for model in (Membership, RoleGrant, Invitation, AuditEntry)] + [
        list(User.objects.order_by("pk").values("pk", "is_active", "session_round", "is_staff"))
    ]


# tests/test_who_may.py checks who may open each page. These tests check that a refused action changes nothing.


def test_actions_of_a_hub_manager_on_people_change_nothing(people, signed_in):
    grant, invitation = RoleGrant.objects.get(user=people.dana), _invitation(people.ashdale)
    bob = signed_in(people.bob)
    before = _state()
    for address, form in _actions(people.alice, people.ashdale, grant, invitation):
        assert bob.post(address, form).status_code == 404, address
    assert _state() == before


def test_actions_of_a_lead_on_another_authority_change_nothing(lead, people):
    grant, invitation = RoleGrant.objects.filter(user=people.erin).first(), _invitation(people.northholt)
    before = _state()
    for address, form in _actions(people.carol, people.northholt, grant, invitation):
        assert lead.post(address, form).status_code == 404, address
    assert _state() == before


def test_a_lead_is_redirected_to_their_authority_and_an_administrator_chooses_an_authority(lead, people, signed_in):
    assert lead.get("/people/").headers["Location"] == "/people/in/ashdale/"
    page = signed_in(people.frank).get("/people/").content.decode()
    assert "Ashdale" in page
    assert "Northholt" in page


def test_the_people_list_shows_the_members_of_this_authority_only(lead):
    page = lead.get("/people/in/ashdale/")
    shown = [str(row["member"].user) for row in page.context["rows"]]
    assert sorted(shown) == ["Alice Ward", "Bob Ward", "Dana Ward", "Frank Ward", "Gwen Hall"]
    assert "Alice Ward" in html_of(page)
    assert "Carol Ward" not in html_of(page)


@pytest.mark.engine
def test_the_people_list_is_searched_by_name_and_address(lead):
    searches = {"ali": True, "WARD alice": True, "alice@example": True, "carol": False, "'--": False}
    pages = {words: html_of(lead.get("/people/in/ashdale/", {"q": words})) for words in searches}
    assert {words: "Alice Ward" in page for words, page in pages.items()} == searches


@pytest.mark.engine
def test_the_people_list_makes_as_many_queries_for_3_people_as_for_30(lead, people):
    counts = []
    lead.get("/account/")  # a device is recorded on its first request
    for more in (3, 27):
        make_crowd(people.ashdale, more, role=Role.TRAINER)
        make_invitations(people.ashdale, more, domain=f"size-{more}.example")
        with CaptureQueriesContext(connection) as asked:
            page = lead.get("/people/in/ashdale/")
            invited = lead.get("/people/in/ashdale/invitations/")
        counts.append(len(asked))
    assert (len(page.context["rows"]), page.context["invited"], len(invited.context["waiting"])) == (35, 30, 20)
    assert counts[0] == counts[1] <= 22


def test_inviting_an_existing_member_is_refused_and_keeps_what_was_typed(lead, people):
    response = lead.post("/people/in/ashdale/invite/", {"email": "alice@example.org", "first_name": "Al", "job_role": people.job.pk})
    assert (response.status_code, wrong_fields(response), 'value="Al"' in html_of(response)) == (422, {"email"}, True)
    lead.post("/people/in/ashdale/invite/", {"email": "nia@example.org", "job_role": people.job.pk})
    (waiting,) = lead.get("/people/in/ashdale/invitations/").context["waiting"]
    assert (waiting["invitation"].email, waiting["expired"]) == ("nia@example.org", False)
    assert waiting["invitation"].last_day > timezone.localdate()


def test_a_hub_of_another_authority_cannot_be_chosen(lead, people):
    form = {"hub": Hub.objects.get(authority=people.northholt).pk, "job_role": people.job.pk}
    assert lead.post("/people/in/ashdale/invite/", {"email": "nia@example.org", **form}).status_code == 422
    assert lead.post(f"/people/{people.alice.subject}/move/", {**form, **_seen(people.alice)}).status_code == 422
    assert Invitation.objects.count() == 0


def test_a_lead_can_add_a_hub_but_cannot_use_its_name_twice(lead, people):
    lead.post("/people/in/ashdale/hubs/", {"name": " Second   hub "})
    assert Hub.objects.get(name="Second hub").authority == people.ashdale
    for name in ("second HUB", " "):
        refused = lead.post("/people/in/ashdale/hubs/", {"name": name})
        assert (refused.status_code, wrong_fields(refused)) == (422, {"name"}), name
    assert people.ashdale.hubs.count() == 2


def test_moving_to_another_hub_leaves_one_current_membership_and_ends_sessions(lead, people, signed_in):
    alice = signed_in(people.alice)
    second = Hub.objects.create(authority=people.ashdale, name="Second hub")
    lead.post(f"/people/{people.alice.subject}/move/", {"hub": second.pk, "job_role": people.job.pk, **_seen(people.alice)})
    person = User.objects.get(pk=people.alice.pk)
    assert (person.membership.hub, person.memberships.count()) == (second, 2)
    assert alice.get("/account/").status_code == 302
    assert "_auth_user_id" not in alice.session


def test_leaving_ends_sessions_at_once_and_deletes_nothing(lead, people, signed_in):
    alice = signed_in(people.alice)
    assert alice.get("/account/").status_code == 200
    left = lead.post(f"/people/{people.alice.subject}/leave/", _seen(people.alice), follow=True)
    assert message_levels(left) == ["success"]
    assert "Alice Ward" in html_of(left)
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
def test_an_outdated_page_cannot_change_someone_who_has_moved(deed, people, signed_in):
    """Alice moves to Northholt while Ashdale has her page open. A button on that page must not undo the move she agreed to."""
    shown, frank = {**_seen(people.alice), **STALE[deed](people)}, signed_in(people.frank)
    move(user=people.alice, authority=people.northholt, hub=None, job_role=people.job, on=ON, by=people.alice)
    before = _state()
    for form in (shown, {**shown, "membership": "x"}, STALE[deed](people)):
        page = frank.post(f"/people/{people.alice.subject}/{deed}/", form, follow=True)
        assert message_levels(page) == ["warning"]
    assert _state() == before
    frank.post(f"/people/{people.alice.subject}/{deed}/", {**shown, **_seen(people.alice)})
    assert _state() != before


@pytest.mark.parametrize("deed", ["move", "leave"])
def test_an_action_on_a_membership_that_has_since_ended_raises(deed, people):
    expected = _seen(people.alice)["membership"]
    move(user=people.alice, authority=people.northholt, hub=None, job_role=people.job, on=ON, by=people.alice)
    form = {"authority": people.ashdale, "hub": None, "job_role": people.job} if deed == "move" else {}
    with pytest.raises(deeds.MovedMeanwhile):
        getattr(deeds, deed)(user=people.alice, on=ON, by=people.frank, expected=expected, **form)
    assert User.objects.get(pk=people.alice.pk).membership.authority == people.northholt


def test_leaving_ends_the_roles_in_the_authority_but_not_network_roles(people):
    grant_role(user=people.bob, role=Role.REVIEWER, on=ON)
    leave(user=people.bob, on=ON, by=people.frank)
    assert list(RoleGrant.objects.current().filter(user=people.bob).values_list("role", flat=True)) == [Role.REVIEWER]


def test_moving_to_another_authority_ends_the_roles_in_the_old_authority(people):
    move(user=people.bob, authority=people.northholt, hub=None, job_role=people.job, on=ON, by=people.bob)
    assert not RoleGrant.objects.current().filter(user=people.bob).exists()


@pytest.mark.parametrize("hub", ["another", "none", "the same"])
def test_a_hub_manager_who_changes_hub_does_not_manage_the_old_hub(hub, people, signed_in):
    """Otherwise people in the old hub would still see their address and telephone number as those of their manager."""
    old = people.bob.membership.hub
    new = {"another": Hub.objects.create(authority=people.ashdale, name="Second hub"), "none": None, "the same": old}[hub]
    grant_role(user=people.bob, role=Role.AUTHORITY_LEAD, authority=people.ashdale, on=ON)
    move(user=people.bob, authority=people.ashdale, hub=new, job_role=people.job, on=ON, by=people.frank)
    held = set(RoleGrant.objects.current().filter(user=people.bob).values_list("role", flat=True))
    assert held == {Role.AUTHORITY_LEAD, *([Role.HUB_MANAGER] if new == old else [])}
    assert ("your hub manager" in signed_in(people.alice).get("/").content.decode()) is (new == old)
    ended = AuditEntry.objects.filter(what="role_ended", about=people.bob.subject)
    assert [entry.words for entry in ended] == ([] if new == old else [Role.HUB_MANAGER.label])


def test_someone_without_a_membership_cannot_leave_or_move(people):
    with pytest.raises(deeds.NotAMember):
        leave(user=people.newcomer, on=ON, by=people.frank)
    with pytest.raises(deeds.NotAMember):
        move(user=people.newcomer, authority=people.ashdale, hub=None, job_role=people.job, on=ON, by=people.frank)


def test_a_lead_can_give_a_role_with_a_reason_and_end_it(lead, gwen, people):
    at = f"/people/{people.alice.subject}/"
    without_reason = lead.post(f"{at}role/", {"role": "hub_manager", **_seen(people.alice)})
    assert error_codes(without_reason, "reason", form="role_form") == ["required"]
    lead.post(f"{at}role/", {"role": "hub_manager", "reason": "Covers for Bob", **_seen(people.alice)})
    grant = RoleGrant.objects.current().get(user=people.alice)
    assert (grant.role, grant.hub, grant.given_by, grant.reason) == (Role.HUB_MANAGER, people.alice.membership.hub, gwen, "Covers for Bob")
    page = lead.get("/people/in/ashdale/roles/").content.decode()
    assert "Covers for Bob" in page
    lead.post(f"/people/roles/{grant.pk}/end/")
    assert not RoleGrant.objects.current().filter(user=people.alice).exists()


@pytest.mark.parametrize("role", ["administrator", "trainer", "programme_lead", "partner", "facilitator", "reviewer", "nonsense"])
def test_a_lead_cannot_give_a_network_role(role, lead, people):
    response = lead.post(f"/people/{people.alice.subject}/role/", {"role": role, "reason": "Please", **_seen(people.alice)})
    assert response.status_code == 422
    assert not RoleGrant.objects.current().filter(user=people.alice).exists()


def test_a_lead_cannot_end_a_network_role(lead, people):
    grant = RoleGrant.objects.get(user=people.dana)
    lead.post(f"/people/roles/{grant.pk}/end/")
    assert RoleGrant.objects.current().filter(pk=grant.pk).exists()


def test_a_lead_cannot_end_the_membership_of_an_administrator(lead, people):
    for name in ("leave", "sign-out", "move", "role", "close"):
        assert lead.post(f"/people/{people.frank.subject}/{name}/", {"job_role": people.job.pk}).status_code == 404
    assert User.objects.get(pk=people.frank.pk).membership is not None
    page = lead.get(f"/people/{people.frank.subject}/")
    assert page.status_code == 200
    for name in ("leave", "sign-out", "move", "role", "close"):
        assert not posts_to(page, f"/people/{people.frank.subject}/{name}/")


def test_someone_without_a_hub_cannot_become_a_hub_manager(lead, people):
    response = lead.post(f"/people/{people.dana.subject}/role/", {"role": "hub_manager", "reason": "Please", **_seen(people.dana)})
    assert (response.status_code, wrong_fields(response, "role_form")) == (422, {"role"})
    assert not RoleGrant.objects.current().filter(user=people.dana, role=Role.HUB_MANAGER).exists()


def test_ending_a_desk_role_closes_the_desk_and_the_session(people, signed_in):
    set_desk_rights()
    dana = signed_in(people.dana)
    assert dana.get("/admin/").status_code == 200
    end_role(grant=RoleGrant.objects.get(user=people.dana), on=ON, by=people.frank)
    assert dana.get("/admin/").status_code == 302
    person = User.objects.get(pk=people.dana.pk)
    assert (person.is_staff, person.groups.count()) == (False, 0)


def test_an_administrator_can_close_an_account_and_reopen_it(people, signed_in):
    carol, frank = signed_in(people.carol), signed_in(people.frank)
    frank.post(f"/people/{people.carol.subject}/close/")
    assert carol.get("/account/").status_code == 302
    person = User.objects.get(pk=people.carol.pk)
    assert (person.is_active, person.membership) == (False, None)
    page = frank.get(f"/people/{people.carol.subject}/")
    assert posts_to(page, f"/people/{people.carol.subject}/open-again/")
    assert "Northholt" in html_of(page)
    frank.post(f"/people/{people.carol.subject}/open-again/")
    assert User.objects.get(pk=people.carol.pk).is_active


def test_administrators_cannot_close_their_own_account_and_the_last_administrator_stays(people, signed_in):
    signed_in(people.frank).post(f"/people/{people.frank.subject}/close/")
    assert User.objects.get(pk=people.frank.pk).is_active
    with pytest.raises(deeds.LastAdministrator):
        end_role(grant=RoleGrant.objects.get(user=people.frank, role=Role.ADMINISTRATOR), on=ON, by=people.frank)
    boss = User.objects.create_superuser("boss@example.org", "keep-the-drum-beating")
    end_role(grant=RoleGrant.objects.get(user=people.frank, role=Role.ADMINISTRATOR), on=ON, by=boss)
    with pytest.raises(deeds.LastAdministrator):
        close_account(user=boss, on=ON, by=people.frank)


def test_a_lead_can_sign_someone_out_on_every_device(lead, people, signed_in):
    phone, desk = signed_in(people.alice), signed_in(people.alice)
    lead.post(f"/people/{people.alice.subject}/sign-out/")
    for client in (phone, desk):
        assert client.get("/account/").status_code == 302
    assert signed_in(User.objects.get(pk=people.alice.pk)).get("/account/").status_code == 200


def test_a_lead_who_moves_loses_the_lead_role(lead, gwen, people):
    move(user=gwen, authority=people.northholt, hub=None, job_role=people.job, on=ON, by=people.frank)
    assert lead.get("/people/").status_code == 302


# The whole network


def _found(client, **asked):
    """Return the names that an administrator finds."""
    page = client.get("/people/", asked)
    return [str(user) for user in page.context["page_obj"]]


@pytest.mark.engine
def test_an_administrator_can_find_people_without_a_membership_or_with_a_closed_account(people, signed_in):
    frank = signed_in(people.frank)
    leave(user=people.alice, on=ON, by=people.frank)
    close_account(user=people.carol, on=ON, by=people.frank)
    assert _found(frank, q="alice ward") == ["Alice Ward"]
    assert _found(frank, q="NEWCOMER@example") == ["Newcomer"]
    assert _found(frank, who="nowhere") == ["Newcomer", "Alice Ward"]
    assert _found(frank, who="closed", q="carol") == ["Carol Ward"]
    assert _found(frank, q="nobody at all") == []
    page = frank.get("/people/", {"q": "carol"})
    assert "carol@example.org" in html_of(page)
    assert links_to(page, f"/people/{people.carol.subject}/")
    assert posts_to(frank.get(f"/people/{people.carol.subject}/"), f"/people/{people.carol.subject}/open-again/")
    assert "page_obj" not in frank.get("/people/", {"who": "nonsense"}).context


def test_an_erased_person_is_not_found(people, signed_in):
    User.objects.filter(pk=people.alice.pk).update(email=f"x@{FORGOTTEN_DOMAIN}", first_name="", last_name="", is_active=False)
    assert _found(signed_in(people.frank), who="closed") == []


def test_an_administrator_can_search_people_even_with_a_single_authority(db, signed_in):
    place, job = Authority.objects.create(name="Ashdale", slug="ashdale"), JobRole.objects.create(slug="hub", title="Hub worker")
    boss = User.objects.create_superuser("boss@example.org", first_name="Bo")
    join(user=boss, authority=place, hub=None, job_role=job, on=ON)
    assert _found(signed_in(boss), q="bo") == ["Bo"]


def test_a_lead_cannot_search_the_network(lead):
    assert lead.get("/people/", {"q": "carol"})["Location"] == "/people/in/ashdale/"


@pytest.mark.engine
def test_people_search_makes_as_many_queries_for_3_people_as_for_30(people, signed_in):
    client, counts = signed_in(people.frank), []
    client.get("/account/")
    for more, found in ((3, 3), (27, 30)):
        make_crowd(people.ashdale, more, hub=people.ashdale.hubs.first(), first_name="Same")
        with CaptureQueriesContext(connection) as asked:
            assert len(_found(client, q="same")) == found
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


def test_network_roles_include_people_without_a_membership(people, signed_in):
    frank = signed_in(people.frank)
    join(user=people.newcomer, authority=people.ashdale, hub=None, job_role=people.job, on=ON)
    grant_role(user=people.newcomer, role=Role.PARTNER, on=ON, by=people.frank, reason="Elected member")
    leave(user=people.newcomer, on=ON, by=people.frank)
    grant_role(user=people.carol, role=Role.TRAINER, on=date(2020, 1, 2), by=people.frank)
    assert links_to(frank.get("/people/"), "/people/roles/")
    page = frank.get("/people/roles/")
    rows = {str(row["grant"].user): row for row in page.context["rows"]}
    assert (rows["Newcomer"]["where"], rows["Newcomer"]["to_review"]) == ("No authority", False)
    assert (rows["Carol Ward"]["where"], rows["Carol Ward"]["to_review"]) == (people.northholt, True)
    row = next(part for part in html_of(page).split("<tr") if "Newcomer" in part)
    for words in (Role.PARTNER.label, "22 November 2026", "Frank Ward", "Elected member"):
        assert words in row
    assert "Bob Ward" not in html_of(page), "A role in one authority is listed."


@pytest.mark.engine
def test_network_roles_make_as_many_queries_for_3_people_as_for_30(people, signed_in):
    client, counts = signed_in(people.frank), []
    client.get("/account/")
    for more in (3, 27):
        give_roles(make_crowd(None, more), Role.TRAINER, given_by=people.frank)
        with CaptureQueriesContext(connection) as asked:
            client.get("/people/roles/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


@pytest.mark.engine
def test_open_invitations_are_paged_and_searched(lead, people):
    make_invitations(people.ashdale, 120, domain="example.org")
    seen, number = set(), 1
    while True:
        html = html_of(lead.get("/people/in/ashdale/invitations/", {"page": number}))
        seen |= set(re.findall(r"i\d+@example.org", html))
        number += 1
        if f'href="?page={number}"' not in html:
            break
    assert (len(seen), number) == (120, 7)
    found = lead.get("/people/in/ashdale/invitations/", {"q": "i77@"})
    assert set(re.findall(r"i\d+@example.org", html_of(found))) == {"i77@example.org"}


# The audit log


def test_the_audit_log_shows_who_gave_a_role_to_whom(lead, people, signed_in):
    lead.post(f"/people/{people.alice.subject}/role/", {"role": "hub_manager", "reason": "Covers", **_seen(people.alice)})
    page = signed_in(people.frank).get("/people/audit/", {"what": "role_given", "authority": "ashdale"})
    assert links_to(page, f"/people/{people.alice.subject}/")
    assert {row["entry"].what for row in page.context["rows"]} == {AuditEntry.What.ROLE_GIVEN}
    assert re.search(r"Hub manager.*?Alice Ward.*?Gwen Hall.*?Ashdale", html_of(page), re.DOTALL)
    assert signed_in(people.frank).get("/people/audit/", {"what": "nonsense", "page": "x"}).status_code == 200


@pytest.mark.engine
@pytest.mark.parametrize("statement", ["UPDATE audit_auditentry SET words = 'x'", "DELETE FROM audit_auditentry"])
def test_the_database_refuses_to_change_the_audit_log(statement, people):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.exists()


@pytest.mark.engine
def test_the_audit_log_makes_as_many_queries_for_3_entries_as_for_30(people, signed_in):
    client, counts = signed_in(people.frank), []
    client.get("/account/")
    for more in (3, 27):
        invited = {"what": AuditEntry.What.INVITED, "by": people.frank, "about": people.alice, "authority": people.ashdale}
        AuditEntry.objects.bulk_create(build_entry(**invited) for _ in range(more))
        with CaptureQueriesContext(connection) as asked:
            client.get("/people/audit/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12
