"""Template context of a case study."""

from django.utils.formats import date_format

from casestudies.choices import COMPOSITE_NOTICE, SECTIONS
from casestudies.models import Approval
from cms.page_tree.snapshot import current_tree
from cms.pages.page_context import breadcrumbs

TRIED = "Someone who does not know the family tried to work out who it is, and could not."


def case_study_context(page, request):
    """Return what the case study's templates show besides its own fields. Two queries: provocations and themes; three if it is real."""
    tree = current_tree()
    provocation_ids = {provocation.pk for provocation in page.provocations.all()}
    return {
        "crumbs": breadcrumbs(page),
        "sections": story_sections(page),
        "nobody_words": COMPOSITE_NOTICE if page.is_composite else "",
        "tried_words": "" if page.is_composite else _tried_words(page),
        "safety": _safety_facts(page),
        "facts": _facts(page),
        "approval": _approval(page),
        "provocations": [provocation for provocation in tree.provocations if provocation.pk in provocation_ids],
        "questions": [child.value for child in page.questions],
        "further": [child.value for child in page.further if child.value.url],
        "help": {"name": tree.settings.help_name, "email": tree.settings.help_email},
        "sheet_url": "?team-sheet=1",
        "story_url": page.url or "",
    }


def story_sections(page):
    """Return the sections that have content, in order: [{"id", "title", "body"}]."""
    return [
        {"id": field.replace("_", "-"), "title": title, "body": getattr(page, field)}
        for field, title in SECTIONS.items()
        if getattr(page, field)
    ]


def _tried_words(page):
    """Return who tried to work out who it is about, "" if nobody did: a superuser can publish without a review. One query."""
    kind = Approval.objects.filter(page_id=page.pk).order_by("-pk").values_list("kind", flat=True).first()
    return TRIED if kind == Approval.Kind.REVIEW else ""


def _safety_facts(page):
    return [
        {
            "term": "Who it is about",
            "value": "No one. It is a composite." if page.is_composite else "A real situation, with details changed.",
        },
        {"term": "Strength of evidence", "value": page.get_evidence_display()},
        {"term": "Who can see it", "value": f"{page.audience_label}. Search engines are asked to leave it out."},
    ]


def _facts(page):
    themes = ", ".join(theme.name for theme in sorted(page.themes.all(), key=lambda theme: (theme.order, theme.name)))
    facts = [
        ("Age", page.get_age_band_display()),
        ("Practice", page.get_practice_display()),
        ("Where it stops", page.get_outcome_display()),
        ("Themes", themes),
        ("Looked after by", page.owner_words),
    ]
    return [{"term": term, "value": value} for term, value in facts if value]


def _approval(page):
    if page.approved_on is None:
        return {"approved": False, "words": "Not yet approved by North Yorkshire"}
    return {"approved": True, "words": f"Approved by North Yorkshire {date_format(page.approved_on, 'j F Y')}"}
