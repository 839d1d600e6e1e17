"""The starter content: how its files are loaded, kept apart from what people edit, and written back; and the content's own law."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.urls import Resolver404, resolve
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Revision

from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from cms.accounts.models import Authority, JobRole
from cms.library.file_types import matches_extension
from cms.library.models import Recording
from cms.page_tree.snapshot import current_tree
from cms.pages.models import HomePage, StandardPage
from cms.starter_content.content_types import ROOT
from cms.starter_content.export import export
from cms.starter_content.files import StarterError
from cms.starter_content.load import load
from cms.starter_content.models import StarterFile
from cms.starter_content.text import to_markdown, to_rich_text
from cms.vocabulary.models import Figure, GlossaryTerm, Provocation, Theme
from learning.models import Item, ItemVersion, LearnIndexPage, LessonPage, ModulePage
from learning.words import paragraphs, snapshot
from tests.builders import make_module
from tests.cms.blocks.parts import png

FOLDERS = ("cms/starter", "learning/starter", "casestudies/starter", "community/starter")
LESSON = "learning/starter/modules/01-what-is-no-wrong-door/01-what-it-is-and-for-whom.md"
MODULE = "learning/starter/modules/01-what-is-no-wrong-door/module.md"
TERM = "cms/starter/glossary/hub.md"
PROVOCATION = "cms/starter/provocations/whose-risk.md"
AUTHORITY = "cms/starter/authorities/norfolk.md"
PAGE = "cms/starter/pages/contact.md"
STORY = "casestudies/starter/stories/06-seven-sundays.md"
FIGURE = "cms/starter/figures/young-people-worked-with.md"


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The whole starter content, loaded once; its Report."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load()
        transaction.set_rollback(True)


@pytest.fixture
def empty(db):
    """A site with nothing in it. Its tests stand first: once `loaded` is there, it stays to the end of this file."""
    assert not HomePage.objects.exists()


@pytest.fixture
def full(loaded, db):
    """The loaded site, for one test to change as it likes."""
    return loaded


@pytest.fixture
def files(tmp_path, monkeypatch):
    """A copy of the starter files that a test may change; the loader reads it instead of the repository's."""
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, tmp_path / folder)
    for name, value in {
        "cms.starter_content.content_types.ROOT": tmp_path,
        "cms.starter_content.content_types.STARTER": tmp_path / "cms" / "starter",
        "learning.starting.ROOT": tmp_path,
        "learning.starting.STARTER": tmp_path / "learning" / "starter",
        "community.starting.ROOT": tmp_path,
        "community.starting.STARTER": tmp_path / "community" / "starter",
        "casestudies.starting.ROOT": tmp_path,
        "casestudies.starting.STARTER": tmp_path / "casestudies" / "starter",
    }.items():
        monkeypatch.setattr(name, value)
    return tmp_path


@pytest.fixture
def small(files, empty, settings):
    """A copy with one module of one lesson, one case study and a few of each other kind, for an empty site: quick to load.

    Nothing is written for Find, which no test of this fixture asks.
    """
    settings.WAGTAILSEARCH_BACKENDS = {"default": {**settings.WAGTAILSEARCH_BACKENDS["default"], "AUTO_UPDATE": False}}
    kept = {"hub", "norfolk", "whose-risk", "a-family-to-live-in", "would-i-open-the-door", "what-would-we-do-if-we-were-staying"}
    kept |= {"programme-funding", "young-people-worked-with"}
    for folder in ("glossary", "authorities", "provocations", "figures"):
        for path in (files / "cms/starter" / folder).glob("*.md"):
            if path.stem not in kept:
                path.unlink()
    for path in (files / "learning/starter/modules").glob("*/*.md"):
        if str(path.relative_to(files)) not in {LESSON, MODULE}:
            path.unlink()
    for path in (*(files / "community/starter").glob("*/*.md"), *(files / "cms/starter/start").glob("*.md")):
        path.unlink()
    for path in (files / "casestudies/starter/stories").glob("*.md"):
        if str(path.relative_to(files)) != STORY:
            path.unlink()
    change(files, MODULE, "after:\n  - the-provocations\n", "after: []\n")
    tables = files / "cms/starter/pages/for-partners.md"
    tables.write_text(re.sub(r"::: figure\nlook: table\n.*?\n:::\n", "", tables.read_text(), flags=re.DOTALL))
    return files


@pytest.fixture
def stores(settings):
    """A function that gives the site an empty store for uploaded files, as a new machine has."""

    def use(folder):
        settings.MEDIA_ROOT = folder
        settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}

    return use


def change(files, name, old, new):
    """Change a file; the old words must be there."""
    path = files / name
    text = path.read_text()
    assert old in text, f"{old!r} is not in {name}"
    path.write_text(text.replace(old, new, 1))


def lesson():
    return LessonPage.objects.get(slug="what-it-is-and-for-whom")


def texts(folder):
    """Every file below the starter folders of `folder`, by its path."""
    return {
        str(path.relative_to(folder)): path.read_bytes() for top in FOLDERS for path in sorted((folder / top).rglob("*")) if path.is_file()
    }


# Into an empty site: what is refused


