"""rebuild_progress --verify names every kind of tampering, alone or with an anchor that was kept elsewhere."""

from datetime import timedelta
from io import StringIO
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from learning.actions import record
from learning.anchor import Anchor, AnchorUnreadable
from learning.models import Assignment, Item, ItemVersion, LearningEvent, LessonState, ModuleState, ModuleVersion, Requirement
from learning.rebuild import differences, rebuild
from learning.record_hashes import record_keys, version_fingerprint
from tests.builders import AT, complete, edit, item_of, make_lesson
from tests.learning.tampering import chain_again, hash_without_key, without_guard

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def world(site, people, tmp_path):
    """Return two people's record of a lesson with two versions, and the path of an anchor of it."""
    complete(people.carol, site.lessons[0])
    edit(site.lessons[0], "Other words.", "material")
    for lesson in site.lessons[:2]:
        complete(people.alice, lesson)
    path = tmp_path / "anchor"
    call_command("anchor_record", out=str(path), stdout=StringIO())
    chain = list(LearningEvent.objects.of(people.alice).in_order())
    return SimpleNamespace(site=site, alice=people.alice, carol=people.carol, anchor=path, chain=chain, lesson=item_of(site.lessons[0]))


def forget_chain(person):
    with without_guard():
        LearningEvent.objects.of(person).delete()
    for model in (LessonState, ModuleState):
        model.objects.filter(assignment__member=person).delete()
    Assignment.objects.filter(member=person).delete()


def forge(world, make_hash, **fields):
    """Append a completion of the third lesson to alice's chain."""
    lesson, last = item_of(world.site.lessons[2]), world.chain[-1]
    same = {name: getattr(last, name) for name in ("subject", "actor", "assignment", "structure", "authority", "hash_format")}
    event = LearningEvent(
        **{**same, "id": uuid4(), "position": 3, "verb": "completed", "item": lesson, "version": lesson.current, **fields},
        occurred_at=AT,
        received_at=AT,
        previous_hash=last.hash,
    )
    event.hash = make_hash(event)
    event.save(force_insert=True)
    rebuild()


def redate(world, make_hash):
    with without_guard():
        for event in world.chain:
            event.occurred_at -= timedelta(days=30)
        chain_again(world.chain, make_hash)
    rebuild()


def drop_last(world):
    with without_guard():
        world.chain[-1].delete()
    rebuild()


def swap_keys(world, *, with_assignments):
    alice, carol = world.alice, world.carol
    keys = alice.subject, carol.subject
    for person, key in ((alice, uuid4()), (carol, keys[0]), (alice, keys[1])):
        type(person).objects.filter(pk=person.pk).update(subject=key)
    if with_assignments:
        moved = list(Assignment.objects.filter(member=carol).values_list("pk", flat=True))
        Assignment.objects.filter(member=alice).update(member=carol, cycle=9)
        Assignment.objects.filter(pk__in=moved).update(member=alice)
        Assignment.objects.filter(member=carol).update(cycle=1)


def change_version(world, **fields):
    ItemVersion.objects.filter(item=world.lesson, number=1).update(**fields)


NAMED = {
    "snapshot changed": (lambda w: change_version(w, snapshot={"title": "T", "summary": "", "content_note": "", "body": []}), "its text"),
    "kind of change changed": (lambda w: ItemVersion.objects.filter(number=2).update(change="editorial"), "its kind of change"),
    "version re-dated": (lambda w: change_version(w, made_at=AT - timedelta(days=400)), "is not what was published"),
    "fingerprint changed too": (lambda w: change_version(w, title="T", fingerprint="0" * 64), "what it rests on, has been changed"),
    "newest version not known": (lambda w: Item.objects.filter(pk=w.lesson.pk).update(last_material=1), "newest version"),
    "required lessons changed": (lambda w: Requirement.objects.filter(item=w.lesson).delete(), "what it rests on"),
    "keys swapped": (lambda w: swap_keys(w, with_assignments=False), "belongs to someone other"),
    "assignment handed on": (
        lambda w: Assignment.objects.filter(member=w.alice).update(member=w.carol, cycle=2),
        "belongs to someone other",
    ),
    "cycle of an assignment changed": (lambda w: Assignment.objects.filter(member=w.alice).update(cycle=2), "what it rests on"),
    "forged event, no key": (lambda w: forge(w, hash_without_key), "has been changed"),
    "forged event in the old format": (lambda w: forge(w, LearningEvent.computed_hash, hash_format=1), "older hash format"),
    "re-dated and re-chained, no key": (lambda w: redate(w, hash_without_key), "has been changed"),
}
NAMED_WITH_ANCHOR = {
    "a whole person gone": (lambda w: forget_chain(w.alice), "and is gone"),
    "last event gone": (drop_last, "had 2 events when the anchor was made, and has 1 now"),
    "re-dated and re-chained with the key": (lambda w: redate(w, LearningEvent.computed_hash), "was another event"),
    "keys and assignments swapped": (lambda w: swap_keys(w, with_assignments=True), "belonged to account"),
    "version changed with the key": (
        lambda w: change_version(w, fingerprint=version_fingerprint(ItemVersion.objects.get(number=2), record_keys()[0])),
        "not as it was when the anchor was made",
    ),
}


