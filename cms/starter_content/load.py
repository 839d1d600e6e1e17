"""Loading the starter files: all or nothing, and never overwriting what someone has edited."""

import hashlib
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from cms import hooks
from cms.desk.rights import set_desk_rights
from cms.starter_content.content_types import core_types, file_context
from cms.starter_content.figures import Figures
from cms.starter_content.models import StarterFile
from cms.starter_content.pages import Home, Pages, StartIndex, StartLists
from cms.starter_content.wording import Wording


@dataclass
class LoadReport:
    """What loading did with each document, as lists of keys."""

    made: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)

    def sentences(self):
        """Yield the report as lines of text."""
        yield f"{len(self.made)} new, {len(self.updated)} updated, {len(self.unchanged)} unchanged."
        for key in self.edited:
            yield f"Not updated, because someone has edited it on the site: {key}"
        for key in self.removed:
            yield f"Not loaded, because someone has deleted it from the site: {key}"
        for key in self.found:
            yield f"Not loaded, because it was already on the site: {key}"


def all_types():
    """Return every StarterType in loading order: those of cms, then those of other apps."""
    return [
        *core_types(),
        Home(),
        Pages(),
        Figures(),
        Wording(),
        StartIndex(),
        StartLists(),
        *(starter_type for source in hooks.collect(hooks.STARTER_CONTENT) for starter_type in source),
    ]


def fingerprint(text):
    """Return the SHA-256 hash of a text in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def load():
    """Load every starter file and return a LoadReport. Raises StarterError, having changed nothing."""
    report = LoadReport()
    to_fill: list[tuple] = []
    for starter_type in all_types():
        for document in starter_type.documents():
            _make(starter_type, document, report, to_fill)
    for starter_type, document, instance, row in to_fill:
        instance.refresh_from_db()  # creating child pages has changed its tree fields
        context = file_context(document.path.parent)
        try:
            starter_type.fill(document, starter_type.dated(document, instance), context)
        except ValidationError as problem:
            raise _error_in_file(document, problem) from None
        instance.refresh_from_db()
        row.file_hash = _hash_of(document)
        row.content_hash = fingerprint(starter_type.signature(instance))
        row.object_id = instance.pk
        row.save()
    set_desk_rights()
    return report


def _error_in_file(document, problem):
    """Return a validation error as a StarterError with the file and the line of the field."""
    if not hasattr(problem, "error_dict"):
        return document.error("title", " ".join(problem.messages))
    field, messages = next(iter(problem.message_dict.items()))
    return document.error(field, f"{field}: {' '.join(messages)}")


def _hash_of(document):
    return fingerprint(f"{document.front}{document.body}")


def _make(starter_type, document, report, to_fill):
    key = starter_type.key(document)
    row = StarterFile.objects.filter(key=key).first()
    if row is None:
        instance, is_new = starter_type.make(document)
        if is_new:
            report.made.append(key)
            to_fill.append((starter_type, document, instance, StarterFile(key=key)))
        else:
            report.found.append(key)
        return
    instance = starter_type.things().filter(pk=row.object_id).first()
    if instance is None:
        report.removed.append(key)
    elif fingerprint(starter_type.signature(instance)) != row.content_hash:
        report.edited.append(key)
    elif row.file_hash == _hash_of(document):
        report.unchanged.append(key)
    else:
        report.updated.append(key)
        to_fill.append((starter_type, document, instance, row))
