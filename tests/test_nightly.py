"""manage.py nightly: its output, and what happens when a task fails."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cms.management.commands import nightly
from cms.search.models import SearchTerm

pytestmark = pytest.mark.django_db


def test_nightly_reports_each_task_on_one_line():
    SearchTerm.objects.create(words="missing home", month=date(2020, 1, 1), times=9, times_found=9)
    output = StringIO()

    call_command("nightly", stdout=output)

    lines = output.getvalue().splitlines()
    assert "1 rare or old search term deleted." in lines
    assert any("Word file" in line for line in lines)  # by learning's command, from the setting NIGHTLY_COMMANDS
    assert not SearchTerm.objects.exists()


def test_a_failing_task_is_logged_and_the_others_still_run(monkeypatch, caplog):
    def fail(at):
        raise RuntimeError("The disk is full.")

    monkeypatch.setattr(nightly, "TASKS", [fail, nightly.delete_search_terms])
    SearchTerm.objects.create(words="missing home", month=date(2020, 1, 1), times=9, times_found=9)

    with pytest.raises(CommandError, match="Failed: fail\\."):
        call_command("nightly", verbosity=0)

    assert not SearchTerm.objects.exists()
    assert "The disk is full." in caplog.text
