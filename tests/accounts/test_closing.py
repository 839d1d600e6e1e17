"""An authority closes its place in the network: nobody is left in it, nobody comes, and nothing of anybody's record is touched."""

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
from cms.people.actions import AuthorityClosed, LastAdministrator, authorities, grant_role, invitations, join, join_requests, leave, move
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

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 22)
CLOSE, OPEN = "/people/in/northholt/close/", "/people/in/northholt/open/"


def _close(people, **other):
    return authorities.close_authority(**{"authority": people.northholt, "on": ON, "by": people.frank, "reason": "It leaves"} | other)


def _waiting(people, n=0, name="nia"):
    """Somebody who waits to join Northholt, somebody who is invited to it, and a domain of it."""
    user = User.objects.create_user(f"{name}{n}@northholt.example", PASSWORD, first_name="Nia")
    made = {"authority": people.northholt, "job_role": people.job, "made_at": timezone.now()}
    JoinRequest.objects.create(user=user, **made)
    key_hash = hashlib.sha256(f"key-{name}{n}".encode()).hexdigest()
    Invitation.objects.create(email=f"{name}{n}@invited.example", key_hash=key_hash, sent_at=timezone.now(), **made)
    ApprovedDomain.objects.create(authority=people.northholt, name=f"{name}{n}.example", added_at=timezone.now())
    return user


def _words(response):
    return response.content.decode()


def test_nobody_is_left_in_it_and_every_end_is_written_down(people):
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
    assert {one.about for one in log.filter(what="left")} == {people.carol.subject, people.erin.subject}
    for what in ("withdrawn", "declined", "domain_ended", "role_ended"):
        assert log.filter(what=what).count() == 1, what
    assert Membership.objects.current().filter(authority=people.ashdale).count() == 4, "Ashdale's people stay."


def test_records_and_old_figures_stay_as_they_were(people, site):
    complete(people.carol, site.lessons[0])
    leave(user=people.erin, on=date(2026, 10, 1), by=people.frank)
    before = list(LearningEvent.objects.order_by("pk").values())
    spans = list(Membership.objects.exclude(user=people.carol).order_by("pk").values())
    _close(people)
    assert list(LearningEvent.objects.order_by("pk").values()) == before
    assert list(Membership.objects.exclude(user=people.carol).order_by("pk").values()) == spans, "Who had left before left then."
    assert Membership.objects.get(user=people.carol).ended_on == ON


def test_its_people_are_signed_out_and_read_that_it_has_closed(people, signed_in):
    carol = signed_in(people.carol)
    assert carol.get("/account/").status_code == 200
    _close(people)
    assert carol.get("/account/").status_code == 302
    client = Client()
    client.post("/accounts/login/", {"login": "carol@example.org", "password": PASSWORD})
    page = client.get("/")
    assert (page.status_code, "Northholt has closed its place here" in _words(page)) == (403, True)
    assert "22 November 2026" in _words(page)
    assert client.get("/my-learning/")["Location"] == "/"
    assert client.get("/account/everything/").status_code == 200


def test_whoever_had_left_before_is_told_nothing_of_it(people, signed_in):
    leave(user=people.erin, on=date(2026, 10, 1), by=people.frank)
    _close(people)
    assert "has closed its place" not in _words(signed_in(User.objects.get(pk=people.erin.pk)).get("/"))


def test_whoever_waited_gets_a_letter_and_reads_why(people, signed_in, django_capture_on_commit_callbacks):
    user = _waiting(people)
    with django_capture_on_commit_callbacks(execute=True):
        _close(people)
    assert [letter.to for letter in mail.outbox] == [[user.email]]
    assert "has closed its place in the network" in mail.outbox[0].body
    page = _words(signed_in(user).get("/"))
    assert "Northholt has closed its place here" in page
    assert "did not let you in" not in page


def test_a_link_to_it_says_that_it_has_closed_and_lets_nobody_in(people):
    _waiting(people)
    _close(people)
    new = {"first_name": "Nia", "last_name": "Cole", "password": "four-quiet-drums-tonight"}
    for response in (Client().get("/join/key-nia0/"), Client().post("/join/key-nia0/", new)):
        assert (response.status_code, "has closed its place here" in _words(response)) == (410, True)
    assert not User.objects.filter(email="nia0@invited.example").exists()


def test_nobody_is_invited_joins_or_moves_there_any_more(people):
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
        lambda: authorities.approve_domain(authority=people.northholt, name="more.example", by=people.frank, at=at),
        lambda: _close(people),
    ]
    for deed in deeds:
        with pytest.raises(AuthorityClosed):
            deed()
    with pytest.raises(join_requests.DomainNotApproved):
        join_requests.ask_as_new(key=check.key, first_name="X", last_name="Y", password=PASSWORD, hub=None, job_role=people.job, at=at)


def test_lists_that_wait_or_still_send_are_stopped(people):
    made = {"authority": people.northholt, "made_by": people.frank, "made_at": timezone.now()}
    waits = InvitationList.objects.create(**made, lines=[{"email": "zoe@example.org"}])
    sends, sent = (InvitationList.objects.create(**made, lines=[], confirmed_at=timezone.now()) for _ in range(2))
    invited = {"authority": people.northholt, "job_role": people.job, "made_at": timezone.now()}
    Invitation.objects.create(email="a@example.org", from_list=sends, **invited)
    Invitation.objects.create(email="b@example.org", from_list=sent, sent_at=timezone.now(), **invited)
    _close(people)
    assert set(InvitationList.objects.filter(stopped_at=None)) == {sent}
    assert InvitationList.objects.get(pk=waits.pk).lines == []


