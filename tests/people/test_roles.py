"""Yearly review of roles, and the desk's groups, which are derived from roles and never edited by hand."""

from datetime import date

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from cms.audit.models import AuditEntry
from cms.desk.rights import set_desk_rights
from cms.people.actions import grant_role, join, keep_role
from cms.people.dates import add_months
from cms.people.models import Role, RoleGrant, User
from cms.people.permissions import roles_to_review
from tests.crowds import give_roles, make_crowd
from tests.responses import html_of, links_to, message_levels, posts_to

pytestmark = pytest.mark.django_db
GIVEN = date(2026, 9, 1)  # the day on which tests/builders.py gives its roles


@pytest.fixture
def long_held(people):
    """Date all roles to a year ago today."""
    RoleGrant.objects.update(started_on=add_months(timezone.localdate(), -12))


@pytest.fixture
def gwen(people):
    """The lead of Alice's authority, with a role given today."""
    person = User.objects.create_user("gwen@example.org", "keep-the-drum-beating", first_name="Gwen", last_name="Hall")
    join(user=person, authority=people.ashdale, hub=None, job_role=people.job, on=timezone.localdate())
    grant_role(user=person, role=Role.AUTHORITY_LEAD, authority=people.ashdale, on=timezone.localdate(), by=people.frank)
    return User.objects.get(pk=person.pk)


def of(person):
    return RoleGrant.objects.current().get(user=person)


def test_a_role_is_due_for_review_a_year_after_it_was_given_or_last_reviewed(people, gwen):
    grant = of(people.bob)
    assert not roles_to_review(gwen, date(2027, 8, 31)).exists()
    assert roles_to_review(gwen, date(2027, 9, 1)).get() == grant
    keep_role(grant=grant, on=date(2027, 9, 1), by=gwen)
    assert not roles_to_review(gwen, date(2028, 8, 31)).exists()
    assert roles_to_review(gwen, date(2028, 9, 1)).filter(pk=grant.pk).exists()


@pytest.mark.usefixtures("long_held")
def test_a_review_of_a_role_by_a_lead_is_logged(people, gwen, signed_in):
    lead, grant = signed_in(gwen), of(people.bob)
    keep = f"/people/roles/{grant.pk}/keep/"
    assert links_to(lead.get("/"), "/people/reviews/")
    rows = lead.get("/people/in/ashdale/roles/").context["rows"]
    assert {row["grant"] for row in rows if row["to_review"]} >= {grant}
    waiting = lead.get("/people/reviews/")
    assert list(waiting.context["page_obj"]) == [grant]
    assert posts_to(waiting, keep)
    kept = lead.post(keep, follow=True)
    assert message_levels(kept) == ["success"]
    assert list(kept.context["page_obj"]) == []
    assert not links_to(lead.get("/"), "/people/reviews/")
    entry = AuditEntry.objects.filter(what=AuditEntry.What.ROLE_KEPT).get()
    assert (entry.actor, entry.about, entry.words) == (gwen.subject, people.bob.subject, Role.HUB_MANAGER.label)


@pytest.mark.usefixtures("long_held")
def test_a_lead_can_end_a_role_that_is_due_for_review(people, gwen, signed_in):
    signed_in(gwen).post(f"/people/roles/{of(people.bob).pk}/end/")
    assert not RoleGrant.objects.current().filter(user=people.bob).exists()
    assert not roles_to_review(gwen, timezone.localdate()).exists()


@pytest.mark.usefixtures("long_held")
def test_a_lead_cannot_review_network_roles_their_own_or_those_of_another_authority(people, gwen, signed_in):
    grant_role(user=people.carol, role=Role.HUB_MANAGER, authority=people.northholt, on=GIVEN)
    RoleGrant.objects.exclude(user=people.dana).update(started_on=add_months(timezone.localdate(), -12))
    lead = signed_in(gwen)
    for person in (people.carol, people.dana, gwen):
        assert lead.post(f"/people/roles/{of(person).pk}/keep/").status_code == 404
    html = html_of(lead.get("/people/reviews/"))
    for name in ("Carol", "Dana"):
        assert name not in html
    assert not AuditEntry.objects.filter(what=AuditEntry.What.ROLE_KEPT).exists()


@pytest.mark.usefixtures("long_held")
def test_an_administrator_can_review_all_roles_except_their_own(people, signed_in):
    waiting = roles_to_review(people.frank, timezone.localdate())
    assert {grant.user for grant in waiting} == {people.bob, people.dana, people.erin}
    assert signed_in(people.frank).get("/people/reviews/").context["page_obj"].paginator.count == 4


