"""Devices someone is signed in on: listing them, signing them out, and ending sessions when rights change."""

import pytest
from allauth.core.context import request_context
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.accounts.backends import MemberBackend
from cms.accounts.devices import describe_device
from cms.accounts.models import Session, SessionStore
from cms.audit.models import AuditEntry
from cms.people.actions import grant_role, join, move, sign_out_everywhere
from cms.people.actions.roles import end_role
from cms.people.models import Role, User
from tests.builders import PASSWORD
from tests.responses import html_of

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
HERE, OTHERS = "/account/sessions/", "/account/sessions/end-others/"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 "
    "Mobile/15E148 Safari/604.1"
)


DEVICES = {
    WINDOWS: "Chrome on Windows",
    f"{WINDOWS} Edg/140.0.0.0": "Edge on Windows",
    PHONE: "Safari on an iPhone",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14.5; rv:142.0) Gecko/20100101 Firefox/142.0": "Firefox on a Mac",
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36": "Chrome on an Android device",
}


def test_a_device_is_named_by_its_browser_and_operating_system():
    assert {user_agent: describe_device(user_agent) for user_agent in DEVICES} == DEVICES
    assert describe_device("") == describe_device("curl/8.0") not in DEVICES.values()


def _sign_in(name="alice", user_agent=WINDOWS):
    client = Client(headers={"user-agent": user_agent})
    client.post("/accounts/login/", {"login": f"{name}@example.org", "password": PASSWORD})
    assert SESSION_KEY in client.session
    return client


def _device(person, user_agent=WINDOWS):
    """Return a client that is signed in without the sign-in form."""
    client = Client(headers={"user-agent": user_agent})
    client.force_login(person, backend="cms.accounts.backends.MemberBackend")
    client.get("/accounts/with/")  # a device is recorded on its first request; this page only redirects
    return client


def _devices(client):
    """Return the devices on the page as (device, whether it is the current device)."""
    return [(row["device"], row["is_here"]) for row in client.get(HERE).context["rows"]]


def _is_in(client):
    return client.get("/account/").status_code == 200


def test_signing_in_lists_the_device_and_marks_it_as_current(people):
    desk, phone = _sign_in(), _sign_in(user_agent=PHONE)
    assert _devices(desk) == [("Chrome on Windows", True), ("Safari on an iPhone", False)]
    assert _devices(phone) == [("Safari on an iPhone", True), ("Chrome on Windows", False)]
    page = html_of(desk.get(HERE))
    assert page.count('action="/account/sessions/') == 2, "This device cannot be told from the other one."
    assert "127.0.0.1" not in page


def test_signing_out_one_device_leaves_the_others(people):
    desk, phone, tablet = (_device(people.alice, user_agent) for user_agent in (WINDOWS, PHONE, "iPad Safari/1"))
    session = UserSession.objects.get(user_agent=PHONE)
    assert desk.post(f"{HERE}{session.pk}/end/")["Location"] == HERE
    assert (_is_in(desk), _is_in(phone), _is_in(tablet)) == (True, False, True)
    assert AuditEntry.objects.filter(what="device_out", about=people.alice.subject).count() == 1


def test_all_other_devices_are_signed_out_at_once(people):
    desk, phone, tablet = (_device(people.alice, user_agent) for user_agent in (WINDOWS, PHONE, "iPad Safari/1"))
    desk.post(OTHERS)
    assert (_is_in(desk), _is_in(phone), _is_in(tablet)) == (True, False, False)
    assert _devices(desk) == [("Chrome on Windows", True)]


def test_signing_out_this_device_from_the_list_signs_out(people):
    desk = _device(people.alice)
    session = UserSession.objects.get()
    assert desk.post(f"{HERE}{session.pk}/end/")["Location"] == "/accounts/login/"
    assert not _is_in(desk)


def test_members_cannot_see_or_end_the_sessions_of_others(people):
    alice, carol = _device(people.alice), _device(people.carol)
    session = UserSession.objects.get(user=people.alice)
    assert len(_devices(carol)) == 1
    assert carol.post(f"{HERE}{session.pk}/end/").status_code == 404
    carol.post(OTHERS)
    assert _is_in(alice)


@pytest.mark.parametrize("deed", ["a role ends", "she moves", "an administrator signs her out", "her password changes elsewhere"])
def test_an_action_that_ends_sessions_removes_them_from_the_list(deed, people):
    today = timezone.localdate()
    desk, phone = _device(people.alice), _device(people.alice, PHONE)
    if deed == "a role ends":
        end_role(grant=grant_role(user=people.alice, role=Role.REVIEWER, on=today), on=today, by=people.frank)
    elif deed == "she moves":
        move(user=people.alice, authority=people.northholt, hub=None, job_role=people.job, on=today, by=people.frank)
    elif deed == "an administrator signs her out":
        sign_out_everywhere(user=people.alice, by=people.frank)
    else:
        new = {"oldpassword": PASSWORD, "password1": "four-quiet-drums-tonight", "password2": "four-quiet-drums-tonight"}
        phone.post("/accounts/password/change/", new)
        assert _devices(phone) == [("Safari on an iPhone", True)]
        assert not _is_in(desk)
        return
    assert not _is_in(desk) and not _is_in(phone)
    assert _devices(_device(User.objects.get(pk=people.alice.pk))) == [("Chrome on Windows", True)]


