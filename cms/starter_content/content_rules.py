"""The rules our own content follows, checked on the files. Each rule yields (line, what is wrong); see docs/decisions/0086."""

import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from cms.desk.reading_age import reading_age
from cms.safeguarding.wording import words_found
from cms.starter_content import files
from cms.starter_content.content_types import ROOT, STARTER
from cms.starter_content.fences import segments

TO_CHECK = ROOT / "docs" / "content-to-check.md"
FIGURES_BEGIN, FIGURES_END = "<!-- figures: written by check_content --write-list -->", "<!-- figures: end -->"
FOLDERS = ("cms/starter_content/starter", "learning/starter", "casestudies/starter", "community/starter")
LESSON_WORDS = (450, 900)
READING_AGES = (7, 13)
# Blocks that are no part of a lesson's length: links, and the questions, which have pages of their own.
QUESTIONS = {"one_choice", "several_choices", "true_false", "order", "match", "short_answer", "branching"}
NOT_READ_THROUGH = {"page", "provocation", "figure", "resource", *QUESTIONS}
QUESTIONS_OF_A_MODULE = (6, 8)
# Real members of staff in public documents. Their names belong in a source or in a quotation attributed to them, and nowhere else.
REAL_STAFF = r"\b(Mackney|Costello|Elsmere|Tywang|Michaela|Tammy)\b"
# Besides the “words to leave” of the wording guide, which are in its own files.
TERMS = r"\b(promiscuous|hard to reach|lifestyle choice|put(s|ting)? (themselves|herself|himself) at risk|streetwise)\b"
TICS = {
    "“somebody” (write “someone”)": r"\b[Ss]omebody\b(?!-| to sit down with)",
    "“whoever”": r"\bwhoever leads|\bwhoever invited|\bWhoever (leads|invited)",
    "“e-mail” (write “email”)": r"\be-mail",
    "“stands” of a page": r"\bstands (below|above|in the guide|at the top)",
    "“one” as a pronoun": r"\b(when|where|if|that) one (signs|works|cares|reads|can)\b",
    "“looks whether”": r"\blooks? whether\b",
    "“honest sentence”": r"\bis an honest sentence\b",
}
IDENTIFIERS = {
    "a postcode": r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b",
    "a phone number": r"(?<![\d/.])0\d{2,4}[ -]?\d{3}[ -]?\d{3,4}\b",
    "an NHS number": r"(?<!\d)\d{3} \d{3} \d{4}(?!\d)",
    "a handle": r"(?<![\w.])@\w{3,}",
}
RAISE = r"RAISE (stands|is short) for|RAISE \([A-Z][a-z]+|R is for|\bR(ecognise|eflect|isk|elational)[ ,]+A\w+[ ,]+I\w+[ ,]+S\w+"
QUOTED = re.compile(r"“[^”]*”|‘[^’]*’(?!\w)|(?<!\*)\*[^*\n]+\*(?!\*)|^>.*$", re.MULTILINE)
CLOCK = re.compile(r"\b(five|ten|quarter|twenty|half) (to|past) (one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b")


def faults():
    """Return every breach of a rule in the content files as "path:line: what", sorted."""
    documents = [files.read(path, ROOT) for top in FOLDERS for path in sorted((ROOT / top).rglob("*.md"))]
    addresses = _addresses(documents)
    found = []
    for document in documents:
        found += [(document.label, *fault) for fault in _faults_of(document, addresses)]
    found += _always_in_one_place(documents)
    found += _checks_of_modules(documents)
    if figures_list() not in TO_CHECK.read_text(encoding="utf-8"):
        found.append(("docs/content-to-check.md", 1, "the list of figures is not up to date: run manage.py check_content --write-list"))
    return [f"{label}:{line}: {what}" for label, line, what in sorted(found)]


def _faults_of(document, addresses):
    """Yield (line, what) for each rule that one file breaks."""
    own = _unquoted(document)
    for what, pattern, text in (
        ("RAISE is expanded; its letters are not confirmed", RAISE, document.source),
        ("the name of a real member of staff", REAL_STAFF, own),
        ("a term of the wording guide outside a quotation", TERMS, own),
        *((f"the habit {what}", pattern, own) for what, pattern in TICS.items()),
        *((f"{what}, which could identify someone", pattern, _without_public_numbers(own)) for what, pattern in IDENTIFIERS.items()),
    ):
        yield from ((text[: match.start()].count("\n") + 1, f"{what}: {match[0]}") for match in re.finditer(pattern, text))
    if "/wording/" not in document.label:
        for offset, words, _ in words_found(own, words_to_leave()):
            yield own[:offset].count("\n") + 1, f"a term of the wording guide outside a quotation: {words}"
    for match in re.finditer(r"[^.?!\n]*\b(Felitti|1998)\b[^.?!]*", own):
        if re.search(r"\bten\b", match[0]) and "seven" not in match[0]:
            yield own[: match.start()].count("\n") + 1, "“ten” beside the 1998 study, which asked about seven"
    if "/figures/" in document.label:
        for key in ("source", "period", "place"):
            if not document.front.get(key):
                yield 1, f"the figure has no {key}"
        if document.front.get("seen") not in {"source", "second_hand"}:
            yield document.line_of("seen"), "the figure does not say whether we read its source; one still to be checked stays out"
    if "/wording/" in document.label and not document.front.get("source"):
        yield 1, "the wording entry has no source"
    yield from _dead_links(document, addresses)
    yield from _blocks(document)
    if _is_lesson(document):
        yield from _lesson(document)


