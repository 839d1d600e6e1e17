"""Asking to join with a work address: the code, what waits, what the leads answer, and that nobody learns who is here."""

import logging
import re
from datetime import timedelta
from threading import Thread

import pytest
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connections, transaction
from django.test import Client
from django.utils import timezone

from cms.audit.models import AuditEntry
from cms.people.actions import authorities, close_account, grant_role, invitations, join, join_requests, leave
from cms.people.models import AddressCheck, ApprovedDomain, Authority, FormerAddress, JoinRequest, Role, User, normalize_domain
from tests.builders import PASSWORD

pytestmark = pytest.mark.django_db
ASK, CODE, ABOUT, BACK = "/ask-to-join/", "/ask-to-join/code/", "/ask-to-join/about-you/", "/ask-to-join/take-back/"
NIA = "nia@ashdale.example"


@pytest.fixture
def domain(people):
    """ashdale.example is Ashdale's."""
    return authorities.approve_domain(authority=people.ashdale, name="ashdale.example", by=people.frank, at=timezone.now())


@pytest.fixture
def ask(domain, django_capture_on_commit_callbacks):
    """A function that asks for a code on a browser and gives the code of the letter, or None when none went."""

    def one(client, email=NIA):
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(ASK, {"email": email})
        assert (response.status_code, response["Location"]) == (302, CODE)
        found = re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE) if len(mail.outbox) > before else None
        return found and found[0]

    return one


@pytest.fixture
def form(people):
    return {"first_name": "Nia", "last_name": "Cole", "hub": "", "job_role": people.job.pk, "password": "four-quiet-drums-tonight"}


@pytest.fixture
def gwen(people):
    """Ashdale's lead."""
    person = User.objects.create_user("gwen@example.org", PASSWORD, first_name="Gwen", last_name="Hall")
    join(user=person, authority=people.ashdale, hub=None, job_role=people.job, on=timezone.localdate())
    grant_role(user=person, role=Role.AUTHORITY_LEAD, authority=people.ashdale, on=timezone.localdate(), reason="A test")
    return User.objects.get(pk=person.pk)


@pytest.fixture
def waiting(people, domain):
    """A function that makes somebody whose request waits."""

    def one(email=NIA, name="Nia"):
        person = User.objects.create_user(email, PASSWORD, first_name=name, last_name="Cole")
        return JoinRequest.objects.create(user=person, authority=people.ashdale, job_role=people.job, made_at=timezone.now())

    return one


def _at_once(authority):
    Authority.objects.filter(pk=authority.pk).update(approval="at_once")


def _words(response):
    return response.content.decode()


# The way in


def test_somebody_of_the_council_asks_and_waits_with_the_leads(ask, form, people, client):
    code = ask(client)
    assert client.post(CODE, {"code": code})["Location"] == ABOUT
    assert "Ask to join Ashdale" in _words(client.get(ABOUT))
    assert client.post(ABOUT, form)["Location"] == "/"
    page = client.get("/")
    assert page.status_code == 403
    assert "Your request is with the leads of Ashdale" in _words(page)
    person = User.objects.get(email=NIA)
    assert (person.membership, person.emailaddress_set.get().verified) == (None, True)
    assert client.get("/my-learning/")["Location"] == "/"


def test_where_the_authority_chose_so_they_are_in_at_once(ask, form, people, client):
    _at_once(people.ashdale)
    hub = people.ashdale.hubs.get()
    client.post(CODE, {"code": ask(client)})
    client.post(ABOUT, {**form, "hub": hub.pk})
    membership = User.objects.get(email=NIA).membership
    assert (membership.authority, membership.hub) == (people.ashdale, hub)
    assert client.get("/my-learning/").status_code == 200


def test_a_hub_of_another_authority_cannot_be_chosen(ask, form, people, client):
    client.post(CODE, {"code": ask(client)})
    response = client.post(ABOUT, {**form, "hub": people.northholt.hubs.get().pk})
    assert response.status_code == 422
    assert not User.objects.filter(email=NIA).exists()


