"""The small starter files these tests load, and functions to change them.

The files below `files/` belong to the tests: the real content may change without breaking a test of the loader.
"""

import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from wagtail.models import Page

from cms.people.models import Authority
from cms.starter_content.models import StarterFile
from cms.vocabulary.models import Figure, GlossaryTerm, Provocation, Theme
from learning.models import ItemVersion, LessonPage

FILES = Path(__file__).parent / "files"
FOLDERS = ("cms/starter_content/starter", "learning/starter", "casestudies/starter", "community/starter")
LESSON = "learning/starter/modules/01-what-is-no-wrong-door/01-what-it-is-and-for-whom.md"
MODULE = "learning/starter/modules/01-what-is-no-wrong-door/module.md"
TERM = "cms/starter_content/starter/glossary/hub.md"
PROVOCATION = "cms/starter_content/starter/provocations/whose-risk.md"
AUTHORITY = "cms/starter_content/starter/authorities/norfolk.md"
PAGE = "cms/starter_content/starter/pages/contact.md"
STORY = "casestudies/starter/stories/06-seven-sundays.md"
FIGURE = "cms/starter_content/starter/figures/young-people-worked-with.md"
KEY_POINT = "::: key-point\ntext: A stay in the hub is meant to be short.\n:::"

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

::: table
caption: Who does what
columns:
  - Who
  - What
rows:
  - - A hub worker
    - Sits down first
  - - A police officer
    - Rings back
:::

::: key-point
text: One thing.
:::
"""


def change(files, name, old, new):
    """Change a file; the old text must be in it."""
    path = files / name
    text = path.read_text()
    assert old in text, f"{old!r} is not in {name}"
    path.write_text(text.replace(old, new, 1))


def lesson():
    """Return the loaded lesson."""
    return LessonPage.objects.get(slug="what-it-is-and-for-whom")


def texts(folder):
    """Return the content of every file below the starter folders of `folder`, by its path."""
    return {
        str(path.relative_to(folder)): path.read_bytes() for top in FOLDERS for path in sorted((folder / top).rglob("*")) if path.is_file()
    }


def state():
    """Return everything that loading again could change."""
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


@contextmanager
def small_starter_files(copy):
    """Copy the small files to the folder `copy` and make the loader read them there."""
    for name in FOLDERS:
        shutil.copytree(FILES / name, copy / name)
    backend = {**settings.WAGTAILSEARCH_BACKENDS["default"], "AUTO_UPDATE": False}
    with pytest.MonkeyPatch.context() as patch, override_settings(WAGTAILSEARCH_BACKENDS={"default": backend}):
        patch.setattr("cms.starter_content.content_types.ROOT", copy)
        patch.setattr("cms.starter_content.content_types.STARTER", copy / "cms/starter_content/starter")
        for app in ("learning", "community", "casestudies"):
            patch.setattr(f"{app}.starter_content.ROOT", copy)
            patch.setattr(f"{app}.starter_content.STARTER", copy / app / "starter")
        patch.setattr("community.board_starter.ROOT", copy)
        patch.setattr("community.board_starter.STARTER", copy / "community/starter/boards")
        patch.setattr("learning.starter_pathways.STARTER", copy / "learning/starter/pathways")
        yield copy
