"""A Word file as a plan of a module: its title, its lessons with their blocks, its pictures, and what stayed behind."""

import re
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import PurePath

import mammoth
from bs4 import BeautifulSoup, Tag
from django.core.exceptions import ValidationError
from PIL import Image

from cms.components import counted
from cms.library.file_types import DAMAGED
from cms.library.forms.pictures import check_pixels, strip_picture
from cms.starter_content.text import SCHEMES, as_rich_text, only_what_may_stand
from learning.word.opening import check, look_through

MOST_LESSONS, MOST_BLOCKS, MOST_PICTURES = 40, 80, 40
MOST_PICTURE = 10 * 1024 * 1024
MOST_HEADING, MOST_QUOTE, MOST_TITLE = 120, 600, 200
STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
"""
PICTURE_KINDS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp"}


@dataclass
class PlannedLesson:
    """One lesson to be: a title, and its blocks as a StreamField writes them. A picture block holds only its `number`."""

    title: str
    blocks: list[dict] = field(default_factory=list)


@dataclass
class Picture:
    """A picture of the file, to become one of the site's."""

    number: int
    name: str
    alternative: str
    content: bytes


@dataclass
class Plan:
    """All that was read, and nothing made of it yet."""

    title: str
    intro: str = ""
    lessons: list[PlannedLesson] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    rule: str = ""

    @property
    def numbers(self):
        """The numbers of the pictures that its lessons show."""
        return {block["value"]["number"] for lesson in self.lessons for block in lesson.blocks if block["type"] == "picture"}

    def as_json(self):
        return asdict(self)

    @classmethod
    def from_json(cls, kept):
        return cls(**{**kept, "lessons": [PlannedLesson(**one) for one in kept["lessons"]]})


def read(file):
    """An uploaded Word file as (Plan, [Picture]). Raises ValidationError with the reason it is refused."""
    check(file)
    pictures: list[Picture] = []
    refused: list[str] = []
    try:
        left, within = look_through(file)
        html = mammoth.convert_to_html(
            file,
            style_map=STYLES,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(lambda image: _take(image, pictures, refused)),
        ).value
    except ValidationError:
        raise
    except Exception:
        raise ValidationError(DAMAGED) from None
    reader = _Reader(html, PurePath(file.name).stem)
    plan = reader.plan()
    standing = plan.numbers
    plan.left = [*left, *reader.left, *refused, *_nowhere(within - reader.pictures, len(pictures) - len(standing))]
    _check_plan(plan)
    return plan, [picture for picture in pictures if picture.number in standing]


def _nowhere(in_shapes, elsewhere):
    if in_shapes > 0:
        yield f"{counted(in_shapes, 'picture')} within drawings or text boxes. Left out: put them into the text in Word."
    if elsewhere > 0:
        yield f"{counted(elsewhere, 'picture')} in notes. Left out."


def _check_plan(plan):
    if not plan.lessons:
        raise ValidationError("There are no words in this file.")
    if len(plan.lessons) > MOST_LESSONS:
        raise ValidationError(f"This file would make {len(plan.lessons)} lessons, and {MOST_LESSONS} is the most. {plan.rule}")
    for lesson in plan.lessons:
        if len(lesson.blocks) > MOST_BLOCKS:
            raise ValidationError(f"“{lesson.title}” would have {len(lesson.blocks)} parts, and {MOST_BLOCKS} is the most. Divide it.")


def _take(image, pictures, refused):
    """Keep a picture that is one, by its number; say why of any other."""
    try:
        with image.open() as opened:
            content = opened.read(MOST_PICTURE + 1)
    except Exception:
        return {"src": ""}
    if len(pictures) == MOST_PICTURES:
        refused.append(f"A picture beyond the first {MOST_PICTURES}. Left out.")
        return {"src": ""}
    kind, content, why = _cleaned(content)
    if why:
        refused.append(f"A picture that {why}. Left out.")
        return {"src": ""}
    number = len(pictures) + 1
    pictures.append(Picture(number, f"picture-{number}.{kind}", (image.alt_text or "").strip()[:250], content))
    return {"src": f"picture:{number}"}


def _cleaned(content):
    """(kind, content without what a camera wrote into it, why it is not taken or "")."""
    if len(content) > MOST_PICTURE:
        return None, b"", "is larger than 10 MB"
    try:
        check_pixels(BytesIO(content))
        with Image.open(BytesIO(content)) as opened:
            kind = PICTURE_KINDS.get(str(opened.format))
        return (kind, strip_picture(BytesIO(content)), "") if kind else (None, b"", "is of a kind the site does not show")
    except Exception:
        return None, b"", "is damaged, far too large, or of a kind the site does not show"


