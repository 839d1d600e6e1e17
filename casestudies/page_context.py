"""A case study ready to be shown: its sections, how it was made safe, and what stands beside it."""

from django.utils.formats import date_format

from casestudies.choices import COMPOSITE_NOTICE, SECTIONS
from cms.tree import current


def story_sections(page):
    """The sections that say something, in order: {"id", "title", "body"}."""
    return [
        {"id": field.replace("_", "-"), "title": title, "body": getattr(page, field)}
        for field, title in SECTIONS.items()
        if getattr(page, field)
    ]


def case_study_context(page):
    """Everything a case study shows beside its own fields. Two queries: provocations and themes."""
    tree = current()
    node = tree.nodes.get(page.pk)
    asked = {one.pk for one in page.provocations.all()}
    return {
        "crumbs": [
            *({"title": above.title, "url": above.url} for above in (tree.ancestors(node) if node else []) if above.url not in (None, "/")),
            {"title": page.title, "url": ""},
        ],
        "sections": story_sections(page),
        "nobody_words": COMPOSITE_NOTICE if page.is_composite else "",
        "safety": _safety(page),
        "facts": _facts(page),
        "approval": {
            "approved": page.approved_on is not None,
            "words": f"Approved by North Yorkshire {date_format(page.approved_on, 'j F Y')}"
            if page.approved_on
            else "Not yet approved by North Yorkshire",
        },
        "provocations": [one for one in tree.provocations if one.pk in asked],
        "questions": [child.value for child in page.questions],
        "further": [child.value for child in page.further if child.value.url],
        "help": {"name": tree.settings.help_name, "email": tree.settings.help_email},
        "sheet_url": "?team-sheet=1",
        "story_url": page.url or "",
    }


def _safety(page):
    """How it was made safe, as facts."""
    return [
        {"term": "Who it is about", "value": "Nobody. It is a composite." if page.is_composite else "It does not say yet."},
        {"term": "Strength of evidence", "value": page.get_evidence_display()},
        {"term": "Seen by", "value": "Members of the network. Search engines are asked to leave it out."},
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
