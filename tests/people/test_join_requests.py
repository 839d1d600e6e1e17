"""Asking to join with a work address: the code, open requests, the leads' answers, and not revealing who has an account."""

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
from cms.people.actions import close_account, domains, grant_role, invitations, join, join_requests, leave
from cms.people.models import AddressCheck, ApprovedDomain, Authority, FormerAddress, JoinRequest, Role, User, normalize_domain
from tests.builders import PASSWORD
from tests.responses import error_codes, html_of, links_to, message_levels, posts_to, stable_html, template_names, wrong_fields

pytestmark = pytest.mark.django_db
ASK, CODE, ABOUT, BACK = "/ask-to-join/", "/ask-to-join/code/", "/ask-to-join/about-you/", "/ask-to-join/take-back/"
NIA = "nia@ashdale.example"


@pytest.fixture
def domain(people):
    """Approve ashdale.example as a domain of Ashdale."""
    return domains.approve_domain(authority=people.ashdale, name="ashdale.example", by=people.frank, at=timezone.now())


@pytest.fixture
def ask(domain, django_capture_on_commit_callbacks):
    """Return a function that asks for a code in a browser and returns the code from the email, or None if no email was sent."""

    def ask_for_code(client, email=NIA):
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(ASK, {"email": email})
        assert (response.status_code, response["Location"]) == (302, CODE)
        found = re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE) if len(mail.outbox) > before else None
        return found and found[0]

    return ask_for_code


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
    """Nia's open request to join."""
    nia = User.objects.create_user(NIA, PASSWORD, first_name="Nia", last_name="Cole")
    return JoinRequest.objects.create(user=nia, authority=people.ashdale, job_role=people.job, made_at=timezone.now())


def _at_once(authority):
    Authority.objects.filter(pk=authority.pk).update(approval="at_once")


# Asking to join


def test_someone_with_an_approved_address_waits_for_a_lead_after_asking_to_join(ask, form, people, client):
    code = ask(client)
    assert client.post(CODE, {"code": code})["Location"] == ABOUT
    assert client.get(ABOUT).context["authority"] == people.ashdale
    assert client.post(ABOUT, form)["Location"] == "/"
    page = client.get("/")
    assert page.status_code == 403
    assert "Ashdale" in html_of(page)
    assert posts_to(page, BACK)
    person = User.objects.get(email=NIA)
    assert (person.membership, person.emailaddress_set.get().verified) == (None, True)
    assert client.get("/my-learning/")["Location"] == "/"


def test_someone_joins_at_once_if_the_authority_allows_it(ask, form, people, client):
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


def test_a_form_with_errors_keeps_what_was_typed(ask, form, client):
    client.post(CODE, {"code": ask(client)})
    page = client.post(ABOUT, {**form, "password": "short"})
    assert page.status_code == 422
    assert 'value="Nia"' in html_of(page)
    assert "password_too_short" in error_codes(page, "password")


def test_invalid_addresses_show_an_error_beside_the_field(domain, client):
    for email in ("", "nia", "nia@", "nia@ashdale", "a" * 250 + "@ashdale.example"):
        page = client.post(ASK, {"email": email})
        assert (page.status_code, wrong_fields(page)) == (422, {"email"}), email
    assert mail.outbox == []


def test_the_case_of_an_address_does_not_matter(ask, client):
    for email in ("Nia@Ashdale.EXAMPLE", " nia@ashdale.example "):
        assert ask(client, email)
        assert mail.outbox[-1].to == [NIA]


def test_domains_beyond_ascii_are_compared_as_in_dns(ask, people, client):
    domains.approve_domain(authority=people.northholt, name="Müller.example", by=people.frank, at=timezone.now())
    assert ask(client, "zoe@xn--mller-kva.example")
    assert ask(Client(), "zoe@MÜLLER.example")


# Not revealing who has an account


