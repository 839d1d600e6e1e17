"""Scheduled publishing, expiry, comparing and reverting, for each type of page that trainers write."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.desk.rights import set_desk_rights
from learning.models import LearningEvent, LessonState, ModuleState
from learning.rebuild import differences
from tests.builders import complete, item_of, publish
from tests.casestudies.stories import make_index as make_stories
from tests.casestudies.stories import make_study
from tests.community.builders import make_event
from tests.community.builders import make_index as make_events

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(site, people):
    """One published page of each type. Alice has completed the lesson."""
    complete(people.alice, site.lessons[0])
    return {
        "lesson": site.lessons[0],
        "module": site.module,
        "event": make_event(make_events(site.home)),
        "case study": make_study(make_stories()),
    }


@pytest.fixture
def dana(pages, people, signed_in):
    set_desk_rights()
    return signed_in(people.dana)


def fresh(page):
    return Page.objects.get(pk=page.pk).specific


def reword(page, title):
    page = fresh(page)
    page.title = title
    if page.specific_class.__name__ == "LessonPage":
        page.change, page.what_changed = "clarified", "Its title."
    return page


def pass_the_date():
    passed = timezone.now() - timedelta(minutes=1)
    for revision in Revision.objects.filter(approved_go_live_at__isnull=False):
        revision.content = {**revision.content, "go_live_at": passed.isoformat()}
        revision.approved_go_live_at = passed
        revision.save()
    Page.objects.filter(expire_at__isnull=False).update(expire_at=passed)
    call_command("publish_scheduled", verbosity=0)


def record_is_whole(people):
    return LearningEvent.objects.of(people.alice).filter(verb="completed").count() == 1 and list(differences()) == []


def test_scheduled_changes_go_live_on_their_date_but_not_before(pages, people):
    for kind, published in pages.items():
        page = reword(published, f"Another {kind}")
        page.go_live_at = timezone.now() + timedelta(days=1)
        publish(page)
    assert not [kind for kind, page in pages.items() if fresh(page).title == f"Another {kind}"]
    pass_the_date()
    assert [kind for kind, page in pages.items() if (fresh(page).title, fresh(page).live) != (f"Another {kind}", True)] == []
    assert record_is_whole(people)


def test_an_expired_page_is_retired_and_records_of_it_stay(pages, people):
    module = pages.pop("module")
    for expiring in (pages, {"module": module}):
        for published in expiring.values():
            page = fresh(published)
            page.expire_at = timezone.now() + timedelta(days=1)
            publish(page)
        pass_the_date()
        assert [kind for kind, page in expiring.items() if fresh(page).live or not fresh(page).expired] == []
        assert record_is_whole(people)
        lesson = item_of(pages["lesson"])
        assert lesson.retired_at is not None
        assert ModuleState.objects.get().lessons_asked == 2
        assert LessonState.objects.get(completed_at__isnull=False).item == lesson


def test_two_versions_can_be_compared_at_the_desk(pages, dana):
    for kind, published in pages.items():
        page = reword(published, "Said anew")
        first = fresh(page).latest_revision
        second = page.save_revision()
        answer = dana.get(reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first.pk, second.pk]))
        assert answer.status_code == 200 and "anew" in answer.content.decode(), kind


def test_reverting_makes_a_new_version_and_removes_nothing_from_the_record(pages, people, dana):
    for kind, published in pages.items():
        page = fresh(published)
        old = page.latest_revision
        title = page.title
        publish(reword(page, "A mistake"))
        assert dana.get(reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, old.pk])).status_code == 200, kind
        back = old.as_object()
        if kind == "lesson":
            back.change, back.what_changed = "editorial", ""
        back.save_revision(user=people.dana, previous_revision=old).publish(user=people.dana, previous_revision=old)
        assert fresh(page).title == title, kind
        assert record_is_whole(people), kind
    versions = item_of(pages["lesson"]).versions.values_list("number", "change")
    assert list(versions) == [(1, "first"), (2, "clarified"), (3, "editorial")]
