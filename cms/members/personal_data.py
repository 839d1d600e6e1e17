"""What the ground holds about one person's doings with any page, for them to take along; who can see it; what goes with them."""

from cms.hooks import Chapter, Sight
from cms.library.models import Recording
from cms.members.models import ProblemReport, Saved


def chapters(person):
    """Everything of these rooms; see EXPORT_MEMBER in cms/hooks.py."""
    kept = Saved.objects.filter(member=person).select_related("page")
    reported, answered = ProblemReport.objects.filter(by=person), ProblemReport.objects.filter(answered_by=person)
    recordings = Recording.objects.filter(uploaded_by_user=person).order_by("pk")
    return [
        Chapter("kept_pages", "Pages you keep for later", [_kept(one) for one in kept]),
        Chapter("problems", "Problems you reported", [_problem(one) for one in reported]),
        Chapter("problems_answered", "Problems you dealt with", [_answered(one) for one in answered]),
        Chapter("recordings", "Recordings you brought in", [{"title": one.title, "when": one.created_at} for one in recordings]),
    ]


def _kept(one):
    return {"page": one.page.title, "kept": one.saved_at}


def _problem(one):
    return {
        "page": one.page_title,
        "kind": one.get_kind_display(),
        "your words": one.words,
        "reported": one.made_at,
        "state": one.get_state_display(),
        "answer": one.answer,
        "answered": one.answered_at,
    }


def _answered(one):
    return {"page": one.page_title, "answer": one.answer, "answered": one.answered_at}


def forget(person, at):
    """Kept pages go. A reported problem stays about the page, without whoever reported it."""
    Saved.objects.filter(member=person).delete()
    ProblemReport.objects.filter(by=person).update(by=None)


def sights(person):
    """Who can see what of these rooms; see WHO_SEES in cms/hooks.py."""
    return [
        Sight("Pages you keep for later", "They stand on your home page.", who="Only you"),
        Sight(
            "Problems you reported",
            "Whoever works at the desk reads your words and answers. The desk does not show who wrote them.",
            who="Trainers and administrators read the words, nobody sees that they are yours",
        ),
    ]