FENCE = "::: key-point\ntext: A stay in the hub is meant to be short. The work is always heading towards a lasting home.\n:::"
BROKEN = {
    "YAML that is none": (LESSON, "title: What it is, and who it is for", "title: What: it is", 2, "YAML"),
    "a key nobody knows": (LESSON, "title: What it is, and who it is for", "titel: What", 2, "“titel” is not known here"),
    "a missing key": (LESSON, "title: What it is, and who it is for\n", "", 1, "“title” is missing"),
    "a block nobody knows": (LESSON, "::: key-point", "::: big-point", "::: key-point", "there is no block “big-point”"),
    "a field nobody knows": (LESSON, "::: key-point\ntext:", "::: key-point\nwords:", "::: key-point", "“words” is not a field here"),
    "a missing field": (
        LESSON,
        "hint: Count pets, neighbours and the friend’s mum who feeds them.",
        "hint: x\nquestion:",
        "::: reflection",
        "“question” is missing",
    ),
    "YAML that is none within a block": (LESSON, "prompt: Keep it in mind while you read on.", "prompt: Keep: it", "prompt: Keep", "YAML"),
    "a block of bare words": (LESSON, FENCE, "::: key-point\nA stay.\n:::", "::: key-point", "field: value"),
    "a line of ::: alone": (LESSON, "## In plain words", ":::", "## In plain words", "without a block before it"),
    "a picture that is not there": (
        LESSON,
        FENCE,
        "::: picture\nfile: gone.png\nalt: A door\n:::",
        "::: key-point",
        "there is no file “gone.png”",
    ),
    "a link to a page that is not there": (
        LESSON,
        "## In plain words",
        "[Gone](page:learn/nowhere)",
        "It is twenty to eleven on",
        "there is no page “learn/nowhere”",
    ),
    "a page block to nowhere": (LESSON, FENCE, "::: page\npath: learn/nowhere\n:::", "::: key-point", "there is no page “learn/nowhere”"),
    "a provocation nobody knows": (
        LESSON,
        "provocation: a-family-to-live-in",
        "provocation: what-is-this",
        "::: provocation",
        "there is no provocation “what-is-this”",
    ),
    "a block that cannot be published": (LESSON, FENCE, f"::: key-point\ntext: {'word ' * 80}\n:::", "::: key-point", "300"),
    "a pause that is too long": (LESSON, FENCE, "::: pause\ntext: Think.\nminutes: 4\n:::", "::: key-point", "3"),
    "a pause of some words": (LESSON, FENCE, "::: pause\ntext: Think.\nminutes: a while\n:::", "::: key-point", "a while"),
    "a choice that leads nowhere": (LESSON, "go_to: door", "go_to: window", "::: scenario", "no later step"),
    "a quote with a name that is not named": (LESSON, "attribution: role", "attribution: anonymous", "::: quote", "not named"),
    "a source without a title": (
        LESSON,
        "  - title: No Wrong Door Model, trial evaluation\n    author",
        "  - author",
        "sources:",
        "“title”",
    ),
    "a source that is no address": (LESSON, "url: https://whatworks-csc.org.uk", "url: whatworks", "sources:", "url"),
    "a theme nobody knows": (MODULE, "themes:", "themes:\n  - nonsense", "themes:", "“nonsense” in “themes” does not exist"),
    "a module after that nobody knows": (MODULE, "after:\n", "after:\n  - nowhere\n", "after:", "“nowhere” in “after” does not exist"),
    "a date that is none": (AUTHORITY, "local_name: New Roads", "joined: last summer", "local_name:", "must be a date"),
    "a milestone without a source": (
        AUTHORITY,
        "  - when: '2017'\n    what: A",
        "  - when: '2016'\n    what: x\n  - when: '2017'\n    what: A",
        "milestones:",
        "“source”",
    ),
    "an origin nobody knows": (PROVOCATION, "origin: reported", "origin: rumour", "origin:", "either reported or ours"),
    "an order that is no number": (PROVOCATION, "order: ", "order: first ", "order:", "order"),
    "a question that is too long": (PROVOCATION, "text: ", f"text: {'word ' * 50}", "text:", "200"),
    "an address that is none": (PROVOCATION, "source_url: ", "source_url: nowhere ", "source_url:", "source_url"),
    "a link without an address": (TERM, "\n---\n", "\n---\n[here]() ", None, "a link has no address"),
    "a figure nobody knows": (
        LESSON,
        FENCE,
        "::: figure\nlook: tile\nfigures:\n  - what-is-this\n:::",
        "::: key-point",
        "there is no figure “what-is-this”",
    ),
    "a look nobody knows": (
        LESSON,
        FENCE,
        "::: figure\nlook: carousel\nfigures:\n  - programme-funding\n:::",
        "::: key-point",
        "look",
    ),
    "a figure without a source": (FIGURE, "source: ", "caveat: x\nsauce: ", None, "not known here"),
    "a figure without a period": (FIGURE, "period: 2014 to 2017\n", "", 1, "“period” is missing"),
    "a figure whose source is no address": (FIGURE, "source_url: https://www", "source_url: www", "source_url:", "source_url"),
    "a figure with a body": (FIGURE, "\norder: 1\n---\n", "\norder: 1\n---\nWords.\n", None, "no body"),
    "a case study that says nothing of how it was made": (STORY, "composite: >-", "content_note: >-", 1, "“composite” is missing"),
    "evidence that a composite cannot be": (
        STORY,
        "evidence: composite",
        "evidence: evaluated",
        "evidence:",
        "cannot be stronger evidence",
    ),
    "an age": (STORY, "age_band: 16-17", "age_band: '14'", "age_band:", "“14” is no “age_band”"),
    "a practice nobody knows": (STORY, "practice: short-stay", "practice: magic", "practice:", "“magic” is no “practice”"),
    "a section nobody knows": (STORY, "## What we did", "## What we said", "## What we did", "there is no section “What we said”"),
    "a section twice": (STORY, "## What we did", "## What was happening", "## What we did", "stands here twice"),
    "a smaller heading in a section": (STORY, "## What we did", "## What we did\n\n### First", "We asked the family", "no section “First”"),
    "a section without words": (STORY, "## What we learnt\n", "", None, "“What we learnt” is missing"),
    "words before the first section": (STORY, "## What was happening", "Once.\n\n## What was happening", "## What was", "before the first"),
    "a quote in a story": (STORY, "::: voice\ntext: I", "::: quote\ntext: I", "::: voice", "there is no block “quote”"),
    "a voice nobody has": (STORY, "whose: parent", "whose: Ann", None, "whose"),
    "a question that YAML reads as something else": (STORY, "  - What do we keep", "  - 'Keep': what", "questions:", "quotes"),
    "a fourth question": (STORY, "questions:\n", "questions:\n  - One more?\n", "questions:", "3"),
    "a page to go on with that is not there": (
        STORY,
        "path: learn/what-is-no-wrong-door",
        "path: learn/gone",
        "further:",
        "no page “learn/gone”",
    ),
    "a situation that fills the sheet": (STORY, "situation: >-\n", f"situation: >-\n  {'word ' * 150}\n", "situation:", "700"),
    "an owner’s line, which stands in the settings": (
        "cms/starter/home.md",
        "title: ",
        "owner_line: Ours\ntitle: ",
        2,
        "“owner_line” is not known here",
    ),
    "no front matter": (TERM, "---\n", "", 1, "front matter"),
    "spellings that are no list": (TERM, "also:\n  - hubs\n", "also: hubs\n", "also:", "list"),
}


