"""Pages for the benchmark: a module published through Wagtail as a trainer would, the others by a shortcut.

The shortcut omits only revisions, search index and reference index, which no page reads when it is shown: each page
is added to the tree by Wagtail, and its item, version and structure are made by the product's own action.
"""

from dataclasses import dataclass
from io import BytesIO

from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as Picture
from PIL import ImageDraw, ImageFilter
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.pages.models import HomePage, StandardPage
from cms.vocabulary.models import GlossaryTerm, Provocation
from learning.actions import record_publishing
from learning.models import LearnIndexPage, LessonPage, ModulePage
from tests.bench import prose

PICTURES = 6
BARE_SECTIONS = 3


@dataclass
class Shelf:
    """The published pages. `lessons` is a list per module; `bare` is the list of bare pages."""

    modules: list[ModulePage]
    lessons: list[list[LessonPage]]
    bare: list[Page]


def fill(*, modules, lessons_each):
    """Publish the site: home, footer, vocabulary, the modules with their lessons, and the bare pages beside them."""
    home = _home()
    _vocabulary()
    images = [_image(number) for number in range(PICTURES)]
    learn = home.add_child(instance=LearnIndexPage(title="Learn", slug="learn", show_in_menus=True))
    with disable_reference_index_auto_update():
        made = [_module(learn, number) for number in range(modules)]
        links = [page.pk for page in made]
        lessons = [
            [_lesson(module, at * lessons_each + n, links, images, is_first_module=at == 0) for n in range(lessons_each)]
            for at, module in enumerate(made)
        ]
        bare = _bare(home, lessons_each, links, images)
    return Shelf(made, lessons, bare)


def _home():
    root = Page.get_first_root_node()
    home = root.add_child(
        instance=HomePage(title="Drumbeat", slug="drumbeat", heading="Keep the door open.", lead="Short lessons for hub teams.")
    )
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": home})
    Site.clear_site_root_paths_cache()
    for place, title in enumerate(["Accessibility statement", "Privacy", "Cookies", "Contact"]):
        home.add_child(instance=StandardPage(title=title, menu="footer", order=place))
    return home


def _vocabulary():
    GlossaryTerm.objects.bulk_create(
        GlossaryTerm(term=term, slug=term.lower().replace(" ", "-"), is_abbreviation=term.isupper(), text=prose.paragraphs(n, 1))
        for n, term in enumerate(prose.TERMS)
    )
    Provocation.objects.bulk_create(
        Provocation(text=f"{sentence[:-1]}?", slug=f"provocation-{n}", order=n, prompt="Ask it before a plan is agreed.")
        for n, sentence in enumerate(prose.SENTENCES[:8])
    )


def _image(number):
    """Return a picture with as much detail as a soft photograph, 1600 × 1067 pixels."""
    picture = Picture.effect_noise((1600, 1067), 60).convert("RGB")
    draw = ImageDraw.Draw(picture)
    for n in range(40):
        x, y, size = (number * 131 + n * 211) % 1600, (number * 71 + n * 149) % 1067, 40 + n * 6
        draw.ellipse((x, y, x + size, y + size), fill=(n * 6 % 256, (90 + n * 3) % 256, (200 - n * 4) % 256))
    held = BytesIO()
    picture.filter(ImageFilter.GaussianBlur(4)).save(held, "JPEG", quality=85)
    held.seek(0)
    return get_image_model().objects.create(title=f"Picture {number + 1}", file=ImageFile(held, name=f"picture-{number + 1}.jpg")).pk


def _module(learn, number):
    page = ModulePage(
        title=f"Module {number + 1}: {prose.TERMS[number % len(prose.TERMS)]}",
        slug=f"module-{number + 1}",
        summary=prose.SENTENCES[number % len(prose.SENTENCES)],
        intro=prose.paragraphs(number, 1),
        owner_words="Drumbeat editors",
        live=number > 0,
    )
    learn.add_child(instance=page)
    if page.live:
        record_publishing.module_published(page=page, at=timezone.now())
    else:
        page.save_revision().publish()
    return page


def _lesson(module, number, links, images, *, is_first_module):
    page = LessonPage(slug=f"lesson-{number + 1}", live=not is_first_module, **_words(LessonPage, number, links, images))
    module.add_child(instance=page)
    if page.live:
        record_publishing.lesson_published(page=page, revision_id=None, by=None, at=timezone.now())
    else:
        page.save_revision().publish()
    return page


def _words(model, number, links, images):
    """Return title, summary and body of lesson `number`, for a lesson or for a bare page."""
    three = [links[(number + step) % len(links)] for step in (1, 2, 3)]
    raw = prose.lesson_body(number, links=three, image=images[number % len(images)])
    return {
        "title": prose.SENTENCES[number % len(prose.SENTENCES)][:-1],
        "summary": prose.SENTENCES[(number + 5) % len(prose.SENTENCES)],
        "body": model._meta.get_field("body").stream_block.to_python(raw),
    }


def _bare(home, many, links, images):
    from tests.bench.bare.models import BareIndexPage, BarePage, BareSectionPage

    index = home.add_child(instance=BareIndexPage(title="Bare", slug="bare", show_in_menus=True))
    PageViewRestriction.objects.create(page=index, restriction_type=PageViewRestriction.LOGIN)
    made = []
    for place in range(BARE_SECTIONS):
        section = index.add_child(instance=BareSectionPage(title=f"Section {place + 1}", slug=f"section-{place + 1}"))
        for n in range(many):
            page = BarePage(slug=f"page-{n + 1}", **_words(BarePage, place * many + n, links, images))
            made.append(section.add_child(instance=page))
    return made


def counted():
    """Return the numbers of pages, words and pictures as {name: number}, for the report."""
    return {
        "pages in all": Page.objects.count(),
        "glossary terms": GlossaryTerm.objects.count(),
        "provocations": Provocation.objects.count(),
        "pictures": get_image_model().objects.count(),
    }