def test_what_is_wrong_is_said_and_the_rest_is_kept(ask, form, client):
    client.post(CODE, {"code": ask(client)})
    page = client.post(ABOUT, {**form, "password": "short"})
    assert page.status_code == 422
    assert 'value="Nia"' in _words(page)
    assert "too short" in _words(page)


@pytest.mark.parametrize("email", ["", "nia", "nia@", "nia@ashdale", "a" * 250 + "@ashdale.example"])
def test_what_is_no_address_is_refused_beside_the_field(email, domain, client):
    assert client.post(ASK, {"email": email}).status_code == 422
    assert mail.outbox == []


@pytest.mark.parametrize("email", ["Nia@Ashdale.EXAMPLE", " nia@ashdale.example "])
def test_an_address_in_any_letter_case_is_the_same(email, ask, client):
    assert ask(client, email)
    assert mail.outbox[-1].to == [NIA]


def test_letters_beyond_ascii_are_compared_as_in_dns(ask, people, client):
    authorities.approve_domain(authority=people.northholt, name="Müller.example", by=people.frank, at=timezone.now())
    assert ask(client, "zoe@xn--mller-kva.example")
    assert ask(Client(), "zoe@MÜLLER.example")


# Nobody learns who is here


def test_the_answer_is_the_same_whoever_asks(ask, people):
    authorities.approve_domain(authority=people.northholt, name="example.org", by=people.frank, at=timezone.now())
    close_account(user=people.erin, on=timezone.localdate(), by=people.frank)
    pages, codes = set(), []
    for email in (NIA, "nobody@elsewhere.example", "carol@example.org", "erin@example.org", "nia@sub.ashdale.example"):
        client = Client()
        codes.append(ask(client, email))
        shown = [_words(client.get(CODE)), _words(client.post(CODE, {"code": "000000x"}))]
        pages.add(tuple(re.sub(r'(name="csrfmiddlewaretoken" value=|nonce=)"[^"]*"', "", page).replace(email, "") for page in shown))
    assert len(pages) == 1
    assert [bool(code) for code in codes] == [True, False, False, False, False]


def test_letters_go_to_approved_domains_only_and_a_member_is_told_kindly(ask, people):
    assert ask(Client(), "carol@example.org") is None
    assert mail.outbox == []
    authorities.approve_domain(authority=people.northholt, name="example.org", by=people.frank, at=timezone.now())
    ask(Client(), "carol@example.org")
    assert "You are here already" in mail.outbox[-1].body
    close_account(user=people.erin, on=timezone.localdate(), by=people.frank)
    ask(Client(), "erin@example.org")
    assert "it is closed" in mail.outbox[-1].body
    for letter in mail.outbox:
        assert not re.search("carol|erin|finch|ward", f"{letter.subject} {letter.body}".lower())
    assert AddressCheck.objects.count() == 0


# The code


def test_the_code_is_nowhere_in_the_database(ask, client):
    code = ask(client)
    assert code not in str(AddressCheck.objects.values("code_hash", "email", "tries").get())


def test_a_code_is_too_old_after_a_quarter_of_an_hour(ask, client):
    code = ask(client)
    AddressCheck.objects.update(sent_at=timezone.now() - timedelta(minutes=15))
    response = client.post(CODE, {"code": code})
    assert response.status_code == 422
    assert "too old" in _words(response)


def test_after_five_tries_the_right_code_is_wrong_too(ask, client):
    code = ask(client)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        assert client.post(CODE, {"code": wrong}).status_code == 422
    assert client.post(CODE, {"code": code}).status_code == 422
    assert client.get(ABOUT).status_code == 410


def test_a_code_works_only_where_it_was_asked_for(ask):
    code, other = ask(Client()), Client()
    ask(other, "sam@ashdale.example")
    assert other.post(CODE, {"code": code}).status_code == 422


def test_a_code_with_blanks_is_the_code(ask, client):
    code = ask(client)
    assert client.post(CODE, {"code": f" {code[:3]} {code[3:]} "}).status_code == 302


