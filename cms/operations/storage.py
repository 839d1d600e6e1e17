"""Storage of uploaded files: whole, or not at all."""

import time
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files import File
from django.core.files.storage import FileSystemStorage

STAGING = ".incoming"
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
                Path(file.name).chmod(0o644)  # temporary files are for their owner only
                return super()._save(name, _Staged(file.name))
            finally:
                file.close()
                Path(file.name).unlink(missing_ok=True)


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
