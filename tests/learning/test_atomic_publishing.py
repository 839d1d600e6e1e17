"""Publishing is all or nothing: killed at any statement, a page never shows text that has no version to rest a completion on."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.desk.review_workflow import set_up_review
from learning.models import Item, LessonPage
from tests.builders import body, item_of, make_module
from tests.learning.test_lesson_form import sent

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
MAX = 400


class Killed(BaseException):
    """The process was killed: no handler may catch it."""


class Killer:
    """Stop at statement number `at`. From then on only a rollback runs, as the database does it when the connection is gone."""

    def __init__(self, at):
        self.at, self.count, self.has_rolled_back = at, 0, False

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        is_rollback = sql.startswith("ROLLBACK") or (self.has_rolled_back and sql.startswith("RELEASE"))
        self.has_rolled_back = sql.startswith("ROLLBACK")
        if self.count >= self.at and not is_rollback:
            raise Killed
        return execute(sql, params, many, context)


def _draft(lesson, **fields):
    page = LessonPage.objects.get(pk=lesson.pk)
    page.body, page.change, page.what_changed = body("Words of the draft."), "material", "The rule is new."
    for name, value in fields.items():
        setattr(page, name, value)
    return page.save_revision()


def in_a_shell(site, people, client):
    revision = _draft(site.lessons[0])
    return revision.publish


def scheduled(site, people, client):
    revision = _draft(site.lessons[0])
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    return lambda: call_command("publish_scheduled")


def after_a_review(site, people, client):
    set_up_review(pages=[site.learn], models=[], groups=[])
    _draft(site.lessons[0])
    page = LessonPage.objects.get(pk=site.lessons[0].pk)
    state = page.get_workflow().start(page, people.dana)
    return lambda: state.current_task_state.specific.approve(user=people.frank)


def in_the_editor(site, people, client):
    form = sent(site.lessons[0], words="Words of the draft.", change="material", what_changed="The rule is new.")
    url = reverse("wagtailadmin_pages:edit", args=[site.lessons[0].pk])
    return lambda: client.post(url, form)


def unpublishing(site, people, client):
    return LessonPage.objects.get(pk=site.lessons[0].pk).unpublish


def expiring(site, people, client):
    LessonPage.objects.filter(pk=site.lessons[0].pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    return lambda: call_command("publish_scheduled")


def moving(site, people, client):
    target, _ = make_module(site.learn, "Words that care", lessons=1)
    page = LessonPage.objects.get(pk=site.lessons[0].pk)
    return lambda: page.move(target, pos="last-child")


def _faults(site):
    """Yield where pages and the record disagree."""
    for lesson in LessonPage.objects.filter(pk__in=[page.pk for page in site.lessons]):
        item = item_of(lesson)
        if lesson.live != (item.retired_at is None):
            yield f"{lesson}: published {lesson.live}, in use {not item.retired_at}"
        if lesson.live and lesson.content_hash != item.current.content_hash:
            yield f"{lesson}: shown text has no version"
        if lesson.live and item.module.page_id != lesson.get_parent().pk:
            yield f"{lesson}: in another module than its page"
    for module in Item.objects.filter(kind="module"):
        required = list(module.structure.requirements.order_by("position").values_list("item__page", flat=True))
        live = list(Page.objects.child_of(module.page).live().order_by("path").values_list("pk", flat=True))
        if required != live:
            yield f"{module}: requires {required}, has {live}"


ROUTES = [in_a_shell, scheduled, after_a_review, in_the_editor, unpublishing, expiring, moving]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.__name__)
def test_killed_at_any_statement_page_and_record_agree(route, site, people, signed_in):
    people.frank.is_superuser = True
    people.frank.save()
    client = signed_in(people.frank)
    step = 6 if route is in_the_editor else 1  # most of its statements are not of publishing
    for number in range(1, MAX, step):
        killer = Killer(number)
        with transaction.atomic():
            publish = route(site, people, client)
            try:
                with connection.execute_wrapper(killer):
                    publish()
            except Killed:
                pass
            assert list(_faults(site)) == [], f"killed at statement {number}"
            if killer.count < number:
                assert _is_done(route, site)
                return
            transaction.set_rollback(True)
    pytest.fail(f"still running after {MAX} statements")


def _is_done(route, site):
    page = LessonPage.objects.get(pk=site.lessons[0].pk)
    if route in (unpublishing, expiring):
        return not page.live
    return page.get_parent().pk != site.module.pk if route is moving else "Words of the draft." in str(page.body)
