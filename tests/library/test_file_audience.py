"""Pictures and documents are open to readers of a published page that uses them, and to staff."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import ReferenceIndex

from cms.desk.rights import set_desk_rights
from cms.pages.models import StandardPage
from learning.models import LessonPage
from tests.copies import copies
from tests.library.test_uploads import GOOD
from tests.pages.blocks.parts import a_document, an_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(people, settings, tmp_path, signed_in):
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    set_desk_rights()
    people.dana.refresh_from_db()
    return {"visitor": Client(), "newcomer": signed_in(people.newcomer), "alice": signed_in(people.alice), "dana": signed_in(people.dana)}


def picture_block(image):
    return {"type": "picture", "value": {"image": image.pk, "alternative": "A door", "decorative": False, "caption": "", "credit": ""}}


def put_on(page, *blocks):
    """Set the page's body to these blocks and save it; publish it if it is live. Return the page."""
    page.body = type(page)._meta.get_field("body").stream_block.to_python(list(blocks))
    page.save_revision().publish() if page.live else page.save()
    return page


def answers(world, *addresses):
    """Return {name: status code} for each person, or a sorted list of codes where the addresses differ."""
    found = {}
    for name, client in world.items():
        codes = {client.get(address).status_code for address in addresses}
        found[name] = codes.pop() if len(codes) == 1 else sorted(codes)
    return found


CLOSED = {"visitor": 302, "newcomer": 404, "alice": 404, "dana": 200}
MEMBERS = {"visitor": 302, "newcomer": 404, "alice": 200, "dana": 200}
OPEN = {"visitor": 200, "newcomer": 200, "alice": 200, "dana": 200}


def addresses_of(image):
    """Return the URLs of the original picture and of a rendition."""
    return [image.file.url, image.get_rendition("max-20x20").url]


def test_an_unused_file_opens_only_for_trainers(world):
    assert answers(world, *addresses_of(an_image()), a_document("sheet.pdf", GOOD["sheet.pdf"]).url) == CLOSED


def test_a_picture_on_a_members_page_opens_only_for_members(world, site):
    image = an_image()
    put_on(site.lessons[0], picture_block(image))
    assert answers(world, *addresses_of(image)) == MEMBERS


def test_a_picture_on_a_public_page_opens_for_everyone(world, site):
    image = an_image()
    put_on(site.home.add_child(instance=StandardPage(title="About", slug="about")), picture_block(image))
    assert answers(world, *addresses_of(image)) == OPEN


def test_a_document_opens_only_while_its_page_is_published(world, site):
    document = a_document("sheet.pdf", GOOD["sheet.pdf"])
    put_on(site.lessons[0], {"type": "download", "value": {"file": document.pk, "title": "Sheet", "description": ""}})
    assert answers(world, document.url) == MEMBERS
    site.lessons[0].unpublish()
    assert answers(world, document.url) == CLOSED


def test_a_picture_on_a_draft_opens_only_for_trainers(world, site):
    image = an_image()
    draft = site.home.add_child(instance=StandardPage(title="Soon", slug="soon", live=False))
    put_on(draft, picture_block(image))
    assert answers(world, *addresses_of(image)) == CLOSED


def test_a_picture_added_in_a_draft_of_a_live_page_opens_only_once_published(world, site):
    image, lesson = an_image(), site.lessons[0]
    lesson.body = type(lesson)._meta.get_field("body").stream_block.to_python([picture_block(image)])
    revision = lesson.save_revision()
    assert answers(world, *addresses_of(image)) == CLOSED
    revision.publish()
    assert answers(world, *addresses_of(image)) == MEMBERS


def test_a_picture_removed_in_a_draft_stays_open_until_the_draft_is_published(world, site):
    image = an_image()
    lesson = put_on(site.lessons[0], picture_block(image))
    lesson.body = []
    revision = lesson.save_revision()
    assert answers(world, *addresses_of(image)) == MEMBERS
    revision.publish()
    assert answers(world, *addresses_of(image)) == CLOSED


def test_a_file_has_the_audience_of_its_most_open_page(world, site):
    image = an_image()
    about = put_on(site.home.add_child(instance=StandardPage(title="About", slug="about")), picture_block(image))
    put_on(site.lessons[0], picture_block(image))
    assert answers(world, *addresses_of(image)) == OPEN
    about.unpublish()
    assert answers(world, *addresses_of(image)) == MEMBERS
    site.lessons[0].unpublish()
    assert answers(world, *addresses_of(image)) == CLOSED


def test_a_file_of_a_lesson_closes_with_its_module(world, site):
    document = a_document("sheet.pdf", GOOD["sheet.pdf"])
    put_on(site.lessons[0], {"type": "download", "value": {"file": document.pk, "title": "Sheet", "description": ""}})
    site.module.unpublish()
    assert answers(world, document.url) == CLOSED


def test_deleting_a_page_closes_its_files(world, site):
    image = an_image()
    put_on(site.home.add_child(instance=StandardPage(title="About", slug="about")), picture_block(image)).delete()
    assert answers(world, *addresses_of(image)) == CLOSED


def test_a_missing_file_gets_the_same_response_as_a_closed_file(world, site):
    hidden, document = an_image(), a_document("sheet.pdf", GOOD["sheet.pdf"])
    (there, never) = ([hidden.file.url, document.url], ["/media/original_images/never.png", "/documents/9999/sheet.pdf"])
    for name in ("visitor", "newcomer", "alice"):
        for address, missing in zip(there, never, strict=True):
            hidden_answer, missing_answer = world[name].get(address), world[name].get(missing)
            assert (hidden_answer.status_code, hidden_answer.content) == (missing_answer.status_code, missing_answer.content)


def test_a_file_makes_as_many_queries_on_1_page_as_on_13(world, site):
    image, document = an_image(), a_document("sheet.pdf", GOOD["sheet.pdf"])
    blocks = [picture_block(image), {"type": "download", "value": {"file": document.pk, "title": "Sheet", "description": ""}}]
    put_on(site.lessons[0], *blocks)

    def queries(address):
        world["alice"].get(address)
        with CaptureQueriesContext(connection) as context:
            assert world["alice"].get(address).status_code == 200
        return len(context)

    few = [queries(image.file.url), queries(document.url)]
    for page in LessonPage.objects.filter(pk__in=copies(site.lessons[0], 12)):
        ReferenceIndex.create_or_update_for_object(page)
    assert [queries(image.file.url), queries(document.url)] == few
    assert max(few) <= 7, few
