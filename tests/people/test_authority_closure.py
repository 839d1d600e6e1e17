"""Closing an authority: memberships end, nobody can join, and learning records stay as they are."""

import hashlib
from datetime import date
from threading import Thread
from time import monotonic

import pytest
from django.core import mail
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.audit.models import AuditEntry
from cms.directory.actions import put_up
from cms.directory.models import Card
from cms.people.actions import (
    AuthorityClosed,
    LastAdministrator,
    authorities,
    domains,
    grant_role,
    invitations,
    join,
    join_requests,
    leave,
    move,
)
from cms.people.models import (
    AddressCheck,
    ApprovedDomain,
    Authority,
    Invitation,
    InvitationList,
    JoinRequest,
    Membership,
    Role,
    RoleGrant,
    User,
)
from learning.models import LearningEvent
from tests.builders import PASSWORD, complete
from tests.crowds import make_cards, make_crowd, make_invitations, make_requests
from tests.responses import html_of, links_to, message_levels, template_names, wrong_fields

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 22)
CLOSE, OPEN = "/people/in/northholt/close/", "/people/in/northholt/open/"


def _close(people, **changed):
    return authorities.close_authority(**{"authority": people.northholt, "on": ON, "by": people.frank, "reason": "It leaves"} | changed)


def _waiting(people):
    """Add a join request, an open invitation and an approved domain to Northholt. Return the person who asked to join."""
    user = User.objects.create_user("nia@northholt.example", PASSWORD, first_name="Nia")
    made = {"authority": people.northholt, "job_role": people.job, "made_at": timezone.now()}
    JoinRequest.objects.create(user=user, **made)
    key_hash = hashlib.sha256(b"key-nia").hexdigest()
    Invitation.objects.create(email="nia@invited.example", key_hash=key_hash, sent_at=timezone.now(), **made)
    ApprovedDomain.objects.create(authority=people.northholt, name="nia.example", added_at=timezone.now(), confirmed_at=timezone.now())
    return user


def test_closing_ends_everything_in_the_authority_and_logs_each_end(people):
    grant_role(user=people.carol, role=Role.AUTHORITY_LEAD, authority=people.northholt, on=ON)
    put_up(user=people.carol, at=timezone.now())
    _waiting(people)
    assert _close(people) == 2
    people.northholt.refresh_from_db()
    assert (people.northholt.closed_on, people.northholt.left_on) == (ON, ON)
    for model, field in ((Membership, "ended_on"), (Invitation, "withdrawn_at"), (JoinRequest, "ended_at")):
        assert not model.objects.filter(authority=people.northholt, **{field: None}).exists(), model
    assert not RoleGrant.objects.current().filter(authority=people.northholt).exists()
    assert not ApprovedDomain.objects.exists()
    assert not Card.objects.up().exists()
    log = AuditEntry.objects.filter(authority=people.northholt, actor=people.frank.subject)
    assert log.get(what="place").words == "Closed: It leaves"
    assert set(log.filter(what="left").values_list("about", flat=True)) == {people.carol.subject, people.erin.subject}
    for what in ("withdrawn", "declined", "domain_ended", "role_ended"):
        assert log.filter(what=what).count() == 1, what
    assert Membership.objects.current().filter(authority=people.ashdale).count() == 4, "Ashdale's people stay."


def test_closing_does_not_change_learning_records_or_past_memberships(people, site):
    complete(people.carol, site.lessons[0])
    leave(user=people.erin, on=date(2026, 10, 1), by=people.frank)
    before = list(LearningEvent.objects.order_by("pk").values())
    spans = list(Membership.objects.exclude(user=people.carol).order_by("pk").values())
    _close(people)
    assert list(LearningEvent.objects.order_by("pk").values()) == before
    assert list(Membership.objects.exclude(user=people.carol).order_by("pk").values()) == spans, "Who had left before left then."
    assert Membership.objects.get(user=people.carol).ended_on == ON


def test_members_of_a_closed_authority_are_signed_out_and_told(people, signed_in):
    carol = signed_in(people.carol)
    assert carol.get("/account/").status_code == 200
    _close(people)
    assert carol.get("/account/").status_code == 302
    client = Client()
    client.post("/accounts/login/", {"login": "carol@example.org", "password": PASSWORD})
    page = client.get("/")
    assert (page.status_code, page.context["closed"]) == (403, people.northholt)
    assert "22 November 2026" in html_of(page)
    assert client.get("/my-learning/")["Location"] == "/"
    assert client.get("/account/everything/").status_code == 200


def test_someone_who_left_before_the_closure_is_not_told(people, signed_in):
    leave(user=people.erin, on=date(2026, 10, 1), by=people.frank)
    _close(people)
    page = signed_in(User.objects.get(pk=people.erin.pk)).get("/")
    assert (page.status_code, page.context["closed"]) == (403, None)
    assert "Northholt" not in html_of(page)


