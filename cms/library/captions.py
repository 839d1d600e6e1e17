"""Captions: a WebVTT file that parses, goes forward in time, and ends before its recording does."""

import webvtt
from django.core.exceptions import ValidationError

from cms.library.file_types import is_what_it_says

MOST_HOURS, MOST_CUES = 6, 10_000


def in_words(seconds):
    """A time as on a clock: 3:05, or 1:02:03."""
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def check_captions(file, length=0):
    """Read a captions file. Raises ValidationError that says the line and the reason.

    `length` is the recording's in seconds, 0 when it is not known. Leaves the file at its beginning.
    """
    if not is_what_it_says(file, "vtt"):
        raise ValidationError("Captions must be a .vtt file, and the first line of one says WEBVTT.")
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = problem.object[: problem.start].count(b"\n") + 1
        raise ValidationError(f"Line {line}: this letter is not UTF-8. Save the captions again as UTF-8.") from None
    finally:
        file.seek(0)
    lines = text.splitlines()
    cues = _read(text, lines)
    if not cues:
        raise ValidationError("There is no caption in this file: it has the first line and nothing after it.")
    if len(cues) > MOST_CUES:
        raise ValidationError(f"There are {len(cues)} captions in this file, and {MOST_CUES} is the most.")
    before = 0.0
    for cue, line in zip(cues, _lines_of_times(lines, len(cues)), strict=True):
        before = _check_cue(cue, f"Line {line}" if line else f"The caption at {cue.start}", before, length)


def _read(text, lines):
    try:
        return webvtt.from_string(text, strict=True).captions
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError) as problem:
        bad = next((number for number, line in enumerate(lines, 1) if "-->" in line and not _is_timed(line)), None)
        where = f"Line {bad}: “{lines[bad - 1][:60]}” is no time" if bad else f"The file does not parse ({str(problem)[:120]})"
        raise ValidationError(f"{where}. A time is written 00:00:01.000 --> 00:00:04.000.") from None


def _is_timed(line):
    return webvtt.vtt.WebVTTCueBlock.STRICT_CUE_TIMINGS_PATTERN.match(line) is not None


def _lines_of_times(lines, many):
    """The number of each cue's line; none of them when notes in the file make that uncertain."""
    found = [number for number, line in enumerate(lines, 1) if "-->" in line]
    return found if len(found) == many else [None] * many


def _check_cue(cue, where, before, length):
    """Check one cue against the end of the one above it; returns its own end, in seconds."""
    start, end = (_seconds(time) for time in (cue.start, cue.end))
    if end <= start:
        raise ValidationError(f"{where}: this caption ends at {in_words(end)}, which is not after it begins.")
    if start < before:
        raise ValidationError(f"{where}: this caption begins before the one above it has ended. Captions go forward, one at a time.")
    if not cue.text.strip():
        raise ValidationError(f"{where}: there are no words below this time.")
    if end > MOST_HOURS * 3600:
        raise ValidationError(f"{where}: this caption is at {in_words(start)}. No recording here lasts more than {MOST_HOURS} hours.")
    if length and start >= length:
        raise ValidationError(f"{where}: this caption is at {in_words(start)}, but the recording lasts {in_words(length)}.")
    return end


def _seconds(time):
    hours, minutes, seconds = time.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
