"""The stamped snapshot: cached and uncached pages are equal after every kind of edit. A control test shows that the check can fail.

`untouched` serves the pages with a snapshot built after the edits, as if nothing had been cached. The cached snapshot belongs to this
process; edits that bypass Django's signals (queryset.update, SQL) represent other processes.
"""

import re

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, Site, get_page_models
from wagtail.rich_text import RichText

from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from cms.library.models import Recording
from cms.page_tree import snapshot
from cms.page_tree.stamp import unwatch, watched_tables
from cms.pages.models import SiteSettings, StandardPage
from cms.vocabulary.models import Figure, GlossaryTerm, Provocation
from learning import outline
from learning.models import Item, ItemVersion, LessonPage, ModulePage
from tests.builders import complete, edit, make_lesson, make_module, publish
from tests.casestudies.stories import make_index, make_study
from tests.pages.blocks.parts import a_document, a_recording, an_image, png

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture(autouse=True)
def keeping_as_outside_the_suite(monkeypatch):
    """Ignore the test's own transaction, in which nothing would be cached. Only the product's transactions count here."""
    monkeypatch.setattr(snapshot, "_in_transaction", lambda: any(not block._from_testcase for block in connection.atomic_blocks))
    snapshot._snapshots.clear()
    Site.clear_site_root_paths_cache()  # the previous test changed them and was rolled back


ELSEWHERE = [
    "/words/",
    "/about/",
    "/nowhere/",
    "/case-studies/",
    "/case-studies/the-light-left-on/",
    "/case-studies/the-light-left-on/?team-sheet=1",
    "/find/?q=somthing",
]


def _addresses(site, name):
    """Return the URLs to compare for a kind of user: the current URLs of the pages and a few fixed URLs.

    Members read everything. Visitors read public pages and are redirected to sign in for the others. Staff also see restricted pages
    and links to the editor; for them one page of each kind is enough.
    """
    pages = {
        "member": (site.home, site.learn, site.module, *site.lessons),
        "visitor": (site.home, site.module),
        "staff": (site.home, site.learn, site.module, site.lessons[0]),
    }[name]
    elsewhere = {"member": ELSEWHERE, "visitor": ELSEWHERE[:3], "staff": ELSEWHERE[4:5]}[name]
    urls = [page.get_url() for page in Page.objects.filter(pk__in=[page.pk for page in pages]).order_by("pk")]
    return [url for url in urls if url] + elsewhere


def _body(response):
    text = response.content.decode() if response.status_code == 200 else f"{response.status_code} {response.headers.get('Location', '')}"
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "uuid", text)
    return re.sub(r'(value|data-token)="[A-Za-z0-9]{64}"', "token", text)


def _differences(site, clients):
    """Return the URLs whose pages differ between the cached snapshot and a snapshot built after the edits."""
    asked = [(name, client, address) for name, client in clients.items() for address in _addresses(site, name)]
    kept = [_body(client.get(address)) for _, client, address in asked]
    held = dict(snapshot._snapshots)
    snapshot._snapshots.clear()
    untouched = [_body(client.get(address)) for _, client, address in asked]
    snapshot._snapshots.clear()
    snapshot._snapshots.update(held)
    return [f"{name} {address}" for (name, _, address), before, after in zip(asked, kept, untouched, strict=True) if before != after]


@pytest.fixture
def clients(people, client, signed_in):
    people.dana.is_superuser = people.dana.is_staff = True
    people.dana.save()
    return {"visitor": client, "member": signed_in(people.alice), "staff": signed_in(people.dana)}


def _page(site, title="About"):
    page = site.home.add_child(instance=StandardPage(title=title, slug=title.lower(), menu="footer", live=False))
    publish(page)
    return page