def test_the_session_gets_a_new_key_when_the_address_is_confirmed(ask, client):
    code = ask(client)
    before = client.session.session_key
    client.post(CODE, {"code": code})
    assert client.session.session_key != before


@pytest.mark.parametrize("address", [CODE, ABOUT])
def test_without_asking_first_one_begins_at_the_beginning(address, db):
    assert Client().get(address)["Location"] == ASK
    assert Client().post(address, {"code": "123456"})["Location"] == ASK


def test_old_codes_are_forgotten_when_the_next_person_asks(ask, client):
    ask(client)
    AddressCheck.objects.update(sent_at=timezone.now() - timedelta(days=2))
    ask(Client(), "sam@ashdale.example")
    assert [check.email for check in AddressCheck.objects.all()] == ["sam@ashdale.example"]


def test_old_codes_are_forgotten_at_night_though_nobody_asks(ask, client):
    ask(client)
    call_command("clearsessions")
    assert AddressCheck.objects.exists()
    AddressCheck.objects.update(sent_at=timezone.now() - timedelta(days=2))
    call_command("clearsessions")
    assert not AddressCheck.objects.exists()


def test_an_address_gets_a_few_letters_an_hour_and_nobody_is_told(ask, settings):
    settings.ACCOUNT_RATE_LIMITS = {"ask_to_join": "60/h/ip", "ask_to_join_letter": "2/h/key", "confirm_address": "60/h/ip"}
    assert [bool(ask(Client())) for _ in range(3)] == [True, True, False]
    client = Client()
    code = ask(client, "sam@ashdale.example")
    ask(client, "sam@ashdale.example")
    assert ask(client, "sam@ashdale.example") is None
    assert "is on its way" in _words(client.get(CODE))
    assert client.post(CODE, {"code": code}).status_code == 422  # the second letter's counts in this browser
    assert client.post(CODE, {"code": re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)[0]}).status_code == 302


def test_a_browser_that_tries_a_lot_waits_an_hour(ask, settings, client):
    settings.ACCOUNT_RATE_LIMITS = {"ask_to_join": "1/h/ip", "ask_to_join_letter": "4/h/key", "confirm_address": "1/h/ip"}
    ask(client)
    again = client.post(ASK, {"email": "sam@ashdale.example"})
    assert (again.status_code, "try again in an hour" in _words(again)) == (429, True)
    assert client.post(CODE, {"code": "x"}).status_code == 422
    assert client.post(CODE, {"code": "x"}).status_code == 429


def test_a_mail_server_that_fails_is_not_told_from_one_that_works(ask, settings, client, caplog):
    settings.EMAIL_BACKEND = "tests.accounts.mail_servers.NobodyAnswers"
    with caplog.at_level(logging.ERROR):
        assert ask(client) is None
    assert "is on its way" in _words(client.get(CODE))
    assert "could not be sent" in caplog.text
    assert "nia" not in caplog.text


# What may happen meanwhile


def test_a_domain_that_is_withdrawn_meanwhile_opens_nothing(ask, form, domain, people, client):
    client.post(CODE, {"code": ask(client)})
    authorities.end_domain(domain=domain, by=people.frank)
    for response in (client.get(ABOUT), client.post(ABOUT, form)):
        assert response.status_code == 410
        assert "can no longer join with this address" in _words(response)
    assert not User.objects.filter(email=NIA).exists()


def test_a_form_sent_twice_is_done_once(ask, form, client):
    client.post(CODE, {"code": ask(client)})
    twin = Client()
    twin.cookies = client.cookies.copy()
    client.post(ABOUT, form)
    key = str(AddressCheck.objects.get().key)
    replay = Client()
    session = replay.session
    session["asking_key"], session["asking_address"] = key, NIA
    session.save()
    assert replay.post(ABOUT, {**form, "first_name": "Eve"}).status_code == 410
    assert twin.post(ABOUT, {**form, "first_name": "Eve"}).status_code == 302
    assert client.post(ABOUT, form).status_code == 302
    assert (JoinRequest.objects.count(), User.objects.filter(first_name="Eve").count()) == (1, 0)


