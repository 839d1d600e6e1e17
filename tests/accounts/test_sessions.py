"""Where one is signed in: seen in plain words, ended one by one or all others at once, and gone when rights change."""

from datetime import timedelta

import pytest
from allauth.core.context import request_context
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session as SessionOfDjango
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

pytestmark = pytest.mark.django_db
HERE, OTHERS = "/account/sessions/", "/account/sessions/end-others/"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 "
    "Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (WINDOWS, "Chrome on Windows"),
        (f"{WINDOWS} Edg/140.0.0.0", "Edge on Windows"),
        (PHONE, "Safari on an iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14.5; rv:142.0) Gecko/20100101 Firefox/142.0", "Firefox on a Mac"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome on an Android device"),
        ("", "An unknown browser"),
        ("curl/8.0", "An unknown browser"),
    ],
)
def test_a_device_is_told_in_plain_words(user_agent, words):
    assert describe_device(user_agent) == words


def _sign_in(name="alice", user_agent=WINDOWS):
    client = Client(headers={"user-agent": user_agent})
    client.post("/accounts/login/", {"login": f"{name}@example.org", "password": PASSWORD})
    assert SESSION_KEY in client.session
    return client


def _devices(client):
    """What the page shows: (device, whether it is this one)."""
    return [(row["device"], row["is_here"]) for row in client.get(HERE).context["rows"]]


def _is_in(client):
    return client.get("/account/").status_code == 200


def test_every_device_is_listed_and_this_one_is_marked(people):
    desk, phone = _sign_in(), _sign_in(user_agent=PHONE)
    assert _devices(desk) == [("Chrome on Windows", True), ("Safari on an iPhone", False)]
    assert _devices(phone) == [("Safari on an iPhone", True), ("Chrome on Windows", False)]
    page = desk.get(HERE).content.decode()
    assert "This device." in page and "127.0.0.1" not in page


def test_one_device_is_signed_out_and_the_others_stay(people):
    desk, phone, tablet = _sign_in(), _sign_in(user_agent=PHONE), _sign_in(user_agent="iPad Safari/1")
    session = UserSession.objects.get(user_agent=PHONE)
    assert desk.post(f"{HERE}{session.pk}/end/")["Location"] == HERE
    assert (_is_in(desk), _is_in(phone), _is_in(tablet)) == (True, False, True)
    assert AuditEntry.objects.filter(what="device_out", about=people.alice.subject).count() == 1


def test_all_others_are_signed_out_at_once(people):
    desk, phone, tablet = _sign_in(), _sign_in(user_agent=PHONE), _sign_in(user_agent="iPad Safari/1")
    desk.post(OTHERS)
    assert (_is_in(desk), _is_in(phone), _is_in(tablet)) == (True, False, False)
    assert _devices(desk) == [("Chrome on Windows", True)]


def test_signing_out_this_device_from_the_list_is_signing_out(people):
    desk = _sign_in()
    session = UserSession.objects.get()
    assert desk.post(f"{HERE}{session.pk}/end/")["Location"] == "/accounts/login/"
    assert not _is_in(desk)


def test_carol_neither_sees_nor_ends_the_sessions_of_alice(people):
    alice, carol = _sign_in(), _sign_in("carol")
    session = UserSession.objects.get(user=people.alice)
    assert len(_devices(carol)) == 1
    assert carol.post(f"{HERE}{session.pk}/end/").status_code == 404
    carol.post(OTHERS)
    assert _is_in(alice)


@pytest.mark.parametrize("deed", ["a role ends", "she moves", "an administrator signs her out", "her password changes elsewhere"])
def test_what_ends_sessions_takes_them_off_the_list(deed, people):
    today = timezone.localdate()
    desk, phone = _sign_in(), _sign_in(user_agent=PHONE)
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
    assert _devices(_sign_in()) == [("Chrome on Windows", True)]


@pytest.mark.parametrize("deed", ["a role is given", "somebody is let in"])
def test_what_opens_something_new_ends_sessions_too(deed, people):
    """Nobody goes on with a session from a time when it opened less: whoever holds that browser shows anew who they are."""
    name = "alice" if deed == "a role is given" else "newcomer"
    person, desk = getattr(people, name), _sign_in(name)
    if deed == "a role is given":
        grant_role(user=person, role=Role.TRAINER, on=timezone.localdate(), by=people.frank)
        again = _sign_in(name)
        grant_role(user=person, role=Role.TRAINER, on=timezone.localdate(), by=people.frank)  # nothing new: nothing ends
        assert _is_in(again)
    else:
        join(user=person, authority=people.ashdale, hub=None, job_role=people.job, on=timezone.localdate(), by=people.frank)
    assert not _is_in(desk)


