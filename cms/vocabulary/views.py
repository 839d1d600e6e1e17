"""Views of the glossary, the provocations and the wording guide."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.page_tree.snapshot import current_tree
from cms.people.decorators import authority_leads_only, members_only
from cms.people.led_objects import get_led_authority
from cms.people.permissions import led_authorities
from cms.safeguarding.forms import ChecksIdentifiers
from cms.safeguarding.wording import entries_for_reader, suggest
from cms.vocabulary import actions
from cms.vocabulary.forms import WordingForm
from cms.vocabulary.models import AuthorityWording, Provocation

MAX_TEXT = 20_000  # characters of one text that the wording guide reads while someone writes


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
    in_order = current_tree().provocations
    position = next((index for index, provocation in enumerate(in_order) if provocation.slug == slug), None)
    if position is None:
        raise Http404
    provocation = in_order[position]
    following = in_order[(position + 1) % len(in_order)] if len(in_order) > 1 else None
    context = {
        "provocation": provocation,
        "next": following,
        "crumbs": [{"title": "The provocations", "url": reverse("provocation_list")}, {"title": provocation.text, "url": ""}],
    }
    return render(request, "vocabulary/provocation.html", context)


@require_safe
@members_only
def wording(request):
    """List the wording guide: words to leave, words to think about, and what the reader's own authority has added."""
    entries = sorted(entries_for_reader(), key=lambda entry: entry.term.lower())
    own = [entry for entry in entries if isinstance(entry, AuthorityWording)]
    shared = [entry for entry in entries if entry not in own]
    groups = [
        (
            "Words to leave",
            "Nearly always better said another way. Quoted speech stays as it was said.",
            [e for e in shared if e.is_to_leave],
        ),
        ("Words to think about", "Often right. Worth a second look.", [e for e in shared if not e.is_to_leave]),
        ("From your own authority", "Only people in your authority see these.", own),
    ]
    context = {
        "groups": [{"heading": heading, "text": text, "entries": found} for heading, text, found in groups if found],
        "led": led_authorities(request.user).filter(closed_on=None, pk=request.user.membership.authority_id).first()
        if request.user.membership
        else None,
        "crumbs": [{"title": "Words we use", "url": reverse("glossary")}, {"title": "Words that care", "url": ""}],
    }
    return render(request, "vocabulary/wording.html", context)


@require_POST
@members_only
def suggest_words(request):
    """Return what the wording guide suggests for the text of one field, as HTML. The text is not stored or logged."""
    text, field = request.POST.get("text", "")[:MAX_TEXT], request.POST.get("field", "")[:60]
    hidden = request.POST.getlist(ChecksIdentifiers.HIDDEN)
    suggestions = suggest({field: ("", text)}, entries=entries_for_reader(), hidden=hidden)
    response = render(request, "safeguarding/suggestions.html", {"suggestions": suggestions})
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@authority_leads_only
def authority_wording(request, slug):
    """List the words that an authority has added to the guide for its own people, and add one."""
    authority = get_led_authority(request, slug)
    form = WordingForm(request.POST or None, instance=AuthorityWording(authority=authority))
    if request.method == "POST" and form.is_valid():
        actions.add_wording(authority=authority, fields=form.cleaned_data, by=request.user, on=timezone.localdate())
        messages.success(request, "Added. People here see it while they write, and in Words that care.")
        return redirect("people:wording", authority.slug)
    context = {"authority": authority, "form": form, "entries": authority.wordings.all()}
    return render(request, "vocabulary/authority_wording.html", context, status=422 if form.errors else 200)


@require_POST
@authority_leads_only
def remove_wording(request, pk):
    """Remove a word that an authority has added."""
    entry = get_object_or_404(AuthorityWording.objects.filter(authority__in=led_authorities(request.user)), pk=pk)
    actions.remove_wording(entry=entry, by=request.user)
    messages.success(request, f"Removed: {entry}.")
    return redirect("people:wording", entry.authority.slug)
