"""Template context of the case study index: its filters and one page of cards."""

from django.core.paginator import Paginator

from casestudies.choices import AgeBand, Outcome, Practice
from casestudies.forms.filters import CaseStudyFilterForm
from casestudies.models import CaseStudyPage
from cms.components import plural
from cms.page_tree.snapshot import current_tree
from cms.people.models import Role
from cms.people.permissions import current_roles, is_member

PAGE_SIZE = 24
CARD_FIELDS = ("pk", "title", "summary", "age_band", "practice", "outcome")


def case_study_index_context(page, request):
    """Return the form and the cards the query string asks for. Unknown filters and page numbers are ignored."""
    form = CaseStudyFilterForm(request.GET)
    case_studies = form.filter(CaseStudyPage.objects.visible_to(request.user).descendant_of(page).order_by("path"))
    page_obj = Paginator(case_studies.values(*CARD_FIELDS), PAGE_SIZE).get_page(request.GET.get("page"))
    roles = current_roles(request.user) if is_member(request.user) else set()
    return {
        "may_contribute": Role.PARTNER not in roles and getattr(request.user, "membership", None) is not None,
        "is_reviewer": Role.REVIEWER in roles,
        "leads_programme": is_member(request.user) and request.user.leads_programme,
        "form": form,
        "page_obj": page_obj,
        "cards": [_card(row) for row in page_obj],
        "result_words": plural(page_obj.paginator.count, "case study", "case studies"),
        "result_for": f"for {form.chosen_labels}" if form.is_filtered else "",
        "all_url": current_tree().url(page.pk) if form.is_filtered else "",
        "all_words": "Show all case studies" if form.is_filtered else "",
    }


def _card(row):
    return {
        "title": row["title"],
        "summary": row["summary"],
        "url": current_tree().url(row["pk"]),
        "facts": [
            *([f"Age {AgeBand(row['age_band']).label}"] if row["age_band"] else []),
            *([Practice(row["practice"]).label] if row["practice"] else []),
            *([Outcome(row["outcome"]).label] if row["outcome"] else []),
        ],
    }
