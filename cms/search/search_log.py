"""Terms that were searched, without people: only how often in which month, and nothing that looks like somebody's name or address."""

import re
from datetime import timedelta

from django.db.models import F, Q, Sum
from django.db.models.functions import Lower

from cms.people.models import User
from cms.search.models import SearchTerm

FEWEST_SHOWN = 3
YEAR = timedelta(days=366)
_LOOKS_LIKE_SOMEBODY = re.compile(r"[@\d]|\b[A-Z][\w'’-]*\s+[A-Z]")


def count(typed, *, found, on):
    """Count the term once in the month of the date `on`, and whether it found anything. Left out: what may name somebody.

    A term with a sign of an address, with digits, written like a name, with first and last name of somebody here, or of one word that
    nothing holds is not written down. Three statements at most.
    """
    if not typed.words or len(typed.joined) > 80 or _LOOKS_LIKE_SOMEBODY.search(typed.shown) or (len(typed.words) == 1 and not found):
        return
    if len(typed.words) > 1 and _names_somebody(typed.words):
        return
    month = on.replace(day=1)
    same = SearchTerm.objects.filter(words=typed.joined, month=month)
    if not same.update(times=F("times") + 1, times_found=F("times_found") + int(bool(found))):
        SearchTerm.objects.bulk_create(
            [SearchTerm(words=typed.joined, month=month, times=1, times_found=int(bool(found)))], ignore_conflicts=True
        )


def _names_somebody(words):
    people = User.objects.annotate(first=Lower("first_name"), last=Lower("last_name"))
    return people.filter(first__in=words, last__in=words).exists()


def reported(*, since):
    """Terms searched often enough to say nothing of anybody: {"words", "total", "found"} from the month `since` on, most searched first."""
    terms = SearchTerm.objects.filter(month__gte=since).values("words").annotate(total=Sum("times"), found=Sum("times_found"))
    return terms.filter(total__gte=FEWEST_SHOWN).order_by("-total", "words")


def forget(*, on):
    """Delete months that are over a year old at the date `on`, and of months that are over what was searched too rarely to be shown."""
    SearchTerm.objects.filter(Q(month__lt=on - YEAR) | Q(month__lt=on.replace(day=1), times__lt=FEWEST_SHOWN)).delete()