def break_it(files, what):
    """Put one of the errors of `BROKEN` into its file. Returns the file's name, the line the error is in, and what is said of it."""
    name, old, new, where, words = BROKEN[what]
    lines = (files / name).read_text().split("\n")
    line = where if not isinstance(where, str) else next(n for n, text in enumerate(lines, start=1) if text.startswith(where))
    change(files, name, old, new)
    return name, line, words


@pytest.mark.parametrize(
    "what", ["no front matter", "a figure without a period", "a link to a page that is not there", "a theme nobody knows", "an age"]
)
def test_of_files_with_an_error_nothing_at_all_is_loaded(small, what):
    name, _, words = break_it(small, what)
    with pytest.raises(StarterError, match=rf"{re.escape(name)}:\d+: .*{re.escape(words)}"):
        load()
    assert not HomePage.objects.exists() and not Theme.objects.exists() and not StarterFile.objects.exists()
    assert not Item.objects.exists()


def test_a_block_that_is_never_closed_names_the_line_it_begins_on(small):
    text = (small / LESSON).read_text()
    cut = text.rindex("\n:::")
    (small / LESSON).write_text(text[:cut])
    line = text[: text.rindex("::: reflection")].count("\n") + 1
    with pytest.raises(StarterError, match=rf"{re.escape(LESSON)}:{line}: the block “reflection” is never closed"):
        load()


def test_a_lesson_over_ten_minutes_is_refused(small):
    change(small, LESSON, "## In plain words", "word " * 2200 + "\n\n## In plain words")
    with pytest.raises(StarterError, match=rf"{re.escape(LESSON)}:\d+: .*minutes"):
        load()


def test_a_lesson_in_a_folder_without_a_module_names_its_file(small):
    alone = small / "learning/starter/modules/09-alone"
    alone.mkdir()
    (alone / "01-one.md").write_text("---\nsummary: One.\ntitle: One\n---\nWords.\n")
    with pytest.raises(StarterError, match=r"modules/09-alone/01-one\.md:3: there is no module “alone”"):
        load()


def test_a_page_in_a_folder_without_its_page_names_its_file(small):
    (small / "cms/starter/pages/nowhere").mkdir()
    (small / "cms/starter/pages/nowhere/one.md").write_text("---\ntitle: One\n---\nWords.\n")
    with pytest.raises(StarterError, match=r"pages/nowhere/one\.md:2: there is no page “nowhere”"):
        load()


def test_a_file_that_is_not_utf8_is_refused(small):
    (small / LESSON).write_bytes(b"---\ntitle: caf\xe9\n---\n")
    with pytest.raises(StarterError, match=rf"{re.escape(LESSON)}:1: the file is not UTF-8"):
        load()


@pytest.mark.parametrize(("item", "kept"), [("- Yes", None), ("- Ask: who was there", None), ("- 'Yes'", "Yes")])
def test_a_sentence_that_yaml_reads_as_something_else_is_refused_and_never_garbled(small, item, kept):
    change(small, LESSON, FENCE, f"::: checklist\nheading: Next\nitems:\n  {item}\n:::")
    if kept is None:
        with pytest.raises(StarterError, match="quot"):
            load()
    else:
        load()
        assert next(block for block in lesson().body if block.block_type == "checklist").value["items"][0] == kept


def test_html_in_a_file_is_shown_as_words(small):
    change(small, LESSON, "## In plain words", "<script>alert(1)</script> <img src=x onerror=alert(2)>\n\n## In plain words")
    load()
    kept = "".join(block.value.source for block in lesson().body if block.block_type == "text")
    assert "<script" not in kept and "<img" not in kept


def test_the_command_says_that_nothing_was_loaded(small):
    change(small, LESSON, "::: key-point", "::: big-point")
    with pytest.raises(CommandError, match=r"^Nothing was loaded\. learning/starter/modules/.*\.md:\d+: there is no block “big-point”"):
        call_command("load_starter_content")


