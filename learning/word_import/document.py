"""Prepare a Word file for mammoth, and note what Word shows in it, so that the plan can be compared with that.

mammoth silently drops some wrappers of text, includes hidden text and does not know that a house style is a heading. All three are changed
in the XML before mammoth reads it.
"""

import posixpath
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZIP_STORED, ZipFile

from cms.components import plural

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
DOCUMENT = "word/document.xml"
DELETED_TAGS = {f"{W}del", f"{W}moveFrom"}
# Wrappers of runs or paragraphs that mammoth drops together with their content.
DROPPED_WRAPPERS = {f"{W}fldSimple", f"{W}customXml", f"{W}dir", f"{W}bdo", f"{W}moveTo", f"{W}ruby", f"{W}rubyBase"}
NOT_TEXT = {f"{W}pPr", f"{W}rPr", f"{W}sectPr", f"{W}tblPr", f"{W}rt", f"{W}delText", f"{W}instrText", f"{M}oMath", f"{W}object"}
SPACES = {f"{W}tab", f"{W}br", f"{W}cr"}
MAX_HEADING_LEVEL = 6
MAX_MEDIA_BYTES = 10 * 1024 * 1024
SHOWN_WORDS = 25


@dataclass
class Document:
    """A prepared Word file: the file for mammoth, what Word shows in its text, and what is already known to be missing from the import.

    `paragraphs` are the texts of its paragraphs, in order. `left` are sentences for the report.
    """

    file: BytesIO
    paragraphs: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    pictures: int = 0


@dataclass
class _Styles:
    """What the paragraph and character styles of the file mean, by style id, after following what each is based on."""

    headings: dict[str, str] = field(default_factory=dict)  # the id of the heading style it amounts to
    hidden: set[str] = field(default_factory=set)
    contents: set[str] = field(default_factory=set)  # styles of a table of contents


def prepare(file):
    """Return the Document of a file that passed the checks. Raises whatever zipfile and the XML parser raise if it is damaged."""
    with ZipFile(file) as archive:
        names = set(archive.namelist())
        main = _main_part(archive)
        styles = _read_styles(archive.read("word/styles.xml")) if "word/styles.xml" in names else _Styles()
        root = ElementTree.fromstring(archive.read(main))  # noqa: S314 - check() refuses files that declare entities
        cleaner = _Cleaner(styles)
        cleaner.clean(root)
        prepared = BytesIO()
        with ZipFile(prepared, "w", ZIP_STORED) as target:
            for entry in archive.infolist():
                if entry.filename == main:
                    target.writestr(main, ElementTree.tostring(root, encoding="utf-8"))
                elif not entry.is_dir():
                    with archive.open(entry) as source:
                        target.writestr(entry.filename, source.read(MAX_MEDIA_BYTES + 1))  # larger pictures are refused later
    file.seek(0)
    prepared.seek(0)
    document = Document(prepared, left=list(cleaner.sentences()))
    for text in _texts(root):
        document.paragraphs.append(text)
    return document


def _main_part(archive):
    """Return the name of the part with the text, which the package's relationships name."""
    try:
        relations = ElementTree.fromstring(archive.read("_rels/.rels"))  # noqa: S314
    except KeyError:
        return DOCUMENT
    for relation in relations.iter(RELATIONSHIP):
        if relation.get("Type", "").endswith("/officeDocument"):
            name = posixpath.normpath(relation.get("Target", "").lstrip("/"))
            return name if name in archive.namelist() else DOCUMENT
    return DOCUMENT


def _read_styles(xml):
    styles = {style.get(f"{W}styleId", ""): style for style in ElementTree.fromstring(xml).iter(f"{W}style")}  # noqa: S314
    names = {key: _value(style, "name").lower() for key, style in styles.items()}
    heading_ids = {name: key for key, name in names.items() if re.fullmatch(r"heading [1-6]", name)}
    result = _Styles()
    for key in styles:
        chain = _based_on_chain(key, styles)
        if names[key].startswith(("toc ", "table of figures")):
            result.contents.add(key)
        if any(_is_on(styles[link].find(f"{W}rPr/{W}vanish")) for link in chain):
            result.hidden.add(key)
        level = next((level for link in chain if (level := _heading_level(styles[link], names[link]))), None)
        if level and names[key] != f"heading {level}" and names[key] != "title":
            result.headings[key] = heading_ids.get(f"heading {level}", f"Heading{level}")
    return result


def _based_on_chain(key, styles):
    """Return the ids of a style and of those it is based on, nearest first."""
    chain: list[str] = []
    while key in styles and key not in chain:
        chain.append(key)
        key = _value(styles[key], "basedOn")
    return chain


def _heading_level(style, name):
    """Return 1 to 6 if the style is a heading by its name or its level in Word's outline, otherwise None."""
    if match := re.fullmatch(r"heading ([1-6])", name):
        return int(match[1])
    return _outline_level(style.find(f"{W}pPr"))


def _outline_level(properties):
    level = _value(properties, "outlineLvl") if properties is not None else ""
    return int(level) + 1 if level.isdigit() and int(level) < MAX_HEADING_LEVEL else None


