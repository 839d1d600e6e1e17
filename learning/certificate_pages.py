"""What a certificate and the page that checks it say, read from the record each time."""

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from cms.components import plural
from learning.evidence import OBSERVED, evidence_of_lessons
from learning.models.records import Assignment, LearningEvent, LessonState, Requirement
from learning.progress import long_date

NO_QUALIFICATION = "A record of learning. It is not a qualification."


def certificate_facts(assignment):
    """Return what the certificate of a completed Assignment says: "module", "facts" (rows of term and lines) and "completed_on"."""
    states = _states_of(assignment)
    read = [state for state in states if state.completed_at and not state.waived]
    minutes = sum(state.version.minutes for state in read if state.version)
    newest = max((state.version.made_at for state in read if state.version), default=None)
    approved_on = _approved_on(assignment.module)
    approval = f"approved by North Yorkshire {long_date(approved_on)}" if approved_on else "not yet approved by North Yorkshire"
    rows = [
        ("Completed on", [long_date(assignment.state.completed_at)]),
        ("Length", [f"{plural(len(read), 'lesson')}, about {plural(minutes, 'minute')}"]),
        ("What it rests on", [row["words"] for row in evidence_of_lessons(states)]),
        ("Not yet", [OBSERVED] if not _is_observed(assignment) else []),
        ("Version read", [f"{long_date(newest)}, {approval}"] if newest else []),
    ]
    return {
        "module": assignment.module.title,
        "completed_on": long_date(assignment.state.completed_at),
        "facts": [{"term": term, "lines": lines} for term, lines in rows if lines],
    }


def _states_of(assignment):
    """Return the states the completion rests on, one for each lesson: the assignment's own, and of lessons that are here from elsewhere."""
    required = Requirement.objects.filter(structure=assignment.state.structure_id).values("item")
    counting = LessonState.objects.counting_in(assignment.pk).filter(
        Q(assignment=assignment) | Q(item__in=required, completed_at__isnull=False)
    )
    found: dict[int, LessonState] = {}
    for state in counting.select_related("version").defer("version__snapshot").order_by("completed_at", "pk"):
        if state.item_id not in found or state.assignment_id == assignment.pk:
            found[state.item_id] = state
    return list(found.values())


def _approved_on(module):
    page = module.page
    return page.modulepage.approved_on if page is not None and hasattr(page, "modulepage") else None


def _is_observed(assignment):
    """Return whether someone signed off what they saw in practice."""
    return LearningEvent.objects.filter(assignment=assignment, verb="observed", voided_by__isnull=True).exists()


def person_facts(user):
    """Return who the certificate is for as rows of term and lines: job role, hub and authority of now."""
    membership = user.membership
    if membership is None:
        return []
    place = ", ".join(str(part) for part in (membership.hub, membership.authority) if part)
    rows = [("Job role", str(membership.job_role or "")), ("Hub and authority", place)]
    return [{"term": term, "lines": [line]} for term, line in rows if line]


def certificate_context(user, certificate):
    """Return the context of a certificate, for the page and the PDF."""
    facts = certificate_facts(certificate.assignment)
    order = facts["facts"]
    return {
        "name": str(user),
        "module": facts["module"],
        "completed_on": facts["completed_on"],
        "facts": [*order[:-1], *person_facts(user), *order[-1:]],
        "code": certificate.printed_code,
        "closing": NO_QUALIFICATION,
    }


def verified_context(certificate, *, name, at):
    """Return what someone who has the code and the name is told about the certificate: {"is_withdrawn"} or the facts."""
    assignment = certificate.assignment
    is_complete = assignment is None or (hasattr(assignment, "state") and assignment.state.completed_at)
    if certificate.withdrawn_at or not is_complete:
        return {"is_withdrawn": True}
    checked = timezone.localtime(at)
    context = {"checked_words": f"Checked on {date_format(checked, 'j F Y')} at {date_format(checked, 'H:i')}.", "name": name}
    if assignment is None:
        return {**context, "facts": [{"term": "Modules completed", "lines": _completed(certificate)}]}
    facts = certificate_facts(assignment)
    authority = str(assignment.state.authority or "")
    then = [{"term": "Authority then", "lines": [authority]}] if authority else []
    return {**context, "facts": [{"term": "Module", "lines": [facts["module"]]}, *facts["facts"], *then]}


def _completed(certificate):
    """Return a line for each module the person had completed when the record was printed, newest first. Nothing that they learnt since."""
    completed = Assignment.objects.filter(member__subject=certificate.subject, state__completed_at__lte=certificate.issued_at)
    completed = completed.select_related("module", "state").order_by("-state__completed_at")
    return [f"{row.module.title}, {long_date(row.state.completed_at)}" for row in completed if not row.is_waived]