def test_a_confirmed_address_is_too_old_after_an_hour(ask, form, client):
    client.post(CODE, {"code": ask(client)})
    AddressCheck.objects.update(confirmed_at=timezone.now() - timedelta(hours=1))
    assert client.post(ABOUT, form).status_code == 410


def test_who_waits_asks_no_second_time_and_two_requests_cannot_stand(waiting, people, signed_in):
    one = waiting()
    client = signed_in(one.user)
    assert client.get(ASK)["Location"] == "/"
    with pytest.raises(IntegrityError), transaction.atomic():
        JoinRequest.objects.create(user=one.user, authority=people.northholt, job_role=people.job, made_at=timezone.now())


def test_a_request_is_taken_back_and_made_again(waiting, ask, people, signed_in):
    client = signed_in(waiting().user)
    client.post(BACK)
    assert JoinRequest.objects.get().outcome == "taken_back"
    assert "no place here yet" in _words(client.get("/"))
    client.post(BACK)
    assert "is cancelled" not in _words(client.get("/")).split("no place")[1]
    client.post(CODE, {"code": ask(client)})
    client.post(ABOUT, {"hub": "", "job_role": people.job.pk})
    assert [one.outcome for one in JoinRequest.objects.order_by("pk")] == ["taken_back", ""]


def test_a_leaver_comes_back_with_the_account_they_have_and_always_waits(ask, people, client):
    _at_once(people.ashdale)
    person = User.objects.create_user(NIA, PASSWORD, first_name="Nia")
    join(user=person, authority=people.ashdale, hub=None, job_role=people.job, on=timezone.localdate())
    leave(user=person, on=timezone.localdate(), by=people.frank)
    client.post(CODE, {"code": ask(client)})
    assert client.get(ABOUT)["Location"].startswith("/accounts/login/")
    client.post("/accounts/login/", {"login": NIA, "password": PASSWORD})
    page = _words(client.get(ABOUT))
    assert "First name" not in page
    client.post(ABOUT, {"hub": "", "job_role": people.job.pk})
    assert User.objects.get(pk=person.pk).membership is None
    assert JoinRequest.objects.open().get().user == person
    assert User.objects.filter(email=NIA).count() == 1


def test_whoever_changed_their_address_and_was_released_waits_with_the_old_mailbox_too(ask, form, people, client):
    _at_once(people.ashdale)
    person = User.objects.create_user(NIA, PASSWORD, first_name="Nia")
    join(user=person, authority=people.ashdale, hub=None, job_role=people.job, on=timezone.localdate())
    person.email = "nia@private.example"
    person.save(update_fields=["email"])
    leave(user=person, on=timezone.localdate(), by=people.frank)
    client.post(CODE, {"code": ask(client)})
    client.post(ABOUT, form)
    newly = User.objects.get(email=NIA)
    assert (newly.membership, JoinRequest.objects.open().get().user) == (None, newly)
    assert NIA not in str(list(FormerAddress.objects.values())), "What is kept of the address names nobody."
    other = Client()
    other.post(CODE, {"code": ask(other, "sam@ashdale.example")})
    other.post(ABOUT, form)
    assert User.objects.get(email="sam@ashdale.example").membership is not None, "The control: others come at once."


def test_whoever_has_an_account_and_is_in_at_once_stays_signed_in_there_and_nowhere_else(ask, people, client):
    _at_once(people.ashdale)
    User.objects.create_user(NIA, PASSWORD, first_name="Nia")
    other = Client()
    for browser in (client, other):
        browser.post("/accounts/login/", {"login": NIA, "password": PASSWORD})
    client.post(CODE, {"code": ask(client)})
    client.post(ABOUT, {"hub": "", "job_role": people.job.pk})
    assert client.get("/my-learning/").status_code == 200
    assert other.get("/my-learning/")["Location"].startswith("/accounts/login/")