# Into an empty site: there and back


RECORDINGS = {
    "talk.mp4": b"\x00\x00\x00\x20ftypisom",
    "talk.mp3": b"ID3\x04",
    "talk.vtt": b"WEBVTT\n\n00:00.000 --> 00:02.000\nHello.\n",
    "sheet.pdf": b"%PDF-1.7\n",
}
EVERY_BLOCK = """---
title: Every block
summary: 'A colon: and “quotes”'
content_note: Hard matter.
sources:
  - title: A paper
    author: Ann Example
    year: '1998'
    url: https://example.org/a?b=1&c=2
    note: the count of seven
---
Running *text* with **weight**, a [link](https://example.org/a_b) and [a page](page:learn/what-is-no-wrong-door).

- one
- two * three
  - below two

1. first
2. second

### Smaller heading

A line with 5 < 6 & 7, an under_score and a * star.

## What helps

::: picture
file: door.png
alt: A door
caption: The hub
credit: Ann
:::

::: picture
file: door.png
decorative: true
:::

::: video
file: talk.mp4
title: A talk
captions: talk.vtt
transcript: |-
  Hello.

  - kettle
minutes: 1
seconds: 5
poster: door.png
:::

::: audio
file: talk.mp3
title: A talk
captions: talk.vtt
transcript: Hello.
seconds: 40
:::

::: download
file: sheet.pdf
title: Sheet
description: One page.
:::

::: page
path: contact
note: For later.
:::

::: resource
title: Read
url: https://example.org/
description: Part two.
owner: Example
:::

::: quote
text: So it is.
attribution: named
who: Ann Example
source_url: https://example.org/
:::

::: callout
kind: good
heading: Well done
text: |-
  Words.

  - a
  - b
:::

::: pause
text: Think.
minutes: 2
:::

::: checklist
heading: Next
items:
  - 'Yes'
  - 'Ask: who was there?'
:::

::: scenario
title: A scene
steps:
  - key: a
    text: Ring.
    question: What?
    choices:
      - label: 'No'
        follows: Late.
        go_to: b
      - label: Go
        follows: In.
  - key: b
    text: He opens.
    question: And now?
    choices:
      - label: Stay
        follows: Good.
      - label: Leave
        follows: So be it.
:::

::: reflection
question: Which?
hint: Begin.
:::

::: provocation
provocation: whose-risk
prompt: Ask it.
:::

::: figure
look: table
figures:
  - young-people-worked-with
  - programme-funding
:::

::: key-point
text: One thing.
:::
"""


@pytest.fixture
def every_block(small):
    """The starter files with one more lesson that holds every block of the format, and the files it needs."""
    folder = small / "learning/starter/modules/01-what-is-no-wrong-door"
    (folder / "06-every-block.md").write_text(EVERY_BLOCK)
    (folder / "door.png").write_bytes(png())
    for name, content in RECORDINGS.items():
        (folder / name).write_bytes(content)
        assert matches_extension((folder / name).open("rb"), name[-3:])
    return folder


def test_exported_loaded_into_an_empty_site_and_exported_again_it_is_the_same_to_the_byte(every_block, small, stores, tmp_path_factory):
    first, second = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")
    stores(tmp_path_factory.mktemp("one machine"))
    with transaction.atomic():
        load()
        export(first)
        transaction.set_rollback(True)
    assert not HomePage.objects.exists()
    stores(tmp_path_factory.mktemp("another machine"))
    for top in FOLDERS:
        shutil.rmtree(small / top)
        shutil.copytree(first / top, small / top)
    load()
    export(second)
    assert texts(second) == texts(first)


def test_what_is_not_published_is_written_nowhere_so_that_the_files_can_be_loaded(every_block, small, stores, tmp_path_factory, capsys):
    """A module, a lesson and a case study name what was taken back since; pages stand below pages, two with one slug."""
    first, second = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")
    stores(tmp_path_factory.mktemp("one machine"))
    with transaction.atomic():
        load()
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
        call_command("export_content", str(first))
        transaction.set_rollback(True)
    said = capsys.readouterr().out
    assert "not published: the lesson “Lesson 1 of A module that went”" in said
    assert {"pages/team.md", "pages/privacy/team.md", "pages/cookies/team.md"} <= {
        str(path.relative_to(first / "cms/starter")) for path in (first / "cms/starter").rglob("*.md")
    }
    stores(tmp_path_factory.mktemp("another machine"))
    for top in FOLDERS:
        shutil.rmtree(small / top)
        shutil.copytree(first / top, small / top)
    load()
    assert "::: provocation" not in (small / LESSON).read_text()
    assert StandardPage.objects.get(slug="team", depth=HomePage.objects.get().depth + 1).title == "Team of Drumbeat"
    assert {page.get_parent().slug for page in StandardPage.objects.filter(slug="team")} == {"drumbeat", "privacy", "cookies"}
    export(second)
    assert texts(second) == texts(first)


def test_every_block_of_the_format_comes_back_as_it_was_written(every_block, stores, tmp_path_factory):
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


def test_a_file_is_stored_once_however_often_it_is_used_and_its_size_is_known(every_block, stores, tmp_path):
    stores(tmp_path / "media")
    load()
    change(tmp_path, "learning/starter/modules/01-what-is-no-wrong-door/06-every-block.md", "text: One thing.", "text: Another thing.")
    load()
    assert (get_image_model().objects.count(), get_document_model().objects.count(), Recording.objects.count()) == (1, 1, 2)
    assert sorted(path.name for path in (tmp_path / "media/recordings").iterdir()) == ["talk.mp3", "talk.mp4", "talk.vtt"]
    assert None not in get_document_model().objects.values_list("file_size", flat=True)


