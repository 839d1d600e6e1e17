"""A pattern to start a module from: three short lessons with prompts to write over."""


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
