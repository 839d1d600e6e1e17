"""Text for the benchmark: lessons as long and as mixed as real ones. The same number always gives the same text."""

from random import Random
from uuid import NAMESPACE_URL, uuid5

SENTENCES = [
    "Nobody closes the door on a young person here, even after a hard night.",
    "A hub worker stays with the same young person from the first call to the last visit.",
    "The plan is written with the young person in the room, in words they would use.",
    "Risk is shared: the police officer, the clinician and the key worker look at the same page.",
    "Say what you know, say what you do not know, and say who will find out by when.",
    "A missing episode is read for what it tells us, not only for how it ended.",
    "Families were asked what would have helped a month earlier, and most of them could say.",
    "Trauma explains what we see; it does not decide what happens next.",
    "The communication support worker noticed that long sentences were the problem.",
    "Outreach begins before placement, and it goes on after a young person has moved on.",
    "When two services disagree, the disagreement is written down and brought to the Friday meeting.",
    "An adverse childhood experience is counted for populations, never used as a score for a child.",
    "The RAISE conversation takes ten minutes, and everybody around the young person has heard the same thing.",
    "Ask which rule would be hardest to explain to the person it is meant for.",
    "We keep a bed for tonight, and a plan for the month.",
    "What looks like refusal is often a question about whether we will still be here tomorrow.",
]
TERMS = [
    "No Wrong Door", "hub", "key worker", "outreach", "RAISE", "trauma", "adverse childhood experience", "provocation",
    "shared risk", "missing episode", "communication support worker", "life coach", "edge of care", "placement",
    "contextual safeguarding", "restorative practice", "supported lodgings", "staying close", "protected time", "Friday meeting",
]  # fmt: skip


def paragraphs(number, many, *, link=None):
    """Return HTML of `many` paragraphs, about 50 words each; the first links to the page with the id `link`."""
    random, made = Random(number), []
    for place in range(many):
        words = " ".join(random.sample(SENTENCES, 4))
        if link and place == 0:
            words += f' The module <a linktype="page" id="{link}">that comes before this one</a> says more.'
        made.append(f'<p data-block-key="k{place}">{words}</p>')
    return "".join(made)


def lesson_body(number, *, links, image):
    """Return twelve blocks as a StreamField stores them: about 750 words, the three page ids `links`, a picture by id `image`."""
    step = {
        "key": "first",
        "text": paragraphs(number + 1, 1),
        "question": "What might you do first?",
        "choices": [
            {"label": f"Choice {letter}: talk it through with {who}", "follows": paragraphs(number + ord(letter), 1), "go_to": ""}
            for letter, who in (("A", "the young person"), ("B", "the team"), ("C", "the manager on call"))
        ],
    }
    blocks = [
        ("text", paragraphs(number, 2, link=links[0])),
        ("heading", {"text": "What happened", "level": "2"}),
        ("text", paragraphs(number + 2, 2, link=links[1])),
        ("picture", _picture(image)),
        ("key_point", {"text": "Name whose risk it is, and who else carries it."}),
        ("text", paragraphs(number + 3, 2)),
        ("heading", {"text": "What we can do", "level": "2"}),
        ("text", paragraphs(number + 4, 2, link=links[2])),
        ("callout", {"kind": "care", "heading": "Take care", "text": paragraphs(number + 5, 1)}),
        ("scenario", {"title": "A call at ten at night", "steps": [step]}),
        ("reflection", {"question": "Think of the last time you said no. Whose risk were you managing?", "hint": "Begin with “I”."}),
        ("text", paragraphs(number + 6, 1)),
    ]
    return [{"type": kind, "value": value, "id": str(uuid5(NAMESPACE_URL, f"{number}-{n}"))} for n, (kind, value) in enumerate(blocks)]


def _picture(image):
    return {
        "image": image,
        "alternative": "Two people at a kitchen table with mugs, talking.",
        "decorative": False,
        "caption": "The kitchen of a hub, in the evening.",
        "credit": "Drumbeat",
    }
