"""Check that the stored states match the events and that no one has tampered with the record, or rebuild the states."""

from itertools import islice

from django.db import transaction
from django.db.models import Exists, OuterRef

from learning import marking
from learning.actions.event_chain import elsewhere_of, recount, replay_now
from learning.chain_reader import BATCH, Content, read_chains, stored_assignments
from learning.models import LessonPage
from learning.models.records import (
    Assignment,
    Attempt,
    CheckVersion,
    Item,
    ItemVersion,
    LearningEvent,
    LessonState,
    ModuleState,
    passes_with,
)
from learning.record_hashes import (
    FIRST_FORMAT,
    RestsOn,
    attempt_hash,
    check_fingerprint,
    event_hash,
    record_keys,
    version_fingerprint,
)
from learning.replay import ReplayedState, replay

Verb = LearningEvent.Verb
Change = ItemVersion.Change


def differences(anchor=None):
    """Yield a sentence for each fault: versions, chains, states, and what has changed since the Anchor, if one is given."""
    if anchor is not None:
        if not anchor.is_genuine:
            yield "The anchor has been changed since it was made, or this site’s record key is not the one it was made with."
        yield from anchor.version_faults()
    yield from version_faults()
    yield from unrecorded_versions()
    yield from check_faults()
    content, hashes = Content(), _HashCheck()
    for chain in read_chains(content):
        yield from _chain_faults(chain, content, hashes)
        yield from _state_faults(chain, content)
        if anchor is not None:
            yield from anchor.chain_faults(chain)
    if anchor is not None:
        yield from anchor.chain_faults(None)
    for assignment_id in _assignments_with_states_only():
        yield f"Assignment {assignment_id}: there are states without any event."


def rebuild():
    """Rewrite from the events every state that differs from them, and return how many assignments there were."""
    content, count = Content(), 0
    for chain in read_chains(content):
        for assignment, replayed in _replay_chain(chain, content):
            count += 1
            if list(_compare(assignment, replayed)):
                with transaction.atomic():
                    recount(_locked(assignment.pk))
    for assignment_id in list(_assignments_with_states_only()):
        with transaction.atomic():
            recount(_locked(assignment_id))
    return count


def version_faults():
    """Yield a sentence for each version that was changed after it was published, and for each gap in a lesson's versions."""
    keys = record_keys()
    wrong, last_item = [], None
    count, number = 0, 0
    for version in ItemVersion.objects.order_by("item", "number").iterator(chunk_size=50):
        count += 1
        number = number + 1 if version.item_id == last_item else 1
        last_item = version.item_id
        if version.number != number:
            yield f"Version {version.pk}: lesson {version.item_id} has no version {number}."
            number = version.number
        if not any(version.fingerprint == version_fingerprint(version, key) for key in keys):
            wrong.append(f"Version {version.pk} (lesson {version.item_id}, version {version.number})")
    if wrong and len(wrong) == count:
        yield "No version fits this site’s record key. Check RECORD_KEYS (or SECRET_KEY) before you believe what follows."
    for version_name in wrong:
        yield f"{version_name}: its text, or its kind of change, is not what was published."
    yield from _newest_version_faults()


def _newest_version_faults():
    """Yield a sentence for each lesson that does not know its newest version, or its newest with a change of a kind."""
    newest: dict[int, list] = {}
    for pk, item_id, number, change in ItemVersion.objects.order_by("number").values_list("pk", "item_id", "number", "change"):
        known = newest.setdefault(item_id, [None, 1, 1])
        known[0] = pk
        if change == Change.MATERIAL:
            known[1] = number
        if change != Change.EDITORIAL:
            known[2] = number
    for item_id, *stored in Item.objects.filter(kind=Item.Kind.LESSON).values_list("pk", "current_id", "last_material", "last_told"):
        if item_id in newest and stored != newest[item_id]:
            yield f"Lesson {item_id}: its newest version, or the newest that people are told about, is not the one its versions show."


def unrecorded_versions():
    """Yield a sentence for each lesson or module whose publishing or retiring was interrupted.

    The text of a published lesson must be that of its newest version, and an item in use must have a published page.
    """
    hashes = Item.objects.in_use().filter(kind=Item.Kind.LESSON, page__live=True).values_list("page_id", "pk", "current__content_hash")
    hashes = {page_id: (pk, content_hash) for page_id, pk, content_hash in hashes}
    for page in LessonPage.objects.filter(pk__in=hashes).order_by("pk").iterator(chunk_size=100):
        pk, content_hash = hashes[page.pk]
        if content_hash != page.content_hash:
            yield f"Lesson {pk}: its published text is not that of its newest version. Publish it again."
    for item in Item.objects.in_use().exclude(page__live=True):
        yield f"{item.get_kind_display()} {item.pk}: it is in use, but its page is not published. Publish it and unpublish it again."