def test_the_response_does_not_reveal_who_has_an_account(ask, people):
    domains.approve_domain(authority=people.northholt, name="example.org", by=people.frank, at=timezone.now())
    close_account(user=people.erin, on=timezone.localdate(), by=people.frank)
    pages, codes = set(), []
    for email in (NIA, "nobody@elsewhere.example", "carol@example.org", "erin@example.org", "nia@sub.ashdale.example"):
        client = Client()
        codes.append(ask(client, email))
        shown = client.get(CODE), client.post(CODE, {"code": "000000x"})
        pages.add(tuple(stable_html(page, email) for page in shown))
    assert len(pages) == 1
    assert [bool(code) for code in codes] == [True, False, False, False, False]


def test_emails_are_sent_to_approved_domains_only_and_a_member_gets_no_code(ask, people):
    assert ask(Client(), "carol@example.org") is None
    assert mail.outbox == []
    domains.approve_domain(authority=people.northholt, name="example.org", by=people.frank, at=timezone.now())
    close_account(user=people.erin, on=timezone.localdate(), by=people.frank)
    for email in ("carol@example.org", "erin@example.org"):
        assert ask(Client(), email) is None
    assert [message.to for message in mail.outbox] == [["carol@example.org"], ["erin@example.org"]]
    assert mail.outbox[0].body != mail.outbox[1].body, "A closed account is told the same as a member."
    for message in mail.outbox:
        assert "/accounts/login/" in message.body
        assert not re.search("carol|erin|finch|ward", f"{message.subject} {message.body}".lower())
    assert not AddressCheck.objects.exclude(email="").exists(), "A code could confirm their address."


# The code


def test_the_code_is_not_in_the_database(ask, client):
    code = ask(client)
    assert code not in str(AddressCheck.objects.values("code_hash", "email", "tries").get())


def test_a_code_expires_after_fifteen_minutes(ask, client):
    code = ask(client)
    AddressCheck.objects.update(sent_at=timezone.now() - timedelta(minutes=15))
    response = client.post(CODE, {"code": code})
    assert (response.status_code, wrong_fields(response)) == (422, {"code"})


def test_the_correct_code_is_refused_after_five_wrong_codes(ask, client):
    code = ask(client)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        assert client.post(CODE, {"code": wrong}).status_code == 422
    assert client.post(CODE, {"code": code}).status_code == 422
    assert client.get(ABOUT).status_code == 410


def test_a_code_works_only_in_the_browser_that_asked_for_it(ask):
    code, elsewhere = ask(Client()), Client()
    ask(elsewhere, "sam@ashdale.example")
    assert elsewhere.post(CODE, {"code": code}).status_code == 422


def test_a_code_with_spaces_is_accepted(ask, client):
    code = ask(client)
    assert client.post(CODE, {"code": f" {code[:3]} {code[3:]} "}).status_code == 302


def test_the_session_gets_a_new_key_when_the_address_is_confirmed(ask, client):
    code = ask(client)
    before = client.session.session_key
    client.post(CODE, {"code": code})
    assert client.session.session_key != before


def test_later_steps_redirect_to_the_first_step(client):
    for address in (CODE, ABOUT):
        assert client.get(address)["Location"] == ASK
        assert client.post(address, {"code": "123456"})["Location"] == ASK


def test_old_codes_are_deleted_when_the_next_person_asks(ask, client):
    ask(client)
    AddressCheck.objects.update(sent_at=timezone.now() - timedelta(days=2))
    ask(Client(), "sam@ashdale.example")
    assert [check.email for check in AddressCheck.objects.all()] == ["sam@ashdale.example"]


def test_old_codes_are_deleted_by_clearsessions(ask, client):
    ask(client)
    call_command("nightly", verbosity=0)
    assert AddressCheck.objects.exists()
    AddressCheck.objects.update(sent_at=timezone.now() - timedelta(days=2))
    call_command("nightly", verbosity=0)
    assert not AddressCheck.objects.exists()


def test_emails_to_an_address_are_limited_per_hour_and_the_page_does_not_reveal_it(ask, settings):
    settings.ACCOUNT_RATE_LIMITS = {"ask_to_join": "60/h/ip", "email_to_address": "2/h/key", "confirm_address": "60/h/ip"}
    assert [bool(ask(Client())) for _ in range(3)] == [True, True, False]
    client = Client()
    code = ask(client, "sam@ashdale.example")
    ask(client, "sam@ashdale.example")
    assert ask(client, "sam@ashdale.example") is None
    assert client.get(CODE).status_code == 200
    assert client.post(CODE, {"code": code}).status_code == 422  # only the code from the second email works in this browser
    assert client.post(CODE, {"code": re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)[0]}).status_code == 302


