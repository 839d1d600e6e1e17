"""Managers ask people to do modules, change a date, waive and answer; people say when a module is wrong for them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cms.audit.models import AuditEntry
from cms.people.models import Membership, User
from learning import personal_data
from learning.actions import assigning, record
from learning.models.records import Assignment, LearningEvent
from learning.rebuild import differences
from learning.reports.matrix import modules_to_report, rows_of
from tests.builders import complete, item_of, make_module
from tests.learning.reports.test_team import TODAY, assign, client_of, scope_of

pytestmark = pytest.mark.django_db
REASON = "After the team day we agreed on it."


def asks(site, people, **changes):
    """Return what bob's browser sends: the module for alice, in a fortnight."""
    return {
        "module": [item_of(site.module).pk],
        "person": [str(people.alice.subject)],
        "when": "date",
        "due_on": (TODAY() + timedelta(days=14)).isoformat(),
        "reason": REASON,
        **changes,
    }


def send(person, data, step="send"):
    return client_of(person).post(scope_of(person).url("assign"), {**data, "step": step})


def asked_url(person, page):
    return reverse("learning:asked", args=[person.subject, item_of(page).uid])


def cell_of_alice(site, people):
    alice = User.objects.filter(pk=people.alice.pk)
    modules = modules_to_report(alice)
    (row,) = rows_of(alice, modules, on=TODAY())
    return dict(zip([module.title for module in modules], row.cells, strict=True))[site.module.title]


@pytest.mark.parametrize("step", ["show", "check", "change", "clear", "role:Hub worker", ""])
def test_nothing_is_sent_before_the_last_button(step, site, people):
    send(people.bob, asks(site, people), step=step)
    assert not Assignment.objects.exists()
    assert mail.outbox == []


def test_pressing_twice_assigns_once_and_sends_one_email_without_titles(site, people, django_capture_on_commit_callbacks):
    other, _ = make_module(site.learn, "A second module")
    data = asks(site, people, module=[item_of(site.module).pk, item_of(other).pk])
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            assert send(people.bob, data).url == scope_of(people.bob).report_url
    made = Assignment.objects.of(people.alice)
    assert {(row.module.title, row.asked_by, row.reason) for row in made} == {
        (site.module.title, people.bob, REASON),
        ("A second module", people.bob, REASON),
    }
    (email,) = mail.outbox
    assert email.to == [people.alice.email]
    for title in (site.module.title, "A second module", REASON):
        assert title not in email.subject + email.body
    assert AuditEntry.objects.filter(what=AuditEntry.What.ASSIGNED, actor=people.bob.subject, about=people.alice.subject).count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"module": []}, "module"),
        ({"person": []}, "person"),
        ({"due_on": ""}, "due_on"),
        ({"due_on": TODAY().isoformat()}, "due_on"),
        ({"due_on": "soon"}, "due_on"),
        ({"when": ""}, "when"),
        ({"reason": "  "}, "reason"),
        ({"reason": "x" * 201}, "reason"),
        ({"module": ["999999"]}, "module"),
        ({"person": ["nobody"]}, "person"),
    ],
)
@pytest.mark.parametrize("step", ["check", "send"])
def test_what_is_missing_is_told_and_what_was_typed_stays(step, changes, field, site, people):
    data = asks(site, people, **changes)
    response = send(people.bob, data, step=step)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    kept = response.context["typed"]
    assert {name: kept[name] for name in ("when", "due_on", "reason", "person")} == {
        name: data[name] for name in ("when", "due_on", "reason", "person")
    }
    assert not Assignment.objects.exists()


def test_no_due_date_is_a_choice(site, people):
    send(people.bob, asks(site, people, when="none", due_on="soon"))
    assert Assignment.objects.get().due_on is None


@pytest.mark.parametrize("who", ["carol", "hari", "bob"])
def test_nobody_elses_people_can_be_asked(who, who_may_world, site, people):
    before = Assignment.objects.count()
    response = send(people.bob, asks(site, people, person=[str(getattr(people, who).subject)]))
    assert response.status_code == 422
    assert Assignment.objects.count() == before


def test_people_who_have_it_have_no_box_and_are_not_asked_again(site, people):
    for lesson in site.lessons:
        complete(people.alice, lesson, at=timezone.now())
    response = send(people.bob, asks(site, people, person=[]), step="show")
    (alice,) = [choice for choice in response.context["choices"] if choice.person == people.alice]
    assert not alice.can_be_asked
    assert f'value="{people.alice.subject}"' not in response.content.decode()
    response = send(people.bob, asks(site, people), step="check")
    assert list(response.context["form"].errors) == ["person"]
    send(people.bob, asks(site, people))
    assert Assignment.objects.of(people.alice).count() == 1


def test_a_button_ticks_everyone_of_a_job_role_and_keeps_what_was_typed(site, people):
    response = send(people.bob, asks(site, people, person=[]), step="role:Hub worker")
    assert response.context["typed"]["person"] == [str(people.alice.subject)]
    assert REASON in response.content.decode()


