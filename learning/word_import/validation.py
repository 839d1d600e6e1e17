"""Check an uploaded Word file, and list what is in it that cannot be imported."""

import re
from collections import Counter
from xml.etree import ElementTree
from zipfile import ZipFile

from django.core.exceptions import ValidationError

from cms.components import plural
from cms.library import file_types
from cms.library.upload_limits import check_size

MAX_XML_BYTES = 20 * 1024 * 1024
DOCUMENT = "word/document.xml"
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
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
DELETED_TAGS = {f"{W}del", f"{W}moveFrom"}


def check(file):
    """Raise ValidationError, with the reason, if the file is not a Word file, is too large, locked or broken, or contains macros."""
    extension = file_types.extension_of(file.name)
    if extension in {"docm", "dotm"}:
        raise ValidationError(file_types.HAS_MACROS)
    if extension != "docx":
        raise ValidationError(NOT_DOCX)
    check_size(file, "document")
    file_types.check_document(file, "docx")
    try:
        with ZipFile(file) as archive:
            if b"macroEnabled" in archive.read("[Content_Types].xml"):
                raise ValidationError(file_types.HAS_MACROS)
            xml = [entry for entry in archive.infolist() if entry.filename.endswith((".xml", ".rels"))]
            if sum(entry.file_size for entry in xml) > MAX_XML_BYTES:
                raise ValidationError(file_types.TOO_LARGE_UNPACKED)
            if any(b"<!DOCTYPE" in archive.read(entry) for entry in xml):
                raise ValidationError(file_types.DAMAGED)
    except (file_types.BadZipFile, OSError, KeyError, ValueError, NotImplementedError, EOFError, RuntimeError):
        raise ValidationError(file_types.DAMAGED) from None
    finally:
        file.seek(0)


def inspect(file):
    """Return (sentences about what cannot be imported as it is, number of pictures in the text) of a file that passed check().

    Rewinds the file.
    """
    with ZipFile(file) as archive:
        text = archive.read(DOCUMENT)
        headers = [name for name in archive.namelist() if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name)]
        has_headers = any(re.search(rb"<w:t[ >]", archive.read(name)) for name in headers)
        links = [archive.read(name) for name in archive.namelist() if name.startswith("word/_rels/")]
    file.seek(0)
    counts = Counter(_elements(ElementTree.fromstring(text)))  # noqa: S314 - check() refuses files that declare entities
    return list(_not_imported(counts, text, has_headers, links)), counts["picture"]


def _not_imported(counts, text, has_headers, links):
    for element, consequence in (("box", BOX_READ), ("lost box", BOX_LOST)):
        if count := counts[element]:
            yield f"{plural(count, 'text box', 'text boxes')}. {consequence}"
    for pattern, nouns, consequence in UNSUPPORTED:
        if count := len(re.findall(pattern, text)):
            yield f"{count} {nouns.split('|')[count != 1]}. {consequence}"
    if has_headers:
        yield "Page headers and footers. Left out."
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