def test_a_browser_that_tries_too_often_gets_429(ask, settings, client):
    settings.ACCOUNT_RATE_LIMITS = {"ask_to_join": "1/h/ip", "email_to_address": "4/h/key", "confirm_address": "1/h/ip"}
    ask(client)
    again = client.post(ASK, {"email": "sam@ashdale.example"})
    assert (again.status_code, bool(again.context["form"].non_field_errors())) == (429, True)
    assert client.post(CODE, {"code": "x"}).status_code == 422
    assert client.post(CODE, {"code": "x"}).status_code == 429


def test_a_failing_mail_server_does_not_change_the_page(ask, settings, client, caplog):
    settings.EMAIL_BACKEND = "tests.mail_servers.NobodyAnswers"
    with caplog.at_level(logging.ERROR):
        assert ask(client) is None
    assert client.get(CODE).status_code == 200
    assert "ConnectionRefusedError" in caplog.text
    assert "nia" not in caplog.text


# Changes while someone is joining


def test_nobody_can_join_with_a_domain_withdrawn_in_the_meantime(ask, form, domain, people, client):
    client.post(CODE, {"code": ask(client)})
    domains.end_domain(domain=domain, by=people.frank)
    for response in (client.get(ABOUT), client.post(ABOUT, form)):
        assert response.status_code == 410
        assert template_names(response) >= {"people/link_ended.html"}
    assert not User.objects.filter(email=NIA).exists()


def test_a_form_sent_twice_makes_one_request(ask, form, client):
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


def test_a_confirmed_address_expires_after_an_hour(ask, form, client):
    client.post(CODE, {"code": ask(client)})
    AddressCheck.objects.update(confirmed_at=timezone.now() - timedelta(hours=1))
    assert client.post(ABOUT, form).status_code == 410


@pytest.mark.engine
def test_someone_with_an_open_request_cannot_ask_again(waiting, people, signed_in):
    client = signed_in(waiting.user)
    assert client.get(ASK)["Location"] == "/"
    with pytest.raises(IntegrityError), transaction.atomic():
        JoinRequest.objects.create(user=waiting.user, authority=people.northholt, job_role=people.job, made_at=timezone.now())


def test_a_request_can_be_cancelled_and_made_again(waiting, ask, people, signed_in):
    client = signed_in(waiting.user)
    assert message_levels(client.post(BACK, follow=True)) == ["success"]
    assert JoinRequest.objects.get().outcome == "taken_back"
    again = client.post(BACK, follow=True)
    assert message_levels(again) == ["warning"]
    assert links_to(again, ASK)
    client.post(CODE, {"code": ask(client)})
    client.post(ABOUT, {"hub": "", "job_role": people.job.pk})
    assert list(JoinRequest.objects.order_by("pk").values_list("outcome", flat=True)) == ["taken_back", ""]


def test_a_leaver_who_asks_with_their_old_account_always_waits_for_a_lead(ask, people, client):
    _at_once(people.ashdale)
    person = User.objects.create_user(NIA, PASSWORD, first_name="Nia")
    join(user=person, authority=people.ashdale, hub=None, job_role=people.job, on=timezone.localdate())
    leave(user=person, on=timezone.localdate(), by=people.frank)
    client.post(CODE, {"code": ask(client)})
    assert client.get(ABOUT)["Location"].startswith("/accounts/login/")
    client.post("/accounts/login/", {"login": NIA, "password": PASSWORD})
    assert "first_name" not in client.get(ABOUT).context["form"].fields
    client.post(ABOUT, {"hub": "", "job_role": people.job.pk})
    assert User.objects.get(pk=person.pk).membership is None
    assert JoinRequest.objects.open().get().user == person
    assert User.objects.filter(email=NIA).count() == 1


def test_a_leaver_who_asks_with_a_former_address_also_waits_for_a_lead(ask, form, people, client):
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
    sams = Client()
    sams.post(CODE, {"code": ask(sams, "sam@ashdale.example")})
    sams.post(ABOUT, form)
    assert User.objects.get(email="sam@ashdale.example").membership is not None, "The control: others come at once."