@pytest.mark.parametrize("deed", ["a role is given", "somebody is let in"])
def test_an_action_that_gives_more_rights_ends_earlier_sessions(deed, people):
    """A session from before the new rights must not gain them, so the person signs in again."""
    person = people.alice if deed == "a role is given" else people.newcomer
    desk = _device(person)
    if deed == "a role is given":
        grant_role(user=person, role=Role.TRAINER, on=timezone.localdate(), by=people.frank)
        again = _device(User.objects.get(pk=person.pk))
        grant_role(user=person, role=Role.TRAINER, on=timezone.localdate(), by=people.frank)  # no new right, so no session ends
        assert _is_in(again)
    else:
        join(user=person, authority=people.ashdale, hub=None, job_role=people.job, on=timezone.localdate(), by=people.frank)
    assert not _is_in(desk)


def test_giving_yourself_a_role_keeps_this_session_and_ends_the_others(people):
    here, there = _device(people.frank), _device(people.frank)
    here.post(
        f"/people/{people.frank.subject}/role/",
        {"role": "facilitator", "reason": "Nobody else is there", "membership": people.frank.membership.pk},
    )
    assert (_is_in(here), _is_in(there)) == (True, False)


def test_the_time_last_seen_is_not_written_on_every_request(people, signed_in):
    alice = signed_in(people.alice)
    alice.get("/account/")
    noted = UserSession.objects.get()
    with CaptureQueriesContext(connection) as context:
        alice.get("/account/")
    assert not [query for query in context.captured_queries if "usersession" in query["sql"]]
    assert UserSession.objects.get().last_seen_at == noted.last_seen_at


def test_the_list_of_devices_makes_as_many_queries_for_3_as_for_30(people):
    alice, counts = _device(people.alice), []
    session = Session.objects.get()
    for first, last in ((1, 3), (3, 30)):
        keys = [f"device-{n}" for n in range(first, last)]
        Session.objects.bulk_create(
            Session(session_key=key, session_data=session.session_data, expire_date=session.expire_date, member=people.alice)
            for key in keys
        )
        UserSession.objects.bulk_create(UserSession(user=people.alice, session_key=key, ip="127.0.0.1", user_agent=PHONE) for key in keys)
        alice.get(HERE)
        with CaptureQueriesContext(connection) as context:
            alice.get(HERE)
        counts.append(len(context.captured_queries))
        assert len(_devices(alice)) == last
    assert counts[0] == counts[1] <= 7


def test_the_nightly_command_deletes_the_devices_of_expired_sessions(people):
    desk, _ = _device(people.alice), _device(people.carol)
    Session.objects.filter(session_key=desk.session.session_key).update(expire_date=timezone.now())
    call_command("nightly", verbosity=0)
    assert list(UserSession.objects.values_list("user__email", flat=True)) == ["carol@example.org"]


def test_a_closed_account_is_signed_out(people):
    desk = _device(people.alice)
    User.objects.filter(pk=people.alice.pk).update(is_active=False)
    assert desk.get(HERE)["Location"].startswith("/accounts/login/")


def test_a_session_and_its_user_are_read_in_one_query(people):
    desk = _device(people.alice)
    desk.get("/account/")
    with CaptureQueriesContext(connection) as context:
        desk.get("/words/")
    told = [query["sql"] for query in context.captured_queries if "accounts_session" in query["sql"] or "people_user" in query["sql"]]
    assert len(told) == 1, told
    assert "people_membership" in told[0]


def test_a_session_row_names_its_member_until_they_sign_out(people):
    desk = _device(people.alice)
    assert Session.objects.get().member == people.alice
    desk.post("/accounts/logout/")
    assert not Session.objects.filter(member=people.alice).exists()


def test_a_session_row_without_a_member_still_works(people):
    desk = _device(people.alice)
    Session.objects.update(member=None)
    assert _is_in(desk)


def test_only_the_signed_session_data_decides_who_is_signed_in(people):
    desk = _device(people.alice)
    Session.objects.update(member=people.frank)
    assert desk.get("/account/").wsgi_request.user == people.alice


def test_the_user_read_with_the_session_is_returned_once(people):
    """Code that asks again within the request may need to see a change."""
    store = SessionStore(_device(people.alice).session.session_key)
    store.load()
    assert store.take_person() == people.alice
    assert store.take_person() is None


def test_a_user_read_again_within_a_request_is_fresh(people, rf):
    request = rf.get("/")
    request.session = SessionStore(_device(people.alice).session.session_key)
    request.session.load()
    with request_context(request):
        assert MemberBackend().get_user(people.alice.pk).session_round == people.alice.session_round
        User.objects.update(session_round=7)
        assert MemberBackend().get_user(people.alice.pk).session_round == 7
        assert MemberBackend().get_user(people.carol.pk) == people.carol
