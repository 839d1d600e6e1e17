"""Counts of what was searched for, by month and without any record of who searched. Anything that could be a name or an address is not
counted."""

import re
from datetime import timedelta

from django.db.models import F, Q, Sum
from django.db.models.functions import Lower

from cms.people.models import User
from cms.search.models import SearchTerm

MIN_SEARCHES = 3
YEAR = timedelta(days=366)
_MAY_IDENTIFY = re.compile(r"[@\d]|\b[A-Z][\w'’-]*\s+[A-Z]")


def record_search(text, *, found, on):
    """Count a search (ParsedText) in the month of the date `on`, and whether it `found` anything.

    Not counted: text with an @ or digits, text written like a name, the first and last name of a user, and a single word that matched
    nothing. Takes three queries at most.
    """
    if not text.words or len(text.term) > 80 or _MAY_IDENTIFY.search(text.text) or (len(text.words) == 1 and not found):
        return
    if len(text.words) > 1 and _is_name_of_user(text.words):
        return
    month = on.replace(day=1)
    terms = SearchTerm.objects.filter(words=text.term, month=month)
    if not terms.update(times=F("times") + 1, times_found=F("times_found") + int(bool(found))):
        SearchTerm.objects.bulk_create(
            [SearchTerm(words=text.term, month=month, times=1, times_found=int(bool(found)))], ignore_conflicts=True
        )


def _is_name_of_user(words):
    users = User.objects.annotate(first=Lower("first_name"), last=Lower("last_name"))
    return users.filter(first__in=words, last__in=words).exists()


def frequent_searches(*, since):
    """Return {"words", "total", "found"} for terms searched at least MIN_SEARCHES times since the month `since`, most frequent first.

    Rarer terms could identify someone, so they are never shown.
    """
    terms = SearchTerm.objects.filter(month__gte=since).values("words").annotate(total=Sum("times"), found=Sum("times_found"))
    return terms.filter(total__gte=MIN_SEARCHES).order_by("-total", "words")


def delete_old_searches(*, on):
    """Delete months more than a year before the date `on`, and the rare terms of past months. Return how many rows were deleted."""
    old = Q(month__lt=on - YEAR)
    rare = Q(month__lt=on.replace(day=1), times__lt=MIN_SEARCHES)
    return SearchTerm.objects.filter(old | rare).delete()[0]