def test_joining_at_once_keeps_this_session_and_ends_the_others(ask, people, client):
    _at_once(people.ashdale)
    nia, elsewhere = User.objects.create_user(NIA, PASSWORD, first_name="Nia"), Client()
    for browser in (client, elsewhere):
        browser.force_login(nia, backend="cms.accounts.backends.MemberBackend")
    client.post(CODE, {"code": ask(client)})
    client.post(ABOUT, {"hub": "", "job_role": people.job.pk})
    assert client.get("/my-learning/").status_code == 200
    assert elsewhere.get("/my-learning/")["Location"].startswith("/accounts/login/")


def test_someone_who_was_declined_always_waits_for_a_lead(people, waiting, domain):
    _at_once(people.ashdale)
    join_requests.decline(request=waiting, reason="Not yet", by=people.frank, at=timezone.now())
    check = AddressCheck.objects.create(email=NIA, code_hash="x", sent_at=timezone.now(), confirmed_at=timezone.now())
    assert join_requests.ask(key=check.key, user=waiting.user, hub=None, job_role=people.job, at=timezone.now()) is not None


def test_a_signed_in_person_cannot_use_a_code_for_another_address(ask, people, signed_in):
    client = signed_in(people.newcomer)
    session = client.session
    check = AddressCheck.objects.create(email=NIA, code_hash="x", sent_at=timezone.now(), confirmed_at=timezone.now())
    session["asking_key"], session["asking_address"] = str(check.key), NIA
    session.save()
    for response in (client.get(ABOUT), client.post(ABOUT, {"job_role": people.job.pk})):
        assert response.status_code == 403
    assert not JoinRequest.objects.exists()