def test_whoever_gives_themselves_a_role_stays_signed_in_there_and_nowhere_else(people):
    here, there = _sign_in("frank"), _sign_in("frank")
    here.post(
        f"/people/{people.frank.subject}/role/",
        {"role": "facilitator", "reason": "Nobody else is there", "membership": people.frank.membership.pk},
    )
    assert (_is_in(here), _is_in(there)) == (True, False)


def test_when_one_was_last_here_is_noted_now_and_then_and_not_at_each_request(people, signed_in):
    alice = signed_in(people.alice)
    alice.get("/account/")
    noted = UserSession.objects.get()
    with CaptureQueriesContext(connection) as context:
        alice.get("/account/")
    assert not [query for query in context.captured_queries if "usersession" in query["sql"]]
    assert UserSession.objects.get().last_seen_at == noted.last_seen_at


def test_as_many_queries_for_fifty_devices_as_for_five(people):
    alice = _sign_in()
    counts = []
    for n in (4, 45):
        for _ in range(n):
            _sign_in()
        alice.get(HERE)
        with CaptureQueriesContext(connection) as context:
            alice.get(HERE)
        counts.append(len(context.captured_queries))
    assert len(_devices(alice)) == 50
    assert counts[0] == counts[1] <= 7


def test_every_night_what_was_noted_about_ended_sessions_goes(people):
    desk, _ = _sign_in(), _sign_in("carol")
    Session.objects.filter(session_key=desk.session.session_key).update(expire_date=timezone.now())
    call_command("clearsessions")
    assert list(UserSession.objects.values_list("user__email", flat=True)) == ["carol@example.org"]


def test_a_closed_account_is_nowhere_signed_in(people):
    desk = _sign_in()
    User.objects.filter(pk=people.alice.pk).update(is_active=False)
    assert desk.get(HERE)["Location"].startswith("/accounts/login/")


def test_a_session_and_whose_it_is_are_read_in_one_query(people):
    desk = _sign_in()
    desk.get("/account/")
    with CaptureQueriesContext(connection) as context:
        desk.get("/words/")
    told = [query["sql"] for query in context.captured_queries if "accounts_session" in query["sql"] or "people_user" in query["sql"]]
    assert len(told) == 1, told
    assert "people_membership" in told[0]


def test_a_session_says_whose_it_is_and_nobodys_when_somebody_has_signed_out(people):
    desk = _sign_in()
    assert Session.objects.get().member == people.alice
    desk.post("/accounts/logout/")
    assert not Session.objects.filter(member=people.alice).exists()


def test_a_session_of_which_nobody_noted_whose_it_is_still_lets_them_in(people):
    desk = _sign_in()
    Session.objects.update(member=None)
    assert _is_in(desk)


def test_whoever_the_row_names_only_what_is_sealed_in_the_session_says_who_is_in(people):
    desk = _sign_in()
    Session.objects.update(member=people.frank)
    assert desk.get("/account/").wsgi_request.user == people.alice


def test_the_person_who_came_with_the_session_is_handed_out_once(people):
    """Whoever asks again within the request may ask because something has changed."""
    store = SessionStore(_sign_in().session.session_key)
    store.load()
    assert store.take_person() == people.alice
    assert store.take_person() is None


def test_asked_again_within_a_request_the_person_is_as_they_are_by_then(people, rf):
    request = rf.get("/")
    request.session = SessionStore(_sign_in().session.session_key)
    request.session.load()
    with request_context(request):
        assert MemberBackend().get_user(people.alice.pk).session_round == people.alice.session_round
        User.objects.update(session_round=7)
        assert MemberBackend().get_user(people.alice.pk).session_round == 7
        assert MemberBackend().get_user(people.carol.pk) == people.carol


def test_every_night_ended_sessions_go_from_where_they_lay_before_too(people):
    for key, ends in (("ended", -1), ("living", 1)):
        moment = timezone.now() + timedelta(hours=ends)
        SessionOfDjango.objects.create(session_key=key, session_data="", expire_date=moment)
    call_command("clearsessions")
    assert list(SessionOfDjango.objects.values_list("session_key", flat=True)) == ["living"]