def _steps(site, people):
    """Yield every kind of edit in order. The pages are compared after each."""
    yield "publish an edit", lambda: edit(site.lessons[0], "Other words.", "clarified")
    yield "save a draft", lambda: _draft(site.lessons[0])
    yield "a new lesson", lambda: make_lesson(site.module, "A fourth")
    yield "unpublish", lambda: LessonPage.objects.get(pk=site.lessons[1].pk).unpublish()
    yield "publish again", lambda: publish(LessonPage.objects.get(pk=site.lessons[1].pk))
    yield "rename", lambda: _retitle(site.lessons[2], "Another title")
    yield "a new slug", lambda: _reslug(site.lessons[2], "another-slug")
    yield "a new slug of the module", lambda: _reslug(site.module, "risk")
    yield "a new order", lambda: Page.objects.get(pk=site.lessons[2].pk).move(Page.objects.get(pk=site.lessons[0].pk), pos="left")
    yield "a new module", lambda: make_module(type(site.learn).objects.get(), "Words that care", lessons=1)
    yield "move to another module", lambda: Page.objects.get(pk=site.lessons[2].pk).move(ModulePage.objects.last(), pos="last-child")
    yield "a page for the footer", lambda: _page(site)
    yield "out of the footer", lambda: StandardPage.objects.update(menu="")
    yield "back by bulk update", lambda: StandardPage.objects.update(menu="footer")
    yield "bulk update of titles", lambda: Page.objects.filter(pk=site.lessons[0].pk).update(title="By bulk update")
    yield "raw SQL", lambda: _sql("UPDATE wagtailcore_page SET title = 'By SQL' WHERE slug = 'risk'")
    yield "members of a group only", lambda: _restrict(site.module, PageViewRestriction.GROUPS, Group.objects.create(name="Few"))
    yield "the group changes", lambda: people.alice.groups.add(Group.objects.get(name="Few"))
    yield "the restriction goes", lambda: PageViewRestriction.objects.all().delete()
    yield "an alias", lambda: Page.objects.get(pk=site.lessons[0].pk).create_alias(update_slug="alias")
    yield "a glossary term", lambda: _publish_snippet(GlossaryTerm(term="something", slug="something", text="<p>A thing.</p>"))
    yield "the term is unpublished", lambda: GlossaryTerm.objects.get().unpublish()
    yield "a provocation", lambda: _publish_snippet(Provocation(text="Whose risk?", slug="whose-risk"))
    yield "the owner's line", lambda: SiteSettings.objects.update_or_create(site=Site.objects.get(), defaults={"owner_line": "Ours."})
    yield "a lesson out of use, by bulk update", lambda: Item.objects.filter(page=site.lessons[2].pk).update(retired_at=timezone.now())
    yield "in use again", lambda: Item.objects.update(retired_at=None)
    yield "minutes of the words, by bulk update", lambda: ItemVersion.objects.update(minutes=9)
    yield "a picture and a file", lambda: _show(site.lessons[0], an_image(), a_document("form.pdf"))
    yield "another picture in its place", _replace_picture
    yield "its sizes thrown away", lambda: get_image_model().get_rendition_model().objects.all().delete()
    yield "the file renamed by bulk update", lambda: get_document_model().objects.update(title="Another form")
    yield "words by bulk update", lambda: LessonPage.objects.filter(pk=site.lessons[0].pk).update(summary="By bulk update")
    yield "the module's words by bulk update", lambda: ModulePage.objects.update(for_whom="By bulk update")
    yield "the catalogue's words by bulk update", lambda: type(site.learn).objects.update(summary="By bulk update")
    yield "the home's words by bulk update", lambda: type(site.home).objects.update(heading="By bulk update")
    yield "a figure on a page", lambda: _show_figure(site.lessons[0])
    yield "the figure corrected by bulk update", lambda: Figure.objects.update(value="39")
    yield "a draft of the figure", _draft_figure
    yield "the figure is unpublished", lambda: Figure.objects.get().unpublish()
    yield "a recording, a pointer and a provocation on a page", lambda: _show_what_is_kept_elsewhere(site.lessons[0], site.module)
    yield "the transcript by bulk update", lambda: Recording.objects.update(transcript="The kettle boils.")
    yield "the page it points to renamed", lambda: _retitle(site.module, "Risk, shared")
    yield "the provocation reworded by bulk update", lambda: Provocation.objects.update(text="Whose risk is it?")
    yield (
        "a term that stands in its words",
        lambda: _publish_snippet(GlossaryTerm(term="kettle", slug="kettle", text="<p>Boils water.</p>")),
    )
    yield "the term reworded by bulk update", lambda: GlossaryTerm.objects.update(text="<p>Makes tea.</p>")
    yield "an index of case studies", make_index
    yield "a case study", lambda: make_study(CaseStudyIndexPage.objects.get(), themes=["risk"], provocations=["whose-risk"])
    yield "the index's words by bulk update", lambda: CaseStudyIndexPage.objects.update(summary="By bulk update")
    yield "a draft of it", lambda: _draft(CaseStudyPage.objects.get())
    yield "it is unpublished", lambda: CaseStudyPage.objects.get().unpublish()
    yield "a completion", lambda: complete(people.alice, site.lessons[0])
    yield "a second site", lambda: Site.objects.create(hostname="other.example.org", root_page=site.learn)
    yield "one site again", lambda: Site.objects.filter(hostname="other.example.org").delete()
    yield "a new root slug", lambda: _reslug(site.home, "front")
    yield "deleting a lesson", lambda: Page.objects.get(pk=site.lessons[1].pk).delete()
    yield "deleting a module", lambda: ModulePage.objects.last().delete()


