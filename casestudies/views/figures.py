"""Case studies in numbers, for programme leads. Small numbers are not shown: behind each one is a family."""

from django.db.models import Count
from django.shortcuts import render
from django.views.decorators.http import require_safe

from casestudies.models import Submission
from casestudies.views.contribute import crumbs
from cms.people.decorators import programme_leads_only
from cms.reporting.small_numbers import hidden_rows, smallest_shown

State = Submission.State
# Drafts are their authors' own. The order stays the same, because neighbours are hidden together.
ROWS = [
    ("Waiting for a reviewer", "waiting"),
    ("With a reviewer", "taken"),
    ("Sent back to the authors", State.SENT_BACK),
    ("Not to be published", State.DECLINED),
    ("Published", State.PUBLISHED),
    ("Taken down", State.WITHDRAWN),
]


@require_safe
@programme_leads_only
def figures(request):
    """Show how many case studies are where on their way, over the whole network."""
    minimum = smallest_shown()
    counts = dict(Submission.objects.exclude(state=State.DRAFT).order_by().values_list("state").annotate(Count("pk")))
    counts["waiting"] = Submission.objects.with_reviewers().filter(reviewer=None).order_by().count()
    counts["taken"] = counts.get(State.SUBMITTED, 0) - counts["waiting"]
    numbers = [counts.get(key, 0) for _, key in ROWS]
    hidden = hidden_rows([(number,) for number in numbers], minimum=minimum)
    rows = [
        {"title": title, "number": None if hidden is None or place in hidden else numbers[place]} for place, (title, _) in enumerate(ROWS)
    ]
    context = {
        "rows": rows,
        "total": None if hidden is None else sum(numbers),
        "minimum": minimum,
        "crumbs": crumbs(("Case studies in numbers", "")),
    }
    return render(request, "casestudies/figures.html", context)
