"""Storage of uploaded files: whole, or not at all."""

import errno
import os
import time
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files import File
from django.core.files.storage import FileSystemStorage

STAGING = ".incoming"
NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EMLINK}  # some network file systems have no hard links
DAY = 24 * 60 * 60


class WholeFileStorage(FileSystemStorage):
    """Write each file to a staging folder first and rename it into place, so that a full disk or a killed worker leaves no part of it."""

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
            try:
                os.link(staged, path)
            except FileExistsError:
                name = self.get_available_name(name)
            except OSError as error:
                if error.errno not in NO_LINKS:
                    raise
                return super()._save(name, _Staged(staged))
            else:
                return name


class _Staged(File):
    """A file that FileSystemStorage moves instead of copying."""

    def __init__(self, path):
        super().__init__(None, name=path)

    def temporary_file_path(self):
        return self.name


def delete_leftovers(location):
    """Delete staged files older than a day, left by workers that were killed. Return how many."""
    old = [file for file in (Path(location) / STAGING).glob("*") if file.stat().st_mtime < time.time() - DAY]
    for file in old:
        with suppress(FileNotFoundError):
            file.unlink()
    return len(old)
