"""The desk in a real browser: Wagtail's own checks look at what is written."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.journeys.conftest import DESK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
A_NUMBER = re.compile(r"^[1-9]\d*$")


def test_the_checks_count_words_and_find_what_is_wrong(demo, open_as):
    lesson = demo.lessons(demo.module("RAISE"))[0]
    dana = open_as("dana", size=DESK)
    dana.set_default_timeout(60_000)  # the editor of a long lesson, made while other tests run
    dana.goto(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    dana.get_by_role("button", name="Toggle checks").click()
    counted, issues = dana.locator("[data-content-word-count]"), dana.locator("[data-checks-panel]")
    expect(counted).to_have_text(A_NUMBER, timeout=60_000)
    expect(issues).to_be_empty()

    lesson.body.insert(0, ("heading", {"text": "Too small, too soon", "level": "3"}))
    lesson.save_revision(user=demo.person("dana"))
    dana.goto(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))  # the panel is still open
    expect(issues).to_contain_text("Incorrect heading hierarchy", timeout=60_000)
    expect(dana.locator("[data-content-checker-count]").first).to_have_text(A_NUMBER)
    assert all("axe.run results" in one for one in dana.seen.complaints), dana.seen.complaints
    dana.seen.complaints.clear()  # Wagtail writes to the console what axe found
