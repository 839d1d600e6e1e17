"""The first visit: asked only for what is missing, welcomed once, and never again."""

import pytest

from cms.audit.models import AuditEntry
from cms.people.models import Hub, User

pytestmark = pytest.mark.django_db


def home(client):
    return client.get("/").content.decode()


def test_a_new_member_is_welcomed_with_what_is_next_help_and_the_hubs_manager(people, site, signed_in):
    html = home(signed_in(people.alice))
    assert "Welcome to Drumbeat" in html
    assert "Bob Ward</b> manages Mill Lane hub" in html
    assert "/help/member/" in html
    assert 'name="first_name"' not in html and 'name="hub"' not in html


def test_put_away_it_never_comes_again(people, site, signed_in):
    alice = signed_in(people.alice)
    assert alice.post("/account/welcome/")["Location"] == "/"
    assert "Welcome to Drumbeat" not in home(alice)
    assert "Welcome to Drumbeat" not in home(signed_in(User.objects.get(pk=people.alice.pk)))


def test_only_what_is_missing_is_asked_and_kept(people, site, signed_in):
    User.objects.filter(pk=people.dana.pk).update(first_name="", last_name="Okafor")
    dana = signed_in(people.dana)
    html = home(dana)
    assert 'name="first_name"' in html and 'name="last_name"' not in html and 'name="hub"' in html
    assert "Quay Street hub" not in html
    hub = Hub.objects.get(name="Mill Lane hub")
    dana.post("/account/welcome/", {"first_name": "Dana", "last_name": "Somebody else", "hub": hub.pk})
    person = User.objects.get(pk=people.dana.pk)
    assert (str(person), person.membership.hub) == ("Dana Okafor", hub)
    assert AuditEntry.objects.filter(about=person.subject, what=AuditEntry.What.MOVED, words="Mill Lane hub").exists()


def test_a_name_left_empty_is_refused_and_what_was_typed_stays(people, site, signed_in):
    User.objects.filter(pk=people.dana.pk).update(first_name="", last_name="")
    response = signed_in(people.dana).post("/account/welcome/", {"first_name": "", "last_name": "Okafor"})
    assert response.status_code == 422
    assert "Enter your first name" in response.content.decode()
    assert 'value="Okafor"' in response.content.decode()
    assert User.objects.get(pk=people.dana.pk).welcomed_at is None


def test_nobody_puts_themselves_into_anothers_hub_or_out_of_their_own(people, site, signed_in):
    quay = Hub.objects.get(name="Quay Street hub")
    assert signed_in(people.dana).post("/account/welcome/", {"hub": quay.pk}).status_code == 422
    signed_in(people.alice).post("/account/welcome/", {"hub": quay.pk})
    assert User.objects.get(pk=people.alice.pk).membership.hub.name == "Mill Lane hub"
    assert User.objects.get(pk=people.dana.pk).membership.hub is None


def test_an_authority_without_hubs_asks_for_none(people, site, signed_in):
    people.erin.memberships.update(hub=None)
    people.carol.memberships.update(hub=None)
    Hub.objects.filter(authority=people.northholt).delete()
    assert 'name="hub"' not in home(signed_in(people.erin))
