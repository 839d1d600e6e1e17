"""What absences do to due dates."""

from cms.people.models import Absence
from learning.models.records import Assignment


def absences_of(user_ids):
    """Return {user id: [(first day, last day)]} of these people's absences."""
    found: dict[int, list] = {}
    for user_id, *days in Absence.objects.filter(user__in=user_ids).values_list("user", "first_day", "last_day"):
        found.setdefault(user_id, []).append(tuple(days))
    return found


def hold_due_dates(user_ids):
    """Move the due dates of everything these people have not completed by the days they are away, as their absences are now."""
    absences = absences_of(user_ids)
    changed = []
    for assignment in Assignment.objects.open().filter(member__in=user_ids, due_on__isnull=False):
        before = assignment.due_on
        assignment.hold(absences.get(assignment.member_id, []))
        if assignment.due_on != before:
            assignment.reminded_at = None
            changed.append(assignment)
    Assignment.objects.bulk_update(changed, ["due_on", "held_days", "reminded_at"])
