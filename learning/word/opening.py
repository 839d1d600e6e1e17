"""What kind of Word file this is: refused with the reason, or opened, with a list of what is in it that cannot be brought over."""

import re
from collections import Counter
from xml.etree import ElementTree
from zipfile import ZipFile

from django.core.exceptions import ValidationError

from cms.components import counted
from cms.library import file_types
from cms.library.upload_limits import check_size

MOST_TEXT = 20 * 1024 * 1024
DOCUMENT = "word/document.xml"
OTHER = "Choose a Word file whose name ends in .docx. In Word: Save As, Word Document."

# What mammoth leaves behind or flattens: (how it shows in the file, what to say, with a number before it).
SIGNS = [
    (rb"<w:(?:ins|del|moveFrom|moveTo) ", "tracked change|tracked changes", "Read as if you had accepted them all."),
    (rb"<w:commentReference", "comment|comments", "Left out."),
    (rb"<w:footnoteReference|<w:endnoteReference", "footnote|footnotes", "Left out. Put what matters among the lesson’s sources."),
    (rb"<m:oMath>", "equation|equations", "Left out."),
    (rb"<w:object[ >]|<c:chart|<dgm:relIds", "embedded object|embedded objects", "Charts, drawings and sheets are left out."),
    (rb"<w:altChunk", "pasted file|pasted files", "A whole file stands inside this one. Left out."),
]

IN_BOXES = "Word keeps their words outside the text. See whether they stand where you want them."
LOST_BOXES = "Their words could not be read: put them into the text in Word, or type them here."
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
GONE = {f"{W}del", f"{W}moveFrom"}


def check(file):
    """Raises ValidationError with the reason when the file is no Word file, too large, locked, broken or has macros in it."""
    extension = file_types.extension_of(file.name)
    if extension in {"docm", "dotm"}:
        raise ValidationError(file_types.HAS_MACROS)
    if extension != "docx":
        raise ValidationError(OTHER)
    check_size(file, "document")
    file_types.check_document(file, "docx")
    try:
        with ZipFile(file) as archive:
            if b"macroEnabled" in archive.read("[Content_Types].xml"):
                raise ValidationError(file_types.HAS_MACROS)
            xml = [part for part in archive.infolist() if part.filename.endswith((".xml", ".rels"))]
            if sum(part.file_size for part in xml) > MOST_TEXT:
                raise ValidationError(file_types.TOO_LARGE_UNPACKED)
            if any(b"<!DOCTYPE" in archive.read(part) for part in xml):
                raise ValidationError(file_types.DAMAGED)
    except (file_types.BadZipFile, OSError, KeyError, ValueError, NotImplementedError, EOFError, RuntimeError):
        raise ValidationError(file_types.DAMAGED) from None
    finally:
        file.seek(0)


def look_through(file):
    """What is in a checked file that cannot be brought over as it is, a sentence each; and how many pictures stand in its text.

    Leaves the file at its beginning.
    """
    with ZipFile(file) as archive:
        text = archive.read(DOCUMENT)
        headers = [name for name in archive.namelist() if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name)]
        has_headers = any(re.search(rb"<w:t[ >]", archive.read(name)) for name in headers)
        links = [archive.read(name) for name in archive.namelist() if name.startswith("word/_rels/")]
    file.seek(0)
    met = Counter(_met(ElementTree.fromstring(text)))  # noqa: S314 - what declares entities was refused
    return list(_left_behind(met, text, has_headers, links)), met["picture"]


def _left_behind(met, text, has_headers, links):
    for sign, what in (("box", IN_BOXES), ("lost box", LOST_BOXES)):
        if many := met[sign]:
            yield f"{counted(many, 'text box', 'text boxes')}. {what}"
    for pattern, words, what in SIGNS:
        if many := len(re.findall(pattern, text)):
            yield f"{many} {words.split('|')[many != 1]}. {what}"
    if has_headers:
        yield "Headers and footers of the pages. Left out."
    away = sum(len(re.findall(rb'<Relationship\b(?=[^>]*/image")(?=[^>]*TargetMode="External")', link)) for link in links)
    if away:
        yield f"{counted(away, 'picture')} linked from another address. Not fetched: nobody knows what would come."


def _met(node, parent="", is_lost=False):
    """The "picture", "box" and "lost box" met on the way through the text, each once.

    Word writes newer drawings twice, for itself (Choice) and for other programs (Fallback). mammoth reads the second only, and of text
    boxes only those in the older way.
    """
    if node.tag in GONE:
        return
    if node.tag == f"{MC}AlternateContent":
        other = node.find(f"{MC}Fallback")
        node, is_lost = (node, True) if other is None else (other, is_lost)
    elif node.tag == f"{W}txbxContent":
        yield "lost box" if is_lost or parent != f"{V}textbox" else "box"
    elif node.tag in {f"{A}blip", f"{V}imagedata"}:
        yield "picture"
    for child in node:
        yield from _met(child, node.tag, is_lost)
