"""Markdown to Wagtail's rich text and back, for the few things running text may hold."""

import re

import nh3
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from markdownify import MarkdownConverter

_markdown = MarkdownIt("commonmark", {"html": False, "typographer": False})
_markdown.validateLink = lambda url: url.startswith(("https://", "http://", "mailto:", "tel:", "page:"))  # type: ignore[method-assign]
SCHEMES = {"http", "https", "mailto", "tel"}
TAGS = {"p", "strong", "em", "a", "ul", "ol", "li", "br"}


class LinkProblem(Exception):
    """A link that leads nowhere."""


def to_rich_text(markdown, page_id_of):
    """Markdown as rich text. `page_id_of(path)` gives the id of a page of the site. Raises LinkProblem."""
    html = only_what_may_stand(_markdown.render(str(markdown)), schemes=SCHEMES | {"page"})
    soup = BeautifulSoup(html, "html.parser")
    for link in soup.find_all("a"):
        address = link.get("href", "")
        if address.startswith("page:"):
            pk = page_id_of(address.removeprefix("page:").strip("/"))
            link.attrs = {"linktype": "page", "id": str(pk)}
        elif not address:
            raise LinkProblem("a link has no address")
    return as_rich_text(soup.contents)


def only_what_may_stand(html, schemes=SCHEMES):
    """HTML from anywhere, down to the few tags of running text; scripts and styles go with all that is in them."""
    return nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=schemes, link_rel=None)


def as_rich_text(parts):
    """Cleaned soup as Wagtail writes running text."""
    for part in parts:
        for strong in getattr(part, "find_all", lambda tags: [])(["strong", "em"]):
            strong.name = {"strong": "b", "em": "i"}[strong.name]
    return "".join(str(part) for part in parts if str(part).strip()).replace(">\n<", "><").strip()


def to_markdown(html, path_of_page):
    """Rich text as Markdown. `path_of_page(id)` gives the path of a page, or None when it is gone (its words stay).

    Signs that mean something in Markdown ("1. First", "*") are escaped only where they would be read so: files stay as people write them.
    """
    markdown = _tidy(_Writer(path_of_page).convert(str(html)))
    if _reads_as(markdown, html):
        return markdown
    return _tidy(_Escaping(path_of_page).convert(str(html)))


def _tidy(markdown):
    return re.sub(r"\n{3,}", "\n\n", markdown).strip()


def _reads_as(markdown, html):
    """Say whether Markdown comes back with every visible sign of the HTML, and no line of it opens or closes a fence."""
    try:
        back = to_rich_text(markdown, lambda path: 0)
    except LinkProblem:
        return False
    return _signs(back) == _signs(html) and not re.search(r"^\s*:::", markdown, re.MULTILINE)


def _signs(html):
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


class _Escaping(_Writer):
    """Puts a backslash before every sign that Markdown, or a file's fences, could take for their own."""

    def escape(self, text, parent_tags):
        text = re.sub(r"([\\*_`\[\]<]|&(?=#?\w+;))", r"\\\1", text)
        return re.sub(r"^(\s*)(\d{0,9})([-+#>=~:.)])", _escape_at_start, text)


def _escape_at_start(found):
    before, digits, sign = found.groups()
    return f"{before}{digits}{sign}" if bool(digits) != (sign in ".)") else f"{before}{digits}\\{sign}"