def test_somebody_must_remain_who_looks_after_the_network(people):
    with pytest.raises(LastAdministrator):
        _close(people, authority=people.ashdale)
    assert Membership.objects.current().filter(authority=people.ashdale).count() == 4
    assert Authority.objects.get(pk=people.ashdale.pk).closed_on is None


# The page


def test_an_administrator_reads_how_many_it_touches_and_says_it_twice(people, signed_in):
    frank = signed_in(people.frank)
    _waiting(people)
    assert CLOSE in _words(frank.get("/people/in/northholt/settings/"))
    page = _words(frank.get(CLOSE))
    for words in ("It touches <b>2 people</b>", "1 open invitation", "1 request to join", "1 approved domain"):
        assert words in page
    for form, words in (({"reason": "It leaves"}, "Tick this to confirm"), ({"sure": "on"}, "Enter a reason in one line")):
        again = frank.post(CLOSE, form)
        assert (again.status_code, words in _words(again)) == (422, True)
    assert Membership.objects.current().filter(authority=people.northholt).count() == 2
    done = _words(frank.post(CLOSE, {"reason": "It leaves", "sure": "on"}, follow=True))
    assert "Northholt is closed. 2 people have left it" in done
    assert frank.get(CLOSE)["Location"] == OPEN


def test_once_closed_its_pages_say_so_and_offer_no_way_in(people, signed_in):
    _close(people)
    frank = signed_in(people.frank)
    shown = _words(frank.get("/people/in/northholt/"))
    assert "Closed since 22 November 2026" in shown
    assert "/people/in/northholt/invite/" not in shown
    for address, form in (("invite/", {"email": "a@b.example", "job_role": people.job.pk}), ("invite-list/", {})):
        for response in (
            frank.get(f"/people/in/northholt/{address}", follow=True),
            frank.post(f"/people/in/northholt/{address}", form, follow=True),
        ):
            assert "so you cannot invite people to it" in _words(response)
    domain = frank.post("/people/in/northholt/domains/", {"name": "more.example"})
    assert (domain.status_code, "so no one can join it" in _words(domain)) == (422, True)
    page = _words(signed_in(people.alice).get("/authorities/northholt/"))
    assert "no place in the network since 22 November 2026" in page
    assert "until 22 November 2026" in _words(signed_in(people.alice).get("/authorities/"))


def test_an_administrator_does_not_close_where_they_belong_themselves(people, signed_in):
    grant_role(user=people.erin, role=Role.ADMINISTRATOR, on=ON)
    frank = signed_in(people.frank)
    page = frank.post("/people/in/ashdale/close/", {"reason": "It leaves", "sure": "on"})
    assert (page.status_code, "You belong to it yourself" in _words(page)) == (422, True)
    assert signed_in(people.erin).post("/people/in/ashdale/close/", {"reason": "It leaves", "sure": "on"}).status_code == 302


def test_opened_again_people_can_be_invited_and_nobody_is_back_by_itself(people, signed_in):
    _close(people)
    frank = signed_in(people.frank)
    assert "Enter a reason in one line" in _words(frank.post(OPEN, {"reason": ""}))
    frank.post(OPEN, {"reason": "It was a mistake"})
    place = Authority.objects.get(pk=people.northholt.pk)
    assert (place.closed_on, place.left_on) == (None, None)
    assert not Membership.objects.current().filter(authority=place).exists()
    join(user=people.carol, authority=place, hub=None, job_role=people.job, on=ON)
    assert AuditEntry.objects.filter(what="place").first().words == "Opened again: It was a mistake"
    assert frank.get(OPEN)["Location"] == "/people/in/northholt/"


def test_what_the_network_wrote_down_of_its_leaving_stays(people):
    Authority.objects.filter(pk=people.northholt.pk).update(left_on=date(2024, 3, 31))
    _close(people)
    authorities.open_authority(authority=people.northholt, by=people.frank, reason="x")
    assert Authority.objects.get(pk=people.northholt.pk).left_on == date(2024, 3, 31)


# Size


def _fill(people, many):
    for n in range(many):
        user = User(email=f"p{many}-{n}@northholt.example", first_name="Pat", last_name=str(n))
        user.save()
        Membership.objects.create(user=user, authority=people.northholt, job_role=people.job, started_on=ON)
        Card.objects.create(user=user, up_since=timezone.now())


def test_closing_asks_as_much_for_five_as_for_fifty(people):
    counts = []
    for many in (5, 50):
        Authority.objects.filter(pk=people.northholt.pk).update(closed_on=None)
        _fill(people, many)
        for n in range(many):
            _waiting(people, n, f"w{many}-")
        with CaptureQueriesContext(connection) as asked:
            assert _close(people) in (many, many + 2)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 40


def test_five_hundred_people_are_let_go_in_one_press(people, signed_in):
    _fill(people, 500)
    frank = signed_in(people.frank)
    began = monotonic()
    assert frank.post(CLOSE, {"reason": "It leaves", "sure": "on"}).status_code == 302
    assert monotonic() - began < 20, "gunicorn gives up after 30 seconds"
    assert not Membership.objects.current().filter(authority=people.northholt).exists()


@pytest.mark.django_db(transaction=True)
def test_whoever_joins_while_it_closes_is_either_let_go_or_refused(people):
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