def test_whoever_was_declined_always_waits(people, waiting, domain):
    _at_once(people.ashdale)
    one = waiting()
    join_requests.decline(request=one, reason="Not yet", by=people.frank, at=timezone.now())
    check = AddressCheck.objects.create(email=NIA, code_hash="x", sent_at=timezone.now(), confirmed_at=timezone.now())
    assert join_requests.ask(key=check.key, user=one.user, hub=None, job_role=people.job, at=timezone.now()) is not None


def test_a_code_for_another_address_than_ones_own_opens_nothing(ask, people, signed_in):
    client = signed_in(people.newcomer)
    session = client.session
    check = AddressCheck.objects.create(email=NIA, code_hash="x", sent_at=timezone.now(), confirmed_at=timezone.now())
    session["asking_key"], session["asking_address"] = str(check.key), NIA
    session.save()
    for response in (client.get(ABOUT), client.post(ABOUT, {"job_role": people.job.pk})):
        assert response.status_code == 403
    assert not JoinRequest.objects.exists()


def test_signed_in_the_code_goes_to_ones_own_address_whatever_is_sent(people, signed_in, django_capture_on_commit_callbacks):
    authorities.approve_domain(authority=people.ashdale, name="example.org", by=people.frank, at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(people.newcomer).post(ASK, {"email": "alice@example.org"})
    assert [letter.to for letter in mail.outbox] == [["newcomer@example.org"]]


def test_joining_another_way_ends_the_request(waiting, people):
    one = waiting()
    join(user=one.user, authority=people.northholt, hub=None, job_role=people.job, on=timezone.localdate(), by=people.frank)
    assert JoinRequest.objects.get().outcome == "overtaken"
    with pytest.raises(join_requests.AlreadyAnswered):
        join_requests.accept(request=one, hub=None, job_role=people.job, by=people.frank, at=timezone.now())


def test_members_are_sent_home(people, signed_in):
    for address in (ASK, ABOUT):
        assert signed_in(people.carol).get(address)["Location"] == "/"


# The leads


def test_leads_are_told_that_something_waits_and_not_who(ask, form, gwen, client, django_capture_on_commit_callbacks):
    for email in (NIA, "sam@ashdale.example"):
        one = Client()
        one.post(CODE, {"code": ask(one, email)})
        with django_capture_on_commit_callbacks(execute=True):
            one.post(ABOUT, form)
    letters = [letter for letter in mail.outbox if letter.to == ["gwen@example.org"]]
    assert len(letters) == 1, "One letter a day is enough."
    assert "/people/in/ashdale/requests/" in letters[0].body
    assert not re.search("nia|cole|sam@|ashdale", letters[0].subject.lower())
    assert not re.search("nia|cole|sam@", letters[0].body.lower())


def test_where_nobody_leads_the_administrators_are_told(ask, form, people, client, django_capture_on_commit_callbacks):
    client.post(CODE, {"code": ask(client)})
    with django_capture_on_commit_callbacks(execute=True):
        client.post(ABOUT, form)
    assert mail.outbox[-1].to == ["frank@example.org"]


def test_a_lead_lets_somebody_in_where_they_belong(waiting, gwen, people, signed_in, django_capture_on_commit_callbacks):
    one, lead = waiting(), signed_in(gwen)
    for address in ("/", "/people/in/ashdale/"):
        assert "1 person asks to join" in _words(lead.get(address))
    assert "Nia Cole" in _words(lead.get("/people/in/ashdale/requests/"))
    hub = people.ashdale.hubs.get()
    with django_capture_on_commit_callbacks(execute=True):
        lead.post(f"/people/requests/{one.pk}/accept/", {"hub": hub.pk, "job_role": people.job.pk})
    person = User.objects.get(email=NIA)
    assert (person.membership.authority, person.membership.hub) == (people.ashdale, hub)
    assert mail.outbox[-1].to == [NIA]
    assert "has let you in" in mail.outbox[-1].body
    assert AuditEntry.objects.filter(what="joined", about=person.subject, actor=gwen.subject).exists()
    assert signed_in(person).get("/my-learning/").status_code == 200


def test_a_lead_declines_and_the_person_reads_why(waiting, gwen, signed_in, django_capture_on_commit_callbacks):
    one, lead = waiting(), signed_in(gwen)
    without = lead.post(f"/people/requests/{one.pk}/decline/", {"reason": ""})
    assert (without.status_code, "Enter a reason, in a kind sentence" in _words(without)) == (422, True)
    with django_capture_on_commit_callbacks(execute=True):
        lead.post(f"/people/requests/{one.pk}/decline/", {"reason": "Your team <joins> in spring & no sooner."})
    assert "Your team <joins> in spring & no sooner." in mail.outbox[-1].body
    page = _words(signed_in(one.user).get("/"))
    assert "did not let you in this time" in page
    assert "Your team &lt;joins&gt; in spring &amp; no sooner." in page
    assert AuditEntry.objects.filter(what="declined", about=one.user.subject).exists()


def test_an_old_refusal_is_not_told_to_whoever_has_been_a_member_since(waiting, people, signed_in):
    one = waiting()
    join_requests.decline(request=one, reason="Not yet", by=people.frank, at=timezone.now())
    client = signed_in(one.user)
    assert "Not yet" in _words(client.get("/"))
    join(user=one.user, authority=people.northholt, hub=None, job_role=people.job, on=timezone.localdate(), by=people.frank)
    leave(user=one.user, on=timezone.localdate(), by=people.frank)
    page = _words(signed_in(User.objects.get(pk=one.user.pk)).get("/"))
    assert ("Not yet" in page, "no place here yet" in page) == (False, True)


def test_answered_twice_it_is_done_once_and_the_second_is_told(waiting, gwen, people, signed_in):
    one, lead = waiting(), signed_in(gwen)
    lead.post(f"/people/requests/{one.pk}/accept/", {"job_role": people.job.pk})
    for name, form in [("accept", {"job_role": people.job.pk}), ("decline", {"reason": "No"})]:
        page = lead.post(f"/people/requests/{one.pk}/{name}/", form, follow=True)
        assert "has already been answered or cancelled" in _words(page)
    assert JoinRequest.objects.get().outcome == "accepted"
    assert "has already been answered or cancelled" in _words(lead.get(f"/people/requests/{one.pk}/", follow=True))


def test_a_lead_is_warned_when_the_domain_is_no_longer_approved(waiting, domain, gwen, signed_in, people):
    one = waiting()
    lead = signed_in(gwen)
    assert "no longer approved" not in _words(lead.get(f"/people/requests/{one.pk}/"))
    authorities.end_domain(domain=domain, by=people.frank)
    assert "no longer approved" in _words(lead.get(f"/people/requests/{one.pk}/"))


def test_carol_and_the_lead_of_another_authority_find_no_request(waiting, people, signed_in):
    one = waiting()
    grant_role(user=people.erin, role=Role.AUTHORITY_LEAD, authority=people.northholt, on=timezone.localdate())
    for person in (people.carol, User.objects.get(pk=people.erin.pk), people.bob):
        client = signed_in(person)
        assert client.get("/people/in/ashdale/requests/").status_code == 404
        assert client.get(f"/people/requests/{one.pk}/").status_code == 404
        assert client.post(f"/people/requests/{one.pk}/accept/", {"job_role": people.job.pk}).status_code == 404
        assert client.post(f"/people/requests/{one.pk}/decline/", {"reason": "x"}).status_code == 404
    assert JoinRequest.objects.open().count() == 1


def test_everything_is_logged_without_name_or_address(ask, form, client):
    client.post(CODE, {"code": ask(client)})
    client.post(ABOUT, form)
    client.post(BACK)
    assert set(AuditEntry.objects.filter(about=User.objects.get(email=NIA).subject).values_list("what", flat=True)) == {
        "asked",
        "signed_in",
        "taken_back",
    }
    assert "nia" not in str(list(AuditEntry.objects.values())).lower()


@pytest.mark.django_db(transaction=True)
def test_of_two_leads_who_answer_at_once_one_counts(people, signed_in, waiting, gwen):
    one, answers = waiting(), []
    clients = [signed_in(gwen), signed_in(people.frank)]

    def press(client, name, form):
        try:
            answers.append(client.post(f"/people/requests/{one.pk}/{name}/", form).status_code)
        finally:
            connections.close_all()

    forms = [("accept", {"job_role": people.job.pk}), ("decline", {"reason": "No"})] * 4
    threads = [Thread(target=press, args=(clients[n % 2], *form)) for n, form in enumerate(forms)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302] * 8
    ended = JoinRequest.objects.get()
    here = one.user.memberships.current().count()
    assert (ended.outcome, here) in {("accepted", 1), ("declined", 0)}
    logged = AuditEntry.objects.filter(about=one.user.subject, what__in=["joined", "declined"])
    assert logged.count() == 1


# Domains


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Council.GOV.uk", "council.gov.uk"),
        (" @council.gov.uk. ", "council.gov.uk"),
        ("müller.example", "xn--mller-kva.example"),
        ("a.b.c.example", "a.b.c.example"),
    ],
)
def test_domains_are_kept_as_in_dns(words, kept):
    assert normalize_domain(words) == kept


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("gmail.com", "Anyone can have"),
        ("OUTLOOK.com", "Anyone can have"),
        ("nhs.net", "Many organisations share"),
        ("gov.uk", "Many organisations share"),
        ("", "after the @"),
        ("council", "after the @"),
        ("sam@council.gov.uk", "after the @"),
        ("council gov uk", "after the @"),
        ("http://council.gov.uk", "after the @"),
        ("192.168.0.1", "after the @"),
        ("x" * 64 + ".example", "after the @"),
    ],
)
def test_what_is_no_domain_of_ones_own_is_refused_with_a_sentence(words, why):
    with pytest.raises(ValidationError, match=why):
        normalize_domain(words)


