"""Scheduled publishing beside the server of `make run`: it publishes on time and ends with the server."""

import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Revision

from cms.management.commands import publish_scheduled_loop
from learning.models import LessonPage

PASSED = timezone.now() - timedelta(minutes=2)


def set_dates(site):
    """Schedule a new version of the first lesson, already due for publishing, and an expiry of the second, already past."""
    first, second = (LessonPage.objects.get(pk=lesson.pk) for lesson in site.lessons[:2])
    first.summary, first.change, first.go_live_at = "Newer words.", "editorial", timezone.now() + timedelta(hours=1)
    first.save_revision().publish()
    revision = Revision.objects.get(approved_go_live_at__isnull=False)
    revision.content = {**revision.content, "go_live_at": PASSED.isoformat()}
    revision.approved_go_live_at = PASSED
    revision.save()
    LessonPage.objects.filter(pk=second.pk).update(expire_at=PASSED)
    return first, second


def wait_until(true, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.2)
    return False


@pytest.mark.engine
@pytest.mark.django_db(transaction=True)
def test_the_scheduled_loop_publishes_beside_a_server_and_ends_with_it(site):
    first, second = set_dates(site)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.served", "DRUMBEAT_SERVED_NAME": str(connection.settings_dict["NAME"])}
    command = f"{sys.executable} manage.py publish_scheduled_loop --beside $$ --every 1 & exec sleep 600"
    server = subprocess.Popen(["sh", "-c", command], env=environment, cwd=settings.ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        assert wait_until(lambda: LessonPage.objects.get(pk=first.pk).summary == "Newer words.")
        assert wait_until(lambda: not LessonPage.objects.get(pk=second.pk).live)
    finally:
        server.kill()
    said, _ = server.communicate(timeout=60)  # returns only when every process that can still write has ended
    assert said == b"", "nothing to say"


@pytest.mark.django_db
def test_the_scheduled_loop_does_nothing_beside_a_server_that_has_ended(site):
    first, _ = set_dates(site)
    call_command("publish_scheduled_loop", beside=2**22 + 1)
    assert LessonPage.objects.get(pk=first.pk).summary != "Newer words."


def test_the_scheduled_loop_logs_a_failure_and_continues(monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise RuntimeError("The database was away.")

    monkeypatch.setattr(publish_scheduled_loop, "call_command", fail)
    monkeypatch.setattr(publish_scheduled_loop, "close_old_connections", lambda: None)
    publish_scheduled_loop.Command().run("publish_scheduled")
    assert "The database was away." in caplog.text


def test_make_run_starts_scheduled_publishing():
    recipe = (settings.ROOT / "Makefile").read_text().split("\nrun:")[1].split("\n\n")[0]
    assert "manage.py publish_scheduled_loop --beside $$$$ &" in recipe