def test_the_person_reads_why_and_says_it_is_wrong(site, people):
    send(people.bob, asks(site, people))
    alice = client_of(people.alice)
    assert REASON in alice.get(reverse("learning:my_learning")).content.decode()
    url = reverse("learning:wrong_for_me", args=[item_of(site.module).uid])
    assert alice.post(url, {"objection": ""}).status_code == 422
    alice.post(url, {"objection": "I only work nights."})
    bob = client_of(people.bob)
    first = bob.get(scope_of(people.bob).report_url).context["to_ask"][0]
    assert (first["person"], first["reasons"][0].objection) == (people.alice, "I only work nights.")
    bob.post(asked_url(people.alice, site.module), {"wish": "answer", "answer-answer": "Then do it in March."})
    assert bob.get(scope_of(people.bob).report_url).context["to_ask"] == []
    assert "Then do it in March." in alice.get(reverse("learning:my_learning")).content.decode()


def test_who_objects_comes_before_the_longest_overdue(site, people):
    late, _ = make_module(site.learn, "Late")
    assign(people.alice, late, TODAY() - timedelta(days=90))
    asked = assign(people.alice, site.module, None)
    assigning.object_to(assignment=asked, words="I did this at Northholt.", at=timezone.now())
    (first,) = client_of(people.bob).get(scope_of(people.bob).report_url).context["to_ask"]
    assert [reason.module for reason in first["reasons"]] == [item_of(site.module), item_of(late)]


def test_a_changed_date_is_reminded_of_again(site, people):
    asked = assign(people.alice, site.module, TODAY() - timedelta(days=3))
    Assignment.objects.update(reminded_at=timezone.now())
    due_on = TODAY() + timedelta(days=30)
    client_of(people.bob).post(asked_url(people.alice, site.module), {"wish": "date", "date-due_on": due_on.isoformat()})
    asked.refresh_from_db()
    assert (asked.due_on, asked.reminded_at) == (due_on, None)
    assert AuditEntry.objects.filter(what=AuditEntry.What.REDATED, about=people.alice.subject).count() == 1


@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.engine
def test_a_waived_module_is_never_called_read(begun, site, people):
    assign(people.alice, site.module, TODAY() - timedelta(days=3))
    if begun:
        complete(people.alice, site.lessons[0], at=timezone.now())
    bob = client_of(people.bob)
    for _ in range(2):
        bob.post(asked_url(people.alice, site.module), {"wish": "waive", "waive-waiver": "Teaches this module herself."})
    assert cell_of_alice(site, people).state == "waived"
    waived = LearningEvent.objects.filter(verb="waived")
    assert waived.count() == len(site.lessons) - begun
    assert not waived.filter(reason__contains="Teaches").exists()
    assert list(differences()) == []
    scope = scope_of(people.bob)
    csv = bob.get(reverse("learning:team_file", args=[scope.kind, scope.slug, "csv"]), {"q": "alice"}).content.decode()
    assert "Waived" in csv
    assert "Completed: read" not in csv
    found = {state: bob.get(scope.report_url, {"state": state}).context["found_words"] for state in ("waived", "done")}
    assert found == {"waived": "1 person", "done": "0 people"}
    assert "Teaches this module herself." in client_of(people.alice).get(reverse("learning:my_learning")).content.decode()


def test_a_voided_waiver_and_a_later_completion_are_read(site, people):
    asked = assign(people.alice, site.module, None)
    assigning.waive_module(assignment=asked, by=people.bob, reason="A mistake", at=timezone.now())
    for event in LearningEvent.objects.filter(verb="waived"):
        record.void(event=event, by=people.bob, reason="The wrong person", event_id=event.item.uid, at=timezone.now())
    assert cell_of_alice(site, people).is_open
    for lesson in site.lessons:
        complete(people.alice, lesson, at=timezone.now())
    assert cell_of_alice(site, people).state == "done"


def test_a_completed_module_cannot_be_waived_redated_or_objected_to(site, people):
    asked = assign(people.alice, site.module, None)
    for lesson in site.lessons:
        complete(people.alice, lesson, at=timezone.now())
    for change in (
        lambda: assigning.waive_module(assignment=asked, by=people.bob, reason="Late", at=timezone.now()),
        lambda: assigning.change_due_date(assignment=asked, due_on=TODAY(), by=people.bob, on=TODAY()),
        lambda: assigning.object_to(assignment=asked, words="No", at=timezone.now()),
    ):
        with pytest.raises(assigning.AlreadyComplete):
            change()


def test_words_about_a_person_are_exported_and_erased_with_them(site, people):
    send(people.bob, asks(site, people))
    asked = Assignment.objects.get()
    assigning.object_to(assignment=asked, words="I only work nights.", at=timezone.now())
    assigning.answer(assignment=asked, words="Then in March.", by=people.bob)
    exported = str([section.rows for section in personal_data.export(people.alice)])
    for words in (REASON, "I only work nights.", "Then in March."):
        assert words in exported
    assert "I only work nights." not in str([section.rows for section in personal_data.export(people.bob)])
    personal_data.erase(people.alice, timezone.now())
    asked.refresh_from_db()
    assert {asked.reason, asked.objection, asked.answer, asked.waiver} == {""}


@pytest.mark.engine
def test_the_page_does_not_ask_more_queries_of_more_people(site, people, django_assert_max_num_queries):
    scope, bob = scope_of(people.bob), client_of(people.bob)
    for first, last in ((0, 3), (3, 30)):
        for number in range(first, last):
            person = User.objects.create_user(f"p{number}@example.org", first_name=f"P{number}", last_name="Ward")
            Membership.objects.create(user=person, authority=people.ashdale, hub=scope.hub, job_role=people.job, started_on="2026-01-01")
        bob.get(scope.url("assign"))
        with django_assert_max_num_queries(18):
            bob.get(scope.url("assign"), {"module": item_of(site.module).pk})