def test_someone_waiting_to_join_gets_an_email_and_is_told(people, signed_in, django_capture_on_commit_callbacks):
    user = _waiting(people)
    with django_capture_on_commit_callbacks(execute=True):
        _close(people)
    assert [message.to for message in mail.outbox] == [[user.email]]
    assert "Northholt" in mail.outbox[0].body
    page = signed_in(user).get("/")
    asked = page.context["asked"]
    assert (page.status_code, asked.outcome, asked.authority.closed_on) == (403, "declined", ON)
    assert "Northholt" in html_of(page)


def test_invitation_links_to_a_closed_authority_do_not_work(people):
    _waiting(people)
    _close(people)
    new = {"first_name": "Nia", "last_name": "Cole", "password": "four-quiet-drums-tonight"}
    with pytest.raises(invitations.InvitationEnded, match="authority_closed"):
        invitations.find_invitation(key="key-nia", at=timezone.now())
    for response in (Client().get("/join/key-nia/"), Client().post("/join/key-nia/", new)):
        assert response.status_code == 410
        assert template_names(response) >= {"people/link_ended.html"}
    assert not User.objects.filter(email="nia@invited.example").exists()


def test_a_closed_authority_refuses_invitations_joins_and_moves(people):
    request = JoinRequest(pk=0, authority=people.northholt, user=people.newcomer)
    whole = InvitationList.objects.create(authority=people.northholt, made_by=people.frank, made_at=timezone.now(), lines=[])
    check = AddressCheck.objects.create(email="x@n.example", code_hash="x", sent_at=timezone.now(), confirmed_at=timezone.now())
    _close(people)
    ApprovedDomain.objects.create(authority=people.northholt, name="n.example", added_at=timezone.now())
    at, place = timezone.now(), {"authority": people.northholt, "hub": None, "job_role": people.job}
    deeds = [
        lambda: join(user=people.newcomer, **place, on=ON),
        lambda: move(user=people.alice, **place, on=ON, by=people.alice),
        lambda: invitations.invite(email="nia@example.org", **place, by=people.frank, at=at),
        lambda: invitations.confirm_list(upload=whole, at=at),
        lambda: join_requests.accept(request=request, hub=None, job_role=people.job, by=people.frank, at=at),
        lambda: domains.approve_domain(authority=people.northholt, name="more.example", by=people.frank, at=at),
        lambda: _close(people),
    ]
    for deed in deeds:
        with pytest.raises(AuthorityClosed):
            deed()
    with pytest.raises(join_requests.DomainNotApproved):
        join_requests.ask_as_new(key=check.key, first_name="X", last_name="Y", password=PASSWORD, hub=None, job_role=people.job, at=at)


def test_closing_stops_invitation_lists_that_are_waiting_or_still_sending(people):
    made = {"authority": people.northholt, "made_by": people.frank, "made_at": timezone.now()}
    waits = InvitationList.objects.create(**made, lines=[{"email": "zoe@example.org"}])
    sends, sent = (InvitationList.objects.create(**made, lines=[], confirmed_at=timezone.now()) for _ in range(2))
    invited = {"authority": people.northholt, "job_role": people.job, "made_at": timezone.now()}
    Invitation.objects.create(email="a@example.org", from_list=sends, **invited)
    Invitation.objects.create(email="b@example.org", from_list=sent, sent_at=timezone.now(), **invited)
    _close(people)
    assert set(InvitationList.objects.filter(stopped_at=None)) == {sent}
    assert InvitationList.objects.get(pk=waits.pk).lines == []


def test_closing_cannot_remove_the_last_administrator(people):
    with pytest.raises(LastAdministrator):
        _close(people, authority=people.ashdale)
    assert Membership.objects.current().filter(authority=people.ashdale).count() == 4
    assert Authority.objects.get(pk=people.ashdale.pk).closed_on is None


# The page


def test_closing_shows_who_is_affected_and_needs_a_reason_and_a_confirmation(people, signed_in):
    frank = signed_in(people.frank)
    _waiting(people)
    assert links_to(frank.get("/people/in/northholt/settings/"), CLOSE)
    page = frank.get(CLOSE)
    for affected, number in {"people": "2", "invitations": "1", "asking": "1", "domains": "1"}.items():
        assert page.context[affected].startswith(f"{number} "), affected
        assert page.context[affected] in html_of(page), affected
    for form, missing in (({"reason": "It leaves"}, "sure"), ({"sure": "on"}, "reason")):
        again = frank.post(CLOSE, form)
        assert (again.status_code, wrong_fields(again)) == (422, {missing})
    assert Membership.objects.current().filter(authority=people.northholt).count() == 2
    done = frank.post(CLOSE, {"reason": "It leaves", "sure": "on"}, follow=True)
    assert message_levels(done) == ["success"]
    assert not Membership.objects.current().filter(authority=people.northholt).exists()
    assert frank.get(CLOSE)["Location"] == OPEN


