"""Signing in and out, resetting a password, and text sent after the session has ended."""

import html
import re
from uuid import uuid4

import pytest
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.accounts import unsent_forms
from cms.people.actions import invitations
from cms.people.models import User
from learning.models import Note
from tests.builders import PASSWORD, QUESTION, approve_domain, item_of
from tests.responses import error_codes, html_of, links_to, stable_html

pytestmark = pytest.mark.django_db
LOGIN, SEND_AGAIN = "/accounts/login/", "/account/send-again/"
NEW = "a-drum-that-nobody-knows"
ORIGIN = {"origin": "http://testserver"}


def _sign_in(client, email="alice@example.org", password=PASSWORD, to=LOGIN):
    return client.post(to, {"login": email, "password": password})


def _who(client):
    """Return the email address of the person signed in on this browser, or None."""
    key = client.session.get(SESSION_KEY)
    return User.objects.get(pk=key).email if key else None


# Signing in and out


@pytest.mark.engine
def test_the_case_of_an_address_does_not_matter_when_signing_in(people):
    for email in ("alice@example.org", "Alice@Example.ORG", "ALICE@EXAMPLE.ORG", " alice@example.org "):
        client = Client()
        response = _sign_in(client, email)
        assert (response.status_code, response["Location"], _who(client)) == (302, "/", "alice@example.org"), email


def test_an_account_whose_address_has_capitals_can_sign_in(people, client):
    User.objects.create_user("Gwen@Example.ORG", PASSWORD)
    _sign_in(client, "gwen@example.org")
    assert _who(client) == "gwen@example.org"


def test_a_wrong_password_and_an_unknown_address_get_the_same_response(people):
    known = _sign_in(Client(), "alice@example.org", "not-her-password")
    unknown = _sign_in(Client(), "nobody@example.org", "not-her-password")
    assert (known.status_code, unknown.status_code) == (200, 200)
    assert stable_html(known, "alice@example.org") == stable_html(unknown, "nobody@example.org")
    assert known.context["form"].errors


def test_closed_accounts_and_accounts_without_a_password_get_the_same_response_as_unknown(people):
    User.objects.create_user("invited@example.org")
    User.objects.filter(email="carol@example.org").update(is_active=False)
    unknown = stable_html(_sign_in(Client(), "nobody@example.org", "not-her-password"), "nobody@example.org")
    for email in ("invited@example.org", "carol@example.org"):
        assert stable_html(_sign_in(Client(), email, "not-her-password"), email) == unknown


def test_a_closed_account_cannot_sign_in(people, client):
    User.objects.filter(email="alice@example.org").update(is_active=False)
    _sign_in(client)
    assert _who(client) is None


def test_closing_an_account_ends_its_session_at_once(people, client):
    _sign_in(client)
    User.objects.filter(email="alice@example.org").update(is_active=False)
    assert client.get("/my-learning/")["Location"].startswith(LOGIN)


def test_signing_in_redirects_to_the_requested_page_but_never_to_another_site(people):
    assert _sign_in(Client(), to=f"{LOGIN}?next=/my-learning/")["Location"] == "/my-learning/"
    for elsewhere in ("https://evil.example/", "//evil.example/"):
        assert _sign_in(Client(), to=f"{LOGIN}?next={elsewhere}")["Location"] == "/"


def test_a_refused_sign_in_keeps_the_address_but_not_the_password(people, client):
    page = _sign_in(client, "alice@example.org", "not-her-password").content.decode()
    assert 'value="alice@example.org"' in page
    assert "not-her-password" not in page


def test_nobody_can_sign_up(people, client):
    before, address = User.objects.count(), "/accounts/signup/"
    filled_in = {"email": "new@example.org", "password1": NEW}
    for response in (client.get(address), client.post(address, {}), client.post(address, filled_in)):
        assert "account/signup_closed.html" in {template.name for template in response.templates}
        assert "<form" not in response.content.decode()
    assert (User.objects.count(), mail.outbox, _who(client)) == (before, [], None)


def test_signing_out_needs_a_post_request(people, client):
    _sign_in(client)
    assert client.get("/accounts/logout/").status_code == 200
    assert _who(client) == "alice@example.org"
    response = client.post("/accounts/logout/")
    assert (response.status_code, response["Location"], _who(client)) == (302, "/", None)


def test_signing_out_clears_the_cookies(people, client):
    _sign_in(client)
    client.get("/my-learning/")
    assert client.cookies[unsent_forms.COOKIE].value
    client.post("/accounts/logout/")
    assert not client.cookies[unsent_forms.COOKIE].value
    assert not client.cookies["sessionid"].value


