"""Views of the glossary and the provocations."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.page_tree.snapshot import current_tree
from cms.people.decorators import members_only
from cms.vocabulary.models import Provocation


@login_not_required
@require_safe
def glossary(request):
    """Show all glossary terms on one page."""
    return render(request, "vocabulary/glossary.html", {"terms": sorted(current_tree().terms, key=lambda term: term.term.lower())})


@require_safe
@members_only
def provocation_list(request):
    """Show the provocation of the week, and list the others."""
    provocations = current_tree().provocations
    of_the_week = Provocation.of_the_week(provocations, timezone.localdate())
    others = [provocation for provocation in provocations if provocation is not of_the_week]
    card = {"text": of_the_week.text, "prompt": of_the_week.prompt, "url": of_the_week.url, "kicker": "This week"} if of_the_week else None
    return render(request, "vocabulary/provocation_list.html", {"of_the_week": card, "others": others})


@require_safe
@members_only
def provocation(request, slug):
    """Show one provocation, why it helps, and the one after it."""
    provocation, in_order = get_object_or_404(Provocation.objects.live(), slug=slug), current_tree().provocations
    position = next((index for index, other in enumerate(in_order) if other.pk == provocation.pk), 0)
    following = in_order[(position + 1) % len(in_order)] if len(in_order) > 1 else None
    context = {
        "provocation": provocation,
        "next": following,
        "crumbs": [{"title": "The provocations", "url": reverse("provocation_list")}, {"title": provocation.text, "url": ""}],
    }
    return render(request, "vocabulary/provocation.html", context)