@pytest.mark.parametrize("name", NAMED)
def test_tampering_is_named_by_the_database_alone(name, world):
    assert list(differences()) == []
    tamper, expected = NAMED[name]
    tamper(world)
    found = list(differences())
    assert any(expected in sentence for sentence in found), found


@pytest.mark.parametrize("name", NAMED_WITH_ANCHOR)
def test_tampering_with_full_access_is_named_by_an_anchor_kept_elsewhere(name, world):
    assert list(differences(Anchor(world.anchor))) == []
    tamper, expected = NAMED_WITH_ANCHOR[name]
    tamper(world)
    found = list(differences(Anchor(world.anchor)))
    assert any(expected in sentence for sentence in found), found


MISSING = {
    "version": (ItemVersion, "version", "its version"),
    "structure": (ModuleVersion, "structure", "its module version"),
    "assignment": (Assignment, "assignment", "its assignment"),
}


@pytest.mark.parametrize("name", MISSING)
def test_missing_rows_are_named_and_everything_else_is_still_checked(name, world, people):
    model, field, expected = MISSING[name]
    # bob's event rests on a module version that is neither carol's nor the current one
    make_lesson(world.site.module, "A fourth")
    complete(people.bob, world.site.lessons[0])
    make_lesson(world.site.module, "A fifth")
    event = LearningEvent.objects.of(people.bob).first()
    with transaction.atomic():
        LessonState.objects.filter(assignment__member=world.carol).update(read_number=9)
        model.objects.filter(pk=getattr(event, f"{field}_id"))._raw_delete("default")
        found = list(differences())
        assert any(expected in sentence and str(event.pk) in sentence for sentence in found), found
        assert any("read_number" in sentence for sentence in found), found
        transaction.set_rollback(True)


def test_every_fault_is_reported_in_one_run(world):
    ItemVersion.objects.filter(item=world.lesson).update(what_changed="Nothing.")
    LessonState.objects.filter(assignment__member=world.carol).update(read_number=9)
    ModuleState.objects.filter(assignment__member=world.alice).update(lessons_done=0)
    error = StringIO()
    with pytest.raises(CommandError, match="4 differences"):
        call_command("rebuild_progress", verify=True, stderr=error)
    assert len(error.getvalue().splitlines()) == 4


def test_a_rebuild_removes_states_of_an_assignment_without_events(world):
    with without_guard():
        LearningEvent.objects.of(world.alice).delete()
    assert any("without any event" in sentence for sentence in differences())
    rebuild()
    assert not LessonState.objects.filter(assignment__member=world.alice).exists()
    assert not ModuleState.objects.filter(assignment__member=world.alice).exists()
    assert list(differences()) == []


def test_new_events_do_not_contradict_an_older_anchor(world, people):
    complete(people.alice, world.site.lessons[2])
    complete(people.bob, make_lesson(world.site.module, "A fourth"))
    out = StringIO()
    call_command("rebuild_progress", verify=True, anchor=str(world.anchor), stdout=out)
    assert "anchor" in out.getvalue()


def test_a_changed_or_cut_anchor_is_not_believed(world):
    content = world.anchor.read_bytes()
    world.anchor.write_bytes(content.replace(b',2,"', b',1,"'))
    assert any("anchor has been changed" in sentence for sentence in differences(Anchor(world.anchor)))
    for damaged in (content[: len(content) // 2], b"", b"{}\n", b"\x00\n"):
        world.anchor.write_bytes(damaged)
        with pytest.raises(AnchorUnreadable):
            Anchor(world.anchor)
        with pytest.raises(CommandError):
            call_command("rebuild_progress", verify=True, anchor=str(world.anchor))


def test_an_anchor_contains_no_names_and_is_never_written_over(world):
    content = world.anchor.read_text()
    for person in (world.alice, world.carol):
        assert person.email not in content and person.last_name not in content
    with pytest.raises(CommandError):
        call_command("anchor_record", out=str(world.anchor))
    assert world.anchor.read_text() == content


def test_a_replaced_record_key_stays_valid_while_it_is_listed(world, people):
    with override_settings(SECRET_KEY="another secret of this site"):
        assert "record key" in next(differences())
    with override_settings(RECORD_KEYS=["a new key", "the-suite-keeps-no-secrets"]):
        complete(people.alice, world.site.lessons[2])
        assert list(differences(Anchor(world.anchor))) == []


def test_verifying_takes_the_same_few_queries_for_more_people(world, people, django_assert_max_num_queries):
    for person in (people.bob, people.dana, people.erin, people.frank):
        for lesson in world.site.lessons:
            complete(person, lesson)
    with django_assert_max_num_queries(25):
        assert list(differences()) == []


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_batches_never_cut_a_chain(size, world, people, monkeypatch):
    monkeypatch.setattr("learning.chain_reader.BATCH", size)
    for lesson in world.site.lessons:
        complete(people.bob, lesson)
    assert list(differences(Anchor(world.anchor))) == []
    ModuleState.objects.update(lessons_done=0)
    assert len(list(differences())) == 3


def test_a_void_after_a_void_is_still_one_chain(world, people):
    record.void(event=world.chain[0], by=people.frank, reason="By mistake.", event_id=uuid4(), at=AT)
    assert list(differences()) == []