def test_signing_in_changes_the_session_key(people, client):
    client.get(LOGIN)
    session = client.session
    session["before"] = "1"
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    _sign_in(client)
    assert client.session.session_key != planted


# Password reset


def test_a_password_reset_link_works_only_once(people, client):
    response = client.post("/accounts/password/reset/", {"email": "Alice@Example.org"})
    assert (response.status_code, response["Location"]) == (302, "/accounts/password/reset/done/")
    (message,) = mail.outbox
    assert message.to == ["alice@example.org"]
    assert _names_in(message) == []
    link = re.search(r"https?://\S+", message.body).group(0)
    form = client.get(link, follow=True)
    chosen = {"password1": NEW, "password2": NEW}
    client.post(form.request["PATH_INFO"], chosen)
    assert User.objects.get(email="alice@example.org").check_password(NEW)
    again = Client().get(link, follow=True)
    assert again.context["token_fail"], "The link worked twice."


def _names_in(message):
    """Return the names and addresses of people found in an email."""
    text = f"{message.subject}\n{message.body}".lower()
    return [
        word
        for person in User.objects.all()
        for word in (person.first_name, person.last_name, person.email)
        if word and word.lower() in text
    ]


def test_a_password_reset_for_an_unknown_address_gets_the_same_response(people):
    known, unknown = Client(), Client()
    first = known.post("/accounts/password/reset/", {"email": "alice@example.org"})
    second = unknown.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert stable_html(known.get(first["Location"])) == stable_html(unknown.get(second["Location"]))


def test_the_email_to_an_unknown_address_has_no_names_and_no_link(people, client):
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert mail.outbox == [], "Only addresses in approved domains are emailed."
    approve_domain(people.ashdale)
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    (message,) = mail.outbox
    assert message.to == ["nobody@example.org"]
    assert _names_in(message) == []
    assert "/password/reset/key/" not in message.body


def test_a_wrong_reset_link_offers_a_new_link(client, db):
    page = client.get("/accounts/password/reset/key/1-no-such-key/")
    assert page.status_code == 200
    assert links_to(page, reverse("account_reset_password"))


def test_short_common_and_similar_passwords_are_refused(people, signed_in):
    alice = signed_in(people.alice)
    codes = {"elevenchars": "password_too_short", "password1234": "password_too_common", "alice@example.org": "password_too_similar"}
    for password, code in codes.items():
        response = alice.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": password, "password2": password})
        assert response.status_code == 200
        assert code in error_codes(response, "password1"), password
    assert User.objects.get(email="alice@example.org").check_password(PASSWORD)


def test_a_reset_link_refuses_a_password_of_eleven_characters(people, client):
    client.post("/accounts/password/reset/", {"email": "alice@example.org"})
    link = re.search(r"https?://\S+", mail.outbox[0].body).group(0)
    form = client.get(link, follow=True)
    response = client.post(form.request["PATH_INFO"], {"password1": "elevenchars", "password2": "elevenchars"})
    assert error_codes(response, "password1") == ["password_too_short"]
    assert User.objects.get(email="alice@example.org").check_password(PASSWORD)


def test_passwords_can_be_pasted_and_filled_in_by_a_password_manager(people, client, signed_in, django_capture_on_commit_callbacks):
    """Nothing in the field prevents it: no script handles paste, and autocomplete names the kind of password."""
    place = {"authority": people.ashdale, "hub": None, "job_role": people.job}
    client.post("/accounts/password/reset/", {"email": "alice@example.org"})
    with django_capture_on_commit_callbacks(execute=True):
        invitations.invite(email="nia@example.org", **place, by=people.frank, at=timezone.now())
    by_email = [re.search(r"https?://\S+", message.body).group(0) for message in mail.outbox]
    carol = signed_in(people.carol)  # signing in would invalidate the link sent to Alice
    pages = [Client().get(address, follow=True) for address in (LOGIN, "/accounts/password/reset/", *by_email)]
    pages += [carol.get(address) for address in ("/accounts/password/change/", "/accounts/reauthenticate/")]
    for page in pages:
        html, address = html_of(page).partition("<main")[2], page.request["PATH_INFO"]
        fields = re.findall(r'<input[^>]*type="password"[^>]*>', html)
        assert fields or address == "/accounts/password/reset/", address
        assert 'autocomplete="off"' not in html, address
        for field in fields:
            assert re.search(r'autocomplete="(current|new)-password"', field), (address, field)
            assert not re.search("onpaste|readonly|maxlength", field), (address, field)


