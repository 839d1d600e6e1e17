"""The text of posts: what may be in it, and how it becomes HTML.

Posts are simple Markdown: bold, lists, quotes, code and links. Tags are shown as typed. The HTML is made for each request and stored
nowhere, so removing a text from its row removes it everywhere.
"""

import re
import unicodedata

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

MAX_CHARACTERS = 20_000
MAX_MENTIONS = 20
MAX_QUOTE_DEPTH = 3
# Each square bracket may begin a link, and the time to find out grows with the square of their number.
MAX_BRACKETS = 1_000
EXCERPT = 280
TAGS = {"p", "br", "strong", "em", "code", "pre", "ul", "ol", "li", "blockquote", "a", "hr"}
# Headings would break the outline of the page, and pictures would tell another server who reads.
_markdown = MarkdownIt("commonmark", {"html": False, "typographer": True, "breaks": True}).disable(
    ["heading", "lheading", "image", "html_block", "html_inline", "reference"]
)
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"']+[^\s<>()\[\]\"'.,;:!?]")
_SAFE_LINK = re.compile(r"(?:https?://|mailto:|tel:|/(?![/\\]))", re.IGNORECASE)
_QUOTE_MARKS = re.compile(r"^[ >]*", re.MULTILINE)
_MAX_MARKS = 3  # accents on one letter; some names need two


def problems(text):
    """Return sentences about what has to change before the text can be posted."""
    found = []
    if len(text) > MAX_CHARACTERS:
        found.append(f"This is {len(text):,} characters long. Posts can have up to {MAX_CHARACTERS:,}. Split it, or attach less of it.")
    if len(re.findall(r"(?<!\w)@\w", text)) > MAX_MENTIONS:
        found.append(f"You can mention up to {MAX_MENTIONS} people in one post.")
    if max((marks.count(">") for marks in _QUOTE_MARKS.findall(text)), default=0) > MAX_QUOTE_DEPTH:
        found.append(f"Quotes can be inside each other up to {MAX_QUOTE_DEPTH} times. Keep only what you answer.")
    if text.count("[") > MAX_BRACKETS:
        found.append(f"A post can have up to {MAX_BRACKETS:,} square brackets.")
    return found


def tidy(text):
    """Return the text with one kind of line break, without control characters, piled-up accents and space at its end."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept, marks = [], 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        is_control = category == "Cc" and character not in "\n\t"
        is_direction = character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        if marks <= _MAX_MARKS and not is_control and not is_direction:
            kept.append(character)
    return "".join(kept).rstrip()


def render(text):
    """Return the text as safe HTML."""
    tokens = _markdown.parse(text)
    for token in tokens:
        if token.children:
            token.children = list(_with_links(token.children))
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="nofollow noopener noreferrer",
        attribute_filter=lambda tag, name, value: value if _SAFE_LINK.match(value) else None,
    )
    return mark_safe(cleaned)  # noqa: S308 - cleaned down to a few tags in the line before


def _with_links(tokens):
    """Yield the tokens of a line, with web addresses in its text as links."""
    depth = 0
    for token in tokens:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type != "text" or depth or "://" not in token.content:
            yield token
            continue
        end = 0
        for found in _ADDRESS.finditer(token.content):
            yield _text(token, token.content[end : found.start()])
            opening = token.copy(type="link_open", tag="a", nesting=1, content="", attrs={"href": found.group()})
            yield opening
            yield _text(token, found.group())
            yield token.copy(type="link_close", tag="a", nesting=-1, content="", attrs={})
            end = found.end()
        yield _text(token, token.content[end:])


def _text(token, content):
    return token.copy(content=content)


def excerpt(text, length=EXCERPT):
    """Return the beginning of the text as one line without Markdown, cut at a word."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith(">")]
    beginning = " ".join(lines)[: 20 * length]
    plain = re.sub(r"\s+", " ", re.sub(r"[*_`#]+|\[([^\[\]]*)\]\([^()]*\)", r"\1", beginning)).strip()
    if len(plain) <= length:
        return plain
    return f"{plain[: length - 1].rsplit(' ', 1)[0]}…"
