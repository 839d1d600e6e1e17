"""Starting a new module in the admin: from a Word file, a pattern, a copy, or empty. Everything is a draft."""

from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images import get_image_model

from cms.desk.rights import set_desk_rights
from learning.actions.drafts import AlreadyImported, NothingToSplit, module_from_word, split_lesson
from learning.models import Item, LessonPage, ModulePage, WordFile, WordPicture
from learning.pattern import LESSONS
from tests.builders import AT, make_lesson, publish
from tests.learning.wordfiles import docx, h, p, picture
from tests.pages.blocks.parts import png

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(site, people, signed_in):
    """Return a client signed in as the trainer."""
    set_desk_rights()
    return signed_in(people.dana)


def send(client, file):
    return client.post(reverse("newmodule:from_word"), {"word-file": file})


def a_file(*parts, **more):
    return docx(h(1, "Whose risk?"), p("Why it matters."), h(2, "Looking"), p("One."), *parts, h(2, "Acting"), p("Two."), **more)


FORM = {"title": "Whose risk?", "owner": "Hub trainers"}


def test_the_page_offers_every_way_to_start(dana):
    html = dana.get(reverse("newmodule:start")).content.decode()
    for name in ("from_word", "from_pattern", "from_copy"):
        assert reverse(f"newmodule:{name}") in html, name
    assert reverse("newmodule:start") in dana.get(reverse("wagtailadmin_home")).content.decode()


def test_a_word_file_is_reported_before_anything_is_made(site, dana):
    response = send(dana, a_file(p("word " * 2_300), picture(words="A door")))
    before = ModulePage.objects.count()
    html = dana.get(response["Location"]).content.decode()
    for words in ("2 lessons", "Looking", "12 minutes", "A door", "Whose risk?"):
        assert words in html, words
    assert ModulePage.objects.count() == before
    assert WordPicture.objects.count() == 1


def test_only_pictures_that_are_used_are_imported(site, dana):
    """Stored imports from earlier releases may contain more pictures."""
    report = send(dana, a_file(picture()))["Location"]
    row = WordFile.objects.get()
    WordPicture.objects.create(file=row, number=2, name="picture-2.png", content=png())
    dana.post(report, {**FORM, "picture-1-alternative": "A blue door", "picture-2-alternative": "Nowhere"})
    assert list(get_image_model().objects.values_list("title", flat=True)) == ["A blue door"]


def test_importing_a_word_file_makes_drafts_and_opens_the_first_lesson(site, dana, people):
    report = send(dana, a_file(picture()))["Location"]
    response = dana.post(report, {**FORM, "picture-1-alternative": "A blue door"})
    module = ModulePage.objects.get(title="Whose risk?")
    lessons = list(LessonPage.objects.child_of(module).order_by("path"))
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[lessons[0].pk])
    assert [lesson.title for lesson in lessons] == ["Looking", "Acting"]
    assert [page.live for page in (module, *lessons)] == [False] * 3
    assert module.intro == "<p>Why it matters.</p>" and module.owner == people.dana
    shown = lessons[0].body[1].value
    assert (shown["alternative"], shown["image"].title) == ("A blue door", "A blue door")
    assert dana.get(response["Location"]).status_code == 200
    assert not Item.objects.filter(page__in=[module.pk, *(lesson.pk for lesson in lessons)]).exists()


