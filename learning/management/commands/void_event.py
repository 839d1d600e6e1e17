"""Corrections: an event on somebody's learning record is voided, with a reason. Described in docs/running.md."""

from uuid import UUID, uuid4

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.people.models import User
from learning.actions import record
from learning.models import LearningEvent
from learning.permissions import may_correct

MOST_REASON = LearningEvent._meta.get_field("reason").max_length or 0


class Command(BaseCommand):
    help = (
        "Without an event: list what is on somebody's learning record (--of). With one: say, with a --reason, that it does not count. "
        "The event itself stays, and so does who corrected it (--by, an administrator)."
    )

    def add_arguments(self, parser):
        parser.add_argument("event", nargs="?", help="The event's id, as the list names it.")
        parser.add_argument("--of", metavar="ADDRESS", help="The e-mail address of whose record to list.")
        parser.add_argument("--by", metavar="ADDRESS", required=True, help="The e-mail address of the administrator who decides it.")
        parser.add_argument("--reason", default="", help="Why it does not count. The person can read it: no names.")

    def handle(self, *, event, of, by, reason, **options):
        corrector = _person(by)
        if not may_correct(corrector):
            raise CommandError(f"{by} is no administrator. Nothing was written down.")
        if event is None:
            if of is None:
                raise CommandError("Name an event, or whose record to list (--of).")
            return self._list(_person(of), corrector)
        return self._void(event, corrector, " ".join(reason.split()))

    def _list(self, person, corrector):
        add_entry(what=AuditEntry.What.SEEN, by=corrector, about=person, words="learning record listed, for a correction")
        voided = set(LearningEvent.objects.of(person).filter(voids__isnull=False).values_list("voids_id", flat=True))
        for one in LearningEvent.objects.of(person).in_order().select_related("item"):
            ending = " (does not count)" if one.pk in voided else ""
            when = timezone.localtime(one.occurred_at)
            self.stdout.write(f"{one.pk}  {when:%Y-%m-%d %H:%M}  {one.get_verb_display()}: {one.item.title}{ending}")

    def _void(self, event_id, corrector, reason):
        event = LearningEvent.objects.select_related("assignment__member", "item", "version").filter(pk=_as_id(event_id)).first()
        if event is None:
            raise CommandError(f"There is no event {event_id}. Nothing was written down.")
        if not reason or len(reason) > MOST_REASON:
            raise CommandError(f"A correction needs its reason, of at most {MOST_REASON} characters. Nothing was written down.")
        try:
            written = record.void(event=event, by=corrector, reason=reason, event_id=uuid4(), at=timezone.now())
        except record.AlreadyVoided:
            raise CommandError("That was corrected before, or is itself a correction. Nothing was written down.") from None
        state = written.assignment.state
        stands = "complete" if state.completed_at else f"open, {state.lessons_done} of {state.lessons_asked} lessons done"
        self.stdout.write(f"“{event.get_verb_display()}: {event.item.title}” no longer counts. The module is now {stands}.")


def _person(address):
    person = User.objects.filter(email__iexact=address).first()
    if person is None:
        raise CommandError(f"Nobody here has the address {address}. Nothing was written down.")
    return person


def _as_id(text):
    try:
        return UUID(text)
    except ValueError:
        return None
