"""Claiming and confirming email domains."""

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from cms.people.actions import grant_role
from cms.people.models import ApprovedDomain, Role, User
from tests.builders import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def gwen(people):
    """A lead in Northholt whose address is at Northholt's domain."""
    person = User.objects.create_user("gwen@northholt.example", PASSWORD, first_name="Gwen")
    person.memberships.create(authority=people.northholt, job_role=people.job, started_on=timezone.localdate())
    grant_role(user=person, role=Role.AUTHORITY_LEAD, authority=people.northholt, on=timezone.localdate(), reason="A test")
    return User.objects.get(pk=person.pk)


@pytest.fixture
def bob(people):
    """A lead in Ashdale."""
    grant_role(user=people.bob, role=Role.AUTHORITY_LEAD, authority=people.ashdale, on=timezone.localdate(), reason="A test")
    return people.bob


def test_a_claimed_domain_has_no_effect_until_an_administrator_confirms_it(
    people, bob, gwen, signed_in, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(bob).post("/people/in/ashdale/domains/", {"name": "northholt.example"})
        Client().post("/ask-to-join/", {"email": "new@northholt.example"})
    assert [message.to for message in mail.outbox] == [[people.frank.email]]
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(gwen).post("/people/in/northholt/domains/", {"name": "northholt.example"})
    held = ApprovedDomain.objects.confirmed().get()
    assert held.authority == people.northholt, "The council whose own address it is cannot have the domain."
    mail.outbox.clear()
    claimed = ApprovedDomain.objects.waiting().get()
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(people.frank).post(f"/people/domains/{claimed.pk}/confirm/")
    assert ApprovedDomain.objects.get().authority == people.ashdale
    assert {message.to[0] for message in mail.outbox} == {bob.email, gwen.email}