def test_a_domain_belongs_to_one_authority(domain, people, gwen, signed_in):
    lead, frank = signed_in(gwen), signed_in(people.frank)
    page = lead.post("/people/in/ashdale/domains/", {"name": "ashdale.example"})
    assert (page.status_code, "already approved" in _words(page)) == (422, True)
    page = frank.post("/people/in/northholt/domains/", {"name": "Ashdale.example"})
    assert (page.status_code, "Another authority has approved this domain" in _words(page)) == (422, True)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApprovedDomain.objects.create(authority=people.northholt, name="ASHDALE.example", added_at=timezone.now())


def test_a_lead_approves_a_domain_and_takes_it_back(gwen, signed_in, people):
    lead = signed_in(gwen)
    page = lead.post("/people/in/ashdale/domains/", {"name": "gmail.com"})
    assert (page.status_code, "Anybody can have an address at gmail.com" in _words(page)) == (422, True)
    lead.post("/people/in/ashdale/domains/", {"name": "Ashdale.Example"})
    one = ApprovedDomain.objects.get()
    assert "ashdale.example" in _words(lead.get("/people/in/ashdale/domains/"))
    lead.post(f"/people/domains/{one.pk}/end/")
    assert not ApprovedDomain.objects.exists()
    assert list(AuditEntry.objects.filter(what__startswith="domain", actor=gwen.subject).values_list("what", "words").order_by("pk")) == [
        ("domain_added", "ashdale.example"),
        ("domain_ended", "ashdale.example"),
    ]


def test_an_invitation_settles_a_request_too(waiting, people, signed_in, django_capture_on_commit_callbacks):
    one = waiting()
    with django_capture_on_commit_callbacks(execute=True):
        invitations.invite(email=NIA, authority=people.ashdale, hub=None, job_role=people.job, by=people.frank, at=timezone.now())
    link = re.search(r"/join/\S+/", mail.outbox[-1].body)[0]
    client = signed_in(one.user)
    client.post(link)
    assert client.session[SESSION_KEY]
    assert JoinRequest.objects.get().outcome == "overtaken"