def check_faults():
    """Yield a sentence for each set of questions or finished attempt that was changed, and for passes and events that disagree."""
    keys, versions = record_keys(), {}
    for check in CheckVersion.objects.order_by("item", "number").iterator(chunk_size=50):
        versions[check.pk] = check
        if not any(check.fingerprint == check_fingerprint(check, key) for key in keys):
            yield f"Questions {check.pk} (lesson {check.item_id}, number {check.number}): they are not what was published."
    attempts = Attempt.objects.order_by("submitted_at", "pk")
    for batch in _in_batches(attempts.iterator(chunk_size=BATCH), BATCH):
        passes = LearningEvent.objects.filter(verb=Verb.PASSED, item__in={attempt.item_id for attempt in batch})
        events = dict(passes.filter(pk__in=[attempt.pk for attempt in batch]).values_list("pk", "subject"))
        passed = set(passes.filter(subject__in={attempt.subject for attempt in batch if attempt.passed}).values_list("subject", "item_id"))
        for attempt in batch:
            check = versions[attempt.check_version_id]
            if not any(attempt.hash == attempt_hash(attempt, check.fingerprint, key) for key in keys):
                yield f"Attempt {attempt.pk}: its answers or its result are not what was handed in."
            yield from _pass_faults(attempt, check, versions, events.pop(attempt.pk, None), passed)
    orphans = LearningEvent.objects.filter(verb=Verb.PASSED).exclude(pk__in=Attempt.objects.values("pk"))
    for event_id in orphans.values_list("pk", flat=True):
        yield f"Event {event_id}: it says that a check was passed, and there is no such attempt."


def _pass_faults(attempt, check, versions, subject_of_event, passed):
    if attempt.passed != marking.is_passed(check.questions, check.pass_mark, attempt.answers):
        yield f"Attempt {attempt.pk}: by the key as it was asked, its result is another."
    if attempt.passed and (attempt.subject, attempt.item_id) not in passed:
        yield f"Attempt {attempt.pk}: it passed, and no event says so."
    if subject_of_event is None:
        return
    if subject_of_event != attempt.subject:
        yield f"Event {attempt.pk}: it is a pass of someone other than the person who handed in the attempt."
    later = [other for other in versions.values() if other.item_id == attempt.item_id and other.number >= check.number]
    if not attempt.passed and not any(passes_with(attempt, check, other.questions) for other in later):
        yield f"Event {attempt.pk}: it says that a check was passed, and by no key has it been."


def _in_batches(rows, size):
    while batch := list(islice(rows, size)):
        yield batch


def broken_chains():
    """Yield a sentence for each event whose hash, position, owner or link to the previous event is wrong."""
    content, hashes = Content(), _HashCheck()
    for chain in read_chains(content):
        yield from _chain_faults(chain, content, hashes)


class _HashCheck:
    """Compares hashes with every record key, beginning with the one that fitted last."""

    def __init__(self):
        self.keys = record_keys()

    def fits(self, event, rests_on):
        for number, key in enumerate(self.keys):
            if event.hash == event_hash(event, rests_on, key):
                if number:
                    self.keys.insert(0, self.keys.pop(number))
                return True
            if event.hash_format == FIRST_FORMAT:
                break  # it has no key
        return False


def _chain_faults(chain, content, hashes):
    previous, ids = None, set()
    for event in chain.events:
        expected = previous.position + 1 if previous else 1
        if event.position != expected:
            yield f"Event {event.pk}: position {event.position} in the chain of {chain.subject}, expected {expected}. An event is missing."
        if event.previous_hash != (previous.hash if previous else ""):
            yield f"Event {event.pk}: it does not follow the previous event in the chain of {chain.subject}."
        if previous and event.hash_format < previous.hash_format:
            yield f"Event {event.pk}: it has an older hash format than the previous event in the chain of {chain.subject}."
        missing = list(_missing_rows(event, content))
        for name in missing:
            yield f"Event {event.pk}: its {name} is missing."
        if event.voids_id and event.voids_id not in ids:
            yield f"Event {event.pk}: it voids an event that is not before it in the chain of {chain.subject}."
        if event.version and event.version.item_id != event.item_id:
            yield f"Event {event.pk}: its version is of another lesson."
        if event.assignment and event.assignment.subject != chain.subject:
            yield f"Event {event.pk}: its assignment {event.assignment_id} belongs to someone other than {chain.subject}."
        if not (missing and event.hash_format != FIRST_FORMAT) and not hashes.fits(event, _rests_on(event, content)):
            yield f"Event {event.pk}: its content, or what it rests on, has been changed (chain of {chain.subject})."
        ids.add(event.pk)
        previous = event