def test_two_different_files_of_one_name_do_not_overwrite_each_other(every_block, small, stores, tmp_path_factory):
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


def test_what_was_here_before_the_files_is_left_as_it_is(small):
    GlossaryTerm.objects.create(term="Our hub", slug="hub", text="<p>Ours.</p>")
    report = load()
    assert report.found == [TERM]
    assert GlossaryTerm.objects.get(slug="hub").term == "Our hub"
    assert load().made == []


# Running text, there and back

PLAIN = [
    "A line with 5 < 6 & 7, an under_score and a * star.",
    "Since 2019. A year later - or so - it was 3.5 + 1 (#2).",
    "[square] and (round): as they are.",
]
SIGNS = [
    "1. First",
    "2019. A year.",
    "12) Twelve",
    "- x",
    "+ x",
    "# x",
    "## x",
    "&gt; x",
    "*x*",
    "__x__",
    "_x_ and **x**",
    "`x`",
    "[words](https://example.org/)",
    "[words](page:gone)",
    "&lt;https://example.org/&gt;",
    "&lt;b&gt;x&lt;/b&gt;",
    "a \\* star",
    "&amp;copy; and &amp;#42;",
    "::: key-point",
    ":::",
    "---",
    "***",
    "a<br/>- b",
    "a<br/>===",
    "<b>1. x</b>",
]


@pytest.mark.parametrize("words", [*PLAIN, *SIGNS])
@pytest.mark.parametrize("around", ["<p>{}</p>", "<p>Before.</p><p>{}</p><p>After.</p>", "<ul><li>{}</li><li>b</li></ul>"])
def test_signs_of_markdown_in_running_text_come_back_as_signs(words, around):
    html = around.format(words.replace("5 < 6 & 7", "5 &lt; 6 &amp; 7"))
    written = to_markdown(html, {}.get)
    assert to_rich_text(written, {}.get).replace("<br/>\n", "<br/>") == html
    assert not re.search(r"^\s*(:::|##)", written, re.MULTILINE)
    assert words not in PLAIN or "\\" not in written


# The loaded site


def test_everything_is_loaded_and_live(full):
    assert full.made and not full.updated and not full.edited and not full.removed and not full.found
    assert (Theme.objects.count(), JobRole.objects.count()) == (8, 12)
    assert not Page.objects.filter(depth__gt=1, live=False).exists()
    assert not GlossaryTerm.objects.filter(live=False).exists() and not Provocation.objects.filter(live=False).exists()
    assert Item.objects.filter(kind="lesson", current__isnull=False).count() == LessonPage.objects.live().count()


@pytest.mark.parametrize("what", BROKEN)
def test_an_error_names_file_and_line_and_nothing_at_all_is_changed(full, files, what):
    name, line, words = break_it(files, what)
    before = list(StarterFile.objects.values().order_by("pk")), Revision.objects.count(), Page.objects.count()
    with pytest.raises(StarterError) as told:
        load()
    assert re.match(rf"{re.escape(name)}:\d+: .", str(told.value))
    assert words in str(told.value)
    if line is not None:
        assert str(told.value).startswith(f"{name}:{line}: "), str(told.value)
    assert before == (list(StarterFile.objects.values().order_by("pk")), Revision.objects.count(), Page.objects.count())


def test_the_tree_of_pages_is_sound_afterwards(full):
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_trainer_can_add_a_page_below_what_was_loaded(full):
    module = ModulePage.objects.get(slug="the-provocations")
    page = module.add_child(instance=LessonPage(title="One more", slug="one-more", body=[]))
    assert page in module.get_children().specific()


def test_loading_again_changes_nothing_and_says_so(full, capsys):
    before = state()
    call_command("load_starter_content")
    assert capsys.readouterr().out == f"0 new, 0 brought up to date, {len(full.made)} as they were.\n"
    assert state() == before


def state():
    """What loading again could touch."""
    return (
        list(Page.objects.order_by("pk").values_list("pk", "latest_revision", "last_published_at")),
        list(GlossaryTerm.objects.order_by("pk").values_list("pk", "latest_revision")),
        list(Provocation.objects.order_by("pk").values_list("pk", "latest_revision")),
        list(Figure.objects.order_by("pk").values_list("pk", "latest_revision")),
        list(Authority.objects.order_by("pk").values_list("pk", "about", "milestones")),
        list(Theme.objects.order_by("pk").values_list("pk", "name", "order")),
        ItemVersion.objects.count(),
        list(StarterFile.objects.order_by("pk").values_list("key", "file_hash", "content_hash")),
    )


EDITS = {
    "a lesson": (LESSON, "title: What it is, and who it is for"),
    "a module": (MODULE, "for_whom:"),
    "an ordinary page": (PAGE, "title: Contact"),
    "a glossary term": (TERM, "term: "),
    "a provocation": (PROVOCATION, "origin:"),
    "an authority": (AUTHORITY, "local_name: New Roads"),
    "a figure": (FIGURE, "place: North Yorkshire"),
    "a case study": (STORY, "title: Seven Sundays"),
    "a theme": ("cms/starter/themes.yaml", "risk: Risk"),
    "a job role": ("cms/starter/job-roles.yaml", "hub-worker: Hub worker"),
}


