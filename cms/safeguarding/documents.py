"""The text of files that people hand to check_text."""

import zipfile
from pathlib import Path
from xml.etree import ElementTree

import mammoth

from .visible import visible_text


class CannotRead(Exception):
    """A file that the check cannot read. Its message is a sentence for the person who asked."""


def text_of(path: Path) -> str:
    """Return the text of a text, Markdown or Word file. Raise CannotRead for any other."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CannotRead(f"{path.name}: we cannot open this file ({error.strerror}).") from error
    if path.suffix.lower() == ".pdf" or content.startswith(b"%PDF"):
        raise CannotRead(f"{path.name}: we cannot read PDF files. Copy the text into a text or Word file.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise CannotRead(f"{path.name}: this file has a password or is in an old Word format. Save it as .docx without a password.")
    if content.startswith(b"PK"):
        return _word_text(path)
    if b"\0" in content:
        raise CannotRead(f"{path.name}: this is not a text file.")
    return content.decode("utf-8-sig", errors="replace")


def _word_text(path: Path) -> str:
    """Return everything a Word file says: text, comments, notes, headers, and its title and authors."""
    try:
        with path.open("rb") as file:
            visible = visible_text(mammoth.convert_to_html(file).value)
        with zipfile.ZipFile(path) as archive:
            rest = [_xml_text(archive, name) for name in sorted(archive.namelist()) if _is_beside(name)]
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        raise CannotRead(f"{path.name}: we cannot read this as a Word file.") from error
    return "\n".join(part for part in (visible, *rest) if part.strip())


def _is_beside(name: str) -> bool:
    return name == "docProps/core.xml" or (name.startswith(("word/comments", "word/header", "word/footer")) and name.endswith(".xml"))


def _xml_text(archive: zipfile.ZipFile, name: str) -> str:
    if archive.getinfo(name).file_size > 5_000_000:
        raise ValueError("too large")
    content = archive.read(name)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ValueError("a document type is not expected here")
    return "\n".join(part.strip() for part in ElementTree.fromstring(content).itertext() if part.strip())  # noqa: S314 without a document type
