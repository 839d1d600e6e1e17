"""Serve the style sheets of every page as one file, so that a phone on a poor connection waits for one and not for five."""

from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

COMBINED = "cms/css/site.css"
SOURCES = ("tokens", "base", "layout", "parts", "pages")  # tokens.css begins with the order of the layers
FOLDER = Path(__file__).parent.parent / "static" / "cms" / "css"


class CombinedStyleSheets(BaseFinder):
    """Finds COMBINED, which is written anew whenever one of its sources has changed."""

    def __init__(self, *args, **kwargs):
        self.storage = FileSystemStorage(location=settings.VAR / "combined")

    def find(self, path, find_all=False, **kwargs):
        """Return the path of the combined file, as a list with `find_all`, or [] for any other file."""
        if path != COMBINED:
            return []
        file = self._combine()
        return [file] if find_all or kwargs.get("all") else file

    def list(self, ignore_patterns):
        self._combine()
        yield COMBINED, self.storage

    def _combine(self):
        sources = [FOLDER / f"{name}.css" for name in SOURCES]
        target = Path(self.storage.path(COMBINED))
        if not target.exists() or target.stat().st_mtime < max(source.stat().st_mtime for source in sources):
            target.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile("w", dir=target.parent, delete=False, encoding="utf-8") as file:
                file.write("\n".join(source.read_text(encoding="utf-8") for source in sources))
            Path(file.name).replace(target)  # whole or not at all, because several workers may write it
            target.chmod(0o644)
        return str(target)