# Text sent after the session has ended


@pytest.fixture
def note(site, people):
    """The URL for Alice's note, and a form that sends it."""
    lesson = site.lessons[0]
    address = reverse("learning:save_note", args=[item_of(lesson).uid, QUESTION])
    return address, {"event": str(uuid4()), "text": "I said <no> to the late bus & was sorry."}


def _left(client, email="alice@example.org"):
    """A browser that someone was signed in on until the session ended."""
    _sign_in(client, email)
    client.get("/my-learning/")
    del client.cookies["sessionid"]
    return client


def _offered(page):
    """Return the form of the send-again page as (action, fields)."""
    text = page.content.decode()
    form = next(part for part in re.findall(r"<form.*?</form>", text, re.DOTALL) if 'name="event"' in part or 'name="text"' in part)
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    return html.unescape(re.search(r'action="([^"]*)"', form).group(1)), {name: html.unescape(value) for name, value in fields.items()}


def test_text_sent_after_the_session_ended_is_kept_and_offered_again(note, client):
    address, form = note
    _left(client)
    sent = client.post(address, form)
    assert sent["Location"] == f"{LOGIN}?next={SEND_AGAIN}"
    assert not Note.objects.exists()
    back = _sign_in(client, to=sent["Location"])
    assert back["Location"] == SEND_AGAIN
    page = client.get(SEND_AGAIN)
    assert html.escape(form["text"]) in html_of(page)
    assert form["text"] not in html_of(page), "What was typed is not escaped."
    assert "no-store" in page["Cache-Control"]
    action, fields = _offered(page)
    assert action == address
    client.post(action, fields)
    kept = Note.objects.get()
    assert (kept.text, kept.member.email) == (form["text"], "alice@example.org")


def test_the_sign_in_page_mentions_unsent_text_without_showing_it(note, client):
    """Someone else may be using the browser now."""
    address, form = note
    _left(client)
    page = client.get(client.post(address, form)["Location"])
    assert "late bus" not in html_of(page)
    assert page.context["request"].session[unsent_forms.SESSION_KEY]
    del client.cookies["sessionid"]
    assert len(html_of(page).split("<section")) == len(html_of(client.get(LOGIN)).split("<section")) + 1, "Nothing tells that text waits."


def test_unsent_text_is_never_shown_to_another_person_on_the_same_browser(note, client):
    address, form = note
    _left(client)
    sent = client.post(address, form)
    assert _sign_in(client, "bob@example.org", to=sent["Location"]).status_code == 302
    for path in (SEND_AGAIN, "/", "/account/", "/my-learning/"):
        page = client.get(path, follow=True)
        assert "late bus" not in page.content.decode(), path
    assert client.get(SEND_AGAIN)["Location"] == "/"
    assert "late bus" not in str(dict(client.session))
    assert not Note.objects.exists()


def test_unsent_text_is_dropped_when_another_person_signs_in(note, client):
    address, form = note
    _left(client)
    client.post(address, form)
    _sign_in(client, "bob@example.org")
    client.get("/")
    client.post("/accounts/logout/")
    _sign_in(client)
    assert client.get(SEND_AGAIN)["Location"] == "/"


def test_unsent_text_is_not_kept_on_a_browser_where_nobody_was_signed_in(note, client):
    address, form = note
    sent = client.post(address, form)
    assert sent["Location"].startswith(LOGIN) and SEND_AGAIN not in sent["Location"]
    assert unsent_forms.SESSION_KEY not in client.session


def test_unsent_text_is_not_kept_after_signing_out(note, client):
    address, form = note
    _sign_in(client)
    client.get("/my-learning/")
    client.post("/accounts/logout/")
    assert SEND_AGAIN not in client.post(address, form)["Location"]
    assert unsent_forms.SESSION_KEY not in client.session


def test_a_forged_cookie_for_the_last_person_is_ignored(note, people, client):
    address, form = note
    client.cookies[unsent_forms.COOKIE] = f"{people.alice.subject}:forged"
    assert SEND_AGAIN not in client.post(address, form)["Location"]
    assert unsent_forms.SESSION_KEY not in client.session


