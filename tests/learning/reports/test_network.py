"""What the network has learnt: counted from the record, suppressed before it is stored, shown to programme leads only."""

from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.urls import reverse

from cms.people.actions import leave
from cms.people.models import Authority, JobRole, Membership, User
from learning.actions.assigning import waive_module
from learning.actions.network import count_network
from learning.models.records import Assignment, LessonState, ModuleState, NetworkCount
from tests.builders import complete, item_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 30, 6, 0, tzinfo=ZoneInfo("Europe/London"))
SINCE = date(2026, 9, 1)
Table = NetworkCount.Table


@pytest.fixture
def authorities(site, people):
    """Return six authorities with (asked, completed) of the site's module: some small, one of zero completed."""
    figures = {
        "Carrow": (14, 12),
        "Dunmere": (16, 3),
        "Haldane": (23, 15),
        "Merrin Bay": (12, 0),
        "Thornley": (20, 20),
        "Westmoor": (11, 11),
    }
    roles = [people.job, JobRole.objects.create(slug="manager", title="Manager")]
    module, lessons = item_of(site.module), [item_of(lesson) for lesson in site.lessons]
    for name, (asked, completed) in figures.items():
        authority = Authority.objects.create(name=name, slug=name.lower().replace(" ", "-"))
        members = User.objects.bulk_create([User(email=f"{authority.slug}-{n}@example.org", last_name=f"N{n}") for n in range(asked)])
        Membership.objects.bulk_create(
            [Membership(user=user, authority=authority, job_role=roles[n % 2], started_on=SINCE) for n, user in enumerate(members)]
        )
        assignments = Assignment.objects.bulk_create(
            [Assignment(member=user, module=module, source="asked", made_at=AT - timedelta(days=90)) for user in members]
        )
        done = [(assignment, AT - timedelta(days=40 * (n % 2) + 1)) for n, assignment in enumerate(assignments[:completed])]
        same = {"module": module, "authority": authority, "structure": module.structure, "status": "completed"}
        ModuleState.objects.bulk_create([ModuleState(assignment=a, started_at=at, completed_at=at, **same) for a, at in done])
        LessonState.objects.bulk_create([LessonState(assignment=a, item=item, completed_at=at) for a, at in done for item in lessons])
    return figures


def shown(table, module):
    return {str(count.authority or count.job_role or count.month): (count.asked, count.completed) for count in module.filter(table=table)}


def test_figures_are_those_of_the_record_and_small_ones_are_not_stored(site, people, authorities):
    count_network(at=AT)
    counts = NetworkCount.objects.filter(module=item_of(site.module))
    total = counts.get(table=Table.TOTAL)
    assert (total.asked, total.completed) == (sum(a for a, _ in authorities.values()), sum(c for _, c in authorities.values()))
    found = shown(Table.AUTHORITY, counts)
    hidden = {name for name, figures in found.items() if figures == (None, None)}
    assert "Dunmere" in hidden and len(hidden) == 2
    assert {name: figures for name, figures in found.items() if name not in hidden} == {
        name: figures for name, figures in authorities.items() if name not in hidden
    }
    assert not NetworkCount.objects.filter(completed__gt=0, completed__lt=10).exists()
    assert not NetworkCount.objects.filter(asked__gt=0, asked__lt=10).exists()
    months = shown(Table.MONTH, counts)
    assert sum(completed for _, completed in months.values()) == total.completed


def test_leavers_and_waived_modules_are_not_counted(site, people, authorities):
    count_network(at=AT)
    module = item_of(site.module)
    before = NetworkCount.objects.get(module=module, table=Table.TOTAL)
    done = Assignment.objects.filter(state__completed_at__isnull=False, member__memberships__authority__slug="thornley").first().member
    open_one = Assignment.objects.filter(state=None, member__memberships__authority__slug="carrow").first()
    leave(user=done, on=date(2026, 11, 29), by=people.frank)
    waive_module(assignment=open_one, by=people.frank, reason="Away on long leave.", at=AT)
    count_network(at=AT)
    after = NetworkCount.objects.get(module=module, table=Table.TOTAL)
    assert (after.asked, after.completed) == (before.asked - 2, before.completed - 1)


def test_an_authority_that_shows_only_larger_numbers_raises_the_smallest_for_all(site, people, authorities):
    Authority.objects.filter(slug="carrow").update(small_number=13)
    count_network(at=AT)
    assert shown(Table.AUTHORITY, NetworkCount.objects.filter(module=item_of(site.module)))["Carrow"] == (None, None)


def test_pages_and_downloads_show_only_what_is_stored(site, people, authorities, signed_in):
    call_command("count_network", stdout=StringIO())
    client, uid = signed_in(people.frank), item_of(site.module).uid
    page = client.get(reverse("learning:network_module", args=[uid]))
    rows = {row.name: row for row in page.context["tables"]["authorities"]}
    assert not rows["Dunmere"].is_shown and rows["Thornley"].share == 100
    hidden = [row for row in rows.values() if not row.is_shown]
    assert len({(row.outline, row.fill) for row in hidden}) == 1, "a bar must not give its figures away"
    file = client.get(reverse("learning:network_file", args=[uid, "csv"])).content.decode("utf-8-sig")
    assert "Dunmere,Not shown,Not shown," in file and "Thornley,20,20,100" in file


def test_nothing_of_a_module_is_shown_while_few_have_completed_it(site, people, signed_in):
    complete(people.alice, site.lessons[0])
    count_network(at=AT)
    page = signed_in(people.frank).get(reverse("learning:network_module", args=[item_of(site.module).uid]))
    assert page.status_code == 200 and not page.context["module"].total.is_shown
    assert NetworkCount.objects.filter(module=item_of(site.module)).count() == 1


def test_counting_takes_as_many_queries_for_two_authorities_as_for_eight(site, people, request):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        count_network(at=AT)
    request.getfixturevalue("authorities")
    with CaptureQueriesContext(connection) as many:
        count_network(at=AT)
    assert len(many) == len(few)
