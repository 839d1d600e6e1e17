"""The pattern a new module can begin with: three short lessons, with prompts in place of words."""


def _text(*paragraphs):
    return {"type": "text", "value": "".join(f"<p>{one}</p>" for one in paragraphs)}


def _heading(text):
    return {"type": "heading", "value": {"text": text, "level": "2"}}


LESSONS = [
    (
        "A situation you know",
        [
            _text(
                "<i>Begin with a moment anybody in a hub has met: who is there, what is said, what nobody says. Invented, and so that "
                "nobody could be recognised. Five or six sentences.</i>"
            ),
            {"type": "reflection", "value": {"question": "When did you last meet this, and what did you do?", "hint": ""}},
            _heading("Why it matters"),
            _text("<i>What is at stake for the young person, in two short paragraphs. Give each fact a source below.</i>"),
            {"type": "key_point", "value": {"text": "The one sentence somebody should still know next week."}},
        ],
    ),
    (
        "What helps",
        [
            _text("<i>The idea itself, in plain words. Say what to do, then why. One idea is enough.</i>"),
            _heading("In practice"),
            _text("<i>How it looks on a shift. What one says, in words one would use.</i>"),
            {"type": "pause", "value": {"text": "<p>Think of one young person. What would be different?</p>", "minutes": 1}},
            _heading("When it is hard"),
            _text("<i>What gets in the way, and what others have tried.</i>"),
        ],
    ),
    (
        "Try it this week",
        [
            _text("<i>One small thing to do, with whom, and how one knows that it was done.</i>"),
            {"type": "checklist", "value": {"heading": "Before you start", "items": ["What to bring, or whom to ask."]}},
            {"type": "reflection", "value": {"question": "What will you try, and with whom?", "hint": "One sentence is enough."}},
        ],
    ),
]