def _missing_rows(event, content):
    if event.assignment is None:
        yield f"assignment {event.assignment_id} (or its member)"
    if event.item_id not in content.items:
        yield f"item {event.item_id}"
    if event.version_id is not None and event.version is None:
        yield f"version {event.version_id}"
    if event.structure_id not in content.structures:
        yield f"module version {event.structure_id}"


def _rests_on(event, content):
    if event.hash_format == FIRST_FORMAT:
        return None
    fingerprint = event.version.fingerprint if event.version else ""
    return RestsOn(event.assignment.module_id, event.assignment.cycle, fingerprint, content.structures[event.structure_id])


def _state_faults(chain, content):
    for assignment, replayed in _replay_chain(chain, content):
        if list(_compare(assignment, replayed)):
            # Members may have recorded something meanwhile, so a mismatch is checked again with the assignment locked.
            with transaction.atomic():
                yield from _compare_now(assignment.pk)


def _replay_chain(chain, content):
    """Yield (StoredAssignment, ReplayedState) for each assignment in a chain. Those with rows missing are left out."""
    events_of: dict[int, list] = {}
    for event in chain.events:
        if event.assignment is not None and event.structure_id in content.structures:
            events_of.setdefault(event.assignment_id, []).append(event)
    for events in events_of.values():
        assignment = events[0].assignment
        lessons = content.lessons_of_module[assignment.module_id]
        others = [
            event
            for event in chain.events
            if event.item_id in lessons
            and event.verb in (Verb.COMPLETED, Verb.VOIDED)
            and event.assignment is not None
            and event.assignment.module_id != assignment.module_id
        ]
        current = content.current_structures.get(assignment.module_id)
        if current in content.structures:
            yield assignment, replay(events, content.structures, current, elsewhere_of(others, assignment) if others else ())


def _compare(assignment, replayed):
    """Yield a sentence for each difference between the states of a StoredAssignment and a ReplayedState."""
    who = f"Assignment {assignment.pk}"
    for item_id in assignment.lessons.keys() | replayed.lessons.keys():
        expected, found = replayed.lessons.get(item_id), assignment.lessons.get(item_id)
        if found is None:
            yield f"{who}, lesson {item_id}: the state is missing."
        elif expected is None:
            yield f"{who}, lesson {item_id}: there is a state without any event."
        elif wrong := _differing(expected, found):
            yield f"{who}, lesson {item_id}: {wrong} differ from the events."
    if bool(assignment.module) != bool(replayed.module):
        yield f"{who}: the module's state is {'missing' if replayed.module else 'there without any event'}."
    elif wrong := _differing(replayed.module, assignment.module):
        yield f"{who}: the module's {wrong} differ from the events."


def _differing(expected, found):
    return ", ".join(name for name, value in expected.items() if found[name] != value)


def _compare_now(assignment_id):
    locked = _locked(assignment_id)
    if locked is None:
        return
    try:
        replayed = replay_now(locked)
    except KeyError:  # rows are missing, which is reported with the event
        replayed = ReplayedState()
    yield from _compare(stored_assignments({assignment_id})[assignment_id], replayed)


def _locked(assignment_id):
    """Return the assignment with its member, both locked until the transaction ends, or None if it is gone."""
    locked = Assignment.objects.select_for_update(of=("self", "member"), no_key=True).select_related("member")
    return locked.filter(pk=assignment_id).first()


def _assignments_with_states_only():
    """Yield the ids of assignments that have states and no events."""
    events = LearningEvent.objects.filter(assignment=OuterRef("assignment"))
    for model in (ModuleState, LessonState):
        states = model.objects.filter(~Exists(events)).order_by("assignment").values_list("assignment_id", flat=True)
        if model is LessonState:
            states = states.filter(~Exists(ModuleState.objects.filter(assignment=OuterRef("assignment"))))
        yield from states.distinct().iterator(chunk_size=2000)