def edit(what):
    """Edit one thing as somebody at the desk would; returns a function that reads the edit back, and its key."""
    if what == "a theme":
        Theme.objects.filter(slug="risk").update(name="Holding risk")
        return lambda: Theme.objects.get(slug="risk").name == "Holding risk", "cms/starter/themes.yaml#risk"
    if what == "a job role":
        JobRole.objects.filter(slug="hub-worker").update(title="Residential worker")
        return lambda: JobRole.objects.get(slug="hub-worker").title == "Residential worker", "cms/starter/job-roles.yaml#hub-worker"
    if what == "an authority":
        Authority.objects.filter(slug="norfolk").update(about="<p>Ours now.</p>")
        return lambda: Authority.objects.get(slug="norfolk").about == "<p>Ours now.</p>", AUTHORITY
    thing, field = {
        "a lesson": (lesson(), "summary"),
        "a module": (ModulePage.objects.get(slug="what-is-no-wrong-door"), "summary"),
        "an ordinary page": (StandardPage.objects.get(slug="contact"), "summary"),
        "a glossary term": (GlossaryTerm.objects.get(slug="hub"), "source"),
        "a provocation": (Provocation.objects.get(slug="whose-risk"), "prompt"),
        "a figure": (Figure.objects.get(slug="young-people-worked-with"), "caveat"),
        "a case study": (CaseStudyPage.objects.get(slug="seven-sundays"), "summary"),
    }[what]
    setattr(thing, field, "Ours now.")
    thing.save_revision().publish()
    return lambda: getattr(type(thing).objects.get(pk=thing.pk), field) == "Ours now.", EDITS[what][0]


@pytest.mark.parametrize("file_changed", [False, True], ids=["the file as it was", "the file changed too"])
@pytest.mark.parametrize("what", EDITS)
def test_what_somebody_edited_is_never_overwritten_and_is_named(full, files, what, file_changed):
    is_kept, key = edit(what)
    if file_changed:
        name, words = EDITS[what]
        change(files, name, words, words + (" again" if ": " in words.strip() else " someone else and"))
    report = load()
    assert is_kept()
    assert report.edited == [key]
    assert f"Left as it is, because somebody has edited it here: {key}" in list(report.sentences())


def test_a_draft_that_nobody_published_counts_as_edited(full, files):
    page = lesson()
    page.summary = "Half a thought."
    page.save_revision()
    change(files, LESSON, "title: What it is, and who it is for", "title: Another title")
    assert load().edited == [LESSON]
    assert lesson().title == "What it is, and who it is for"
    assert lesson().get_latest_revision_as_object().summary == "Half a thought."


def test_a_milestone_that_somebody_took_away_stays_away(full):
    Authority.objects.get(slug="norfolk").milestones.first().delete()
    many = Authority.objects.get(slug="norfolk").milestones.count()
    assert load().edited == [AUTHORITY]
    assert Authority.objects.get(slug="norfolk").milestones.count() == many


def test_all_milestones_taken_away_is_an_edit_and_not_a_removal(full):
    Authority.objects.get(slug="norfolk").milestones.all().delete()
    report = load()
    assert (report.edited, report.removed) == ([AUTHORITY], [])


DELETED = {
    "a lesson": (lesson, LESSON, "title: What it is, and who it is for"),
    "a case study": (lambda: CaseStudyPage.objects.get(slug="seven-sundays"), STORY, "title: Seven Sundays"),
    "a page": (lambda: StandardPage.objects.get(slug="contact"), PAGE, "title: Contact"),
    "a term": (lambda: GlossaryTerm.objects.get(slug="hub"), TERM, "term: "),
    "a theme": (lambda: Theme.objects.get(slug="words"), "cms/starter/themes.yaml#words", "words: Words"),
}


@pytest.mark.parametrize("file_changed", [False, True], ids=["the file as it was", "the file changed too"])
@pytest.mark.parametrize("what", DELETED)
def test_what_somebody_deleted_is_not_brought_back_and_is_named(full, files, what, file_changed):
    thing, key, words = DELETED[what][0](), *DELETED[what][1:]
    model, pk = type(thing), thing.pk
    thing.delete()
    if file_changed:
        change(files, key.partition("#")[0], words, words + "A new ")
    report = load()
    assert not model.objects.filter(pk=pk).exists()
    assert report.removed == [key]
    assert f"Not brought back, because somebody has removed it here: {key}" in list(report.sentences())
    assert not report.made


def test_a_retired_lesson_stays_retired(full):
    lesson().unpublish()
    assert not load().made
    assert not lesson().live


def test_a_changed_file_brings_an_unedited_lesson_up_to_date_as_a_version(full, files):
    change(files, LESSON, "If that is you, you are in good company.", "If that is you, you are not the only one.")
    report = load()
    assert (report.updated, report.made, report.edited) == ([LESSON], [], [])
    assert "1 brought up to date" in next(report.sentences())
    versions = Item.objects.get(page=lesson().pk).versions
    assert list(versions.values_list("number", "change")) == [(1, "first"), (2, "clarified")]
    assert "not the only one" in str(lesson().body)
    assert load().updated == []


def questions():
    """The questions of the lesson, {question: id of its block}."""
    return {block.value["question"]: block.id for block in lesson().body if block.block_type == "reflection"}


