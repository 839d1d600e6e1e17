"""Pages of cms as starter content: the home page, standard pages and start lists."""

import re

from django.core.exceptions import ValidationError
from wagtail.models import Page, Site

from cms.pages.models import HomePage, SiteSettings, StandardPage, StartIndexPage, StartPage
from cms.people.models import JobRole
from cms.starter_content import content_types, files, text
from cms.starter_content.content_types import PageType, initial_value, publish, rich_text
from cms.starter_content.fences import SHARED, first_error, write_body
from cms.starter_content.fields import many, plain, read_fields


class Home(PageType):
    """The home page. It replaces the welcome page of a new Wagtail site."""

    name, model, folder = "home page", HomePage, ""
    required = ["title", "heading", "lead"]
    optional = ["promises", "joining"]

    def documents(self):
        yield self.checked(files.read(content_types.STARTER / "home.md", content_types.ROOT))

    def make(self, document):
        existing = HomePage.objects.first()
        if existing:
            return existing, False
        root = Page.get_first_root_node()
        page = root.add_child(
            instance=HomePage(title=initial_value(document, "title", 255), slug="drumbeat", heading="", lead="", live=False)
        )
        site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
        welcome = site.root_page if site.pk else None
        site.root_page, site.site_name = page, "Drumbeat"
        site.save()
        if welcome and welcome.specific_class is Page and not welcome.get_children().exists():
            welcome.delete()
        return HomePage.objects.get(pk=page.pk), True

    def fill(self, document, instance, context):
        front = document.front
        promises = [{"type": "promise", "value": promise} for promise in front.get("promises") or []]
        publish(
            instance,
            title=front["title"],
            heading=front["heading"],
            lead=front["lead"],
            promises=HomePage._meta.get_field("promises").stream_block.to_python(promises),
            joining=rich_text(document, front.get("joining") or "", context, document.line_of("joining")),
            body=self.body(document, context),
        )
        SiteSettings.objects.get_or_create(site=Site.objects.get(is_default_site=True))

    def things(self):
        return HomePage.objects.live()

    def filename(self, instance):
        return "cms/starter_content/starter/home.md"

    def dump(self, instance, context):
        front = {
            "title": instance.title,
            "heading": instance.heading,
            "lead": instance.lead,
            "promises": [dict(child.get_prep_value()["value"]) for child in instance.promises],
            "joining": text.to_markdown(instance.joining, context.path),
            **self.review(instance),
        }
        return files.write(front, write_body(instance.body, self.formats, context))


class Pages(PageType):
    name, model, folder = "page", StandardPage, "pages"
    formats = {**SHARED, "tonight": {"box": plain()}}
    required = ["title"]
    optional = ["summary", "menu", "order"]

    def documents(self):
        """Yield parent pages first. Child pages are in a folder named after their parent."""
        for path in sorted((content_types.STARTER / self.folder).rglob("*.md"), key=lambda path: (len(path.parts), path)):
            yield self.checked(files.read(path, content_types.ROOT))

    def parent(self, document):
        page, slugs = HomePage.objects.get(), document.path.parent.relative_to(content_types.STARTER / self.folder).parts
        for slug in slugs:
            page = StandardPage.objects.child_of(page).filter(slug=slug).first()
            if page is None:
                raise document.error("title", f"there is no page “{'/'.join(slugs)}” to put it under.")
        return page

    def fill(self, document, instance, context):
        front = document.front
        publish(
            instance,
            title=front["title"],
            summary=front.get("summary") or "",
            menu=front.get("menu") or "",
            order=front.get("order") or 0,
            body=self.body(document, context),
        )

    def things(self):
        return StandardPage.objects.live().order_by("slug")

    def filename(self, instance):
        below_home = instance.url_path.removeprefix(HomePage.objects.get().url_path)
        return f"cms/starter_content/starter/{self.folder}/{below_home.strip('/')}.md"

    def dump(self, instance, context):
        front = {
            "title": instance.title,
            "summary": instance.summary,
            "menu": instance.menu,
            "order": instance.order or None,
            **self.review(instance),
        }
        return files.write(front, write_body(instance.body, self.formats, context))


class StartIndex(PageType):
    """The page that lists all start lists."""

    name, model = "start here", StartIndexPage
    required, optional = ["title"], ["summary"]

    def documents(self):
        yield self.checked(files.read(content_types.STARTER / "start-here.md", content_types.ROOT))

    def parent(self, document):
        return HomePage.objects.get()

    def fill(self, document, instance, context):
        publish(instance, title=document.front["title"], summary=document.front.get("summary") or "")

    def things(self):
        return StartIndexPage.objects.live()

    def filename(self, instance):
        return "cms/starter_content/starter/start-here.md"

    def dump(self, instance, context):
        return files.write({"title": instance.title, "summary": instance.summary, **self.review(instance)})


class StartLists(PageType):
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

    def fill(self, document, instance, context):
        slugs = files.as_list(document, "roles")
        roles = {role.slug: role for role in JobRole.objects.filter(slug__in=slugs)}
        for slug in slugs:
            if slug not in roles:
                raise document.error("roles", f"“{slug}” in “roles” does not exist.")
        instance.roles = [roles[slug] for slug in slugs]
        publish(
            instance,
            title=document.front["title"],
            summary=document.front["summary"],
            intro=rich_text(document, document.body, context),
            steps=self._steps(document, context),
        )

    def _steps(self, document, context):
        block = StartPage._meta.get_field("steps").stream_block
        try:
            steps = [read_fields(step, self.STEP, context) for step in files.as_list(document, "steps")]
            raw = [
                {"type": "step", "value": {"page": step["path"], "minutes": step["minutes"] or None, "why": step["why"]}} for step in steps
            ]
            return block.clean(block.to_python(raw))
        except text.InvalidValue as problem:
            raise document.error("steps", f"{problem}.") from None
        except ValidationError as problem:
            raise document.error("steps", first_error(problem)) from None

    def things(self):
        return StartPage.objects.live().order_by("path")

    def filename(self, instance):
        return f"cms/starter_content/starter/start/{instance.get_prev_siblings().count() + 1:02d}-{instance.slug}.md"

    def dump(self, instance, context):
        steps = [
            {"path": child.get_prep_value()["value"]["page"], "minutes": child.value.entered_minutes, "why": child.value["why"]}
            for child in instance.steps
        ]
        front = {
            "title": instance.title,
            "summary": instance.summary,
            "roles": [role.slug for role in instance.roles.order_by("order", "slug")],
            "steps": many(self.STEP).write(steps, context),
            **self.review(instance),
        }
        return files.write(front, text.to_markdown(instance.intro, context.path))
