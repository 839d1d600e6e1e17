"""Review dates: when a page was last reviewed, and which pages are overdue for review."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.pages.models import StandardPage
from cms.pages.overdue import pages_overdue_for_review
from cms.starter_content import files
from cms.starter_content.content_types import file_context
from cms.starter_content.pages import Pages
from learning.models import ModulePage
from tests.builders import publish
from tests.community.builders import make_event, make_index

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 25)


def _due(page, on):
    page.review_due_on = on
    publish(page)
    return page


def test_overdue_pages_of_every_type_are_listed_longest_overdue_first(site):
    module = _due(site.module, date(2026, 11, 1))
    lesson = _due(site.lessons[0], date(2026, 10, 1))
    event = _due(make_event(make_index(site.home)), date(2026, 11, 24))
    _due(site.lessons[1], ON)  # a page due today is not overdue
    _due(site.lessons[2], date(2026, 1, 1)).unpublish()
    assert [page["pk"] for page in pages_overdue_for_review(on=ON)] == [lesson.pk, module.pk, event.pk]


def test_finding_overdue_pages_takes_a_single_query(site):
    _due(site.module, date(2026, 11, 1))
    with CaptureQueriesContext(connection) as context:
        assert [page["title"] for page in pages_overdue_for_review(on=ON)] == [site.module.title]
    assert len(context.captured_queries) == 1


def test_review_dates_survive_export_and_import(site, tmp_path):
    page = site.home.add_child(
        instance=StandardPage(title="Contact", slug="contact", reviewed_on=date(2026, 11, 3), review_due_on=date(2027, 5, 3))
    )
    kind, path = Pages(), tmp_path / "contact.md"
    path.write_text(kind.dump(page, file_context(tmp_path)))
    assert "reviewed: 2026-11-03\nreview_due: 2027-05-03" in path.read_text()
    page.reviewed_on = page.review_due_on = None
    kind.dated(kind.checked(files.read(path, tmp_path)), page)
    assert (page.reviewed_on, page.review_due_on) == (date(2026, 11, 3), date(2027, 5, 3))


def test_the_editor_has_fields_for_the_review_dates():
    names = {
        panel.field_name for group in ModulePage.promote_panels for panel in getattr(group, "children", []) if hasattr(panel, "field_name")
    }
    assert {"reviewed_on", "review_due_on"} <= names
