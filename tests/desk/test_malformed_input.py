"""Input that Wagtail's admin cannot read is answered with 400, in our words. Each row was once a 500.

When a row is no longer needed because Wagtail answers by itself, it still passes: anything below 500 will do for the first table.
"""

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from tests.learning.test_lesson_form import sent

pytestmark = pytest.mark.django_db

# (method, URL with {lesson} and {module}, changes to the lesson's form or data; None for a value means that it is not sent)
EDIT, ADD = "/admin/pages/{lesson}/edit/", "/admin/pages/add/learning/lessonpage/{module}/"
PREVIEW = "/admin/pages/{lesson}/edit/preview/"
FORM_ROWS = {
    "no count of blocks": (EDIT, {"body-count": None}),
    "count that is no number": (EDIT, {"body-count": "x"}),
    "negative count": (EDIT, {"body-count": "-3"}),
    "enormous count": (EDIT, {"body-count": "999999999999"}),
    "rich text that is not JSON": (EDIT, {"body-0-value": "not json"}),
    "rich text that is a list": (EDIT, {"body-0-value": "[]"}),
    "rich text with other keys": (EDIT, {"body-0-value": '{"blocks": [{}], "entityMap": 3}'}),
    "order that is no number": (EDIT, {"body-0-order": "x"}),
    "no order": (EDIT, {"body-0-order": None}),
    "unknown kind of block": (EDIT, {"body-0-type": "nothing"}),
    "comments without their count": (EDIT, {"comments-TOTAL_FORMS": None}),
    "revision that is no number": (EDIT, {"action-publish": "", "overwrite_revision_id": "x"}),
    "new lesson without a count": (ADD, {"body-count": None}),
    "new lesson, rich text that is not JSON": (ADD, {"body-0-value": "x"}),
    "preview, count that is no number": (PREVIEW, {"body-count": "x"}),
    "preview, rich text that is not JSON": (PREVIEW, {"body-0-value": "x"}),
}
ROWS = {
    "next that is no address": ("POST", "/admin/pages/{lesson}/unpublish/", {"next": "abc"}),
    "no data at all": ("POST", EDIT, {}),
    "position beyond all numbers": ("POST", "/admin/pages/{lesson}/set_position/?position=99999999999999999999", {}),
    "bulk delete of x": ("GET", "/admin/bulk/wagtailcore/page/delete/?id=x", {}),
    "bulk move below x": ("GET", "/admin/bulk/wagtailcore/page/move/?id=all&childOf=x", {}),
    "editing session of revision x": ("POST", "/admin/editing-sessions/ping/learning/lessonpage/{lesson}/1/", {"revision_id": "x"}),
    "recordings in collection x": ("GET", "/admin/media/chooser/?q=%7B&collection_id=x", {}),
    "copy below x": ("POST", "/admin/pages/{lesson}/copy/", {"new_title": "x", "new_slug": "y", "new_parent_page": "zz"}),
    "search for a brace": ("GET", "/admin/pages/search/?q=%7Bab", {}),
    "search for quotes and stars": ("GET", "/admin/pages/search/?q=a%22b*%5E(", {}),
    "search for a NUL": ("GET", "/admin/images/?q=%00", {}),
}


@pytest.fixture
def desk(people, signed_in):
    people.frank.is_superuser = people.frank.is_staff = True
    people.frank.save()
    client = signed_in(people.frank)
    client.raise_request_exception = False
    return client


def test_malformed_forms_are_answered_with_400_or_shown_again(desk, site):
    statuses = {}
    for name, (url, changes) in FORM_ROWS.items():
        data = {key: value for key, value in (sent(site.lessons[0]) | changes).items() if value is not None}
        statuses[name] = desk.post(_address(url, site), data).status_code
    assert {name: status for name, status in statuses.items() if status >= 500} == {}
    assert statuses["no count of blocks"] == 400


def test_other_malformed_requests_are_answered_with_400_or_less(desk, site):
    statuses = {}
    for name, (method, url, data) in ROWS.items():
        with transaction.atomic():  # each request by itself: PostgreSQL refuses all statements after one that failed
            response = desk.get(_address(url, site)) if method == "GET" else desk.post(_address(url, site), data)
            transaction.set_rollback(True)
        statuses[name] = response.status_code
    assert {name: status for name, status in statuses.items() if status >= 500} == {}


def test_the_answer_says_what_to_do_and_nothing_of_the_input_is_logged(desk, site, caplog):
    response = desk.post(_address(EDIT, site), sent(site.lessons[0]) | {"body-0-value": "Ellie Smith"})
    assert response.status_code == 400 and "nothing was saved" in response.content.decode()
    assert "JSONDecodeError" in caplog.text and "Ellie" not in caplog.text


def test_an_error_in_our_own_code_is_still_an_error(desk, site, monkeypatch):
    def fails(page):
        raise ValueError

    monkeypatch.setattr("learning.desk_panels.suggestions_before_publishing", fails)
    assert desk.get(reverse("wagtailadmin_pages:edit", args=[site.lessons[0].pk]) + "?x=1").status_code == 500
    assert isinstance(desk.get("/"), HttpResponse)


def _address(url, site):
    return url.format(lesson=site.lessons[0].pk, module=site.module.pk)
