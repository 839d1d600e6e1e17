"""Turn a Word file into a Plan of a module: its title, lessons with blocks, pictures, and what could not be imported."""

import re
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import PurePath

import mammoth
from bs4 import BeautifulSoup, Tag
from django.core.exceptions import ValidationError
from PIL import Image

from cms.components import plural
from cms.library.file_types import DAMAGED
from cms.library.forms.pictures import check_pixels, strip_picture
from cms.starter_content.text import SCHEMES, as_rich_text, clean_html
from learning.word_import.validation import check, inspect

MAX_LESSONS, MAX_BLOCKS, MAX_PICTURES = 40, 80, 40
MAX_PICTURE_BYTES = 10 * 1024 * 1024
MAX_HEADING, MAX_QUOTE, MAX_TITLE = 120, 600, 200
STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
"""
PICTURE_EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp"}


@dataclass
class PlannedLesson:
    """A lesson to create: a title, and its blocks as raw StreamField data. A picture block contains only its `number`."""

    title: str
    blocks: list[dict] = field(default_factory=list)


@dataclass
class Picture:
    """A picture from the file, which may become an image of the site."""

    number: int
    name: str
    alternative: str
    content: bytes


@dataclass
class Plan:
    """Everything read from the file.

    `left` lists what could not be imported as it is, a sentence each; `rule` says how the file was divided into lessons.
    """

    title: str
    intro: str = ""
    lessons: list[PlannedLesson] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    rule: str = ""

    @property
    def numbers(self):
        """Return the numbers of the pictures its lessons use."""
        return {block["value"]["number"] for lesson in self.lessons for block in lesson.blocks if block["type"] == "picture"}

    def as_json(self):
        return asdict(self)

    @classmethod
    def from_json(cls, data):
        return cls(**{**data, "lessons": [PlannedLesson(**lesson) for lesson in data["lessons"]]})


def read(file):
    """Return (Plan, [Picture]) of an uploaded Word file. Raises ValidationError, with the reason, if it is refused."""
    check(file)
    pictures: list[Picture] = []
    refused: list[str] = []
    try:
        not_imported, pictures_in_text = inspect(file)
        html = mammoth.convert_to_html(
            file,
            style_map=STYLES,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(lambda image: _add_picture(image, pictures, refused)),
        ).value
    except ValidationError:
        raise
    except Exception:
        raise ValidationError(DAMAGED) from None
    builder = _PlanBuilder(html, PurePath(file.name).stem)
    plan = builder.build()
    used = plan.numbers
    unread = _unread_pictures(pictures_in_text - builder.picture_count, len(pictures) - len(used))
    plan.left = [*not_imported, *builder.left, *refused, *unread]
    _check_plan(plan)
    return plan, [picture for picture in pictures if picture.number in used]


def _unread_pictures(in_shapes, in_notes):
    if in_shapes > 0:
        yield f"{plural(in_shapes, 'picture')} in drawings or text boxes. Left out. Move them into the main text in Word."
    if in_notes > 0:
        yield f"{plural(in_notes, 'picture')} in notes. Left out."


def _check_plan(plan):
    if not plan.lessons:
        raise ValidationError("There is no text in this file.")
    if len(plan.lessons) > MAX_LESSONS:
        raise ValidationError(f"This file would make {len(plan.lessons)} lessons. The limit is {MAX_LESSONS}. {plan.rule}")
    for lesson in plan.lessons:
        if len(lesson.blocks) > MAX_BLOCKS:
            raise ValidationError(f"“{lesson.title}” would have {len(lesson.blocks)} parts. The limit is {MAX_BLOCKS}. Split it in two.")


def _add_picture(image, pictures, refused):
    """Append a usable picture to `pictures`, or the reason to `refused`. Return mammoth's attributes for its <img>."""
    try:
        with image.open() as opened:
            content = opened.read(MAX_PICTURE_BYTES + 1)
    except Exception:
        return {"src": ""}
    if len(pictures) == MAX_PICTURES:
        refused.append(f"A picture after the first {MAX_PICTURES}. Left out.")
        return {"src": ""}
    extension, content, problem = _clean_picture(content)
    if problem:
        refused.append(f"A picture that {problem}. Left out.")
        return {"src": ""}
    number = len(pictures) + 1
    pictures.append(Picture(number, f"picture-{number}.{extension}", (image.alt_text or "").strip()[:250], content))
    return {"src": f"picture:{number}"}


