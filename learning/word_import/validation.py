"""Check an uploaded Word file, and list what is in it that cannot be imported."""

import re
from collections import Counter
from xml.etree import ElementTree
from zipfile import ZipFile

from django.core.exceptions import ValidationError

from cms.components import plural
from cms.library import file_types
from cms.library.upload_limits import check_size
from cms.office_limits import ARCHIVE_ERRORS, WORD, check_office_archive
from learning.word_import.document import DELETED_TAGS, DOCUMENT, MC, A, V, W, quoted, text_of

MAX_PARAGRAPHS = 3_000
NOT_DOCX = "Choose a Word file that ends in .docx. In Word, select Save As, then Word Document."

# What mammoth drops or flattens: (pattern in the XML, "singular|plural", what happens to it).
UNSUPPORTED = [
    (rb"<w:(?:ins|del|moveFrom|moveTo) ", "tracked change|tracked changes", "Imported as if you had accepted them all."),
    (rb"<w:commentReference", "comment|comments", "Left out."),
    (rb"<w:footnoteReference|<w:endnoteReference", "footnote|footnotes", "Left out. Add the ones you need to the lesson’s sources."),
    (rb"<m:oMath>", "equation|equations", "Left out."),
    (rb"<w:object[ >]|<c:chart|<dgm:relIds", "embedded object|embedded objects", "Charts, drawings and spreadsheets are left out."),
    (rb"<w:altChunk", "pasted file|pasted files", "Another file is embedded in this one. Left out."),
]

BOX_READ = "Word stores their text separately. Check that it is where you want it."
BOX_LOST = "We could not read their text. Move it into the main text in Word, or type it in the editor."
TOO_MANY_PARAGRAPHS = "This file has {:,} paragraphs. We can read {:,} at once. Split it into several files."
PROTECTED = (
    "This file is marked “{}”. We have stopped reading it and stored nothing, because information with a protective marking must not be "
    "on this site. If the marking is wrong, ask the person who owns the document to remove it, then choose the file again."
)
# The government's markings, old and new, as they are typed. “OFFICIAL” alone is no reason to stop.
SENSITIVE = re.compile(r"\bofficial\W{0,4}sensitive(?:\W{1,3}(?:personal|commercial|locsen|recipients only))?\b", re.IGNORECASE)
STRICTER = re.compile(r"(?<![\w-])(?:UK )?(?:TOP SECRET|SECRET|CONFIDENTIAL|RESTRICTED)\b")
LONE_MARKING = re.compile(
    r"[^\w]*(?:NOT FOR CIRCULATION\W+)?(?:(?:UK )?(?:TOP SECRET|SECRET|CONFIDENTIAL|RESTRICTED|PROTECT)(?:\W+[A-Z]+)?)[^\w]*"
)
MAX_MARKING_WORDS = 8


def check(file):
    """Raise ValidationError, with the reason, if the file cannot be imported.

    It may not be a Word file, be too large, locked or damaged, contain macros, or have a protective marking.
    """
    extension = file_types.extension_of(file.name)
    if extension in {"docm", "dotm"}:
        raise ValidationError(file_types.HAS_MACROS)
    if extension != "docx":
        raise ValidationError(NOT_DOCX)
    check_size(file, "document")
    file_types.check_document(file, "docx")
    check_office_archive(file, WORD)
    try:
        with ZipFile(file) as archive:
            if b"macroEnabled" in archive.read("[Content_Types].xml"):
                raise ValidationError(file_types.HAS_MACROS)
            paragraphs = len(re.findall(rb"<w:p[ >]", archive.read(DOCUMENT)))
            if paragraphs > MAX_PARAGRAPHS:
                raise ValidationError(TOO_MANY_PARAGRAPHS.format(paragraphs, MAX_PARAGRAPHS))
            _check_marking(archive)
    except (*ARCHIVE_ERRORS, ElementTree.ParseError):
        raise ValidationError(file_types.DAMAGED) from None
    finally:
        file.seek(0)


