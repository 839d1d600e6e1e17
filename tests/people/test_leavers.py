"""Leavers have no access to the desk, unpublished files or other people. They regain it when they return."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model

from cms.desk.rights import set_desk_rights
from cms.library.permissions import may_open_file
from cms.people.actions import NotAMember, close_account, grant_role, join, leave
from cms.people.models import Role, RoleGrant, User
from cms.people.permissions import may_open_desk
from tests.responses import links_to, message_levels, posts_to, stable_html

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 22)


@pytest.fixture
def desk(site, people):
    grant_role(user=people.bob, role=Role.ADMINISTRATOR, on=ON)  # the last administrator could not leave
    set_desk_rights()
    return people


def _again(person):
    return User.objects.get(pk=person.pk)


def _leave(person, people):
    leave(user=person, on=ON, by=people.bob)
    return _again(person)


@pytest.mark.parametrize("name", ["dana", "frank"])
def test_the_desk_is_closed_to_someone_who_has_left(name, desk, site, signed_in):
    client = signed_in(_leave(getattr(desk, name), desk))
    addresses = [
        "/admin/",
        reverse("wagtailadmin_pages:edit", args=[site.lessons[0].pk]),
        reverse("authorities:index"),
        reverse("wagtailimages:index"),
    ]
    for address in addresses:
        assert client.get(address)["Location"] == "/", address
    assert not links_to(client.get("/account/"), "/admin/")


def test_unpublished_files_are_closed_to_someone_who_has_left(desk):
    document = get_document_model().objects.create(title="One", file=ContentFile(b"words", name="one.txt"))
    assert may_open_file(_again(desk.dana), document)
    assert not may_open_file(_leave(desk.dana, desk), document)


def test_a_leaver_with_is_staff_set_manually_cannot_open_the_desk(desk, signed_in):
    """This covers a manual edit of the table and an action that did not clear the flag."""
    left = _leave(desk.dana, desk)
    User.objects.filter(pk=left.pk).update(is_staff=True)
    left.groups.add(Group.objects.get(name="Trainers"))
    assert not may_open_desk(_again(left))
    assert signed_in(_again(left)).get("/admin/")["Location"] == "/"
    set_desk_rights()  # runs on every upgrade
    assert (_again(left).is_staff, left.groups.count()) == (False, 0)


def test_someone_who_returns_has_their_role_again(desk, signed_in):
    left = _leave(desk.dana, desk)
    assert RoleGrant.objects.current().filter(user=left, role=Role.TRAINER).exists()
    assert (left.is_staff, left.groups.count()) == (False, 0)
    join(user=left, authority=desk.northholt, hub=None, job_role=desk.job, on=ON)
    back = _again(left)
    assert (back.is_staff, [group.name for group in back.groups.all()]) == (True, ["Trainers"])
    assert signed_in(back).get("/admin/").status_code == 200


def test_someone_without_a_membership_cannot_be_given_a_role(desk, signed_in):
    left = _leave(desk.carol, desk)
    frank = signed_in(desk.frank)
    address = f"/people/{left.subject}/role/"
    assert not posts_to(frank.get(f"/people/{left.subject}/"), address)
    answer = frank.post(address, {"role": "trainer", "reason": "Wrote modules"}, follow=True)
    assert message_levels(answer) == ["warning"]
    with pytest.raises(NotAMember):
        grant_role(user=left, role=Role.TRAINER, on=ON, by=desk.frank)
    assert not RoleGrant.objects.current().filter(user=left).exists()


def test_a_superuser_needs_no_membership_until_the_account_is_closed(desk, signed_in):
    """Emergency access, see decision 0029. The person's page shows that they have it."""
    host = User.objects.create_superuser("host@example.org", "keep-the-drum-beating", first_name="Host")
    client = signed_in(host)
    assert client.get("/admin/").status_code == 200
    assert client.get("/people/").status_code == 200
    frank = signed_in(desk.frank)
    shown = stable_html(frank.get(f"/people/{host.subject}/"))
    User.objects.filter(pk=host.pk).update(is_superuser=False)
    assert stable_html(frank.get(f"/people/{host.subject}/")) != shown, "The page of a superuser is that of anybody."
    User.objects.filter(pk=host.pk).update(is_superuser=True)
    close_account(user=host, on=ON, by=desk.frank)
    assert client.get("/admin/").status_code == 302
    assert not may_open_desk(_again(host))
