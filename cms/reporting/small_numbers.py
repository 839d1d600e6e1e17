"""Which rows of a table of counts must not be shown, because so few people are counted that someone could be recognised.

What is hidden must not be found again by subtracting what is shown from the total, nor by knowing how we choose what to hide. So each row
has a fixed partner: if one of the two is small, both are hidden, and nobody can tell which was the reason.
"""

from django.conf import settings
from django.db.models import Max

from cms.people.models import Authority


def smallest_shown():
    """Return the smallest number shown across the network: ours, or a greater one that an authority has set for itself."""
    return max(settings.SMALLEST_NETWORK_COUNT, Authority.objects.aggregate(most=Max("small_number"))["most"] or 0)


def hidden_rows(rows, *, minimum):
    """Return the indexes of the rows to hide, or None if nothing of the table may be shown, its total included.

    `rows` is a list of tuples of counts of people, all of one length, in an order that stays the same from one count to the next, because
    a row's place decides who its partner is. A count is small from 1 to `minimum` - 1; zero is not.
    """
    small = [any(0 < count < minimum for count in row) for row in rows]
    if any(0 < sum(column) < minimum for column in zip(*rows, strict=True)):
        return None
    hidden = {partner for index, is_small in enumerate(small) if is_small for partner in _partners(index, len(rows))}
    for attempt in (hidden, set(range(len(rows)))):
        if not hidden or _cannot_be_found(rows, attempt, minimum):
            return frozenset(attempt if hidden else ())
    return None


def _partners(index, length):
    """Return a row's pair. The last row of an odd number has nobody beside it, so the pair before it goes too."""
    if index == length - 1 and length % 2:
        return range(max(0, index - 2), length)
    return (index - index % 2, index - index % 2 + 1)


def _cannot_be_found(rows, hidden, minimum):
    """Return whether the hidden counts add up to so much that each of them could still be any small number."""
    if len(hidden) < 2:
        return False
    sums = [sum(rows[index][column] for index in hidden) for column in range(len(rows[0]))]
    return all(total == 0 or total >= minimum - 1 + len(hidden) - 1 for total in sums)
