"""What is forgotten cannot be read in the database's file either, and an administrator sees which texts still mention the person."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from cms.accounts import unsent_forms
from cms.accounts.models import Session
from cms.members.actions import report_problem
from cms.members.models import ProblemReport
from cms.people.models import User
from cms.privacy.actions import ask_to_be_forgotten, forget
from cms.privacy.models import ForgetRequest
from learning.models import Note
from tests import builders

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engine]
MARK = "Quillfeather"


def _forget(user, by):
    forget(asked=ask_to_be_forgotten(user=user, by=user, at=timezone.now()), by=by, at=timezone.now())


def _unsent_form(user):
    """Store a form that was sent after the user's session had ended, in an anonymous session."""
    store = Session.get_session_store_class()()
    token = unsent_forms._token(user, "n0nce")
    store[unsent_forms.SESSION_KEY] = {"path": "/", "fields": {"text": [MARK]}, "for": token, "at": 0}
    store.save()
    return store.session_key


@pytest.fixture
def marked(people, site):
    """Return alice, whose every own text field and note has MARK in it."""
    alice = User.objects.get(pk=people.alice.pk)
    alice.first_name, alice.last_name, alice.phone = f"{MARK}a", f"{MARK}son", f"07{MARK[:8]}"
    alice.email = f"{MARK.lower()}@example.org"
    alice.save()
    builders.complete(alice, site.lessons[0])
    text = f"{MARK} {'thought about it. ' * 300}"
    Note.objects.create(member=alice, item=builders.item_of(site.lessons[0]), prompt="p", question="?", text=text, saved_at=timezone.now())
    return alice


def test_forgetting_deletes_unsent_forms_of_the_person_only(people):
    own, other = _unsent_form(people.alice), _unsent_form(people.bob)
    _forget(people.alice, people.frank)
    assert set(Session.objects.filter(session_key__in=[own, other]).values_list("session_key", flat=True)) == {other}


def test_the_bytes_of_the_file_do_not_have_what_was_forgotten(marked, people, is_postgresql):
    if is_postgresql:
        return  # its files are not ours to read
    _unsent_form(marked)
    file = Path(connection.settings_dict["NAME"])
    assert MARK.lower().encode() in file.read_bytes().lower() + Path(f"{file}-wal").read_bytes().lower()
    _forget(marked, people.frank)
    connection.close()
    call_command("nightly", verbosity=0)
    left = file.read_bytes().lower() + (Path(f"{file}-wal").read_bytes().lower() if Path(f"{file}-wal").exists() else b"")
    assert left.count(MARK.lower().encode()) == 0


def test_the_administrator_sees_which_texts_still_mention_the_person(marked, people, site, signed_in):
    page = site.lessons[0]
    words = f"{MARK}a {MARK}son says that the first paragraph is wrong."
    report_problem(by=people.bob, page=page, kind=ProblemReport.Kind.values[0], words=words, at=timezone.now())
    report_problem(by=people.bob, page=page, kind=ProblemReport.Kind.values[0], words=f"{MARK}sonry is no word.", at=timezone.now())
    _forget(marked, people.frank)
    request = ForgetRequest.objects.get(user=marked)
    report = ProblemReport.objects.get(words=words)
    assert request.mentions == [{"model": "members.problemreport", "field": "words", "pk": str(report.pk)}]
    shown = signed_in(people.frank).get("/people/forget/").content.decode()
    assert "Texts that may still mention them" in shown
    assert MARK not in shown
