"""The ground's own pages as starter content: the front door and ordinary pages."""

from wagtail.models import Page, Site

from cms.models import HomePage, SiteSettings, StandardPage
from cms.starting import files, kinds, text
from cms.starting.blocks import write_body
from cms.starting.kinds import PageKind, bare_words, publish, rich


class Home(PageKind):
    """The front door. It takes the place of the page a new Wagtail site comes with."""

    name, model, folder = "home page", HomePage, ""
    required = ["title", "heading", "lead"]
    optional = ["promises", "joining", "owner_line"]

    def documents(self):
        yield self.checked(files.read(kinds.STARTER / "home.md", kinds.ROOT))

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

    def parent(self, document):
        return HomePage.objects.get()

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

    def dump(self, thing, place):
        front = {"title": thing.title, "summary": thing.summary, "menu": thing.menu, "order": thing.order or None, **self.review(thing)}
        return files.write(front, write_body(thing.body, self.formats, place))
