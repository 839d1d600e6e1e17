"""Correct a learning record by voiding an event, with a reason. Described in docs/running.md."""

from uuid import UUID, uuid4

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.people.models import User
from learning.actions import record
from learning.models import LearningEvent
from learning.permissions import may_correct

MAX_REASON_LENGTH = LearningEvent._meta.get_field("reason").max_length or 0


class Command(BaseCommand):
    help = (
        "Without an event, list the events on someone's learning record (--of). With an event and a --reason, record that it does not "
        "count. The event itself stays on the record, and so does the name of the administrator who corrected it (--by)."
    )

    def add_arguments(self, parser):
        parser.add_argument("event", nargs="?", help="The event's id, as shown in the list.")
        parser.add_argument("--of", metavar="ADDRESS", help="The email address of the person whose record to list.")
        parser.add_argument("--by", metavar="ADDRESS", required=True, help="The email address of the administrator making the correction.")
        parser.add_argument("--reason", default="", help="Why it does not count. The person can read this, so leave out names.")

    def handle(self, *, event, of, by, reason, **options):
        corrector = _get_person(by)
        if not may_correct(corrector):
            raise CommandError(f"{by} is not an administrator. Nothing was changed.")
        if event is None:
            if of is None:
                raise CommandError("Name an event, or the person whose record to list (--of).")
            return self._list(_get_person(of), corrector)
        return self._void(event, corrector, " ".join(reason.split()))

    def _list(self, person, corrector):
        add_entry(what=AuditEntry.What.SEEN, by=corrector, about=person, words="learning record listed, for a correction")
        voided = set(LearningEvent.objects.of(person).filter(voids__isnull=False).values_list("voids_id", flat=True))
        for event in LearningEvent.objects.of(person).in_order().select_related("item"):
            suffix = " (does not count)" if event.pk in voided else ""
            when = timezone.localtime(event.occurred_at)
            self.stdout.write(f"{event.pk}  {when:%Y-%m-%d %H:%M}  {event.get_verb_display()}: {event.item.title}{suffix}")

    def _void(self, event_id, corrector, reason):
        event = LearningEvent.objects.select_related("assignment__member", "item", "version").filter(pk=_parse_uuid(event_id)).first()
        if event is None:
            raise CommandError(f"There is no event {event_id}. Nothing was changed.")
        if not reason or len(reason) > MAX_REASON_LENGTH:
            raise CommandError(f"A correction needs a reason of at most {MAX_REASON_LENGTH} characters. Nothing was changed.")
        try:
            result = record.void(event=event, by=corrector, reason=reason, event_id=uuid4(), at=timezone.now())
        except record.AlreadyVoided:
            raise CommandError("That event has already been corrected, or is itself a correction. Nothing was changed.") from None
        state = result.assignment.state
        status = "complete" if state.completed_at else f"open, {state.lessons_done} of {state.lessons_asked} lessons done"
        self.stdout.write(f"“{event.get_verb_display()}: {event.item.title}” no longer counts. The module is now {status}.")


def _get_person(address):
    person = User.objects.filter(email__iexact=address).first()
    if person is None:
        raise CommandError(f"No one has the email address {address}. Nothing was changed.")
    return person


def _parse_uuid(text):
    try:
        return UUID(text)
    except ValueError:
        return None
