"""Checking captions: WebVTT whose cues are in order and end before the recording does. SubRip (.srt) and UTF-16 are converted first."""

import codecs
import re

import webvtt
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.library.file_types import UTF16_MARKS, extension_of, matches_extension

MAX_HOURS = 6
MAX_CUES = 10_000


SRT_TIMES = re.compile(r"^(\d+:\d\d:\d\d)[,.](\d{1,3})[ \t]*-->[ \t]*(\d+:\d\d:\d\d)[,.](\d{1,3}).*$", re.MULTILINE)


def as_webvtt(file):
    """Return an uploaded captions file as WebVTT in UTF-8: SubRip files and those in UTF-16 are converted, others returned as they are.

    Says nothing about whether the result is valid: see check_captions().
    """
    file.seek(0)
    content = file.read()
    file.seek(0)
    try:
        text = content.decode("utf-16" if content.startswith(UTF16_MARKS) else "utf-8-sig")
    except UnicodeDecodeError:
        return file
    if extension_of(file.name) == "srt":
        text = "WEBVTT\n\n" + SRT_TIMES.sub(_webvtt_times, text.replace("\r\n", "\n").replace("\r", "\n"))
    converted = text.encode()
    if converted == content.removeprefix(codecs.BOM_UTF8):
        return file
    return SimpleUploadedFile(f"{file.name.rpartition('.')[0] or 'captions'}.vtt", converted, "text/vtt")


def _webvtt_times(match):
    start, start_fraction, end, end_fraction = match.groups()
    return f"{start:0>8}.{start_fraction:0<3} --> {end:0>8}.{end_fraction:0<3}"


def clock_time(seconds):
    """Return a time in seconds as text: “3:05”, or “1:02:03”."""
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def check_captions(file, duration=0):
    """Check a captions file. Rewinds the file. Raises ValidationError with the line and the reason.

    `duration` is that of the recording in seconds, or 0 if it is not known.
    """
    if not matches_extension(file, "vtt"):
        raise ValidationError("Captions must be a .vtt file whose first line is WEBVTT, or an .srt file.")
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ValidationError(f"Line {line}: this character is not UTF-8. Save the captions again as UTF-8.") from None
    finally:
        file.seek(0)
    lines = text.splitlines()
    cues = _parse(text, lines)
    if not any(cue.text.strip() for cue in cues):
        raise ValidationError("There are no captions in this file after the first line.")
    if len(cues) > MAX_CUES:
        raise ValidationError(f"This file has {len(cues)} captions. The limit is {MAX_CUES}.")
    previous_start = 0.0
    for cue, line in zip(cues, _timing_lines(lines, len(cues)), strict=True):
        previous_start = _check_cue(cue, f"Line {line}" if line else f"The caption at {cue.start}", previous_start, duration)


def _parse(text, lines):
    try:
        return webvtt.from_string(text, strict=True).captions
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError) as error:
        line = next((number for number, line in enumerate(lines, 1) if "-->" in line and not _has_timing(line)), None)
        problem = f"Line {line}: “{lines[line - 1][:60]}” is not a valid time" if line else f"We cannot read this file ({str(error)[:120]})"
        raise ValidationError(f"{problem}. Write times like this: 00:00:01.000 --> 00:00:04.000.") from None


def _has_timing(line):
    return webvtt.vtt.WebVTTCueBlock.STRICT_CUE_TIMINGS_PATTERN.match(line) is not None


def _timing_lines(lines, cue_count):
    """Return the line number of each cue, or None for every cue if notes with arrows in the file make them uncertain."""
    numbers = [number for number, line in enumerate(lines, 1) if "-->" in line]
    return numbers if len(numbers) == cue_count else [None] * cue_count


def _check_cue(cue, label, previous_start, duration):
    """Check one cue and return its start. Times are in seconds; `label` begins the message of a ValidationError.

    Cues may overlap and be empty: WebVTT allows both, and Teams and YouTube export both.
    """
    start, end = _seconds(cue.start), _seconds(cue.end)
    if end <= start:
        raise ValidationError(f"{label}: this caption ends at {clock_time(end)}, which is not after it starts.")
    if start < previous_start:
        raise ValidationError(f"{label}: this caption starts before the one above it. Put the captions in order.")
    if end > MAX_HOURS * 3600:
        raise ValidationError(f"{label}: this caption is at {clock_time(start)}. Recordings can last at most {MAX_HOURS} hours.")
    if duration and start >= duration:
        raise ValidationError(f"{label}: this caption is at {clock_time(start)}, but the recording lasts {clock_time(duration)}.")
    return start


def _seconds(timestamp):
    hours, minutes, seconds = timestamp.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