class WordToLeave(NamedTuple):
    """A “word to leave” of the wording guide, as its file has it."""

    term: str
    forms: tuple
    phrases_that_stay: tuple


@cache
def words_to_leave():
    """Return the words of the guide that our own content never uses outside quotations."""
    fronts = [files.read(path, ROOT).front for path in sorted((STARTER / "wording").glob("*.md"))]
    return tuple(
        WordToLeave(front["term"], (front["term"], *front.get("also", ())), tuple(front.get("stays_in", ())))
        for front in fronts
        if front["strength"] == "leave"
    )


def figures_list():
    """Return the table of figures whose source nobody here has read, for docs/content-to-check.md."""
    rows = []
    for path in sorted((STARTER / "figures").glob("*.md")):
        front = files.read(path, ROOT).front
        if front.get("seen") == "second_hand":
            rows.append(
                f"| {front['value']} {front['unit']} | {front['place']}, {front['period']} | [{front['source']}]({front['source_url']}) |"
            )
    return "\n".join([FIGURES_BEGIN, "| Figure | Place and period | Where we have it from |", "|---|---|---|", *rows, FIGURES_END])


def write_figures_list():
    """Put the table into docs/content-to-check.md, between its two comments."""
    before, _, rest = TO_CHECK.read_text(encoding="utf-8").partition(FIGURES_BEGIN)
    TO_CHECK.write_text(before + figures_list() + rest.partition(FIGURES_END)[2], encoding="utf-8")


def _unquoted(document):
    """Return a file's text with quotations, sources and addresses blanked, its lines in their places."""

    def blank(match):
        return re.sub(r"[^\n]", " ", match[0])

    text = re.sub(r"^::: quote\n.*?^:::$", blank, document.source, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"^sources:\n(?:[ -].*\n)*", blank, text, flags=re.MULTILINE)
    text = re.sub(r"https?://\S+", blank, text)
    return QUOTED.sub(blank, text)


def _without_public_numbers(text):
    """Blank the helpline of the Information Commissioner, which the privacy page gives."""
    return text.replace("0303 123 1113", " " * 13)


def _is_lesson(document):
    return "/modules/" in document.label and document.path.name != "module.md"


def _addresses(documents):
    """Return the paths of all pages that the files make, without slashes at the ends."""
    found = {"learn", "case-studies", "events", "reflections", "words", "provocations", "start"}
    for document in documents:
        slug, folder = re.sub(r"^\d\d-", "", document.path.stem), re.sub(r"^\d\d-", "", document.path.parent.name)
        if "/modules/" in document.label:
            found.add(f"learn/{folder}" if slug == "module" else f"learn/{folder}/{slug}")
        elif "/stories/" in document.label:
            found.add(f"case-studies/{slug}")
        elif folder in {"events", "reflections"}:
            found.add(f"{folder}/{slug}")
        elif "/pages/" in document.label:
            found.add(slug)
    return found


def _dead_links(document, addresses):
    for match in re.finditer(r"\]\(page:([^)#]+)|^\s*(?:- )?(?:path|page|read): (\S+)$", document.source, re.MULTILINE):
        address = (match[1] or match[2]).strip("/")
        if address not in addresses:
            yield document.source[: match.start()].count("\n") + 1, f"there is no page {address}"


def _blocks(document):
    """Yield faults of pictures and scenarios."""
    for kind, content, line in segments(document):
        if kind == "picture" and not (content.get("alt") or content.get("decorative")):
            yield line, "the picture has no text alternative"
        if kind == "scenario" and len(content["steps"]) > 1:
            targets = [{choice.get("go_to") for choice in step["choices"]} for step in content["steps"]]
            if all(len(there) == 1 for there in targets[:-1]):
                yield line, "no choice in this scenario changes what comes next"


