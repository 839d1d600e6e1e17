"""A pattern to start a module from: three short lessons with prompts to write over, and how to recognise what was not written over."""

import re


def _text(*paragraphs):
    return {"type": "text", "value": "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)}


def _heading(text):
    return {"type": "heading", "value": {"text": text, "level": "2"}}


LESSONS = [
    (
        "A situation you know",
        [
            _text(
                "<i>Start with a moment anyone in a hub would know: who is there, what they say, what they leave unsaid. Invent it, so "
                "that no one could be recognised. Five or six sentences.</i>"
            ),
            {"type": "reflection", "value": {"question": "When did you last see this, and what did you do?", "hint": ""}},
            _heading("Why it matters"),
            _text("<i>What is at stake for the young person, in two short paragraphs. Give each fact a source below.</i>"),
            {"type": "key_point", "value": {"text": "The one sentence people should still remember next week."}},
        ],
    ),
    (
        "What helps",
        [
            _text("<i>The idea itself, in plain words. Say what to do, then why. One idea is enough.</i>"),
            _heading("In practice"),
            _text("<i>How it looks on a shift. What you would say, in your own words.</i>"),
            {"type": "pause", "value": {"text": "<p>Think of one young person. What would be different?</p>", "minutes": 1}},
            _heading("When it is hard"),
            _text("<i>What gets in the way, and what others have tried.</i>"),
        ],
    ),
    (
        "Try it this week",
        [
            _text("<i>One small thing to do, who to do it with, and how you will know it is done.</i>"),
            {"type": "checklist", "value": {"heading": "Before you start", "items": ["What to bring, or who to ask."]}},
            {"type": "reflection", "value": {"question": "What will you try, and with whom?", "hint": "One sentence is enough."}},
        ],
    ),
]


def _strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for child in value.values() for text in _strings(child))
    elif isinstance(value, list):
        yield from (text for child in value for text in _strings(child))


def _words(html):
    """Return a text without tags and capitals and with single spaces, so that a prompt in another layout is still recognised."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).casefold().split())


# What tells trainers what to write. The headings and questions of the pattern are not here: a lesson may use them as they are.
PROMPT_BLOCKS = {"text", "key_point", "checklist"}
NO_PROMPTS = {"before you start"}
PROMPTS = {
    _words(text)
    for _, blocks in LESSONS
    for block in blocks
    if block["type"] in PROMPT_BLOCKS
    for text in _strings(block["value"])
    if _words(text) not in NO_PROMPTS
}


def blocks_with_prompts(raw_blocks):
    """Return the numbers of the blocks, from 1, that still contain a prompt of the pattern. `raw_blocks` is raw StreamField data."""
    return [number for number, block in enumerate(raw_blocks, start=1) if block and _has_prompt(block.get("value"))]


def _has_prompt(value):
    return any(prompt in _words(text) for text in _strings(value) for prompt in PROMPTS)