def _value(element, name):
    child = element.find(f"{W}{name}")
    return child.get(f"{W}val", "") if child is not None else ""


def _is_on(element):
    return element is not None and element.get(f"{W}val", "true").lower() not in {"0", "false", "none", "off"}


class _Cleaner:
    """Removes what Word does not show, unwraps what mammoth would drop, and counts both."""

    def __init__(self, styles):
        self.styles = styles
        self.hidden: list[str] = []
        self.pale: list[str] = []
        self.contents = 0
        self.found: Counter[str] = Counter()

    def clean(self, parent, is_hidden=False):
        children = list(parent)
        for child in children:
            if child.tag == f"{W}p":
                self._clean_paragraph(parent, child, is_hidden)
            elif child.tag == f"{W}r":
                self._clean_run(parent, child, is_hidden)
            elif child.tag not in DELETED_TAGS:
                self.clean(child, is_hidden)
        for child in children:
            if child.tag in DROPPED_WRAPPERS and child in list(parent):
                index = list(parent).index(child)
                parent[index : index + 1] = [inner for inner in child if inner.tag not in NOT_TEXT]

    def _clean_paragraph(self, parent, paragraph, is_hidden):
        properties = paragraph.find(f"{W}pPr")
        style = properties.find(f"{W}pStyle") if properties is not None else None
        key = style.get(f"{W}val") if style is not None else None
        if key in self.styles.contents:
            self.contents += 1
            parent.remove(paragraph)
            return
        if style is not None and key in self.styles.headings:
            style.set(f"{W}val", self.styles.headings[key])
        elif style is None and (level := _outline_level(properties)):
            ElementTree.SubElement(properties, f"{W}pStyle", {f"{W}val": f"Heading{level}"})
        self.clean(paragraph, is_hidden or key in self.styles.hidden)

    def _clean_run(self, parent, run, is_hidden):
        properties = run.find(f"{W}rPr")
        vanish = properties.find(f"{W}vanish") if properties is not None else None
        style = _value(properties, "rStyle") if properties is not None else ""
        if _is_on(vanish) if vanish is not None else is_hidden or style in self.styles.hidden:
            self.hidden.append(text_of(run))
            parent.remove(run)
            return
        if properties is not None and _value(properties, "color").upper() == "FFFFFF" and properties.find(f"{W}highlight") is None:
            self.pale.append(text_of(run))
        self.clean(run, is_hidden)

    def sentences(self):
        """Yield what was changed, a sentence each."""
        if hidden := len(words_of(" ".join(self.hidden))):
            yield f"{plural(hidden, 'word')} hidden in Word. Left out."
        if pale := " ".join(self.pale).split():
            yield f"{plural(len(pale), 'word')} in white letters, which readers can see here: {quoted(pale)}. Delete what they should not."
        if self.contents:
            yield "A table of contents. Left out: the site makes its own list of lessons."


def _texts(root):
    """Yield the text of each paragraph as Word shows it. A drawing written twice counts once, and lost boxes are reported elsewhere."""
    for paragraph in root.iter(f"{W}p"):
        text = text_of(paragraph, own_only=True)
        if text.strip():
            yield text


def text_of(element, *, own_only=False):
    """Return the text in an element, without deleted text, field codes and equations. With `own_only`, without paragraphs inside it."""
    return "".join(_pieces(element, own_only))


def _pieces(element, own_only):
    for child in element:
        if child.tag in {f"{W}t", f"{W}noBreakHyphen"}:
            yield child.text or "" if child.tag == f"{W}t" else "-"
        elif child.tag in SPACES or (child.tag == f"{W}p" and not own_only):
            yield " "
            yield from _pieces(child, own_only)
        elif child.tag not in NOT_TEXT and child.tag not in DELETED_TAGS and not (own_only and child.tag == f"{W}p"):
            yield from _pieces(child, own_only)


def words_of(text):
    """Return the words of a text in a form that can be compared: one Unicode form, no capitals, no soft hyphens."""
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).replace("\xad", "").casefold())


def quoted(words):
    """Return the first SHOWN_WORDS words in quotation marks."""
    return f"“{' '.join(words[:SHOWN_WORDS])}{' …' if len(words) > SHOWN_WORDS else ''}”"


def differences(document, imported, generated=""):
    """Yield a sentence for words that Word shows and the plan lacks, and one for the reverse.

    `imported` is all text of the plan, `generated` the text that we added ourselves, such as a title from the file's name.
    """
    shown = words_of(" ".join(document.paragraphs))
    planned = words_of(imported)
    if missing := _first_without(shown, planned):
        yield f"{plural(len(missing), 'word')} of the file {'is' if len(missing) == 1 else 'are'} not in the lessons: {quoted(missing)}."
    if added := _first_without(planned, [*shown, *words_of(generated)]):
        yield (
            f"{plural(len(added), 'word')} in the lessons {'does' if len(added) == 1 else 'do'} not appear in the text that Word shows: "
            f"{quoted(added)}."
        )


def _first_without(words, others):
    """Return the words, in order, that are left after crossing out each of `others` once."""
    crossed_out = Counter(others)
    left = []
    for word in words:
        if crossed_out[word]:
            crossed_out[word] -= 1
        else:
            left.append(word)
    return left
