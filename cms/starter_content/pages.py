"""The ground's own pages as starter content: the front door, ordinary pages, lists to start with."""

import re

from django.core.exceptions import ValidationError
from wagtail.models import Page, Site

from cms.accounts.models import JobRole
from cms.pages.models import HomePage, SiteSettings, StandardPage, StartIndexPage, StartPage
from cms.starter_content import content_types, files, text
from cms.starter_content.content_types import PageKind, bare_words, publish, rich
from cms.starter_content.fences import SHARED, words_of, write_body
from cms.starter_content.fields import many, plain, read_fields


class Home(PageKind):
    """The front door. It takes the place of the page a new Wagtail site comes with."""

    name, model, folder = "home page", HomePage, ""
    required = ["title", "heading", "lead"]
    optional = ["promises", "joining"]

    def documents(self):
        yield self.checked(files.read(content_types.STARTER / "home.md", content_types.ROOT))

    def make(self, document):
        found = HomePage.objects.first()
        if found:
            return found, False
        root = Page.get_first_root_node()
        page = root.add_child(instance=HomePage(title=bare_words(document, "title", 255), slug="drumbeat", heading="", lead="", live=False))
        site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
        welcome = site.root_page if site.pk else None
        site.root_page, site.site_name = page, "Drumbeat"
        site.save()
        if welcome and welcome.specific_class is Page and not welcome.get_children().exists():
            welcome.delete()
        return HomePage.objects.get(pk=page.pk), True

    def fill(self, document, thing, place):
        front = document.front
        promises = [{"type": "promise", "value": one} for one in front.get("promises") or []]
        publish(
            thing,
            title=front["title"],
            heading=front["heading"],
            lead=front["lead"],
            promises=HomePage._meta.get_field("promises").stream_block.to_python(promises),
            joining=rich(document, front.get("joining") or "", place, document.line_of("joining")),
            body=self.body(document, place),
        )
        SiteSettings.objects.get_or_create(site=Site.objects.get(is_default_site=True))

    def things(self):
        return HomePage.objects.live()

    def filename(self, thing):
        return "cms/starter/home.md"

    def dump(self, thing, place):
        front = {
            "title": thing.title,
            "heading": thing.heading,
            "lead": thing.lead,
            "promises": [dict(child.get_prep_value()["value"]) for child in thing.promises],
            "joining": text.to_markdown(thing.joining, place.path),
            **self.review(thing),
        }
        return files.write(front, write_body(thing.body, self.formats, place))


class Pages(PageKind):
    name, model, folder = "page", StandardPage, "pages"
    required = ["title"]
    optional = ["summary", "menu", "order"]

    def documents(self):
        """Those above before those below them, which stand in a folder of their name."""
        for path in sorted((content_types.STARTER / self.folder).rglob("*.md"), key=lambda path: (len(path.parts), path)):
            yield self.checked(files.read(path, content_types.ROOT))

    def parent(self, document):
        page, above = HomePage.objects.get(), document.path.parent.relative_to(content_types.STARTER / self.folder).parts
        for slug in above:
            page = StandardPage.objects.child_of(page).filter(slug=slug).first()
            if page is None:
                raise document.error("title", f"there is no page “{'/'.join(above)}” for it to stand below.")
        return page

    def fill(self, document, thing, place):
        front = document.front
        publish(
            thing,
            title=front["title"],
            summary=front.get("summary") or "",
            menu=front.get("menu") or "",
            order=front.get("order") or 0,
            body=self.body(document, place),
        )

    def things(self):
        return StandardPage.objects.live().order_by("slug")

    def filename(self, thing):
        below_home = thing.url_path.removeprefix(HomePage.objects.get().url_path)
        return f"cms/starter/{self.folder}/{below_home.strip('/')}.md"

    def dump(self, thing, place):
        front = {"title": thing.title, "summary": thing.summary, "menu": thing.menu, "order": thing.order or None, **self.review(thing)}
        return files.write(front, write_body(thing.body, self.formats, place))


class StartIndex(PageKind):
    """The page with all lists to start with."""

    name, model = "start here", StartIndexPage
    required, optional = ["title"], ["summary"]

    def documents(self):
        yield self.checked(files.read(content_types.STARTER / "start-here.md", content_types.ROOT))

    def parent(self, document):
        return HomePage.objects.get()

    def fill(self, document, thing, place):
        publish(thing, title=document.front["title"], summary=document.front.get("summary") or "")

    def things(self):
        return StartIndexPage.objects.live()

    def filename(self, thing):
        return "cms/starter/start-here.md"

    def dump(self, thing, place):
        return files.write({"title": thing.title, "summary": thing.summary, **self.review(thing)})


class StartLists(PageKind):
    name, model = "list to start with", StartPage
    required, optional = ["title", "summary", "steps"], ["roles"]
    STEP = {"path": SHARED["page"]["path"], "minutes": plain(False, kind=int), "why": plain()}

    def documents(self):
        for path in sorted((content_types.STARTER / "start").glob("*.md")):
            yield self.checked(files.read(path, content_types.ROOT))

    def parent(self, document):
        return StartIndexPage.objects.get()

    def slug(self, document):
        return re.sub(r"^\d+-", "", document.path.stem)

    def fill(self, document, thing, place):
        slugs = files.as_list(document, "roles")
        found = {role.slug: role for role in JobRole.objects.filter(slug__in=slugs)}
        for slug in slugs:
            if slug not in found:
                raise document.error("roles", f"“{slug}” in “roles” does not exist.")
        thing.roles = [found[slug] for slug in slugs]
        publish(
            thing,
            title=document.front["title"],
            summary=document.front["summary"],
            intro=rich(document, document.body, place),
            steps=self._steps(document, place),
        )

    def _steps(self, document, place):
        block = StartPage._meta.get_field("steps").stream_block
        try:
            read = [read_fields(one, self.STEP, place) for one in files.as_list(document, "steps")]
            raw = [{"type": "step", "value": {"page": one["path"], "minutes": one["minutes"] or None, "why": one["why"]}} for one in read]
            return block.clean(block.to_python(raw))
        except text.LinkProblem as problem:
            raise document.error("steps", f"{problem}.") from None
        except ValidationError as problem:
            raise document.error("steps", words_of(problem)) from None

    def things(self):
        return StartPage.objects.live().order_by("path")

    def filename(self, thing):
        return f"cms/starter/start/{thing.get_prev_siblings().count() + 1:02d}-{thing.slug}.md"

    def dump(self, thing, place):
        steps = [
            {"path": child.get_prep_value()["value"]["page"], "minutes": child.value.entered_minutes, "why": child.value["why"]}
            for child in thing.steps
        ]
        front = {
            "title": thing.title,
            "summary": thing.summary,
            "roles": [role.slug for role in thing.roles.order_by("order", "slug")],
            "steps": many(self.STEP).write(steps, place),
            **self.review(thing),
        }
        return files.write(front, text.to_markdown(thing.intro, place.path))