def test_a_changed_file_leaves_each_question_its_private_notes(full, files):
    """A note hangs on the block of its question: the same question, or the same said better, stays the same block."""
    one, two = "::: reflection\nquestion: First?\n:::", "::: reflection\nquestion: Second?\n:::"
    change(files, LESSON, FENCE, f"{FENCE}\n\n{one}\n\n{two}")
    load()
    before, ids = questions(), [block.id for block in lesson().body]
    change(files, LESSON, f"{one}\n\n{two}", f"::: reflection\nquestion: New?\n:::\n\n{two}\n\n{one}")
    change(files, LESSON, "If that is you, you are in good company.", "If that is you, you are not the only one.")
    load()
    after = questions()
    assert after.items() > before.items()
    assert after["New?"] not in ids
    assert set(ids) < {block.id for block in lesson().body}
    change(files, LESSON, "question: Second?", "question: Second, said better?")
    load()
    assert questions() == {"Second, said better?" if question == "Second?" else question: pk for question, pk in after.items()}


def test_a_changed_file_may_say_what_kind_of_change_it_is(full, files):
    change(files, LESSON, "---\ntitle:", "---\nchange: material\nwhat_changed: The dad rings later.\ntitle:")
    change(files, LESSON, "twenty to eleven on a Tuesday", "ten to eleven on a Tuesday")
    load()
    newest = Item.objects.get(page=lesson().pk).current
    assert (newest.number, newest.change, newest.what_changed) == (2, "material", "The dad rings later.")


def test_a_changed_list_brings_its_one_line_up_to_date(full, files):
    change(files, "cms/starter/themes.yaml", "risk: Risk", "risk: Sharing risk")
    assert load().updated == ["cms/starter/themes.yaml#risk"]
    assert Theme.objects.get(slug="risk").name == "Sharing risk"


def test_a_new_file_is_loaded_beside_the_others(full, files):
    (files / "learning/starter/modules/01-what-is-no-wrong-door/06-one-more.md").write_text(
        "---\ntitle: One more\nsummary: More.\n---\nWords.\n"
    )
    report = load()
    assert report.made == ["learning/starter/modules/01-what-is-no-wrong-door/06-one-more.md"]
    assert Item.objects.get(page__slug="what-is-no-wrong-door").structure.requirements.count() == 6


def test_an_error_in_a_changed_file_leaves_the_loaded_site_as_it_was(full, files):
    before = state()
    change(files, TERM, "term: ", "term: A new ")
    change(files, LESSON, "::: key-point", "::: big-point")
    with pytest.raises(StarterError):
        load()
    assert state() == before


# Writing back


def test_what_is_exported_is_the_files_of_the_repository_to_the_byte(full, tmp_path):
    export(tmp_path)
    assert texts(tmp_path) == texts(ROOT)


def test_the_command_says_how_many_files_it_wrote_and_refuses_a_file_as_folder(full, tmp_path, capsys):
    call_command("export_content", str(tmp_path / "out"))
    assert capsys.readouterr().out == f"{len(texts(ROOT))} files written below {tmp_path / 'out'}.\n"
    (tmp_path / "a-file").write_text("x")
    with pytest.raises(CommandError, match="is not a folder"):
        call_command("export_content", str(tmp_path / "a-file"))


def test_a_page_that_is_not_published_is_not_exported(full, tmp_path):
    lesson().unpublish()
    assert LESSON not in export(tmp_path)[0]


@pytest.mark.parametrize("model", [GlossaryTerm, Provocation, Figure])
def test_a_term_provocation_or_figure_that_is_not_published_is_not_exported(full, tmp_path, model):
    thing = model.objects.first()
    thing.unpublish()
    assert not [name for name in export(tmp_path)[0] if name.endswith(f"/{thing.slug}.md")]


def test_a_link_to_a_page_that_is_gone_is_exported_as_its_words(full, tmp_path):
    page = lesson()
    target = StandardPage.objects.get(slug="contact")
    page.body = page._meta.get_field("body").stream_block.to_python(
        [{"type": "text", "value": f'<p>See <a linktype="page" id="{target.pk}">Contact</a>.</p>'}]
    )
    page.save_revision().publish()
    target.delete()
    export(tmp_path)
    assert (tmp_path / LESSON).read_text().endswith("---\nSee Contact.\n")


# The content's own law

LESSON_FILES = sorted(path for path in (ROOT / "learning/starter/modules").glob("*/*.md") if path.name != "module.md")
ALL_FILES = sorted(path for top in FOLDERS for path in (ROOT / top).rglob("*") if path.suffix in {".md", ".yaml"})
# People of Norfolk and North Yorkshire who are named in shared/seeds: none of them is named here.
REAL_STAFF = ["Mackney", "Costello", "Elsmere", "Tywang", "Michaela", "Tammy"]
FORBIDDEN = [
    r"ten distinguishers",
    r"\bproven\b",
    r"\b503\b",
    r"68 ?%",
    r"68 per cent",
    r"RAISE stands for",
    r"£15\.37",
    r"what is your (ACE )?score",
]


