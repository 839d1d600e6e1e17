"""If it happens tonight: which of an authority's numbers belong to which box, and what one reader sees in each."""

from django.urls import reverse

from cms.directory.models import TonightDetail
from cms.page_tree.snapshot import current_tree
from cms.pages.blocks import TonightBlock
from cms.people.permissions import led_authorities

IN_TREE_NAME = "tonight"
Box, Line = TonightBlock.Box, TonightDetail.Line
# The numbers of each box, the one to ring first at the top. 999 is in the text of the page, which does not depend on anyone.
LINES = {
    Box.HURT: [Line.ON_CALL, Line.HOSPITAL],
    Box.SELF_HARM: [Line.ON_CALL, Line.CRISIS, Line.HOSPITAL],
    Box.MISSING: [Line.REPORT_MISSING, Line.ON_CALL, Line.OUT_OF_HOURS],
    Box.DISCLOSURE: [Line.OUT_OF_HOURS, Line.ON_CALL, Line.ASSAULT],
    Box.ALLEGATION: [Line.ON_CALL, Line.ALLEGATIONS],
    Box.DRUGS: [Line.ON_CALL, Line.POLICE],
    Box.RESTRAINT: [Line.ON_CALL],
    Box.POLICE: [Line.ON_CALL, Line.OUT_OF_HOURS],
}
# Boxes in which the safeguarding contact of the authority, which every page shows too, belongs among the numbers.
WITH_DUTY_TEAM = {Box.DISCLOSURE, Box.MISSING}


def read_details():
    """Return {authority id: {line: TonightDetail}} of every authority. Takes one query."""
    details: dict[int, dict] = {}
    for detail in TonightDetail.objects.all():
        details.setdefault(detail.authority_id, {})[detail.line] = detail
    return details


def box_for(user, box):
    """Return what the user sees in a box: their authority's name, numbers, policy and what is missing. Takes no query.

    `place` is "" for a visitor and for anyone without a current membership.
    """
    membership = getattr(user, "membership", None)
    if membership is None or box not in LINES:
        return {"place": "", "numbers": [], "missing": [], "policy": "", "checked_on": None}
    authority = membership.authority
    details = current_tree().extras.get(IN_TREE_NAME, {}).get(authority.pk, {})
    numbers = [{"label": line.label, "phone": details[line].phone, "words": details[line].words} for line in LINES[box] if line in details]
    if box in WITH_DUTY_TEAM and authority.safeguarding_phone:
        numbers.append(
            {"label": "Children’s safeguarding", "phone": authority.safeguarding_phone, "words": authority.safeguarding_who.rstrip(".")}
        )
    policy = details.get(f"policy_{box}")
    return {
        "place": authority.name,
        "numbers": numbers,
        "missing": [line.label for line in LINES[box] if line not in details],
        "policy": policy.words if policy else "",
        "checked_on": min((details[line].checked_on for line in LINES[box] if line in details), default=None),
    }


def form_url(user):
    """Return the URL of the form in which the user can enter their authority's numbers, or "" if they do not lead it."""
    membership = getattr(user, "membership", None)
    if membership is None or not led_authorities(user).filter(pk=membership.authority_id).exists():
        return ""
    return reverse("people:tonight", args=[membership.authority.slug])
