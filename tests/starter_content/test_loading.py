"""Loading the starter files again: edits and deletions on the site are respected, and a changed file becomes a new version."""

import pytest
from django.core.management import call_command
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from casestudies.models import CaseStudyPage
from cms.library.models import Recording
from cms.pages.models import StandardPage
from cms.people.models import Authority, JobRole
from cms.starter_content.load import load
from cms.vocabulary.models import Figure, GlossaryTerm, Provocation, Theme
from learning.models import Item, LessonPage, ModulePage
from tests.builders import publish
from tests.starter_content.parts import AUTHORITY, FIGURE, KEY_POINT, LESSON, MODULE, PAGE, PROVOCATION, STORY, TERM, change, lesson, state

pytestmark = pytest.mark.django_db


def test_content_older_than_the_files_is_not_changed(files):
    assert not Page.objects.filter(slug="drumbeat").exists(), "this test must come before those of the loaded site"
    GlossaryTerm.objects.create(term="Our hub", slug="hub", text="<p>Ours.</p>")
    report = load()
    assert report.found == [TERM]
    assert GlossaryTerm.objects.get(slug="hub").term == "Our hub"
    assert load().made == []


def test_html_in_a_file_is_shown_as_text(loaded, files):
    change(files, LESSON, "## In plain words", "<script>alert(1)</script> <img src=x onerror=alert(2)>\n\n## In plain words")
    load()
    kept = "".join(block.value.source for block in lesson().body if block.block_type == "text")
    assert "<script" not in kept and "<img" not in kept and "alert(1)" in kept


def test_loading_again_changes_nothing(loaded, capsys):
    before = state()
    report = load()
    assert len(report.unchanged) == len(loaded.made)
    assert not any((report.made, report.updated, report.edited, report.removed, report.found))
    call_command("load_starter_content")
    assert f", {len(loaded.made)} " in capsys.readouterr().out
    assert state() == before


# The edited object: its model and slug, the field, its key in the report, and the text in the file that changes.
EDITS = {
    LESSON: (LessonPage, "what-it-is-and-for-whom", "summary", "title: What it is, and who it is for"),
    MODULE: (ModulePage, "what-is-no-wrong-door", "summary", "for_whom:"),
    PAGE: (StandardPage, "contact", "summary", "title: Contact"),
    TERM: (GlossaryTerm, "hub", "source", "term: "),
    PROVOCATION: (Provocation, "whose-risk", "prompt", "origin:"),
    FIGURE: (Figure, "young-people-worked-with", "caveat", "place: North Yorkshire"),
    STORY: (CaseStudyPage, "seven-sundays", "summary", "title: Seven Sundays"),
    AUTHORITY: (Authority, "norfolk", "about", "local_name: New Roads"),
    "cms/starter_content/starter/themes.yaml#risk": (Theme, "risk", "name", "risk: Risk"),
    "cms/starter_content/starter/job-roles.yaml#hub-worker": (JobRole, "hub-worker", "title", "hub-worker: Hub worker"),
}


def _edit(model, slug, field):
    """Edit an object as a trainer or an administrator would."""
    thing = model.objects.get(slug=slug)
    setattr(thing, field, "Ours now.")
    if model in (Authority, Theme, JobRole):
        thing.save()
    else:
        publish(thing)


def test_edits_are_never_overwritten_whether_or_not_the_file_changed(loaded, files):
    for model, slug, field, _ in EDITS.values():
        _edit(model, slug, field)

    def overwritten():
        return [key for key, (model, slug, field, _) in EDITS.items() if getattr(model.objects.get(slug=slug), field) != "Ours now."]

    report = load()
    assert (sorted(report.edited), overwritten()) == (sorted(EDITS), [])
    for key, (_, _, _, words) in EDITS.items():
        change(files, key.partition("#")[0], words, words + (" again" if ": " in words.strip() else " someone else and"))
    report = load()
    assert (sorted(report.edited), overwritten()) == (sorted(EDITS), [])
    assert all(any(key in sentence for sentence in report.sentences()) for key in EDITS)


def test_an_unpublished_draft_counts_as_an_edit(loaded, files):
    page = lesson()
    page.summary = "Half a thought."
    page.save_revision()
    change(files, LESSON, "title: What it is, and who it is for", "title: Another title")
    assert load().edited == [LESSON]
    assert lesson().title == "What it is, and who it is for"
    assert lesson().get_latest_revision_as_object().summary == "Half a thought."


def test_a_deleted_milestone_is_not_brought_back(loaded):
    Authority.objects.get(slug="norfolk").milestones.first().delete()
    assert load().edited == [AUTHORITY]
    assert Authority.objects.get(slug="norfolk").milestones.count() == 1
    Authority.objects.get(slug="norfolk").milestones.all().delete()
    report = load()
    assert (report.edited, report.removed) == ([AUTHORITY], []), "an authority without milestones is edited and not removed"


