"""Turn a Word file into a Plan of a module: its title, lessons with blocks, pictures, and what could not be imported."""

import re
from dataclasses import asdict, dataclass, field
from pathlib import PurePath

import mammoth
from bs4 import BeautifulSoup, Tag
from django.core.exceptions import ValidationError

from cms.components import plural
from cms.library.file_types import DAMAGED
from cms.starter_content.text import SCHEMES, as_rich_text, clean_html
from learning.blocks import MAX_CELL, MAX_COLUMNS, MAX_ROWS
from learning.word_import.document import differences, prepare
from learning.word_import.pictures import Picture, add_picture
from learning.word_import.validation import check, inspect

MAX_LESSONS, MAX_BLOCKS = 40, 80
MAX_HEADING, MAX_QUOTE, MAX_TITLE = 120, 600, 200
STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
p[style-name='List Bullet'] => ul > li:fresh
p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh
p[style-name='List Bullet 3'] => ul|ol > li > ul|ol > li > ul > li:fresh
p[style-name='List Number'] => ol > li:fresh
p[style-name='List Number 2'] => ul|ol > li > ol > li:fresh
p[style-name='List Number 3'] => ul|ol > li > ul|ol > li > ol > li:fresh
"""
MAX_BOLD_HEADING = 100
FEW_WORDS = 60  # below a title there is at most a short introduction


@dataclass
class PlannedLesson:
    """A lesson to create: a title, and its blocks as raw StreamField data. A picture block contains only its `number`."""

    title: str
    blocks: list[dict] = field(default_factory=list)


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
        document = prepare(file)
        html = mammoth.convert_to_html(
            document.file,
            style_map=STYLES,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(lambda image: add_picture(image, pictures, refused)),
        ).value
    except ValidationError:
        raise
    except Exception:
        raise ValidationError(DAMAGED) from None
    builder = _PlanBuilder(html, PurePath(file.name).stem)
    plan = builder.build()
    used = plan.numbers
    unread = _unread_pictures(pictures_in_text - builder.picture_count, len(pictures) - len(used))
    changed = differences(document, builder.imported_text(plan), builder.generated)
    plan.left = [*document.left, *not_imported, *builder.left, *refused, *unread, *changed]
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


class _PlanBuilder:
    """Goes through mammoth's HTML once, element by element, and fills lessons."""

    def __init__(self, html, name):
        self.soup = BeautifulSoup(html, "html.parser")
        self.name = re.sub(r"[-_\s]+", " ", name).strip().capitalize() or "A module from Word"
        self.left: list[str] = []
        self.quote_count = self.picture_count = 0
        self.before: list[dict] = []  # blocks before the first lesson
        self.lessons: list[PlannedLesson] = []
        self.bold_lines: list[str] = []
        self.lost_links: list[str] = []
        self.empty_headings: list[str] = []
        self.generated = ""  # text of the plan that is not in the file

    def build(self):
        for note in self.soup.select("sup:has(a[id^=footnote-ref]), sup:has(a[id^=endnote-ref]), li[id^=footnote-], li[id^=endnote-]"):
            note.decompose()
        self.picture_count = len(self.soup.find_all("img"))
        title, level, rule = self._divide()
        for element in [child for child in self.soup.contents if isinstance(child, Tag)]:
            self._add_element(element, level)
        for block in [block for blocks in (self.before, *(lesson.blocks for lesson in self.lessons)) for block in blocks]:
            if block["type"] == "text":
                block["value"] = self._clean_text(block["value"])
        if struck := len(self.soup.find_all("s")):
            where = "one place" if struck == 1 else f"{struck} places"
            self.left.append(f"Text crossed out in {where}. Imported without the line. Delete what no longer applies.")
        if self.quote_count:
            quotations = plural(self.quote_count, "quotation")
            self.left.append(f"{quotations}. Imported without a name. In the editor, say who said it, as far as they agreed.")
        if not self.lessons and self.before:
            self.lessons, self.before = [PlannedLesson(self._shortened(title), self.before)], []
            self.generated += f" {title}"
        intro = self._intro()
        self.empty_headings = [lesson.title for lesson in self.lessons if not lesson.blocks]
        self.lessons = [lesson for lesson in self.lessons if lesson.blocks]
        self.left += self._remarks()
        return Plan(self._shortened(title), intro, self.lessons, rule=rule)

    def _remarks(self):
        """Yield a sentence for each kind of thing that was imported in another way than people may expect."""
        if self.bold_lines:
            yield (
                f"{plural(len(self.bold_lines), 'short line')} in bold, such as “{self.bold_lines[0]}”. Imported as bold text. If they are "
                "headings, give them the style Heading 2 or 3 in Word and choose the file again."
            )
        if self.empty_headings:
            yield f"{plural(len(self.empty_headings), 'heading')} with nothing below: “{'”, “'.join(self.empty_headings[:5])}”. Left out."
        if self.lost_links:
            yield (
                f"{plural(len(self.lost_links), 'link')} to somewhere readers cannot go, such as “{self.lost_links[0][:80]}”. The words "
                "stay, the link is left out. Upload the file it leads to, or link to the page itself."
            )

    def imported_text(self, plan):
        """Return all text of the plan, to compare with what Word shows."""
        blocks = [block["value"] for lesson in plan.lessons for block in lesson.blocks if block["type"] != "picture"]
        texts = [
            _text_of(BeautifulSoup(value, "html.parser")) if isinstance(value, str) else _text_of_block(value)
            for value in [plan.intro, *blocks]
        ]
        return " ".join([plan.title, *(lesson.title for lesson in plan.lessons), *texts, *self.empty_headings])

    def _shortened(self, title):
        """Return a title cut between words if it is too long, and say so. Its whole text is then below it."""
        if len(title) <= MAX_TITLE:
            return title
        short = title[: MAX_TITLE - 1].rpartition(" ")[0] or title[: MAX_TITLE - 1]
        self.left.append(f"“{short} …” is a title of {len(title)} letters, and the limit is {MAX_TITLE}. Shortened.")
        self.generated += f" {short}"
        return f"{short}…"

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
        if len(headings) > 2 and self._is_title(headings):
            title = _text_of(headings[0])
            _leave_pictures(headings[0])
            return title, *self._lesson_heading("h1", "The first Heading 1 has next to nothing below it, so it is the module’s title.")
        self.generated = self.name
        if headings:
            return self.name, *self._lesson_heading("h1", "The file’s name is the module’s title.")
        return self.name, *self._lesson_heading("h2", "The file’s name is the module’s title.")

    def _is_title(self, headings):
        """Return whether the file begins with a Heading 1 that has far less below it than the others, so is no lesson."""
        elements = [child for child in self.soup.contents if isinstance(child, Tag) and _text_of(child)]
        if elements[0] is not headings[0]:
            return False
        below: list[list[Tag]] = [[] for _ in headings]
        for element in elements:
            if element in headings:
                current = below[next(index for index, heading in enumerate(headings) if heading is element)]
            else:
                current.append(element)
        lengths = [len(" ".join(_text_of(element) for element in part).split()) for part in below]
        is_only_paragraphs = all(element.name == "p" for element in below[0])
        return is_only_paragraphs and lengths[0] <= FEW_WORDS and all(length > 2 * lengths[0] for length in lengths[1:])

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
        self.generated += " Introduction"
        return ""

    @property
    def _blocks(self):
        return self.lessons[-1].blocks if self.lessons else self.before

    def _add_element(self, element, level):
        pictures = [image.extract() for image in element.find_all("img")]
        if element.name == level and _text_of(element):
            title = _text_of(element)
            self.lessons.append(PlannedLesson(self._shortened(title)))
            if len(title) > MAX_TITLE:
                element.name = "p"
                self._add_text(element)
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
            if element.name == "p" and _is_bold_line(element):
                self.bold_lines.append(_text_of(element))
            self._add_text(element)
        for picture in pictures:
            self._add_picture(picture)

    def _add_heading(self, element, level):
        words = _text_of(element)
        if not words:
            return
        if len(words) > MAX_HEADING:
            element.name = "p"
            self._add_text(element)
            return
        depth = "2" if int(element.name[1]) <= int(level[1]) + 1 else "3"
        self._blocks.append({"type": "heading", "value": {"text": words, "level": depth}})

    def _add_picture(self, image):
        number = re.fullmatch(r"picture:(\d+)", image.get("src", ""))
        if number:
            self._blocks.append({"type": "picture", "value": {"number": int(number[1])}})

    def _add_table(self, table):
        """Add a table as a Table block or, if it is no plain grid with headings, as a list with an item for each row."""
        # Only direct rows: the text of a table nested in a cell belongs to the cell.
        groups = [table, *table.find_all(["thead", "tbody"], recursive=False)]
        rows = [
            [_text_of(cell) for cell in row.find_all(["td", "th"], recursive=False)]
            for group in groups
            for row in group.find_all("tr", recursive=False)
        ]
        rows = [row for row in rows if any(row)]
        if links := len(table.find_all("a", href=True)):
            self.left.append(f"{plural(links, 'link')} in a table. The words stay, the link is left out.")
        if _is_grid(table, rows):
            self._add_grid(rows)
        else:
            self._add_table_as_list(rows)

    def _add_grid(self, rows):
        columns = [{"type": "text", "heading": heading} for heading in rows[0]]
        self._blocks.append({"type": "table", "value": {"caption": "", "columns": columns, "rows": [{"values": row} for row in rows[1:]]}})
        self.left.append(
            f"A table of {plural(len(rows), 'row')}. Imported as a table, with its first row as the headings. Check that it is."
        )

    def _add_table_as_list(self, rows):
        lines = [": ".join([row[0], "; ".join(row[1:])]) if len(row) > 1 else row[0] for row in rows]
        if lines:
            soup = BeautifulSoup("<ul></ul>", "html.parser")
            for line in lines:
                item = soup.new_tag("li")
                item.string = line.strip(" :;")
                soup.ul.append(item)
            self._add_text(soup)
        self.left.append(f"A table of {plural(len(rows), 'row')}. Now a list, with one line for each row. Check that it still makes sense.")

    def _add_text(self, element):
        """Add an element to the text block at the end. It is cleaned later, once for each block."""
        if not _text_of(element):
            return
        blocks = self._blocks
        if blocks and blocks[-1]["type"] == "text":
            blocks[-1]["value"] += str(element)
        else:
            blocks.append({"type": "text", "value": str(element)})

    def _clean_text(self, html):
        given = [link["href"] for link in BeautifulSoup(html, "html.parser").find_all("a", href=True)]
        soup = BeautifulSoup(clean_html(html), "html.parser")
        for link in soup.find_all("a"):
            if link.get("href", "").partition(":")[0] not in SCHEMES:
                link.unwrap()
        self.lost_links += [address for address in given if address.partition(":")[0] not in SCHEMES and not address.startswith("#")]
        return as_rich_text(soup.contents)


def _text_of_block(value):
    """Return the text of a planned block that has no rich text: a heading, a quotation or a table."""
    if "columns" not in value:
        return value["text"]
    return " ".join([*(column["heading"] for column in value["columns"]), *(cell for row in value["rows"] for cell in row["values"])])


def _is_grid(table, rows):
    """Return whether rows of texts are a grid with a heading for each column, of a size a Table block can have."""
    if len(rows) < 2 or not 2 <= len(rows[0]) <= MAX_COLUMNS or len(rows) > MAX_ROWS + 1:
        return False
    has_inner = table.find("table") or table.find(colspan=True) or table.find(rowspan=True)
    is_even = all(len(row) == len(rows[0]) for row in rows)
    return not has_inner and is_even and all(rows[0]) and all(len(cell) <= MAX_CELL for row in rows for cell in row)


def _is_bold_line(paragraph):
    """Return whether a paragraph is one short line in bold, as people write headings by hand."""
    text = _text_of(paragraph)
    bold = paragraph.find("strong")
    return bold is not None and _text_of(bold) == text and len(text) <= MAX_BOLD_HEADING and text[-1:] not in ".,;!:"


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
