"""Help pages, read from the Markdown files in docs/: one for each role, and guides."""

from dataclasses import dataclass

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
GUIDES = ["case-study-authors", "case-study-reviewers", "boards", "leads", "editors"]
FILES = {**{slug: FOLDER / "roles" / f"{slug}.md" for slug in ROLES.values()}, **{slug: FOLDER / f"{slug}.md" for slug in GUIDES}}
TAGS = {"img", "h2", "h3", "p", "strong", "em", "code", "a", "ul", "ol", "li", "br", "pre", "table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "loading"}}
_markdown = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable(["table", "smartquotes"])


@dataclass(frozen=True)
class HelpPage:
    """A help page: its title, its first paragraph as plain text, and its Markdown source."""

    slug: str
    title: str
    summary: str
    source: str

    @property
    def url(self):
        return reverse("help_page", args=[self.slug])

    def html_for(self, may_open):
        """Return the page as safe HTML, without its title. `may_open(url)` says which links the reader may follow; others are text."""
        tokens = _markdown.parse(self.source)
        for token in tokens:
            if token.children:
                token.children = list(_with_site_urls(token.children, may_open))
        html = _markdown.renderer.render(tokens[3:], _markdown.options, {})
        return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, link_rel=None)


def pages():
    """Return {slug: HelpPage}: a page for each role, then the guides.

    Files are read each time and only their first paragraph is parsed, which takes less time than the rest of the request.
    """
    return {slug: _read_page(slug, path.read_text(encoding="utf-8")) for slug, path in FILES.items()}


def _read_page(slug, source):
    title_and_summary = source.split("\n\n", 2)[:2]
    tokens = _markdown.parse("\n\n".join(title_and_summary))
    summary = "".join(part.content or " " for part in tokens[4].children if part.type in {"text", "code_inline", "softbreak"})
    return HelpPage(slug, tokens[1].content, summary, source)


def _with_site_urls(tokens, may_open):
    """Yield the tokens of a line with URLs of this site. Links that lead nowhere for this reader become plain text."""
    is_linked = True
    for token in tokens:
        if token.type == "image":
            token.attrs |= {"src": static(str(token.attrs["src"]).replace("pictures/", "help/", 1)), "loading": "lazy"}
        if token.type == "link_open":
            token.attrs["href"] = site_url(str(token.attrs["href"]))
            is_linked = bool(token.attrs["href"]) and may_open(str(token.attrs["href"]))
        if is_linked or token.type not in {"link_open", "link_close"}:
            yield token


def site_url(link):
    """Return the URL on this site for a link in the files: the help page for a Markdown file, or "" if the site does not show it."""
    if not link.endswith(".md"):
        return link
    slug = link.rpartition("/")[2].removesuffix(".md")
    return f"/help/{slug}/" if slug in FILES else ""
