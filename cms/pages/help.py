"""Help: one page for each role and two guides, read once from the files in docs/, which are their only source."""

from dataclasses import dataclass
from functools import cache

import nh3
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from markdown_it import MarkdownIt

from cms.people.models import Role

FOLDER = settings.ROOT / "docs"
ROLES = {
    Role.MEMBER: "member",
    Role.HUB_MANAGER: "hub-manager",
    Role.AUTHORITY_LEAD: "authority-lead",
    Role.TRAINER: "trainer",
    Role.FACILITATOR: "facilitator",
    Role.REVIEWER: "case-study-reviewer",
    Role.PROGRAMME_LEAD: "programme-lead",
    Role.ADMINISTRATOR: "administrator",
    Role.PARTNER: "partner",
}
GUIDES = ["leads", "editors"]
TAGS = {"img", "h2", "h3", "p", "strong", "em", "code", "a", "ul", "ol", "li", "br", "pre", "table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "loading"}}
_markdown = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable(["table", "smartquotes"])


@dataclass(frozen=True)
class HelpPage:
    """One page of help. `html` is safe; `summary` its first paragraph in plain words."""

    slug: str
    title: str
    summary: str
    html: str

    @property
    def url(self):
        return reverse("help_page", args=[self.slug])


@cache
def pages():
    """All pages of help, {slug: HelpPage}: the roles in the order of their list, then the guides."""
    files = {**{slug: FOLDER / "roles" / f"{slug}.md" for slug in ROLES.values()}, **{slug: FOLDER / f"{slug}.md" for slug in GUIDES}}
    return {slug: _page(slug, path.read_text(encoding="utf-8")) for slug, path in files.items()}


def _page(slug, words):
    tokens = _markdown.parse(words)
    title = tokens[1].content
    summary = "".join(part.content or " " for part in tokens[4].children if part.type in {"text", "code_inline", "softbreak"})
    for token in tokens:
        if token.children:
            token.children = list(_with_addresses(token.children))
    html = nh3.clean(_markdown.renderer.render(tokens[3:], _markdown.options, {}), tags=TAGS, attributes=ATTRIBUTES, link_rel=None)
    return HelpPage(slug, title, summary, html)


def _with_addresses(tokens):
    """The tokens of a line, with links and pictures that work on the site; the words of a link to a file it does not show stay as words."""
    is_open = True
    for token in tokens:
        if token.type == "image":
            token.attrs |= {"src": static(str(token.attrs["src"]).replace("pictures/", "help/", 1)), "loading": "lazy"}
        if token.type == "link_open":
            token.attrs["href"] = address_of(str(token.attrs["href"]))
            is_open = bool(token.attrs["href"])
        if is_open or token.type not in {"link_open", "link_close"}:
            yield token


def address_of(link):
    """Where a link of the files leads on the site: another page of help, a page of the site, or "" for a file it does not show."""
    if not link.endswith(".md"):
        return link
    slug = link.rpartition("/")[2].removesuffix(".md")
    return f"/help/{slug}/" if slug in {*ROLES.values(), *GUIDES} else ""
