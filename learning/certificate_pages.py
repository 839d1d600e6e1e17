"""What a certificate and the page that checks it say, read from the record each time."""

from django.utils import timezone
from django.utils.formats import date_format

from cms.components import plural
from learning.evidence import OBSERVED, evidence_of_lessons
from learning.models.records import Assignment, LearningEvent, LessonState
from learning.progress import long_date

NO_QUALIFICATION = "A record of learning. It is not a qualification."


def certificate_facts(assignment):
    """Return what the certificate of a completed Assignment says: "module", "facts" (rows of term and lines) and "completed_on"."""
    states = list(LessonState.objects.counting_in(assignment.pk).select_related("version").defer("version__snapshot").order_by("pk"))
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
    context = {"checked_words": f"Checked on {date_format(checked, 'j F Y')}, {date_format(checked, 'g:i a')}.", "name": name}
    if assignment is None:
        return {**context, "facts": [{"term": "Modules completed", "lines": _completed(certificate.subject)}]}
    facts = certificate_facts(assignment)
    authority = str(assignment.state.authority or "")
    then = [{"term": "Authority then", "lines": [authority]}] if authority else []
    return {**context, "facts": [{"term": "Module", "lines": [facts["module"]]}, *facts["facts"], *then]}


def _completed(subject):
    """Return a line for each module the person has completed, newest first."""
    completed = Assignment.objects.filter(member__subject=subject, state__completed_at__isnull=False).select_related("module", "state")
    return [f"{row.module.title}, {long_date(row.state.completed_at)}" for row in completed.order_by("-state__completed_at")]
