"""A browser's view of a page: the files it fetches and the forms it can send."""

import gzip
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

CSS_FILE = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s]+)""")


@dataclass
class Answer:
    """A parsed response. `size` is the whole response as sent, in bytes: status line, headers and body."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    size: int

    @classmethod
    def of(cls, raw):
        head, _, body = raw.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = [(name.strip().lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
        if ("transfer-encoding", "chunked") in headers:
            body = _joined(body)
        if ("content-encoding", "gzip") in headers:
            body = gzip.decompress(body)
        return cls(int(first.split()[1]), headers, body, len(raw))

    @property
    def text(self):
        return self.body.decode()

    @property
    def cookies(self):
        """Return the cookies it sets as {name: value}."""
        return dict(value.partition(";")[0].split("=", 1) for name, value in self.headers if name == "set-cookie")

    @property
    def may_be_kept(self):
        """Return whether a browser caches it and does not ask again."""
        said = " ".join(value for name, value in self.headers if name == "cache-control")
        age = re.search(r"max-age=(\d+)", said)
        return bool(age and int(age[1]) > 0) and "no-store" not in said


def _joined(chunks):
    """Return the body of a response with chunked encoding."""
    parts = []
    while chunks:
        size, _, chunks = chunks.partition(b"\r\n")
        many = int(size.partition(b";")[0], 16)
        parts.append(chunks[:many])
        chunks = chunks[many + 2 :] if many else b""
    return b"".join(parts)


@dataclass
class Form:
    """A form: its action and its hidden fields."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class Reader(HTMLParser):
    """Collects `styles` (style sheets, icons, scripts), `pictures` and `forms` of a page."""

    def __init__(self, html, path):
        super().__init__()
        self.path, self.forms, self._files, self._pictures = path, [], {}, {}
        self.feed(html)

    @property
    def files(self):
        return list(self._files)

    @property
    def pictures(self):
        return list(self._pictures)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "link" and set((given.get("rel") or "").split()) & {"stylesheet", "icon", "preload", "modulepreload", "manifest"}:
            self._wants(self._files, given.get("href"))
        elif tag in {"script", "use"}:
            self._wants(self._files, given.get("src") or given.get("href"))
        elif tag == "img":
            self._wants(self._pictures, given.get("src"))
        elif tag == "form":
            self.forms.append(Form(given.get("action") or self.path))
        elif tag == "input" and self.forms and given.get("type") == "hidden":
            self.forms[-1].fields[given.get("name", "")] = given.get("value") or ""

    handle_startendtag = handle_starttag

    def _wants(self, among, url):
        address = urljoin(self.path, (url or "").partition("#")[0])
        if url and not url.startswith(("data:", "#")) and address.startswith("/"):
            among[address] = True


def files_of_css(css, path):
    """Return the URLs that a style sheet refers to."""
    found = (urljoin(path, one.partition("#")[0]) for one in CSS_FILE.findall(css) if not one.startswith(("data:", "#")))
    return [address for address in found if address.startswith("/")]
