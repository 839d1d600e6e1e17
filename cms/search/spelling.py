"""Spelling: which known stems a mistyped word could be."""

from cms.search.query import word_stem

MIN_LETTERS = 5  # shorter words resemble too many others
LONG = 8  # from this length on, two slips are allowed
LONGEST_ENDING = 6
ENDINGS = {"s", "d", "ed", "es", "er", "ers", "ing", "ly"}
MAX_STEMS = 3


def similar_stems(word, stems):
    """Return up to MAX_STEMS of the stems that are spelt like the word, most similar first; () if the word or its stem is one of them.

    Returns None if no stem is similar. Only stems with the same first letter are considered, because people seldom mistype that one.
    `stems` may iterate over more stems than are in it: those are left out.
    """
    stem = word_stem(word)
    if word in stems or stem in stems:
        return ()
    if len(word) < MIN_LETTERS or not word.isalpha():
        return None
    slips = 2 if len(word) >= LONG else 1
    scored = []
    for known in stems:
        if known[0] != word[0] or len(known) < 4 or len(known) > len(word) + slips:
            continue
        if len(known) >= MIN_LETTERS and len(word) - len(known) <= LONGEST_ENDING and word.startswith(known):
            scored.append((1, 1, known))  # only the ending is mistyped
            continue
        if len(known) < len(stem) - 2:
            continue
        whole = min(edit_distance(stem, known, slips), edit_distance(word, known, slips))
        # A slip can hide the ending, so the beginning is compared too.
        may_have_ending = len(word) >= LONG or word[len(known) :] in ENDINGS
        beginning = edit_distance(word[: len(known)], known, slips) if may_have_ending else slips + 1
        if min(whole, beginning) <= slips:
            scored.append((min(whole, beginning), whole > beginning, known))
    scored = sorted(entry for entry in scored if entry[-1] in stems)
    return tuple(known for *score, known in scored if score == [*scored[0][:2]])[:MAX_STEMS] or None


def edit_distance(first, second, limit):
    """Return how many letters to add, leave out, change or swap with the next to turn one word into the other; limit + 1 if more."""
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, start=1):
        before_that, before, row = before, row, [i]
        for j, other in enumerate(second, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                cost = min(cost, before_that[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)