def _clean_picture(content):
    """Return (file extension, content without camera metadata, why it cannot be used or "")."""
    if len(content) > MAX_PICTURE_BYTES:
        return None, b"", "is larger than 10 MB"
    try:
        check_pixels(BytesIO(content))
        with Image.open(BytesIO(content)) as opened:
            extension = PICTURE_EXTENSIONS.get(str(opened.format))
        if not extension:
            return None, b"", "is in a format the site cannot show"
        return extension, strip_picture(BytesIO(content)), ""
    except Exception:
        return None, b"", "is damaged, far too large, or in a format the site cannot show"


class _PlanBuilder:
    """Goes through mammoth's HTML once, element by element, and fills lessons."""

    def __init__(self, html, name):
        self.soup = BeautifulSoup(html, "html.parser")
        self.name = re.sub(r"[-_\s]+", " ", name).strip().capitalize() or "A module from Word"
        self.left: list[str] = []
        self.quote_count = self.picture_count = 0
        self.before: list[dict] = []  # blocks before the first lesson
        self.lessons: list[PlannedLesson] = []

    def build(self):
        for note in self.soup.select("sup:has(a[id^=footnote-ref]), sup:has(a[id^=endnote-ref]), li[id^=footnote-], li[id^=endnote-]"):
            note.decompose()
        self.picture_count = len(self.soup.find_all("img"))
        title, level, rule = self._divide()
        for element in [child for child in self.soup.contents if isinstance(child, Tag)]:
            self._add_element(element, level)
        if struck := len(self.soup.find_all("s")):
            where = "one place" if struck == 1 else f"{struck} places"
            self.left.append(f"Text crossed out in {where}. Imported without the line. Delete what no longer applies.")
        if self.quote_count:
            quotations = plural(self.quote_count, "quotation")
            self.left.append(f"{quotations}. Imported without a name. In the editor, say who said it, as far as they agreed.")
        if not self.lessons and self.before:
            self.lessons, self.before = [PlannedLesson(title, self.before)], []
        self.lessons = [lesson for lesson in self.lessons if lesson.blocks]
        return Plan(title[:MAX_TITLE], self._intro(), self.lessons, rule=rule)

    def _divide(self):
        """Return (the module's title, the heading tag that begins a lesson, a sentence that says so)."""
        found = self.soup.find("h1", class_="title")
        headings = [heading for heading in self.soup.find_all("h1") if heading is not found and _text_of(heading)]
        if found is not None and (title := _text_of(found)):
            _leave_pictures(found)
            return title, *self._lesson_heading("h1" if headings else "h2", "The line with the style Title is the module’s title.")
        if len(headings) == 1 and self.soup.find("h2"):
            title = _text_of(headings[0])
            _leave_pictures(headings[0])
            return title, *self._lesson_heading("h2", "The only Heading 1 is the module’s title.")
        if headings:
            return self.name, *self._lesson_heading("h1", "The file’s name is the module’s title.")
        return self.name, *self._lesson_heading("h2", "The file’s name is the module’s title.")

    def _lesson_heading(self, level, title_rule):
        """Return (level, rule) for lessons that begin at the heading tag `level`."""
        if not self.soup.find(level):
            return level, f"{title_rule} There is no heading to start a lesson, so everything is one lesson."
        inner = {"h1": "Headings 2 and 3", "h2": "Headings 3 and 4"}[level]
        return level, f"{title_rule} Each Heading {level[1]} begins a lesson. {inner} are headings inside it."

    def _intro(self):
        """Return the text before the first lesson if it is only paragraphs; anything else becomes a lesson of its own."""
        if not self.before:
            return ""
        if len(self.before) == 1 and self.before[0]["type"] == "text" and "<li>" not in self.before[0]["value"]:
            return self.before[0]["value"]
        self.lessons.insert(0, PlannedLesson("Introduction", self.before))
        return ""

    @property
    def _blocks(self):
        return self.lessons[-1].blocks if self.lessons else self.before

    def _add_element(self, element, level):
        pictures = [image.extract() for image in element.find_all("img")]
        if element.name == level and _text_of(element):
            self.lessons.append(PlannedLesson(_text_of(element)[:MAX_TITLE]))
        elif re.fullmatch(r"h[1-6]", element.name):
            self._add_heading(element, level)
        elif element.name == "table":
            self._add_table(element)
        elif element.name == "blockquote" and 0 < len(_text_of(element)) <= MAX_QUOTE:
            self.quote_count += 1
            self._blocks.append(
                {"type": "quote", "value": {"text": _text_of(element), "attribution": "anonymous", "who": "", "source_url": ""}}
            )
        else:
            if element.name == "blockquote":
                element.name = "p"
            self._add_text(str(element))
        for picture in pictures:
            self._add_picture(picture)

    def _add_heading(self, element, level):
        words = _text_of(element)
        if not words:
            return
        if len(words) > MAX_HEADING:
            element.name = "p"
            self._add_text(str(element))
            return
        depth = "2" if int(element.name[1]) <= int(level[1]) + 1 else "3"
        self._blocks.append({"type": "heading", "value": {"text": words, "level": depth}})

    def _add_picture(self, image):
        number = re.fullmatch(r"picture:(\d+)", image.get("src", ""))
        if number:
            self._blocks.append({"type": "picture", "value": {"number": int(number[1])}})

    def _add_table(self, table):
        """Add a table as a list, one item per row, because lists fit a phone and screen readers. A grid can be a download."""
        # Only direct rows: the text of a table nested in a cell belongs to the cell.
        groups = [table, *table.find_all(["thead", "tbody"], recursive=False)]
        rows = [
            [_text_of(cell) for cell in row.find_all(["td", "th"], recursive=False)]
            for group in groups
            for row in group.find_all("tr", recursive=False)
        ]
        lines = [": ".join([row[0], "; ".join(row[1:])]) if len(row) > 1 else row[0] for row in rows if any(row)]
        if lines:
            soup = BeautifulSoup("<ul></ul>", "html.parser")
            for line in lines:
                item = soup.new_tag("li")
                item.string = line.strip(" :;")
                soup.ul.append(item)
            self._add_text(str(soup))
        self.left.append(f"A table of {plural(len(rows), 'row')}. Now a list, with one line for each row. Check that it still makes sense.")

    def _add_text(self, html):
        soup = BeautifulSoup(clean_html(html), "html.parser")
        for link in soup.find_all("a"):
            if link.get("href", "").partition(":")[0] not in SCHEMES:
                link.unwrap()
        if not _text_of(soup):
            return
        text, blocks = as_rich_text(soup.contents), self._blocks
        if blocks and blocks[-1]["type"] == "text":
            blocks[-1]["value"] += text
        else:
            blocks.append({"type": "text", "value": text})


def _leave_pictures(heading):
    """Remove a heading from the text, leaving any pictures in it in its place."""
    for image in heading.find_all("img"):
        heading.insert_before(image.wrap(BeautifulSoup("<p></p>", "html.parser").p))
    heading.decompose()


BREAKING_TAGS = {"br", "p", "li", "td", "th", "tr"}


def _text_of(element):
    """Return the text of an element with single spaces, also between lines and cells."""
    pieces = (node if isinstance(node, str) else " " for node in element.descendants if isinstance(node, str) or node.name in BREAKING_TAGS)
    return " ".join("".join(pieces).split())