class _Reader:
    """Goes through the HTML once, part by part, and fills lessons."""

    def __init__(self, html, name):
        self.soup = BeautifulSoup(html, "html.parser")
        self.name = re.sub(r"[-_\s]+", " ", name).strip().capitalize() or "A module from Word"
        self.left, self.quotes, self.before = [], 0, []
        self.lessons: list[PlannedLesson] = []
        self.pictures = 0

    def plan(self):
        for note in self.soup.select("sup:has(a[id^=footnote-ref]), sup:has(a[id^=endnote-ref]), li[id^=footnote-], li[id^=endnote-]"):
            note.decompose()
        self.pictures = len(self.soup.find_all("img"))
        title, level, rule = self._divide()
        for part in [one for one in self.soup.contents if isinstance(one, Tag)]:
            self._part(part, level)
        if struck := len(self.soup.find_all("s")):
            words = "Words struck out in one place" if struck == 1 else f"Words struck out in {struck} places"
            self.left.append(f"{words}. Brought over without the line: take out what no longer holds.")
        if self.quotes:
            words = "quotation" if self.quotes == 1 else "quotations"
            self.left.append(f"{self.quotes} {words}. Brought over without a name: say in the editor who said it, as far as they agreed.")
        if not self.lessons and self.before:
            self.lessons, self.before = [PlannedLesson(title, self.before)], []
        self.lessons = [lesson for lesson in self.lessons if lesson.blocks]
        return Plan(title[:MOST_TITLE], self._intro(), self.lessons, rule=rule)

    def _divide(self):
        """(the module's title, the level of heading that begins a lesson, the rule in plain words)."""
        found = self.soup.find("h1", class_="title")
        firsts = [one for one in self.soup.find_all("h1") if one is not found and _words(one)]
        if found is not None and (title := _words(found)):
            _leave_pictures(found)
            return title, *self._level("h1" if firsts else "h2", "The line in the style Title is the module’s title.")
        seconds = self.soup.find_all("h2")
        if len(firsts) == 1 and seconds:
            title = _words(firsts[0])
            _leave_pictures(firsts[0])
            return title, *self._level("h2", "The only Heading 1 is the module’s title.")
        if firsts:
            return self.name, *self._level("h1", "The file’s name is the module’s title.")
        return self.name, *self._level("h2", "The file’s name is the module’s title.")

    def _level(self, level, beginning):
        if not self.soup.find(level):
            return level, f"{beginning} There is no heading that begins a lesson, so all of it is one lesson."
        ends = {"h1": "Headings 2 and 3", "h2": "Headings 3 and 4"}[level]
        return level, f"{beginning} Each Heading {level[1]} begins a lesson. {ends} are headings within it."

    def _intro(self):
        """The words before the first lesson, when they are only a few paragraphs; otherwise they are a lesson of their own."""
        if not self.before:
            return ""
        if len(self.before) == 1 and self.before[0]["type"] == "text" and "<li>" not in self.before[0]["value"]:
            return self.before[0]["value"]
        self.lessons.insert(0, PlannedLesson("To begin with", self.before))
        return ""

    @property
    def _blocks(self):
        return self.lessons[-1].blocks if self.lessons else self.before

    def _part(self, part, level):
        pictures = [image.extract() for image in part.find_all("img")]
        if part.name == level and _words(part):
            self.lessons.append(PlannedLesson(_words(part)[:MOST_TITLE]))
        elif re.fullmatch(r"h[1-6]", part.name):
            self._heading(part, level)
        elif part.name == "table":
            self._table(part)
        elif part.name == "blockquote" and 0 < len(_words(part)) <= MOST_QUOTE:
            self.quotes += 1
            self._blocks.append({"type": "quote", "value": {"text": _words(part), "attribution": "anonymous", "who": "", "source_url": ""}})
        else:
            if part.name == "blockquote":
                part.name = "p"
            self._text(str(part))
        for picture in pictures:
            self._picture(picture)

    def _heading(self, part, level):
        words = _words(part)
        if not words:
            return
        if len(words) > MOST_HEADING:
            part.name = "p"
            self._text(str(part))
            return
        depth = "2" if int(part.name[1]) <= int(level[1]) + 1 else "3"
        self._blocks.append({"type": "heading", "value": {"text": words, "level": depth}})

    def _picture(self, image):
        number = re.fullmatch(r"picture:(\d+)", image.get("src", ""))
        if number:
            self._blocks.append({"type": "picture", "value": {"number": int(number[1])}})

    def _table(self, table):
        """A table as a list: one line a row. Lists are read aloud and fit a phone; who needs the grid makes a download of it."""
        # Not the rows of a table within a cell: their words are the cell's.
        parts = [table, *table.find_all(["thead", "tbody"], recursive=False)]
        rows = [
            [_words(cell) for cell in row.find_all(["td", "th"], recursive=False)]
            for part in parts
            for row in part.find_all("tr", recursive=False)
        ]
        lines = [": ".join([row[0], "; ".join(row[1:])]) if len(row) > 1 else row[0] for row in rows if any(row)]
        if lines:
            soup = BeautifulSoup("<ul></ul>", "html.parser")
            for line in lines:
                item = soup.new_tag("li")
                item.string = line.strip(" :;")
                soup.ul.append(item)
            self._text(str(soup))
        self.left.append(f"A table of {counted(len(rows), 'row')}. Became a list, one line for each row: read it again.")

    def _text(self, html):
        soup = BeautifulSoup(only_what_may_stand(html), "html.parser")
        for link in soup.find_all("a"):
            if link.get("href", "").partition(":")[0] not in SCHEMES:
                link.unwrap()
        if not _words(soup):
            return
        text, blocks = as_rich_text(soup.contents), self._blocks
        if blocks and blocks[-1]["type"] == "text":
            blocks[-1]["value"] += text
        else:
            blocks.append({"type": "text", "value": text})


def _leave_pictures(heading):
    """Take a heading out of the text, and leave the pictures in it where it stood."""
    for image in heading.find_all("img"):
        heading.insert_before(image.wrap(BeautifulSoup("<p></p>", "html.parser").p))
    heading.decompose()


BREAKS = {"br", "p", "li", "td", "th", "tr"}


def _words(part):
    """The words of a part, with single spaces, also where a line or a cell ends."""
    pieces = (one if isinstance(one, str) else " " for one in part.descendants if isinstance(one, str) or one.name in BREAKS)
    return " ".join("".join(pieces).split())