def test_a_page_below_an_unpublished_page_is_closed(site):
    """Any unpublished ancestor closes the page, except the home page."""
    lesson = site.lessons[0].pk
    for page, is_shut in [(site.module, True), (site.learn, True), (site.home, False)]:
        Page.objects.filter(pk=page.pk).update(live=False)
        now = snapshot.current_tree()
        assert (now.is_open(lesson), now.url(lesson) is None) == (not is_shut, is_shut)
        Page.objects.filter(pk=page.pk).update(live=True)


def _show(page, picture, file):
    page = LessonPage.objects.get(pk=page.pk)
    page.body.append(("picture", {"image": picture, "alternative": "A blue door"}))
    page.body.append(("download", {"file": file, "title": ""}))
    page.change = "editorial"
    publish(page)


def _replace_picture():
    picture = get_image_model().objects.get()
    picture.title, picture.width = "Another door", 39
    picture.file = ContentFile(png(), name="another.png")
    picture.save()


def _show_figure(page):
    words = {"value": "51", "unit": "fewer", "place": "North Yorkshire", "period": "2021/2", "source": "A page"}
    figure = Figure.objects.create(slug="fewer", source_url="https://example.org/", **words)
    page = LessonPage.objects.get(pk=page.pk)
    page.body.append(("figure", {"figures": [figure.pk], "look": "table"}))
    page.change = "editorial"
    publish(page)


def _show_what_is_kept_elsewhere(page, pointed_at):
    page = LessonPage.objects.get(pk=page.pk)
    page.body.append(("text", RichText("<p>The kettle is on.</p>")))
    page.body.append(("video", {"recording": a_recording(), "called": ""}))
    page.body.append(("page", {"page": pointed_at.pk, "note": ""}))
    page.body.append(("provocation", {"provocation": Provocation.objects.get().pk, "prompt": ""}))
    page.change = "editorial"
    publish(page)


def _draft_figure():
    figure = Figure.objects.get()
    figure.value = "Only a draft"
    figure.save_revision()


def _draft(page):
    page = page.specific_class.objects.get(pk=page.pk)
    page.title = "Only a draft"
    page.save_revision()


def _retitle(page, title):
    page = page.specific_class.objects.get(pk=page.pk)
    page.title = title
    publish(page)


def _reslug(page, slug):
    page = page.specific_class.objects.get(pk=page.pk)
    page.slug = slug
    publish(page)


def _restrict(page, kind, group):
    PageViewRestriction.objects.create(page_id=page.pk, restriction_type=kind).groups.add(group)


def _publish_snippet(thing):
    thing.save()
    thing.save_revision().publish()


def _sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _walk(site, people, clients, enough=None):
    """Return {step: differences} for the steps after which pages differed. Stop after `enough` such steps."""
    found = {}
    for name, step in _steps(site, people):
        step()
        if differences := _differences(site, clients):
            found[name] = differences
        if enough and len(found) >= enough:
            break
    return found