def test_pages_of_a_closed_authority_have_no_links_for_joining_or_inviting(people, signed_in):
    _close(people)
    frank = signed_in(people.frank)
    shown = frank.get("/people/in/northholt/")
    assert "22 November 2026" in html_of(shown)
    assert "/people/in/northholt/invite/" not in html_of(shown)
    for address, form in (("invite/", {"email": "a@b.example", "job_role": people.job.pk}), ("invite-list/", {})):
        for response in (
            frank.get(f"/people/in/northholt/{address}", follow=True),
            frank.post(f"/people/in/northholt/{address}", form, follow=True),
        ):
            assert response.redirect_chain == [("/people/in/northholt/", 302)]
            assert message_levels(response) == ["warning"]
    assert not Invitation.objects.exists()
    domain = frank.post("/people/in/northholt/domains/", {"name": "more.example"})
    assert (domain.status_code, wrong_fields(domain)) == (422, {"name"})
    alice = signed_in(people.alice)
    for address in ("/authorities/northholt/", "/authorities/"):
        assert "22 November 2026" in html_of(alice.get(address)), address


def test_an_administrator_cannot_close_their_own_authority(people, signed_in):
    grant_role(user=people.erin, role=Role.ADMINISTRATOR, on=ON)
    frank = signed_in(people.frank)
    page = frank.post("/people/in/ashdale/close/", {"reason": "It leaves", "sure": "on"})
    assert (page.status_code, page.context["is_own"]) == (422, True)
    assert Authority.objects.get(pk=people.ashdale.pk).closed_on is None
    assert signed_in(people.erin).post("/people/in/ashdale/close/", {"reason": "It leaves", "sure": "on"}).status_code == 302


def test_a_reopened_authority_can_be_joined_and_starts_empty(people, signed_in):
    _close(people)
    frank = signed_in(people.frank)
    assert wrong_fields(frank.post(OPEN, {"reason": ""})) == {"reason"}
    frank.post(OPEN, {"reason": "It was a mistake"})
    place = Authority.objects.get(pk=people.northholt.pk)
    assert (place.closed_on, place.left_on) == (None, None)
    assert not Membership.objects.current().filter(authority=place).exists()
    join(user=people.carol, authority=place, hub=None, job_role=people.job, on=ON)
    assert AuditEntry.objects.filter(what="place").first().words == "Reopened: It was a mistake"
    assert frank.get(OPEN)["Location"] == "/people/in/northholt/"


def test_reopening_keeps_the_date_it_left_the_programme(people):
    Authority.objects.filter(pk=people.northholt.pk).update(left_on=date(2024, 3, 31))
    _close(people)
    authorities.open_authority(authority=people.northholt, by=people.frank, reason="x")
    assert Authority.objects.get(pk=people.northholt.pk).left_on == date(2024, 3, 31)


# Large authorities


def _fill(people, number):
    """Add this many people with a card to Northholt."""
    make_cards(make_crowd(people.northholt, number))


@pytest.mark.engine
def test_closing_makes_as_many_queries_for_3_people_as_for_30(people):
    counts = []
    for number in (3, 30):
        Authority.objects.filter(pk=people.northholt.pk).update(closed_on=None)
        _fill(people, number)
        make_requests(make_crowd(None, number), people.northholt)
        make_invitations(people.northholt, number)
        domains = (
            ApprovedDomain(authority=people.northholt, name=f"n{n}.example", added_at=timezone.now(), confirmed_at=timezone.now())
            for n in range(number)
        )
        ApprovedDomain.objects.bulk_create(domains)
        with CaptureQueriesContext(connection) as asked:
            assert _close(people) in (number, number + 2)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 40


def test_an_authority_of_500_people_is_closed_in_one_request(people, signed_in):
    _fill(people, 500)
    frank = signed_in(people.frank)
    began = monotonic()
    assert frank.post(CLOSE, {"reason": "It leaves", "sure": "on"}).status_code == 302
    assert monotonic() - began < 20, "gunicorn gives up after 30 seconds"
    assert not Membership.objects.current().filter(authority=people.northholt).exists()


@pytest.mark.engine
@pytest.mark.django_db(transaction=True)
def test_someone_who_joins_while_it_closes_is_removed_or_refused(people):
    users = [User.objects.create_user(f"late{n}@example.org") for n in range(4)]

    def come(user):
        try:
            join(user=user, authority=people.northholt, hub=None, job_role=people.job, on=ON)
        except AuthorityClosed:
            pass
        finally:
            connections.close_all()

    def close():
        try:
            _close(people)
        finally:
            connections.close_all()

    threads = [Thread(target=come, args=[user]) for user in users[:2]] + [Thread(target=close)]
    threads += [Thread(target=come, args=[user]) for user in users[2:]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Authority.objects.get(pk=people.northholt.pk).closed_on == ON
    assert not Membership.objects.current().filter(authority=people.northholt).exists()
