"""Views of the glossary and the provocations."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
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
    """List all provocations, with the one of the week."""
    provocations = current_tree().provocations
    of_the_week = Provocation.of_the_week(provocations, timezone.localdate())
    return render(request, "vocabulary/provocation_list.html", {"provocations": provocations, "of_the_week": of_the_week})


@require_safe
@members_only
def provocation(request, slug):
    """Show one provocation and why it helps."""
    return render(request, "vocabulary/provocation.html", {"provocation": get_object_or_404(Provocation.objects.live(), slug=slug)})
