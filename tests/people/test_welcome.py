"""The welcome on a first visit: it asks only for missing details and is shown once."""

import pytest

from cms.audit.models import AuditEntry
from cms.people.models import Hub, User
from tests.responses import html_of

pytestmark = pytest.mark.django_db


def test_a_new_member_of_whom_nothing_is_missing_sees_no_welcome(people, site, signed_in):
    page = signed_in(people.alice).get("/")
    assert page.context["welcome"] is None
    assert 'aria-labelledby="welcome"' not in html_of(page) and 'href="/help/member/"' in html_of(page)


def test_a_dismissed_welcome_is_not_shown_again(people, site, signed_in):
    dana = signed_in(people.dana)
    assert dana.get("/").context["welcome"]
    assert dana.post("/account/welcome/")["Location"] == "/"
    for client in (dana, signed_in(User.objects.get(pk=people.dana.pk))):
        page = client.get("/")
        assert page.context["welcome"] is None
        assert 'aria-labelledby="welcome"' not in html_of(page)


def test_the_welcome_asks_only_for_missing_details(people, site, signed_in):
    User.objects.filter(pk=people.dana.pk).update(first_name="", last_name="Okafor")
    dana = signed_in(people.dana)
    html = html_of(dana.get("/"))
    assert 'name="first_name"' in html and 'name="last_name"' not in html and 'name="hub"' in html
    assert "Quay Street hub" not in html
    hub = Hub.objects.get(name="Mill Lane hub")
    dana.post("/account/welcome/", {"first_name": "Dana", "last_name": "Somebody else", "hub": hub.pk})
    person = User.objects.get(pk=people.dana.pk)
    assert (str(person), person.membership.hub) == ("Dana Okafor", hub)
    assert AuditEntry.objects.filter(about=person.subject, what=AuditEntry.What.MOVED, words="Mill Lane hub").exists()


def test_the_welcome_form_refuses_an_empty_name_and_keeps_what_was_typed(people, site, signed_in):
    User.objects.filter(pk=people.dana.pk).update(first_name="", last_name="")
    response = signed_in(people.dana).post("/account/welcome/", {"first_name": "", "last_name": "Okafor"})
    assert response.status_code == 422
    assert set(response.context["welcome"]["form"].errors) == {"first_name"}
    assert 'value="Okafor"' in html_of(response)
    assert User.objects.get(pk=people.dana.pk).welcomed_at is None


def test_the_welcome_cannot_choose_a_hub_of_another_authority_or_leave_a_hub(people, site, signed_in):
    quay = Hub.objects.get(name="Quay Street hub")
    assert signed_in(people.dana).post("/account/welcome/", {"hub": quay.pk}).status_code == 422
    signed_in(people.alice).post("/account/welcome/", {"hub": quay.pk})
    assert User.objects.get(pk=people.alice.pk).membership.hub.name == "Mill Lane hub"
    assert User.objects.get(pk=people.dana.pk).membership.hub is None


def test_the_welcome_does_not_ask_for_a_hub_if_the_authority_has_none(people, site, signed_in):
    people.erin.memberships.update(hub=None)
    people.carol.memberships.update(hub=None)
    Hub.objects.filter(authority=people.northholt).delete()
    assert 'name="hub"' not in html_of(signed_in(people.erin).get("/"))
