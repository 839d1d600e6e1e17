"""Converting Markdown to Wagtail rich text and back, for the tags that our rich text allows."""

import re

import nh3
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from markdownify import MarkdownConverter

_markdown = MarkdownIt("commonmark", {"html": False, "typographer": False})
_markdown.validateLink = lambda url: url.startswith(("https://", "http://", "mailto:", "tel:", "page:"))  # type: ignore[method-assign]
SCHEMES = {"http", "https", "mailto", "tel"}
TAGS = {"p", "strong", "em", "a", "ul", "ol", "li", "br"}


class InvalidValue(Exception):
    """A value in a content file is not valid. The message has no full stop; callers add where it is."""


def to_rich_text(markdown, page_id_of):
    """Convert Markdown to rich text. `page_id_of(path)` returns the id of a page. Raises InvalidValue."""
    html = clean_html(_markdown.render(str(markdown)), schemes=SCHEMES | {"page"})
    soup = BeautifulSoup(html, "html.parser")
    for link in soup.find_all("a"):
        address = link.get("href", "")
        if address.startswith("page:"):
            pk = page_id_of(address.removeprefix("page:").strip("/"))
            link.attrs = {"linktype": "page", "id": str(pk)}
        elif not address:
            raise InvalidValue("a link has no address")
    return as_rich_text(soup.contents)


def clean_html(html, schemes=SCHEMES):
    """Reduce untrusted HTML to the tags of rich text. Scripts and styles are removed with their content."""
    return nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=schemes, link_rel=None)


def as_rich_text(parts):
    """Return cleaned soup elements as rich text in Wagtail's form, with <b> and <i>."""
    for part in parts:
        for strong in getattr(part, "find_all", lambda tags: [])(["strong", "em"]):
            strong.name = {"strong": "b", "em": "i"}[strong.name]
    return "".join(str(part) for part in parts if str(part).strip()).replace(">\n<", "><").strip()


def to_markdown(html, path_of_page):
    """Convert rich text to Markdown. `path_of_page(id)` returns the path of a page, or None to leave out the link but not its text.

    Characters such as "*" are escaped only if the Markdown would otherwise be read differently, to keep the files readable.
    """
    markdown = _tidy(_Writer(path_of_page).convert(str(html)))
    if _reads_as(markdown, html):
        return markdown
    return _tidy(_EscapingWriter(path_of_page).convert(str(html)))


def _tidy(markdown):
    return re.sub(r"\n{3,}", "\n\n", markdown).strip()


def _reads_as(markdown, html):
    """Return whether the Markdown converts back to the same visible text, and no line of it is a fence."""
    try:
        back = to_rich_text(markdown, lambda path: 0)
    except InvalidValue:
        return False
    return _visible_text(back) == _visible_text(html) and not re.search(r"^\s*:::", markdown, re.MULTILINE)


def _visible_text(html):
    return "".join(BeautifulSoup(str(html), "html.parser").get_text().split())


class _Writer(MarkdownConverter):
    def __init__(self, path_of_page):
        super().__init__(
            heading_style="ATX", bullets="-", strong_em_symbol="*", escape_underscores=False, escape_asterisks=False, escape_misc=False
        )
        self.path_of_page = path_of_page

    def convert_a(self, element, text, parent_tags=None, **kwargs):
        if element.get("linktype") == "page":
            path = self.path_of_page(int(element["id"]))
            return f"[{text}](page:{path})" if path is not None else text
        href = element.get("href")
        return f"[{text}]({href})" if href else text


class _EscapingWriter(_Writer):
    """Escapes every character that could be read as Markdown or as a fence."""

    def escape(self, text, parent_tags):
        text = re.sub(r"([\\*_`\[\]<]|&(?=#?\w+;))", r"\\\1", text)
        return re.sub(r"^(\s*)(\d{0,9})([-+#>=~:.)])", _escape_at_start, text)


def _escape_at_start(match):
    before, digits, mark = match.groups()
    return f"{before}{digits}{mark}" if bool(digits) != (mark in ".)") else f"{before}{digits}\\{mark}"