def violations(pattern, paths=ALL_FILES, flags=re.IGNORECASE):
    """Where a pattern stands in the files, as path:line: text."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if re.search(pattern, line, flags)
    ]


def test_there_are_four_modules_of_three_to_six_lessons(full):
    sizes = {page.slug: LessonPage.objects.live().child_of(page).count() for page in ModulePage.objects.live()}
    assert set(sizes) == {"what-is-no-wrong-door", "the-provocations", "adverse-childhood-experiences", "raise-and-shared-risk"}
    assert all(3 <= many <= 6 for many in sizes.values()), sizes


def test_there_are_eight_provocations_twenty_terms_and_the_adopting_authorities_with_dates(full):
    assert (Provocation.objects.count(), GlossaryTerm.objects.count()) == (8, 20)
    adopting = {"middlesbrough", "rochdale", "norfolk", "warrington", "redcar-and-cleveland"}
    assert adopting <= set(Authority.objects.filter(milestones__isnull=False).values_list("slug", flat=True))


def test_every_lesson_has_500_to_900_words_and_takes_at_most_ten_minutes(full):
    for page in LessonPage.objects.live():
        said = paragraphs({"title": "", "summary": "", "content_note": "", "body": snapshot(page)["body"]})
        words = sum(len(line.split()) for line in said)
        assert 500 <= words <= 900, f"{page.slug}: {words} words"
        assert page.minutes <= 10, f"{page.slug}: {page.minutes} minutes"


def test_every_lesson_has_sources_and_every_source_a_title(full):
    for page in LessonPage.objects.live():
        assert len(page.sources) > 0, page.slug
        assert all(source.value["title"].strip() for source in page.sources), page.slug


def test_every_milestone_has_its_source_and_a_date_no_more_exact_than_a_day(full):
    for authority in Authority.objects.prefetch_related("milestones"):
        for one in authority.milestones.all():
            assert one.source and re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", one.when), f"{authority}: {one}"
            assert one.when <= date.today().isoformat()


def test_a_reported_provocation_says_where(full):
    assert not Provocation.objects.filter(origin="reported", source="").exists()


def test_raise_is_nowhere_expanded(full):
    term = GlossaryTerm.objects.get(slug="raise")
    assert term.stands_for == ""
    assert (
        violations(
            r"RAISE (stands|is short) for|RAISE \([A-Z][a-z]+,? |R is for|\bR(ecognise|eflect|isk|elational)[ ,]+A\w+[ ,]+I\w+[ ,]+S\w+"
        )
        == []
    )
    assert violations(r"^stands_for:", [path for path in ALL_FILES if path.stem == "raise"]) == []


@pytest.mark.parametrize("name", REAL_STAFF)
def test_no_real_member_of_staff_is_named(name):
    assert violations(rf"\b{name}\b") == []


@pytest.mark.parametrize("phrase", FORBIDDEN)
def test_none_of_the_phrases_that_mislead_is_used(phrase):
    assert violations(phrase) == []


def test_the_accessibility_statement_knows_that_one_can_skip_in_recordings():
    """Parts of a recording are sent (cms/ranges.py), which tests/cms/test_recordings.py proves: the statement says nothing else."""
    statement = (ROOT / "cms/starter/pages/accessibility-statement.md").read_text()
    assert "skip forwards and back" in statement
    assert not re.search(r"cannot skip|until one can skip|better player", statement, re.IGNORECASE)


def test_a_figure_stands_in_its_file_alone_so_that_one_correction_reaches_all(full):
    values = [figure.value for figure in Figure.objects.all() if re.search(r"\d{3}|%|million", figure.value)]
    assert len(values) >= 5
    quoted = re.compile(r"^\s*(- )?(value|source|title|url|source_title|source_url): ")  # its own line, and what others call their pages
    for value in values:
        found = violations(rf"(?<![\d,.]){re.escape(value)}(?!\d)")
        assert [one for one in found if not quoted.match(one.partition(": ")[2])] == [], value


def test_no_module_claims_an_approval_it_has_not(full):
    assert not ModulePage.objects.filter(approved_on__isnull=False).exists()


def test_nothing_is_exclaimed_outside_somebodys_own_words():
    found = []
    for path in ALL_FILES:
        text = re.sub(r"::: quote\n.*?\n:::", lambda quote: "\n" * quote[0].count("\n"), path.read_text(), flags=re.DOTALL)
        text = re.sub(r"“[^”]*”", "", text)
        found += [f"{path.relative_to(ROOT)}:{number}" for number, line in enumerate(text.splitlines(), start=1) if "!" in line]
    assert found == []


def test_the_ace_study_is_told_as_it_was(full):
    page = LessonPage.objects.get(slug="what-the-1998-study-asked-and-found")
    text = " ".join(paragraphs(snapshot(page)))
    assert all(fact in text for fact in ("9,508", "13,494", "seven categories", "4 to 12 times"))


def test_nobody_is_asked_for_a_score(full):
    for page in LessonPage.objects.live():
        for block in page.body:
            if block.block_type == "reflection":
                assert not re.search(r"\bscore\b|how many aces", block.value["question"], re.IGNORECASE), page.slug


def test_every_internal_link_leads_to_a_live_page(full):
    tree = current_tree()
    for path in ALL_FILES:
        text = path.read_text()
        for address in [*re.findall(r"\]\(page:([^)]+)\)", text), *re.findall(r"^path: (\S+)$", text, re.MULTILINE)]:
            node = tree.by_url.get(address.strip("/"))
            assert node and node.live, f"{path.relative_to(ROOT)}: {address}"
        for address in re.findall(r"\]\((/[^)]*)\)", text):
            try:
                resolve(address)
            except Resolver404:
                pytest.fail(f"{path.relative_to(ROOT)}: {address}")


def test_every_page_opens_and_shows_its_title(full, client, people, signed_in):
    alice = signed_in(people.alice)
    for page in [
        *CaseStudyIndexPage.objects.live(),
        *CaseStudyPage.objects.live(),
        *LearnIndexPage.objects.live(),
        *ModulePage.objects.live(),
        *LessonPage.objects.live(),
        *StandardPage.objects.live(),
    ]:
        response = alice.get(f"{page.url}?go-on=1")
        assert response.status_code == 200, page.url
        assert str(Path(page.url)) in page.url and "<h1" in response.content.decode()
