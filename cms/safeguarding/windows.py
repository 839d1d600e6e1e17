"""Parts of a text around what a pattern could start from, so that long patterns never run over a whole text in vain."""

import re
from collections.abc import Iterator


def windows(text: str, trigger: re.Pattern[str], before: int = 60, after: int = 90) -> list[tuple[int, int]]:
    """Return the (start, end) of every stretch within reach of a trigger. Stretches that touch are joined, so each character is in one."""
    found: list[tuple[int, int]] = []
    for match in trigger.finditer(text):
        start, end = max(0, match.start() - before), min(len(text), match.end() + after)
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def matches(text: str, pattern: re.Pattern[str], stretches: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern inside the stretches."""
    for start, end in stretches:
        yield from pattern.finditer(text, start, end)