def _lesson(document):
    words, said, has_questions = 0, [], False
    for kind, content, _ in segments(document):
        if kind in QUESTIONS:
            has_questions = True  # asked after the lesson, on pages of their own
            said += _texts(content)
        elif kind == "scenario":
            words += len(content["title"].split()) + _longest_way(content["steps"])
            said += [text for step in content["steps"] for text in (step["text"], *(choice["follows"] for choice in step["choices"]))]
        elif kind not in NOT_READ_THROUGH:
            texts = _texts(content)
            words += sum(len(text.split()) for text in texts)
            said += texts
    fewest = 0 if has_questions else LESSON_WORDS[0]  # a check may be a lesson of its own
    if not fewest <= words <= LESSON_WORDS[1]:
        yield 1, f"the lesson has {words} words on its longest way through; it should have {LESSON_WORDS[0]} to {LESSON_WORDS[1]}"
    if place := _place_of_right_answers(document):
        yield 1, f"in every question with one right answer, answer {place} is the right one"
    age = reading_age("\n".join(said))
    if age and not READING_AGES[0] <= age <= READING_AGES[1]:
        yield 1, f"the reading age is {age}; it should be {READING_AGES[0]} to {READING_AGES[1]}"
    opening = next((content for kind, content, _ in segments(document) if kind == "text"), "")
    if CLOCK.search(opening[:160]):
        yield document.body_line, "the lesson opens on a clock"


def _place_of_right_answers(document):
    """Return the place (from 1) that the right answer has in all of three or more questions, or None."""
    asked = [content["options"] for kind, content, _ in segments(document) if kind == "one_choice"]
    places = [next((place for place, option in enumerate(options, start=1) if option.get("right")), 0) for options in asked]
    return places[0] if len(places) > 2 and len(set(places)) == 1 else None


def _texts(content):
    """Return all the texts in a parsed fence or a Markdown passage."""
    if isinstance(content, str):
        return [content]
    values = content.values() if isinstance(content, dict) else content if isinstance(content, list) else []
    return [text for value in values for text in _texts(value)]


def _longest_way(steps):
    """Return the words on the longest way through a scenario, since nobody reads every branch in one go."""
    longest = {None: 0}
    for step in reversed(steps):
        shown = [step["text"], step["question"], *(choice["label"] for choice in step["choices"])]
        ways = (len(choice["follows"].split()) + longest.get(choice.get("go_to"), 0) for choice in step["choices"])
        longest[step["key"]] = sum(len(text.split()) for text in shown) + max(ways)
    return longest[steps[0]["key"]]


def _always_in_one_place(documents):
    """Return a fault for a module whose scenarios always put the choice that leads furthest in the same place.

    The files do not say which option is favoured. The one that leads furthest usually is.
    """
    places: dict[str, list] = defaultdict(list)
    for document in filter(_is_lesson, documents):
        for kind, content, _ in segments(document):
            if kind == "scenario":
                places[document.path.parent.name] += _furthest(content["steps"])
    return [
        (f"learning/starter/modules/{module}/module.md", 1, f"the choice that leads furthest is always number {found[0] + 1}")
        for module, found in places.items()
        if len(found) > 2 and len(set(found)) == 1
    ]


def _checks_of_modules(documents):
    """Return faults of the checks of our modules: too few questions, a right answer always in one place, or always the longest."""
    asked: dict[str, list] = defaultdict(list)
    for document in filter(_is_lesson, documents):
        asked[document.path.parent.name] += [content for kind, content, _ in segments(document) if kind in QUESTIONS]
    found = []
    for module, questions in asked.items():
        label = f"learning/starter/modules/{module}/module.md"
        if questions and not QUESTIONS_OF_A_MODULE[0] <= len(questions) <= QUESTIONS_OF_A_MODULE[1]:
            found.append((label, 1, f"the module has {len(questions)} questions; it should have 6 to 8"))
        choices = [question["options"] for question in questions if len(question.get("options", ())) > 2]
        places = [next(number for number, option in enumerate(options) if option.get("right")) for options in choices]
        if len(places) > 2 and len(set(places)) == 1:
            found.append((label, 1, f"the right answer is always number {places[0] + 1}"))
        longest = [max(range(len(options)), key=lambda number, options=options: len(options[number]["text"])) for options in choices]
        if len(places) > 2 and places == longest:
            found.append((label, 1, "the right answer is always the longest"))
    return found


def _furthest(steps):
    """Return, for each step with one choice that leads further than the others, the position of that choice."""
    depth: dict = {None: 0}
    positions = []
    for step in reversed(steps):
        ways = [depth.get(choice.get("go_to"), 0) for choice in step["choices"]]
        depth[step["key"]] = 1 + max(ways)
        if ways.count(max(ways)) == 1:
            positions.append(ways.index(max(ways)))
    return positions
