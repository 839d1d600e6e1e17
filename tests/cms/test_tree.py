"""The stamped tree: pages served with it equal pages served without it, whatever editors do; and a control that can fail.

`untouched` serves a page with the tree built anew for that very request, as if nothing were ever kept. The kept tree lives in
this process; edits that bypass Django's signals (queryset.update, SQL) stand for other processes.
"""

import re

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from cms import tree
from cms.models import GlossaryTerm, Provocation, SiteSettings, StandardPage
from cms.stamp import unwatch, watched_tables
from learning import outline
from learning.models import Item, ItemVersion, LessonPage, ModulePage
from tests.builders import complete, edit, make_lesson, make_module, publish

pytestmark = pytest.mark.django_db


def _addresses(site):
    return [page.url for page in (site.home, site.learn, site.module, *site.lessons)] + ["/words/", "/about/", "/nowhere/"]


def _body(response):
    text = response.content.decode() if response.status_code == 200 else f"{response.status_code} {response.headers.get('Location', '')}"
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "uuid", text)
    return re.sub(r'(value|data-token)="[A-Za-z0-9]{64}"', "token", text)


def _differences(site, clients):
    """Addresses that look different with the kept tree and with one built for the request."""
    found = []
    for name, client in clients.items():
        for address in _addresses(site):
            kept = _body(client.get(address))
            held = dict(tree._held)
            tree._held.clear()
            untouched = _body(client.get(address))
            tree._held.update(held)
            if kept != untouched:
                found.append(f"{name} {address}")
    return found


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
    """Every kind of edit, in order; after each one the pages are compared."""
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
    yield "a completion", lambda: complete(people.alice, site.lessons[0])
    yield "a second site", lambda: Site.objects.create(hostname="other.example.org", root_page=site.learn)
    yield "one site again", lambda: Site.objects.filter(hostname="other.example.org").delete()
    yield "a new root slug", lambda: _reslug(site.home, "front")
    yield "deleting a lesson", lambda: Page.objects.get(pk=site.lessons[1].pk).delete()
    yield "deleting a module", lambda: ModulePage.objects.last().delete()


def _draft(page):
    page = LessonPage.objects.get(pk=page.pk)
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


def _walk(site, people, clients):
    found = {}
    for name, step in _steps(site, people):
        step()
        if differences := _differences(site, clients):
            found[name] = differences
    return found


def test_pages_are_the_same_with_and_without_the_kept_tree(site, people, clients):
    _differences(site, clients)
    assert _walk(site, people, clients) == {}


def test_control_without_triggers_the_same_walk_finds_differences(site, people, clients):
    _differences(site, clients)
    with connection.schema_editor(atomic=False) if connection.vendor == "postgresql" else _Editor() as editor:
        for table in (*tree.WATCHED, *outline.WATCHED):
            unwatch(editor, table)
    assert len(_walk(site, people, clients)) > 5


class _Editor:
    """Enough of a schema editor for dropping SQLite's triggers within a test's transaction."""

    connection = connection

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        return None

    def execute(self, statement):
        _sql(statement)


def test_every_table_the_tree_copies_has_its_trigger():
    assert watched_tables(connection) == {*tree.WATCHED, *outline.WATCHED}


def test_the_stamp_moves_with_each_statement_and_never_comes_back_after_a_rollback(site):
    before = tree._read_stamp()
    with pytest.raises(RuntimeError), transaction.atomic():
        Page.objects.filter(pk=site.home.pk).update(title="Rolled back")
        inside = tree._read_stamp()
        assert tree.current().nodes[site.home.pk].title == "Rolled back"
        raise RuntimeError
    assert tree._read_stamp() == before
    assert inside != before
    assert tree.current().nodes[site.home.pk].title == "Drumbeat"


def test_the_outline_is_as_fresh_as_the_tree_and_forgets_what_was_rolled_back(site):
    lessons = outline.outline()[site.module.pk].lessons
    assert [one.page_id for one in lessons] == [page.pk for page in site.lessons]
    with pytest.raises(RuntimeError), transaction.atomic():
        Item.objects.filter(page=site.lessons[1].pk).update(retired_at=timezone.now())
        assert len(outline.outline()[site.module.pk].lessons) == 2
        raise RuntimeError
    assert outline.outline()[site.module.pk].lessons == lessons


def test_a_control_the_outline_alone_goes_stale_without_its_triggers(site):
    assert len(outline.outline()[site.module.pk].lessons) == 3
    with connection.schema_editor(atomic=False) if connection.vendor == "postgresql" else _Editor() as editor:
        for table in outline.WATCHED:
            unwatch(editor, table)
    Item.objects.filter(page=site.lessons[1].pk).update(retired_at=timezone.now())
    assert len(outline.outline()[site.module.pk].lessons) == 3


def test_without_a_stamp_nothing_is_kept(site):
    _sql("DELETE FROM cms_stamp")
    Page.objects.filter(pk=site.home.pk).update(title="Fresh")
    assert tree.current().nodes[site.home.pk].title == "Fresh"


def test_wagtail_still_takes_the_route_we_found(site, rf):
    """The one private attribute the fast route relies on."""
    from wagtail.models import Page as WagtailPage
    from wagtail.url_routing import RouteResult

    request = rf.get("/learn/")
    request._wagtail_route_for_request = RouteResult(site.learn)
    assert WagtailPage.route_for_request(request, "learn/").page == site.learn
