"""Errors in starter files: each error names its file and line, and nothing is loaded."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from cms.pages.models import HomePage
from cms.starter_content.files import StarterError
from cms.starter_content.load import load
from cms.starter_content.models import StarterFile
from cms.vocabulary.models import Theme
from learning.models import Item
from tests.starter_content.parts import AUTHORITY, FIGURE, KEY_POINT, LESSON, MODULE, PROVOCATION, STORY, TERM, change, lesson, state

# The error: file, text, replacement, line (or its beginning; None: any line), and a name that the error message must contain.
BROKEN = {
    "invalid YAML": (LESSON, "title: What it is, and who it is for", "title: What: it is", 2, "YAML"),
    "an unknown key": (LESSON, "title: What it is, and who it is for", "titel: What", 2, "“titel”"),
    "a missing key": (LESSON, "title: What it is, and who it is for\n", "", 1, "“title”"),
    "an unknown block": (LESSON, "::: key-point", "::: big-point", "::: key-point", "“big-point”"),
    "an unknown field": (LESSON, "::: key-point\ntext:", "::: key-point\nwords:", "::: key-point", "“words”"),
    "a missing field": (
        LESSON,
        "hint: Count the pets.",
        "hint: x\nquestion:",
        "::: reflection",
        "“question”",
    ),
    "invalid YAML in a block": (LESSON, "prompt: Keep it in mind while you read on.", "prompt: Keep: it", "prompt: Keep", "YAML"),
    "a block of bare words": (LESSON, KEY_POINT, "::: key-point\nA stay.\n:::", "::: key-point", ""),
    "a line of ::: alone": (LESSON, "## In plain words", ":::", "## In plain words", ""),
    "a missing picture": (
        LESSON,
        KEY_POINT,
        "::: picture\nfile: gone.png\nalt: A door\n:::",
        "::: key-point",
        "“gone.png”",
    ),
    "a link to a missing page": (
        LESSON,
        "## In plain words",
        "[Gone](page:learn/nowhere)",
        "A dad rings the hub on",
        "“learn/nowhere”",
    ),
    "a page block with a missing page": (LESSON, KEY_POINT, "::: page\npath: learn/nowhere\n:::", "::: key-point", "“learn/nowhere”"),
    "an unknown provocation": (
        LESSON,
        "provocation: a-family-to-live-in",
        "provocation: what-is-this",
        "::: provocation",
        "“what-is-this”",
    ),
    "a block that cannot be published": (LESSON, KEY_POINT, f"::: key-point\ntext: {'word ' * 80}\n:::", "::: key-point", "300"),
    "a pause that is too long": (LESSON, KEY_POINT, "::: pause\ntext: Think.\nminutes: 4\n:::", "::: key-point", "3"),
    "a pause that is not a number": (LESSON, KEY_POINT, "::: pause\ntext: Think.\nminutes: a while\n:::", "::: key-point", "a while"),
    "a choice that leads nowhere": (LESSON, "go_to: door", "go_to: window", "::: scenario", ""),
    "a quote with a name that is not named": (LESSON, "attribution: role", "attribution: anonymous", "::: quote", ""),
    "a source without a title": (
        LESSON,
        "  - title: An evaluation\n    author",
        "  - author",
        "sources:",
        "“title”",
    ),
    "a source with an invalid URL": (LESSON, "url: https://www.example.org/paper", "url: nowhere", "sources:", "url"),
    "an unknown theme": (MODULE, "themes:", "themes:\n  - nonsense", "themes:", "“nonsense”"),
    "an unknown module in after": (MODULE, "after: []\n", "after:\n  - nowhere\n", "after:", "“nowhere”"),
    "an invalid date": (AUTHORITY, "local_name: New Roads", "joined: last summer", "local_name:", "joined"),
    "a milestone without a source": (
        AUTHORITY,
        "  - when: '2017'\n    what: A",
        "  - when: '2016'\n    what: x\n  - when: '2017'\n    what: A",
        "milestones:",
        "“source”",
    ),
    "an unknown origin": (PROVOCATION, "origin: reported", "origin: rumour", "origin:", ""),
    "an order that is not a number": (PROVOCATION, "order: ", "order: first ", "order:", "order"),
    "a question that is too long": (PROVOCATION, "text: ", f"text: {'word ' * 50}", "text:", "200"),
    "an invalid URL": (PROVOCATION, "source_url: ", "source_url: nowhere ", "source_url:", "source_url"),
    "a link without an address": (TERM, "\n---\n", "\n---\n[here]() ", None, ""),
    "an unknown figure": (
        LESSON,
        KEY_POINT,
        "::: figure\nlook: tile\nfigures:\n  - what-is-this\n:::",
        "::: key-point",
        "“what-is-this”",
    ),
    "an unknown look": (
        LESSON,
        KEY_POINT,
        "::: figure\nlook: carousel\nfigures:\n  - programme-funding\n:::",
        "::: key-point",
        "look",
    ),
    "a figure without a source": (FIGURE, "source: ", "caveat: x\nsauce: ", None, "“sauce”"),
    "a figure without a period": (FIGURE, "period: 2014 to 2017\n", "", 1, "“period”"),
    "a figure with an invalid source URL": (FIGURE, "source_url: https://www", "source_url: www", "source_url:", "source_url"),
    "a figure with a body": (FIGURE, "\norder: 1\n---\n", "\norder: 1\n---\nWords.\n", None, ""),
    "a case study without its composite statement": (STORY, "composite: >-", "content_note: >-", 1, "“composite”"),
    "evidence too strong for a composite": (
        STORY,
        "evidence: composite",
        "evidence: evaluated",
        "evidence:",
        "",
    ),
    "an exact age": (STORY, "age_band: 16-17", "age_band: '14'", "age_band:", "“14”"),
    "an unknown practice": (STORY, "practice: short-stay", "practice: magic", "practice:", "“magic”"),
    "an unknown section": (STORY, "## What we did", "## What we said", "## What we did", "“What we said”"),
    "a section twice": (STORY, "## What we did", "## What was happening", "## What we did", "“What was happening”"),
    "a smaller heading in a section": (STORY, "## What we did", "## What we did\n\n### First", "We asked the family", "“First”"),
    "a section without words": (STORY, "## What we learnt\n", "", None, "“What we learnt”"),
    "words before the first section": (STORY, "## What was happening", "Once.\n\n## What was happening", "## What was", ""),
    "a quote in a story": (STORY, "::: voice\ntext: I", "::: quote\ntext: I", "::: voice", "“quote”"),
    "an unknown voice": (STORY, "whose: parent", "whose: Ann", None, "whose"),
    "a question that YAML reads as something else": (STORY, "  - What do we keep", "  - 'Keep': what", "questions:", ""),
    "a fourth question": (STORY, "questions:\n", "questions:\n  - One more?\n", "questions:", "3"),
    "a missing page in further": (
        STORY,
        "path: learn/what-is-no-wrong-door",
        "path: learn/gone",
        "further:",
        "“learn/gone”",
    ),
    "a situation that is too long": (STORY, "situation: >-\n", f"situation: >-\n  {'word ' * 150}\n", "situation:", "700"),
    "an owner line, which belongs in the settings": (
        "cms/starter_content/starter/home.md",
        "title: ",
        "owner_line: Ours\ntitle: ",
        2,
        "“owner_line”",
    ),
    "no front matter": (TERM, "---\n", "", 1, "front matter"),
    "spellings that are not a list": (TERM, "also:\n  - hubs\n", "also: hubs\n", "also:", "list"),
}


def fault(files, what):
    """Put an error from `BROKEN` into its file and load. Return what is wrong with the reported error, or nothing."""
    name, old, new, where, named = BROKEN[what]
    text = (files / name).read_text()
    line = next(n for n, row in enumerate(text.split("\n"), start=1) if row.startswith(where)) if isinstance(where, str) else where
    change(files, name, old, new)
    try:
        with transaction.atomic():
            load()
            transaction.set_rollback(True)
    except StarterError as error:
        said = str(error)
    else:
        said = "no error"
    (files / name).write_text(text)
    is_right = re.match(rf"{re.escape(name)}:{line or r'[0-9]+'}: .", said) and named in said
    return "" if is_right else said


@pytest.mark.django_db
def test_an_error_on_an_empty_site_names_file_and_line_and_loads_nothing(files):
    assert not HomePage.objects.exists(), "this test must come before those of the loaded site"
    for what in ("no front matter", "an exact age"):
        assert not fault(files, what), what
        assert not any(model.objects.exists() for model in (HomePage, Theme, StarterFile, Item)), what


def test_an_error_on_a_loaded_site_names_file_and_line_and_changes_nothing(loaded, files):
    before = state()
    assert {what: found for what in BROKEN if (found := fault(files, what))} == {}
    assert state() == before


def test_an_error_in_one_file_also_undoes_the_changes_of_the_others(loaded, files):
    before = state()
    change(files, TERM, "term: ", "term: A new ")
    change(files, LESSON, "::: key-point", "::: big-point")
    with pytest.raises(StarterError):
        load()
    assert state() == before


def test_an_unclosed_block_is_reported_at_its_first_line(loaded, files):
    text = (files / LESSON).read_text()
    (files / LESSON).write_text(text[: text.rindex("\n:::")])
    line = text[: text.rindex("::: reflection")].count("\n") + 1
    with pytest.raises(StarterError, match=rf"{re.escape(LESSON)}:{line}: .*“reflection”"):
        load()


def test_a_lesson_over_ten_minutes_is_refused(loaded, files):
    change(files, LESSON, "## In plain words", "word " * 2200 + "\n\n## In plain words")
    with pytest.raises(StarterError, match=rf"{re.escape(LESSON)}:\d+: .*minutes"):
        load()


def test_a_lesson_in_a_folder_without_a_module_is_refused(loaded, files):
    folder = files / "learning/starter/modules/09-alone"
    folder.mkdir()
    (folder / "01-one.md").write_text("---\nsummary: One.\ntitle: One\n---\nWords.\n")
    with pytest.raises(StarterError, match=r"modules/09-alone/01-one\.md:3: .*“alone”"):
        load()


def test_a_page_in_a_folder_without_its_parent_page_is_refused(loaded, files):
    (files / "cms/starter_content/starter/pages/nowhere").mkdir()
    (files / "cms/starter_content/starter/pages/nowhere/one.md").write_text("---\ntitle: One\n---\nWords.\n")
    with pytest.raises(StarterError, match=r"pages/nowhere/one\.md:2: .*“nowhere”"):
        load()


def test_a_file_that_is_not_utf8_is_refused(loaded, files):
    (files / LESSON).write_bytes(b"---\ntitle: caf\xe9\n---\n")
    with pytest.raises(StarterError, match=rf"{re.escape(LESSON)}:1: .*UTF-8"):
        load()


def test_a_checklist_item_that_yaml_would_misread_is_refused_unless_quoted(loaded, files):
    before = (files / LESSON).read_text()
    for item in ("- Yes", "- Ask: who was there"):
        change(files, LESSON, KEY_POINT, f"::: checklist\nheading: Next\nitems:\n  {item}\n:::")
        with pytest.raises(StarterError):
            load()
        (files / LESSON).write_text(before)
    change(files, LESSON, KEY_POINT, "::: checklist\nheading: Next\nitems:\n  - 'Yes'\n:::")
    load()
    assert next(block for block in lesson().body if block.block_type == "checklist").value["items"][0] == "Yes"


def test_the_command_fails_with_the_file_and_line(loaded, files):
    change(files, LESSON, "::: key-point", "::: big-point")
    with pytest.raises(CommandError, match=rf"{re.escape(LESSON)}:\d+: .*“big-point”"):
        call_command("load_starter_content")