def test_unsent_text_is_kept_for_half_an_hour(note, client, monkeypatch):
    address, form = note
    _left(client)
    sent = client.post(address, form)
    _sign_in(client, to=sent["Location"])
    assert client.get(SEND_AGAIN).status_code == 200
    later = unsent_forms.time.time() + unsent_forms.KEEP_MINUTES * 60 + 1
    monkeypatch.setattr(unsent_forms.time, "time", lambda: later)
    assert client.get(SEND_AGAIN).status_code == 302
    assert unsent_forms.SESSION_KEY not in client.session


def test_unsent_text_that_is_too_long_is_not_kept(note, client):
    address, form = note
    _left(client)
    assert SEND_AGAIN not in client.post(address, {**form, "text": "x" * unsent_forms.MAX_CHARACTERS})["Location"]


def test_passwords_are_never_kept_with_unsent_text(note, client):
    address, form = note
    _left(client)
    client.post(address, {**form, **dict.fromkeys(unsent_forms.NEVER_KEPT, "a-secret-of-hers")})
    assert "a-secret-of-hers" not in str(dict(client.session))
    assert unsent_forms.SESSION_KEY in client.session


def test_unsent_text_is_dropped_once_it_is_sent(note, client):
    address, form = note
    _left(client)
    sent = client.post(address, form)
    _sign_in(client, to=sent["Location"])
    client.post(*_offered(client.get(SEND_AGAIN)))
    assert Note.objects.exists()
    assert client.get(SEND_AGAIN).status_code == 302, "What was sent already is still offered to be sent."


# An expired CSRF token


@pytest.fixture
def strict(people):
    """Return a client that enforces CSRF checks, with Alice signed in."""
    client = Client(enforce_csrf_checks=True)
    _token_sign_in(client)
    assert _who(client) == "alice@example.org"
    return client


def _token_of(page):
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode()).group(1)


def _token_sign_in(client, to=LOGIN):
    token = _token_of(client.get(to))
    return client.post(to, {"login": "alice@example.org", "password": PASSWORD, "csrfmiddlewaretoken": token}, headers=ORIGIN)


STALE = {"csrfmiddlewaretoken": "x" * 64}


def test_a_form_with_an_expired_token_is_offered_again_with_what_was_typed(note, strict):
    address, form = note
    page = strict.post(address, {**form, **STALE}, headers=ORIGIN)
    assert page.status_code == 403
    assert not Note.objects.exists()
    assert html.escape(form["text"]) in page.content.decode()
    action, fields = _offered(page)
    assert (action, fields["text"], fields["event"]) == (address, form["text"], form["event"])
    assert fields["csrfmiddlewaretoken"] != STALE["csrfmiddlewaretoken"]
    strict.post(action, fields, headers=ORIGIN)
    assert Note.objects.get().text == form["text"]


def test_a_form_without_a_token_is_offered_again(note, strict):
    address, form = note
    page = strict.post(address, form, headers=ORIGIN)
    assert page.status_code == 403
    assert html.escape(form["text"]) in page.content.decode()
    assert not Note.objects.exists()


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil.example", None])
def test_a_form_from_another_origin_is_refused(origin, note, strict):
    address, form = note
    page = strict.post(address, {**form, **STALE}, headers={"origin": origin} if origin else {})
    assert page.status_code == 403
    assert "late bus" not in page.content.decode()
    assert not Note.objects.exists()


def test_a_form_with_an_expired_token_is_kept_for_its_sender_after_the_session_ends(note, strict):
    address, form = note
    strict.get("/my-learning/")
    del strict.cookies["sessionid"]
    sent = strict.post(address, {**form, **STALE}, headers=ORIGIN)
    assert (sent.status_code, sent["Location"]) == (302, f"{LOGIN}?next={SEND_AGAIN}")
    back = _token_sign_in(strict, to=sent["Location"])
    assert back["Location"] == SEND_AGAIN
    assert html.escape(form["text"]) in strict.get(SEND_AGAIN).content.decode()


def test_a_sign_in_form_with_an_expired_token_shows_no_password(people):
    client = Client(enforce_csrf_checks=True)
    page = client.post(LOGIN, {"login": "alice@example.org", "password": PASSWORD, **STALE}, headers=ORIGIN)
    assert page.status_code == 403
    assert PASSWORD not in page.content.decode()
    assert _who(client) is None


def test_a_password_form_with_an_expired_token_shows_no_password(strict):
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW, **STALE}
    page = strict.post("/accounts/password/change/", form, headers=ORIGIN)
    assert page.status_code == 403
    assert PASSWORD not in page.content.decode() and NEW not in page.content.decode()