def test_a_signed_in_person_can_get_a_code_at_their_own_address(people, signed_in, django_capture_on_commit_callbacks):
    domains.approve_domain(authority=people.ashdale, name="example.org", by=people.frank, at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(people.newcomer).post(ASK, {"email": "alice@example.org"})
    assert [message.to for message in mail.outbox] == [["newcomer@example.org"]]


def test_joining_another_authority_ends_the_request(waiting, people):
    join(user=waiting.user, authority=people.northholt, hub=None, job_role=people.job, on=timezone.localdate(), by=people.frank)
    assert JoinRequest.objects.get().outcome == "overtaken"
    with pytest.raises(join_requests.AlreadyAnswered):
        join_requests.accept(request=waiting, hub=None, job_role=people.job, by=people.frank, at=timezone.now())


def test_members_are_redirected_home(people, signed_in):
    for address in (ASK, ABOUT):
        assert signed_in(people.carol).get(address)["Location"] == "/"


# The leads


def test_leads_get_one_email_a_day_that_does_not_name_who_asks(ask, form, gwen, client, django_capture_on_commit_callbacks):
    for email in (NIA, "sam@ashdale.example"):
        browser = Client()
        browser.post(CODE, {"code": ask(browser, email)})
        with django_capture_on_commit_callbacks(execute=True):
            browser.post(ABOUT, form)
    emails = [message for message in mail.outbox if message.to == ["gwen@example.org"]]
    assert len(emails) == 1, "One email a day is enough."
    assert "/people/in/ashdale/requests/" in emails[0].body
    assert not re.search("nia|cole|sam@|ashdale", emails[0].subject.lower())
    assert not re.search("nia|cole|sam@", emails[0].body.lower())


def test_administrators_get_the_email_if_an_authority_has_no_lead(ask, form, people, client, django_capture_on_commit_callbacks):
    client.post(CODE, {"code": ask(client)})
    with django_capture_on_commit_callbacks(execute=True):
        client.post(ABOUT, form)
    assert mail.outbox[-1].to == ["frank@example.org"]


def test_a_lead_can_accept_a_request_into_a_hub(waiting, gwen, people, signed_in, django_capture_on_commit_callbacks):
    lead = signed_in(gwen)
    assert lead.get("/people/in/ashdale/").context["asking"] == 1
    for address in ("/", "/people/in/ashdale/"):
        assert links_to(lead.get(address), "/people/in/ashdale/requests/"), address
    assert "Nia Cole" in html_of(lead.get("/people/in/ashdale/requests/"))
    hub = people.ashdale.hubs.get()
    with django_capture_on_commit_callbacks(execute=True):
        lead.post(f"/people/requests/{waiting.pk}/accept/", {"hub": hub.pk, "job_role": people.job.pk})
    person = User.objects.get(email=NIA)
    assert (person.membership.authority, person.membership.hub) == (people.ashdale, hub)
    assert mail.outbox[-1].to == [NIA]
    assert "http://localhost:8000/" in mail.outbox[-1].body
    assert AuditEntry.objects.filter(what="joined", about=person.subject, actor=gwen.subject).exists()
    assert signed_in(person).get("/my-learning/").status_code == 200


def test_someone_declined_by_a_lead_sees_the_reason(waiting, gwen, signed_in, django_capture_on_commit_callbacks):
    lead, address = signed_in(gwen), f"/people/requests/{waiting.pk}/decline/"
    without = lead.post(address, {"reason": ""})
    assert (without.status_code, error_codes(without, "reason", form="decline_form")) == (422, ["required"])
    with django_capture_on_commit_callbacks(execute=True):
        lead.post(address, {"reason": "Your team <joins> in spring & no sooner."})
    assert mail.outbox[-1].to == [NIA]
    assert "Your team <joins> in spring & no sooner." in mail.outbox[-1].body
    page = signed_in(waiting.user).get("/")
    assert page.context["asked"].outcome == "declined"
    assert "Your team &lt;joins&gt; in spring &amp; no sooner." in html_of(page)
    assert AuditEntry.objects.filter(what="declined", about=waiting.user.subject).exists()


def test_an_old_refusal_is_not_shown_to_someone_who_later_became_a_member(waiting, people, signed_in):
    nia = waiting.user
    join_requests.decline(request=waiting, reason="Not yet", by=people.frank, at=timezone.now())
    assert "Not yet" in html_of(signed_in(nia).get("/"))
    join(user=nia, authority=people.northholt, hub=None, job_role=people.job, on=timezone.localdate(), by=people.frank)
    leave(user=nia, on=timezone.localdate(), by=people.frank)
    page = signed_in(User.objects.get(pk=nia.pk)).get("/")
    assert template_names(page) >= {"pages/not_a_member.html"}
    assert "Not yet" not in html_of(page)


def test_only_the_first_answer_to_a_request_counts(waiting, gwen, people, signed_in):
    lead, address = signed_in(gwen), f"/people/requests/{waiting.pk}/"
    lead.post(f"{address}accept/", {"job_role": people.job.pk}, follow=True)
    for name, form in [("accept", {"job_role": people.job.pk}), ("decline", {"reason": "No"})]:
        assert message_levels(lead.post(f"{address}{name}/", form, follow=True)) == ["warning"], name
    assert JoinRequest.objects.get().outcome == "accepted"
    assert message_levels(lead.get(address, follow=True)) == ["warning"]


def test_a_lead_is_warned_that_the_domain_is_no_longer_approved(waiting, domain, gwen, signed_in, people):
    lead, address = signed_in(gwen), f"/people/requests/{waiting.pk}/"
    assert "notice-care" not in html_of(lead.get(address))
    domains.end_domain(domain=domain, by=people.frank)
    assert "notice-care" in html_of(lead.get(address))


def test_requests_give_404_to_everyone_but_the_authoritys_leads(waiting, people, signed_in):
    address = f"/people/requests/{waiting.pk}/"
    grant_role(user=people.erin, role=Role.AUTHORITY_LEAD, authority=people.northholt, on=timezone.localdate())
    for person in (people.carol, User.objects.get(pk=people.erin.pk), people.bob):
        client = signed_in(person)
        assert client.get("/people/in/ashdale/requests/").status_code == 404
        assert client.get(address).status_code == 404
        assert client.post(f"{address}accept/", {"job_role": people.job.pk}).status_code == 404
        assert client.post(f"{address}decline/", {"reason": "x"}).status_code == 404
    assert JoinRequest.objects.open().count() == 1


def test_the_audit_log_of_a_request_has_no_name_or_address(ask, form, client):
    client.post(CODE, {"code": ask(client)})
    client.post(ABOUT, form)
    client.post(BACK)
    assert set(AuditEntry.objects.filter(about=User.objects.get(email=NIA).subject).values_list("what", flat=True)) == {
        "asked",
        "signed_in",
        "taken_back",
    }
    assert "nia" not in str(list(AuditEntry.objects.values())).lower()


@pytest.mark.engine
@pytest.mark.django_db(transaction=True)
def test_only_one_answer_counts_when_two_leads_answer_at_once(people, signed_in, waiting, gwen):
    answers = []
    clients = [signed_in(gwen), signed_in(people.frank)]

    def press(client, name, form):
        try:
            answers.append(client.post(f"/people/requests/{waiting.pk}/{name}/", form).status_code)
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
    here = waiting.user.memberships.current().count()
    assert (ended.outcome, here) in {("accepted", 1), ("declined", 0)}
    logged = AuditEntry.objects.filter(about=waiting.user.subject, what__in=["joined", "declined"])
    assert logged.count() == 1


# Domains


def test_domains_are_normalised_as_in_dns():
    typed = {
        "Council.GOV.uk": "council.gov.uk",
        " @council.gov.uk. ": "council.gov.uk",
        "müller.example": "xn--mller-kva.example",
        "a.b.c.example": "a.b.c.example",
    }
    assert {domain: normalize_domain(domain) for domain in typed} == typed


@pytest.mark.parametrize(
    "domain",
    [
        *("gmail.com", "OUTLOOK.com", "nhs.net", "gov.uk"),  # public, or shared by many organisations
        *("", "council", "sam@council.gov.uk", "council gov uk", "http://council.gov.uk", "192.168.0.1", "x" * 64 + ".example"),
    ],
)
def test_public_shared_and_malformed_domains_are_rejected(domain):
    with pytest.raises(ValidationError):
        normalize_domain(domain)


@pytest.mark.engine
def test_a_domain_belongs_to_one_authority(domain, people, gwen, signed_in):
    lead, frank = signed_in(gwen), signed_in(people.frank)
    ours = lead.post("/people/in/ashdale/domains/", {"name": "ashdale.example"})
    theirs = frank.post("/people/in/northholt/domains/", {"name": "Ashdale.example"})
    assert (ours.status_code, wrong_fields(ours)) == (422, {"name"})
    assert theirs.status_code == 302
    assert list(ApprovedDomain.objects.confirmed()) == [domain], "A claim put a domain in force that another authority has."
    with pytest.raises(IntegrityError), transaction.atomic():
        ApprovedDomain.objects.create(
            authority=people.northholt, name="ASHDALE.example", added_at=timezone.now(), confirmed_at=timezone.now()
        )


def test_a_lead_can_approve_and_remove_a_domain(gwen, signed_in, people):
    lead = signed_in(gwen)
    page = lead.post("/people/in/ashdale/domains/", {"name": "gmail.com"})
    assert (page.status_code, wrong_fields(page)) == (422, {"name"})
    lead.post("/people/in/ashdale/domains/", {"name": "Ashdale.Example"})
    domain = ApprovedDomain.objects.get()
    assert domain.confirmed_at is None
    assert "ashdale.example" in html_of(lead.get("/people/in/ashdale/domains/"))
    lead.post(f"/people/domains/{domain.pk}/end/")
    assert not ApprovedDomain.objects.exists()
    assert list(AuditEntry.objects.filter(what__startswith="domain", actor=gwen.subject).values_list("what", "words").order_by("pk")) == [
        ("domain_added", "ashdale.example, waits for an administrator"),
        ("domain_ended", "ashdale.example"),
    ]


def test_accepting_an_invitation_ends_the_request(waiting, people, signed_in, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invitations.invite(email=NIA, authority=people.ashdale, hub=None, job_role=people.job, by=people.frank, at=timezone.now())
    link = re.search(r"/join/\S+/", mail.outbox[-1].body)[0]
    client = signed_in(waiting.user)
    client.post(link)
    assert client.session[SESSION_KEY]
    assert JoinRequest.objects.get().outcome == "overtaken"