def test_cached_pages_equal_uncached_pages_after_every_kind_of_edit(site, people, clients):
    _differences(site, clients)
    assert _walk(site, people, clients) == {}


def test_control_without_triggers_cached_pages_go_stale(site, people, clients):
    _differences(site, clients)
    with connection.schema_editor(atomic=False) if connection.vendor == "postgresql" else _Editor() as editor:
        for table in watched_tables(connection):
            unwatch(editor, table)
    assert len(_walk(site, people, clients, enough=6)) == 6


class _Editor:
    """A minimal schema editor that drops SQLite's triggers within a test's transaction."""

    connection = connection

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        return None

    def execute(self, statement):
        _sql(statement)


def test_every_cached_table_has_its_stamp_trigger():
    assert {*snapshot.WATCHED_TABLES, *outline.WATCHED} <= watched_tables(connection)


def test_every_page_type_has_its_stamp_trigger():
    """A cached page must be dropped when its own table changes."""
    kinds = {model._meta.db_table for model in get_page_models() if model._meta.app_label != "wagtailcore"}
    assert kinds <= watched_tables(connection)


def test_a_cached_lesson_costs_six_queries(site, people, signed_in, django_assert_num_queries):
    _show(site.lessons[0], an_image(), a_document("form.pdf"))
    client = signed_in(people.alice)
    client.get(site.lessons[0].url)
    client.get(site.lessons[0].url)
    with django_assert_num_queries(6):  # session with its user, stamp, path, notes, whether the page is saved, what boards say about it
        client.get(site.lessons[0].url)


def test_a_misspelling_finds_words_that_have_just_been_published(site, people, signed_in):
    client = signed_in(people.alice)

    def found():
        client.get("/find/?q=albatros")
        return [found["hit"].title for group in client.get("/find/?q=albatros").context["groups"] for found in group["hits"]]

    assert found() == []
    lesson = edit(site.lessons[0], "An albatross flew over.", "clarified")
    assert found() == [lesson.title]


def test_changing_a_cached_page_does_not_change_the_cache(site):
    read = lambda keys: {page.pk: page for page in LessonPage.objects.filter(pk__in=keys)}  # noqa: E731
    first = snapshot.current_tree().cached("pages", [site.lessons[0].pk], read)[site.lessons[0].pk]
    first.title = "Scribbled on"
    again = snapshot.current_tree().cached("pages", [site.lessons[0].pk], read)[site.lessons[0].pk]
    assert again.title == "Lesson 1 of RAISE and shared risk"


def test_nothing_read_in_a_transaction_is_cached(site):
    """The transaction may be rolled back, and the snapshot may date from before it under a token that is still valid."""
    pk, at_hand = site.lessons[0].pk, snapshot.current_tree()
    read = lambda keys: {page.pk: page for page in LessonPage.objects.filter(pk__in=keys)}  # noqa: E731
    with pytest.raises(RuntimeError), transaction.atomic():
        LessonPage.objects.filter(pk=pk).update(summary="Rolled back")
        assert at_hand.cached("pages", [pk], read)[pk].summary == "Rolled back"
        raise RuntimeError
    assert at_hand.cached("pages", [pk], read)[pk].summary == "Whose risk is written down?"


def test_the_cache_drops_its_oldest_entries_when_full(monkeypatch):
    monkeypatch.setattr(snapshot, "MAX_CACHED", 3)
    copy = snapshot.current_tree()
    for number in range(10):
        assert copy.cached("numbers", [number, number + 1], lambda keys: {key: -key for key in keys}) == {
            number: -number,
            number + 1: -number - 1,
        }
        assert [key for _, key in copy._cached["numbers"]] == [key for key in range(number - 1, number + 2) if key >= 0]


