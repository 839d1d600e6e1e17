"""Bringing the starter files into the site: all of it or nothing, never over what somebody has edited."""

import hashlib
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from cms import hooks
from cms.desk.rights import set_desk_rights
from cms.starter_content.content_types import ground, place_for
from cms.starter_content.figures import Figures
from cms.starter_content.models import StarterFile
from cms.starter_content.pages import Home, Pages, StartIndex, StartLists


@dataclass
class Report:
    """What was done, as lists of keys."""

    made: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)

    def sentences(self):
        """The report in words, a line each."""
        yield f"{len(self.made)} new, {len(self.updated)} brought up to date, {len(self.unchanged)} as they were."
        for key in self.edited:
            yield f"Left as it is, because somebody has edited it here: {key}"
        for key in self.removed:
            yield f"Not brought back, because somebody has removed it here: {key}"
        for key in self.found:
            yield f"Left as it is, because it was here before the file: {key}"


def kinds():
    """Every kind of content, the ground's first, then each house's."""
    return [
        *ground(),
        Home(),
        Pages(),
        Figures(),
        StartIndex(),
        StartLists(),
        *(kind for source in hooks.gathered(hooks.STARTER_CONTENT) for kind in source),
    ]


def fingerprint(text):
    """SHA-256 (hex) of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def load():
    """Load every starter file. Returns a Report. Raises StarterError, and then nothing has changed."""
    report = Report()
    to_fill: list[tuple] = []
    for kind in kinds():
        for document in kind.documents():
            _make(kind, document, report, to_fill)
    for kind, document, thing, row in to_fill:
        thing.refresh_from_db()  # pages made below it since have changed its place in the tree
        place = place_for(document.path.parent)
        try:
            kind.fill(document, kind.dated(document, thing), place)
        except ValidationError as problem:
            raise _in_the_file(document, problem) from None
        thing.refresh_from_db()
        row.file_hash = _hash_of(document)
        row.content_hash = fingerprint(kind.signature(thing))
        row.object_id = thing.pk
        row.save()
    set_desk_rights()
    return report


def _in_the_file(document, problem):
    """The editor's own refusal as an error that names the file and the line of the field."""
    if not hasattr(problem, "error_dict"):
        return document.error("title", " ".join(problem.messages))
    field, messages = next(iter(problem.message_dict.items()))
    return document.error(field, f"{field}: {' '.join(messages)}")


def _hash_of(document):
    return fingerprint(f"{document.front}{document.body}")


def _make(kind, document, report, to_fill):
    key = kind.key(document)
    row = StarterFile.objects.filter(key=key).first()
    if row is None:
        thing, is_new = kind.make(document)
        if is_new:
            report.made.append(key)
            to_fill.append((kind, document, thing, StarterFile(key=key)))
        else:
            report.found.append(key)
        return
    thing = kind.things().filter(pk=row.object_id).first()
    if thing is None:
        report.removed.append(key)
    elif fingerprint(kind.signature(thing)) != row.content_hash:
        report.edited.append(key)
    elif row.file_hash == _hash_of(document):
        report.unchanged.append(key)
    else:
        report.updated.append(key)
        to_fill.append((kind, document, thing, row))