# The deleted object: its key in the report, its model and slug, and the text in the file that changes.
DELETED = {
    LESSON: (LessonPage, "what-it-is-and-for-whom", "title: What it is, and who it is for"),
    STORY: (CaseStudyPage, "seven-sundays", "title: Seven Sundays"),
    PAGE: (StandardPage, "contact", "title: Contact"),
    TERM: (GlossaryTerm, "hub", "term: "),
    "cms/starter_content/starter/themes.yaml#words": (Theme, "words", "words: Words"),
}


def test_deleted_content_is_not_brought_back_whether_or_not_the_file_changed(loaded, files):
    for model, slug, _ in DELETED.values():
        model.objects.get(slug=slug).delete()

    def brought_back():
        return [key for key, (model, slug, _) in DELETED.items() if model.objects.filter(slug=slug).exists()]

    report = load()
    assert (sorted(report.removed), report.made, brought_back()) == (sorted(DELETED), [], [])
    for key, (_, _, words) in DELETED.items():
        change(files, key.partition("#")[0], words, words + "A new ")
    report = load()
    assert (sorted(report.removed), report.made, brought_back()) == (sorted(DELETED), [], [])
    assert all(any(key in sentence for sentence in report.sentences()) for key in DELETED)


def test_a_retired_lesson_stays_retired(loaded):
    lesson().unpublish()
    assert not load().made
    assert not lesson().live


def test_a_changed_file_updates_an_unedited_lesson_as_a_new_version(loaded, files):
    change(files, LESSON, "If that is you, you are in good company.", "If that is you, you are not the only one.")
    report = load()
    assert (report.updated, report.made, report.edited) == ([LESSON], [], [])
    versions = Item.objects.get(page=lesson().pk).versions
    assert list(versions.values_list("number", "change")) == [(1, "first"), (2, "clarified")]
    assert "not the only one" in str(lesson().body)
    assert load().updated == []


def _questions():
    """Return the lesson's questions as {question: id of its block}."""
    return {block.value["question"]: block.id for block in lesson().body if block.block_type == "reflection"}


def test_a_changed_file_preserves_the_block_ids_that_private_notes_refer_to(loaded, files):
    """The same question, or the same question reworded, stays the same block."""
    first, second = "::: reflection\nquestion: First?\n:::", "::: reflection\nquestion: Second?\n:::"
    change(files, LESSON, KEY_POINT, f"{KEY_POINT}\n\n{first}\n\n{second}")
    load()
    before, ids = _questions(), [block.id for block in lesson().body]
    change(files, LESSON, f"{first}\n\n{second}", f"::: reflection\nquestion: New?\n:::\n\n{second}\n\n{first}")
    change(files, LESSON, "If that is you, you are in good company.", "If that is you, you are not the only one.")
    load()
    after = _questions()
    assert after.items() > before.items()
    assert after["New?"] not in ids
    assert set(ids) < {block.id for block in lesson().body}
    change(files, LESSON, "question: Second?", "question: Second, said better?")
    load()
    assert _questions() == {"Second, said better?" if question == "Second?" else question: pk for question, pk in after.items()}


def test_a_changed_file_can_state_its_kind_of_change(loaded, files):
    change(files, LESSON, "---\ntitle:", "---\nchange: material\nwhat_changed: The dad rings later.\ntitle:")
    change(files, LESSON, "on a Tuesday", "on a Wednesday")
    load()
    newest = Item.objects.get(page=lesson().pk).current
    assert (newest.number, newest.change, newest.what_changed) == (2, "material", "The dad rings later.")


def test_a_changed_line_of_a_list_file_updates_only_that_row(loaded, files):
    change(files, "cms/starter_content/starter/themes.yaml", "risk: Risk", "risk: Sharing risk")
    assert load().updated == ["cms/starter_content/starter/themes.yaml#risk"]
    assert Theme.objects.get(slug="risk").name == "Sharing risk"


def test_a_new_file_is_added_to_its_module(loaded, files):
    name = "learning/starter/modules/01-what-is-no-wrong-door/06-one-more.md"
    (files / name).write_text("---\ntitle: One more\nsummary: More.\n---\nWords.\n")
    assert load().made == [name]
    assert Item.objects.get(page__slug="what-is-no-wrong-door").structure.requirements.count() == 2


def test_a_trainer_can_add_a_page_below_loaded_content(loaded):
    module = ModulePage.objects.get(slug="what-is-no-wrong-door")
    page = module.add_child(instance=LessonPage(title="One more", slug="one-more", body=[]))
    assert page in module.get_children().specific()


def test_a_file_used_several_times_is_stored_once(loaded, every_block, stores, tmp_path):
    stores(tmp_path / "media")
    load()
    path = every_block / "06-every-block.md"
    path.write_text(path.read_text().replace("text: One thing.", "text: Another thing."))
    load()
    assert (get_image_model().objects.count(), get_document_model().objects.count(), Recording.objects.count()) == (1, 1, 2)
    assert sorted(path.name for path in (tmp_path / "media/recordings").iterdir()) == ["talk.mp3", "talk.mp4", "talk.vtt"]
    assert None not in get_document_model().objects.values_list("file_size", flat=True)