def test_a_rolled_back_stamp_is_never_used_again(site):
    before = snapshot._read_stamp()
    with pytest.raises(RuntimeError), transaction.atomic():
        Page.objects.filter(pk=site.home.pk).update(title="Rolled back")
        inside = snapshot._read_stamp()
        assert snapshot.current_tree().nodes[site.home.pk].title == "Rolled back"
        raise RuntimeError
    assert snapshot._read_stamp() == before
    assert inside != before
    assert snapshot.current_tree().nodes[site.home.pk].title == "Drumbeat"


def test_the_outline_drops_changes_that_were_rolled_back(site):
    lessons = outline.outline()[site.module.pk].lessons
    assert [lesson.page_id for lesson in lessons] == [page.pk for page in site.lessons]
    with pytest.raises(RuntimeError), transaction.atomic():
        Item.objects.filter(page=site.lessons[1].pk).update(retired_at=timezone.now())
        assert len(outline.outline()[site.module.pk].lessons) == 2
        raise RuntimeError
    assert outline.outline()[site.module.pk].lessons == lessons


def test_control_without_triggers_the_outline_goes_stale(site):
    assert len(outline.outline()[site.module.pk].lessons) == 3
    with connection.schema_editor(atomic=False) if connection.vendor == "postgresql" else _Editor() as editor:
        for table in outline.WATCHED:
            unwatch(editor, table)
    Item.objects.filter(page=site.lessons[1].pk).update(retired_at=timezone.now())
    assert len(outline.outline()[site.module.pk].lessons) == 3


SHOWN_ON_LESSONS = {
    "library_recording": lambda words: Recording.objects.update(transcript=words),
    "vocabulary_provocation": lambda words: Provocation.objects.update(text=words),
    "vocabulary_glossaryterm": lambda words: GlossaryTerm.objects.update(text=f"<p>{words}</p>"),
    "vocabulary_figure": lambda words: Figure.objects.update(value=words),
}


@pytest.fixture
def read_lesson(site, people, signed_in):
    """Return a function that reads a lesson showing something from each table in SHOWN_ON_LESSONS."""
    _publish_snippet(Provocation(text="Whose risk?", slug="whose-risk"))
    _publish_snippet(GlossaryTerm(term="kettle", slug="kettle", text="<p>Boils water.</p>"))
    _show_what_is_kept_elsewhere(site.lessons[0], site.module)
    _show_figure(site.lessons[0])
    client = signed_in(people.alice)
    return lambda: _body(client.get(site.lessons[0].url))


def test_a_lesson_shows_the_newest_recording_provocation_term_and_figure(read_lesson):
    for table, update in SHOWN_ON_LESSONS.items():
        read_lesson()
        update(f"New in {table}")
        assert f"New in {table}" in read_lesson()


def test_control_without_a_tables_trigger_a_lesson_goes_stale(read_lesson):
    for table, update in SHOWN_ON_LESSONS.items():
        with connection.schema_editor(atomic=False) if connection.vendor == "postgresql" else _Editor() as editor:
            unwatch(editor, table)
        read_lesson()
        update(f"New in {table}")
        assert f"New in {table}" not in read_lesson()


def test_a_preview_shows_the_draft_even_if_the_published_page_is_cached(site, people, signed_in):
    client = signed_in(people.alice)
    client.get(site.lessons[0].url)
    draft = LessonPage.objects.get(pk=site.lessons[0].pk)
    draft.body.append(("text", RichText("<p>Only a draft.</p>")))
    assert "Only a draft." in draft.make_preview_request(preview_mode="").rendered_content
    assert "Only a draft." not in _body(client.get(site.lessons[0].url))


def test_without_a_stamp_nothing_is_cached(site):
    _sql("DELETE FROM page_tree_stamp")
    Page.objects.filter(pk=site.home.pk).update(title="Fresh")
    assert snapshot.current_tree().nodes[site.home.pk].title == "Fresh"


def test_wagtail_still_accepts_a_route_set_by_us(site, rf):
    """Our fast routing relies on this private attribute."""
    from wagtail.models import Page as WagtailPage
    from wagtail.url_routing import RouteResult

    request = rf.get("/learn/")
    request._wagtail_route_for_request = RouteResult(site.learn)
    assert WagtailPage.route_for_request(request, "learn/").page == site.learn