@pytest.mark.engine
@pytest.mark.usefixtures("long_held")
def test_the_lists_of_roles_make_as_many_queries_for_3_as_for_30(people, gwen, signed_in):
    lead = signed_in(gwen)

    def grow(number):
        leads = make_crowd(people.ashdale, number)
        give_roles(leads, Role.AUTHORITY_LEAD, authority=people.ashdale, on=add_months(timezone.localdate(), -12))

    def queries(address):
        lead.get(address)
        with CaptureQueriesContext(connection) as context:
            lead.get(address)
        return len(context)

    addresses = ["/people/reviews/", "/people/in/ashdale/roles/", "/"]
    grow(3)
    few = [queries(address) for address in addresses]
    grow(27)
    assert [queries(address) for address in addresses] == few


# The desk


@pytest.fixture
def desk(site, people, settings):
    set_desk_rights()
    return people


@pytest.mark.parametrize("name", ["frank", "host"])
def test_the_desk_has_no_pages_for_users_and_groups(desk, signed_in, name):
    """This includes superusers: people join, leave and get roles under /people/, with a reason and an audit entry."""
    desk.host = User.objects.create_superuser("host@example.org", "keep-the-drum-beating")
    client, group = signed_in(getattr(desk, name)), Group.objects.get(name="Trainers")
    people_before = set(group.user_set.all())
    rights_before = set(group.permissions.all())
    everybody = User.objects.count()
    menu = html_of(client.get("/admin/"))
    for address in (
        reverse("wagtailusers_groups:index"),
        reverse("wagtailusers_groups:add"),
        reverse("wagtailusers_groups:edit", args=[group.pk]),
        reverse("wagtailusers_groups:delete", args=[group.pk]),
        reverse("wagtailusers_users:index"),
        reverse("wagtailusers_users:add"),
        reverse("wagtailusers_users:edit", args=[desk.alice.pk]),
        reverse("wagtailusers_users:delete", args=[desk.alice.pk]),
        *(f"/admin/bulk/people/user/{deed}/?id={desk.alice.pk}" for deed in ("delete", "assign_role", "set_active_state")),
    ):
        assert f'"{address}"' not in menu
        assert client.get(address).status_code == 404, address
        form = {
            "name": "Mine",
            "permissions": [],
            "groups": [group.pk],
            "role": group.pk,
            "email": "new@example.org",
            "first_name": "New",
            "last_name": "Person",
            "is_superuser": "on",
        }
        assert client.post(address, form).status_code == 404, address
    group.refresh_from_db()
    assert (group.name, set(group.user_set.all()), set(group.permissions.all())) == ("Trainers", people_before, rights_before)
    assert not desk.alice.groups.exists()
    assert not User.objects.get(pk=desk.alice.pk).is_superuser
    assert User.objects.filter(is_active=True).count() == everybody


def test_set_desk_rights_removes_permissions_added_to_a_group_by_hand(desk, site):
    group, root = Group.objects.get(name="Trainers"), Collection.get_first_root_node()
    before = (set(GroupCollectionPermission.objects.values_list("pk")), set(GroupPagePermission.objects.values_list("pk")))
    delete, bulk = (Permission.objects.get(codename=name) for name in ("delete_image", "bulk_delete_page"))
    GroupCollectionPermission.objects.create(group=group, collection=root, permission=delete)
    below = root.add_child(name="Secret")
    GroupCollectionPermission.objects.create(group=group, collection=below, permission=Permission.objects.get(codename="add_image"))
    GroupPagePermission.objects.create(group=group, page_id=site.learn.pk, permission=bulk)
    set_desk_rights()
    after = (set(GroupCollectionPermission.objects.values_list("pk")), set(GroupPagePermission.objects.values_list("pk")))
    assert after == before


def test_the_next_action_corrects_a_group_edited_by_hand(desk):
    """A superuser could still edit a group. The next role given or ended restores it."""
    desk.alice.groups.add(Group.objects.get(name="Administrators"))
    grant_role(user=desk.alice, role=Role.TRAINER, on=GIVEN)
    assert [group.name for group in desk.alice.groups.all()] == ["Trainers"]


def test_a_trainer_can_edit_only_below_the_catalogue(desk, site, signed_in):
    dana = signed_in(desk.dana)
    assert dana.get(reverse("wagtailadmin_pages:edit", args=[site.lessons[0].pk])).status_code == 200
    assert dana.get(reverse("wagtailadmin_pages:edit", args=[site.home.pk]))["Location"] == "/admin/"
    response = dana.post(reverse("wagtailadmin_pages:unpublish", args=[site.home.pk]))
    assert response["Location"] == "/admin/"
    site.home.refresh_from_db()
    assert site.home.live
