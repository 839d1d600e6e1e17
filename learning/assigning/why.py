"""Why someone is asked to do a module, in words for them."""

from django.urls import reverse

from learning.progress import long_date


def why_asked(assignment):
    """Return {"words", "reason", "objection", "answer", "wrong_url"} for an assignment someone asked for, else None.

    Reads asked_by and module.
    """
    if not assignment.is_asked:
        return None
    name = assignment.asked_by.get_full_name() if assignment.asked_by else ""
    if assignment.source == assignment.Source.RENEWAL and not name:
        name = "What you did counts for a limited time, so the site"
    asker = f"{name} asked you to do it" if name else "You were asked to do it"
    return {
        "words": f"{asker} on {long_date(assignment.made_at)}.",
        "reason": assignment.reason,
        "objection": assignment.objection,
        "answer": assignment.answer,
        "wrong_url": "" if assignment.has_open_objection else reverse("learning:wrong_for_me", args=[assignment.module.uid]),
    }