def _check_marking(archive):
    """Raise ValidationError if the document has a protective marking: in a header, footer, label, watermark or a line of its own."""
    for name in archive.namelist():
        if name.startswith("docProps/") or name == "docMetadata/LabelInfo.xml":
            lines = re.findall(r'>([^<]{3,80})<|name="([^"]{3,80})"', archive.read(name).decode("utf-8", "replace"))
            found = next((match for groups in lines for text in groups if (match := _marking(text, is_own_line=False))), None)
        elif name == DOCUMENT or re.fullmatch(r"word/(?:header|footer)\d*\.xml", name):
            found = _marking_in_text(archive.read(name), is_edge=name != DOCUMENT)
        else:
            continue
        if found:
            raise ValidationError(PROTECTED.format(found))


def _marking_in_text(xml, is_edge):
    root = ElementTree.fromstring(xml)  # noqa: S314 - check_office_archive() refuses files that declare entities
    texts = [text_of(paragraph, own_only=True) for paragraph in root.iter(f"{W}p")]
    watermarks = [path.get("string", "") for path in root.iter(f"{V}textpath")]
    return next((match for text in [*texts, *watermarks] if (match := _marking(text, is_own_line=not is_edge))), None)


def _marking(text, is_own_line):
    """Return the marking in a text, or None. With `is_own_line`, only if the text is hardly more than the marking."""
    text = " ".join(text.split())
    if not is_own_line:
        match = SENSITIVE.search(text) or STRICTER.search(text) or LONE_MARKING.fullmatch(text)
    elif len(text.split()) <= MAX_MARKING_WORDS:
        match = SENSITIVE.match(text) or LONE_MARKING.fullmatch(text)
    else:
        match = None
    return match[0].strip() if match else None


def inspect(file):
    """Return (sentences about what cannot be imported as it is, number of pictures in the text) of a file that passed check().

    Rewinds the file.
    """
    with ZipFile(file) as archive:
        text = archive.read(DOCUMENT)
        headers = [name for name in archive.namelist() if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name)]
        edges = " ".join(text_of(ElementTree.fromstring(archive.read(name))) for name in sorted(headers))  # noqa: S314
        links = [archive.read(name) for name in archive.namelist() if name.startswith("word/_rels/")]
    file.seek(0)
    counts = Counter(_elements(ElementTree.fromstring(text)))  # noqa: S314 - check() refuses files that declare entities
    return list(_not_imported(counts, text, edges, links)), counts["picture"]


def _not_imported(counts, text, edges, links):
    for element, consequence in (("box", BOX_READ), ("lost box", BOX_LOST)):
        if count := counts[element]:
            yield f"{plural(count, 'text box', 'text boxes')}. {consequence}"
    for pattern, nouns, consequence in UNSUPPORTED:
        if count := len(re.findall(pattern, text)):
            yield f"{count} {nouns.split('|')[count != 1]}. {consequence}"
    if edges.strip():
        yield f"Page headers and footers: {quoted(edges.split())}. Left out."
    external = sum(len(re.findall(rb'<Relationship\b(?=[^>]*/image")(?=[^>]*TargetMode="External")', link)) for link in links)
    if external:
        yield f"{plural(external, 'picture')} linked from another website. Left out, because we cannot check what is there."


def _elements(node, parent="", is_lost=False):
    """Yield "picture", "box" or "lost box" for each of these in the text, once.

    Word writes newer drawings twice, for itself (Choice) and for other programs (Fallback). mammoth reads only the Fallback, and
    only text boxes in the older format.
    """
    if node.tag in DELETED_TAGS:
        return
    if node.tag == f"{MC}AlternateContent":
        fallback = node.find(f"{MC}Fallback")
        node, is_lost = (node, True) if fallback is None else (fallback, is_lost)
    elif node.tag == f"{W}txbxContent":
        yield "lost box" if is_lost or parent != f"{V}textbox" else "box"
    elif node.tag in {f"{A}blip", f"{V}imagedata"}:
        yield "picture"
    for child in node:
        yield from _elements(child, node.tag, is_lost)
