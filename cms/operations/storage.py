"""Storage of uploaded files: whole, or not at all."""

import errno
import os
import time
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.apps import apps
from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.db.models import FileField

STAGING = ".incoming"
NOTE = ".name"  # the suffix of a small file in the staging folder that contains the name of a stored file
NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EMLINK}  # some network file systems have no hard links
DAY = 24 * 60 * 60


class WholeFileStorage(FileSystemStorage):
    """Write each file to a staging folder first and rename it into place, so that a full disk or a killed worker leaves no part of it.

    A file is stored before its row, and the row may fail. So the name is noted too, and delete_leftovers() looks for the row a day later.
    """

    def _save(self, name, content):
        staging = Path(self.location) / STAGING
        staging.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=staging, delete=False) as file:
            try:
                for chunk in content.chunks():
                    file.write(chunk if isinstance(chunk, bytes) else chunk.encode())
                file.close()
                Path(file.name).chmod(self.file_permissions_mode or 0o644)  # temporary files are for their owner only
                return self._put(file.name, name)
            finally:
                file.close()
                Path(file.name).unlink(missing_ok=True)

    def _put(self, staged, name):
        """Give the staged file its name, or the next free one, and return it. A link fails if the name is taken; a move would not."""
        while True:
            path = Path(self.path(name))
            path.parent.mkdir(parents=True, exist_ok=True)
            self._note(name)
            try:
                os.link(staged, path)
            except FileExistsError:
                name = self.get_available_name(name)
            except OSError as error:
                if error.errno not in NO_LINKS:
                    raise
                name = super()._save(name, _Staged(staged))
                self._note(name)
                return name
            else:
                return name

    def _note(self, name):
        with NamedTemporaryFile("w", dir=Path(self.location) / STAGING, suffix=NOTE, delete=False) as file:
            file.write(name)


class _Staged(File):
    """A file that FileSystemStorage moves instead of copying."""

    def __init__(self, path):
        super().__init__(None, name=path)

    def temporary_file_path(self):
        return self.name


def delete_leftovers(location):
    """Delete what uploads left behind more than a day ago: staged files of killed workers, and stored files that no row names.

    Return how many.
    """
    folder = Path(location)
    old = [file for file in (folder / STAGING).glob("*") if _is_old(file)]
    notes = [file for file in old if file.suffix == NOTE]
    names = {note.read_text() for note in notes} - {""}  # a full disk leaves an empty note
    left = [file for file in old if file.suffix != NOTE]
    left += [folder / name for name in names - _names_in_rows(names) if _is_old(folder / name)]
    for file in [*left, *notes]:
        file.unlink(missing_ok=True)
    return len(left)


def _is_old(file):
    try:
        return file.stat().st_mtime < time.time() - DAY
    except FileNotFoundError:
        return False


def _names_in_rows(names):
    """Return those of the names of files that a row of any model has."""
    found = set()
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, FileField):
                found |= set(model._base_manager.filter(**{f"{field.name}__in": names}).values_list(field.name, flat=True))
    return found