def test_importing_twice_makes_a_single_module_and_deletes_the_stored_file(site, dana):
    report = send(dana, a_file(picture()))["Location"]
    first, second = (dana.post(report, {**FORM, "picture-1-decorative": "on"}) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert ModulePage.objects.filter(title="Whose risk?").count() == 1
    row = WordFile.objects.get()
    assert (row.read, WordPicture.objects.count(), get_image_model().objects.count()) == ({}, 0, 1)
    assert dana.get(report)["Location"] == reverse("wagtailadmin_explore", args=[row.module_id])
    with pytest.raises(AlreadyImported):
        module_from_word(word_file=row, title="Again", owner="x", pictures={}, by=row.by)


def test_a_picture_must_be_described_decorative_or_left_out(site, dana):
    report = send(dana, a_file(picture()))["Location"]
    for said in ({}, {"picture-1-alternative": "A door", "picture-1-decorative": "on"}):
        response = dana.post(report, {**FORM, "title": "Kept", **said})
        assert response.status_code == 422 and 'value="Kept"' in response.content.decode()
    assert dana.post(report, {**FORM, "picture-1-leave_out": "on"}).status_code == 302
    assert [block.block_type for block in LessonPage.objects.get(title="Looking").body] == ["text"]
    assert not get_image_model().objects.exists()


def test_a_refused_word_file_shows_its_error_and_is_not_stored(dana):
    for file, said in [
        (SimpleUploadedFile("plan.docx", b"\xd0\xcf\x11\xe0" * 99), "password"),
        (docx(p("a"), more={"word/vbaProject.bin": b"x"}), "macros"),
        (SimpleUploadedFile("plan.pdf", b"%PDF-1.7"), ".docx"),
        (SimpleUploadedFile("empty.docx", b""), ""),
        ("", ""),
    ]:
        response = send(dana, file)
        assert response.status_code == 422 and said in response.content.decode(), file
        assert 'aria-invalid="true"' in response.content.decode(), file
    assert not WordFile.objects.exists()


def test_another_trainer_cannot_see_the_file(site, dana, people, signed_in):
    report = send(dana, a_file(picture()))["Location"]
    frank = signed_in(people.frank)
    uid = WordFile.objects.get().uid
    for address in (report, reverse("newmodule:word_picture", args=[uid, 1])):
        assert dana.get(address).status_code == 200
        assert frank.get(address).status_code == 404
    assert frank.post(report, FORM).status_code == 404
    assert frank.post(reverse("newmodule:forget", args=[uid])).status_code == 404
    assert signed_in(people.carol).get(report)["Location"] == "/"


def test_an_unfinished_import_can_be_deleted_and_is_deleted_after_a_day(dana, people):
    send(dana, a_file())
    dana.post(reverse("newmodule:forget", args=[WordFile.objects.get().uid]))
    assert not WordFile.objects.exists()
    WordFile.objects.create(by=people.frank, name="old.docx", read={"title": "x"}, read_at=AT)
    send(dana, a_file())
    assert [row.name for row in WordFile.objects.all()] == ["whose-risk.docx"]
    WordFile.objects.update(read_at=AT)
    call_command("forget_word_files", stdout=StringIO())
    assert not WordFile.objects.exists()


def test_the_report_costs_the_same_queries_for_12_pictures_as_for_2(dana):
    asked = []
    for many in (2, 12):
        pictures = {f"rId{n}": png() for n in range(1, many + 1)}
        report = send(dana, a_file(*(picture(key) for key in pictures), pictures=pictures))["Location"]
        dana.get(report)
        with CaptureQueriesContext(connection) as queries:
            dana.get(report)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_pattern_adds_its_lessons_as_drafts(site, dana):
    response = dana.post(reverse("newmodule:from_pattern"), {"pattern-title": "New here", "pattern-owner": "Hub trainers"})
    module = ModulePage.objects.get(title="New here")
    lessons = LessonPage.objects.child_of(module)
    assert [lesson.title for lesson in lessons] == [title for title, _ in LESSONS]
    assert not module.live and not any(lesson.live for lesson in lessons)
    assert dana.get(response["Location"]).status_code == 200


def test_a_pattern_without_a_title_is_refused_and_typed_text_is_not_lost(dana):
    response = dana.post(reverse("newmodule:from_pattern"), {"pattern-title": "", "pattern-owner": "Hub trainers"})
    assert response.status_code == 422 and 'value="Hub trainers"' in response.content.decode()


def test_a_copied_module_has_items_of_its_own(site, dana):
    response = dana.post(reverse("newmodule:from_copy"), {"copy-module": site.module.pk})
    assert response["Location"] == reverse("wagtailadmin_pages:copy", args=[site.module.pk])
    data = {"new_title": "Another", "new_slug": "another", "new_parent_page": site.learn.pk, "copy_subpages": "on"}
    dana.post(response["Location"], data)
    copy = ModulePage.objects.get(slug="another")
    assert not copy.live and LessonPage.objects.child_of(copy).count() == len(site.lessons)
    assert not Item.objects.filter(page__in=LessonPage.objects.child_of(copy)).exists()
    lesson = LessonPage.objects.child_of(copy).first()
    publish(lesson)
    assert Item.objects.get(page=lesson).uid != Item.objects.get(page=site.lessons[0]).uid


def long_lesson(module):
    """Publish a lesson with a heading after its first block and return it with the id of that heading."""
    lesson = make_lesson(module, "Long")
    raw = [
        {"type": "text", "value": "<p>One.</p>", "id": "a" * 8},
        {"type": "heading", "value": {"text": "Acting", "level": "2"}, "id": "b" * 8},
        {"type": "text", "value": "<p>Two.</p>", "id": "c" * 8},
    ]
    lesson.body = lesson.body.stream_block.to_python(raw)
    publish(lesson)
    return LessonPage.objects.get(pk=lesson.pk)


def test_splitting_a_lesson_loses_no_block_and_changes_nothing_that_readers_see(site, dana, people):
    lesson = long_lesson(site.module)
    shown = lesson.content_hash
    response = dana.post(reverse("newmodule:split", args=[lesson.pk]), {"at": "b" * 8})
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    lesson, second = LessonPage.objects.get(pk=lesson.pk), LessonPage.objects.get(title="Acting")
    assert lesson.live and lesson.content_hash == shown
    assert not second.live
    assert lesson.get_next_sibling().pk == second.pk
    drafts = [page.get_latest_revision_as_object().body.get_prep_value() for page in (lesson, second)]
    assert [[block["id"][0] for block in draft] for draft in drafts] == [["a"], ["c"]]


def test_a_lesson_is_not_split_before_its_first_block_or_at_something_else(site, people):
    lesson = long_lesson(site.module)
    for block in ("a" * 8, "c" * 8, "none"):
        with pytest.raises(NothingToSplit):
            split_lesson(lesson=lesson, at_block=block, by=people.dana)
    assert site.module.get_children().filter(title="Acting").count() == 0


def test_a_lesson_that_someone_else_has_locked_cannot_be_split(site, people, dana):
    lesson = long_lesson(site.module)
    lesson.locked, lesson.locked_by = True, people.erin
    lesson.save()
    assert dana.post(reverse("newmodule:split", args=[lesson.pk]), {"at": "b" * 8}).status_code == 302
    assert not LessonPage.objects.filter(title="Acting").exists()
