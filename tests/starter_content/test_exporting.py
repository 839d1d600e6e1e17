"""Exporting the content to files: an export loads into an empty site and exports the same files again."""

import shutil

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from cms.pages.models import HomePage, StandardPage
from cms.starter_content.export import export
from cms.starter_content.load import load
from cms.vocabulary.models import Figure, GlossaryTerm, Provocation
from learning.models import LearnIndexPage, LessonPage, ModulePage
from tests.builders import make_module
from tests.pages.blocks.parts import png
from tests.starter_content.parts import EVERY_BLOCK, FOLDERS, LESSON, RECORDINGS, lesson, texts

pytestmark = pytest.mark.django_db


def _unpublish_much():
    """Retire objects that a module, a lesson and a case study refer to; put pages below pages, two with the same slug."""
    for thing in (
        Provocation.objects.get(slug="whose-risk"),
        Provocation.objects.get(slug="a-family-to-live-in"),
        Figure.objects.get(slug="young-people-worked-with"),
        Figure.objects.get(slug="programme-funding"),
        StandardPage.objects.get(slug="contact"),
    ):
        thing.unpublish()
    home, learn = HomePage.objects.get(), LearnIndexPage.objects.get()
    for above in (StandardPage.objects.get(slug="privacy"), StandardPage.objects.get(slug="cookies"), home):
        above.add_child(instance=StandardPage(title=f"Team of {above.title}", slug="team"))
    gone, _ = make_module(learn, "A module that went", lessons=1)
    ModulePage.objects.get(slug="what-is-no-wrong-door").after.add(gone)
    gone.unpublish()


def _load_into_an_empty_site(exported, files, stores, tmp_path_factory):
    """Load an export, and return the text of the next export."""
    stores(tmp_path_factory.mktemp("another machine"))
    for top in FOLDERS:
        shutil.rmtree(files / top)
        shutil.copytree(exported / top, files / top)
    load()
    again = tmp_path_factory.mktemp("again")
    export(again)
    return texts(again)


def test_an_export_can_be_loaded_into_an_empty_site_and_exports_the_same_bytes(every_block, files, stores, tmp_path_factory, capsys):
    """Check with everything published, and again after some of it was retired."""
    assert not HomePage.objects.exists(), "this test must come before those of the loaded site"
    whole, less = tmp_path_factory.mktemp("whole"), tmp_path_factory.mktemp("less")
    stores(tmp_path_factory.mktemp("one machine"))
    with transaction.atomic():
        load()
        export(whole)
        _unpublish_much()
        call_command("export_content", str(less))
        transaction.set_rollback(True)
    assert "Lesson 1 of A module that went" in capsys.readouterr().out, "what is left out is named"
    assert {"pages/team.md", "pages/privacy/team.md", "pages/cookies/team.md"} <= {
        str(path.relative_to(less / "cms/starter_content/starter")) for path in (less / "cms/starter_content/starter").rglob("*.md")
    }
    with transaction.atomic():
        assert _load_into_an_empty_site(whole, files, stores, tmp_path_factory) == texts(whole)
        transaction.set_rollback(True)
    assert _load_into_an_empty_site(less, files, stores, tmp_path_factory) == texts(less)
    assert "::: provocation" not in (files / LESSON).read_text()
    assert StandardPage.objects.get(slug="team", depth=HomePage.objects.get().depth + 1).title == "Team of Drumbeat"
    assert {page.get_parent().slug for page in StandardPage.objects.filter(slug="team")} == {"drumbeat", "privacy", "cookies"}


def test_every_block_is_exported_as_written(loaded, every_block, stores, tmp_path_factory):
    stores(tmp_path_factory.mktemp("media"))
    out = tmp_path_factory.mktemp("out")
    load()
    page = LessonPage.objects.get(slug="every-block")
    assert {block.block_type for block in page.body} == set(page._meta.get_field("body").stream_block.child_blocks)
    export(out)
    folder = out / "learning/starter/modules/01-what-is-no-wrong-door"
    written = folder / (f"0{page.get_prev_siblings().count() + 1}-every-block.md")
    assert written.read_text() == EVERY_BLOCK
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".md"} == {**RECORDINGS, "door.png": png()}


def test_two_files_with_the_same_name_do_not_overwrite_each_other(loaded, every_block, stores, tmp_path_factory):
    stores(tmp_path_factory.mktemp("media"))
    (every_block / "07-a-sheet.md").write_text(
        "---\ntitle: A sheet\nsummary: One.\n---\n::: download\nfile: other/sheet.pdf\ntitle: Sheet\n:::\n"
    )
    (every_block / "other").mkdir()
    (every_block / "other/sheet.pdf").write_bytes(b"%PDF-1.7 another\n")
    load()
    out = tmp_path_factory.mktemp("out")
    export(out)
    assert sorted(path.read_bytes() for path in out.rglob("*.pdf")) == [b"%PDF-1.7\n", b"%PDF-1.7 another\n"]


def test_the_command_counts_its_files_and_refuses_a_file_as_target_folder(loaded, files, tmp_path, capsys):
    call_command("export_content", str(tmp_path / "out"))
    written = texts(tmp_path / "out")
    assert len(written) > 10 and capsys.readouterr().out.startswith(f"{len(written)} ")
    (tmp_path / "a-file").write_text("x")
    with pytest.raises(CommandError):
        call_command("export_content", str(tmp_path / "a-file"))
    assert (tmp_path / "a-file").read_text() == "x"


def test_unpublished_content_is_not_exported(loaded, tmp_path):
    things = [lesson(), GlossaryTerm.objects.first(), Provocation.objects.first(), Figure.objects.first()]
    for thing in things:
        thing.unpublish()
    written = export(tmp_path)[0]
    assert LESSON not in written
    assert [name for name in written for thing in things[1:] if name.endswith(f"/{thing.slug}.md")] == []


def test_a_link_to_a_deleted_page_is_exported_as_plain_text(loaded, tmp_path):
    page = lesson()
    target = StandardPage.objects.get(slug="contact")
    page.body = page._meta.get_field("body").stream_block.to_python(
        [{"type": "text", "value": f'<p>See <a linktype="page" id="{target.pk}">Contact</a>.</p>'}]
    )
    page.save_revision().publish()
    target.delete()
    export(tmp_path)
    assert (tmp_path / LESSON).read_text().endswith("---\nSee Contact.\n")
