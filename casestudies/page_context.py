"""Template context of a case study."""

from django.utils.formats import date_format

from casestudies.choices import COMPOSITE_NOTICE, SECTIONS
from cms.page_tree.snapshot import current_tree
from cms.pages.page_context import breadcrumbs


def case_study_context(page, request):
    """Return what the case study's templates show besides its own fields. Two queries: provocations and themes."""
    tree = current_tree()
    provocation_ids = {provocation.pk for provocation in page.provocations.all()}
    return {
        "crumbs": breadcrumbs(page),
        "sections": story_sections(page),
        "nobody_words": COMPOSITE_NOTICE if page.is_composite else "",
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
