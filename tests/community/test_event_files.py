"""Events and reflections as starter content: exact round trips, errors with line numbers, and rules for the content."""

import re
import shutil

import pytest
from wagtail.documents import get_document_model

from cms.library.models import Recording
from cms.people.models import Authority
from cms.starter_content.content_types import ROOT
from cms.starter_content.export import export
from cms.starter_content.files import StarterError
from cms.starter_content.load import load
from cms.vocabulary.models import Theme
from community import starter_content
from community.models import EventPage, ReflectionPage
from learning.models import LearnIndexPage
from tests.pages.blocks.parts import text_of

pytestmark = pytest.mark.django_db
WORKSHOP = "community/starter/events/no-wrong-door-workshop-2021.md"
EVENT = "community/starter/events/every-part.md"
REFLECTION = "community/starter/reflections/the-worker-who-stays.md"

EVERY_PART = """---
title: Every part
summary: 'A colon: and “quotes”'
kind: theory-of-change
starts: 2027-03-01
ends: 2027-03-02
from: 09:30
to: '16:00'
mode: both
place: Town Hall, Ashdale
led_by: norfolk
programme: Winter
part_of: the-whole
themes:
  - risk
attendance: 12
attendance_source: Our own count
attendance_url: https://example.org/count
---
Why to *come*, with [a page](page:learn).

- one thing
- another

::: session
title: Risk
led_by: Ashdale
role: hub manager
text: |-
  Twenty **minutes**.

  - in threes
links:
  - page: learn
    note: To begin with.
  - title: Elsewhere
    url: https://example.org/
  - title: Slides
    file: slides.pdf
:::

::: session
title: Nothing but a title
:::

::: points
theme: One theme
points:
  - text: With a page.
    page: learn
  - text: With an address.
    url: https://example.org/
    link_title: A paper
  - text: 'With: nothing.'
:::

::: contribution
authority: norfolk
title: Our start
text: How it began.
:::

::: quote
text: It helped.
attribution: role
who: Hub manager, Ashdale
:::

::: link
title: Slides
file: slides.pdf
:::

::: video
file: talk.mp4
title: A talk
captions: talk.vtt
transcript: Hello.
minutes: 1
:::

::: since
day: 2027-04-01
text: Two teams took it up.
links:
  - page: learn
:::
"""
THE_WHOLE = "---\ntitle: The whole\nsummary: A month.\nstarts: 2027-03-01\nonly_month: true\n---\n"
NAMED = """---
title: A named one
summary: Words.
role: Hub manager
region: north-west
attribution: named
consent_words: By e-mail, 3 November 2026
name: Ann Example
authority: norfolk
hub: Mill Lane hub
voice: own
written: 2021-06
source_title: A paper
source_url: https://example.org/
---
::: answer
prompt: What helped?
text: Ringing *first*.
:::

::: quote
text: It stuck.
attribution: anonymous
:::
"""


@pytest.fixture
def files(site, people, tmp_path, monkeypatch, settings):
    """Return a copy of community's starter files beside a small site, without the other kinds, with two more events and a reflection."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    for name in ("Risk", "Relationships"):
        Theme.objects.create(name=name, slug=name.lower())
    Authority.objects.create(name="Norfolk", slug="norfolk")
    folder = tmp_path / "community/starter"
    for name in ("events.md", "reflections.md"):
        (folder / name.removesuffix(".md")).mkdir(parents=True)
        shutil.copy(ROOT / "community/starter" / name, folder / name)
    shutil.copy(ROOT / REFLECTION, tmp_path / REFLECTION)
    (folder / "events/every-part.md").write_text(EVERY_PART)
    (folder / "events/the-whole.md").write_text(THE_WHOLE)
    (folder / "reflections/a-named-one.md").write_text(NAMED)
    (folder / "events/slides.pdf").write_bytes(b"%PDF-1.7\n")
    (folder / "events/talk.mp4").write_bytes(b"\x00\x00\x00\x20ftypisom")
    (folder / "events/talk.vtt").write_bytes(b"WEBVTT\n\n00:00.000 --> 00:02.000\nHello.\n")
    monkeypatch.setattr(starter_content, "ROOT", tmp_path)
    monkeypatch.setattr(starter_content, "STARTER", folder)
    monkeypatch.setattr("cms.starter_content.load.all_types", starter_content.kinds)
    monkeypatch.setattr("cms.starter_content.export.all_types", starter_content.kinds)
    return tmp_path


def texts(folder):
    """Return every file below community's starter folder, by path."""
    top = folder / "community/starter"
    return {str(path.relative_to(top)): path.read_bytes() for path in sorted(top.rglob("*")) if path.is_file()}


def change(files, name, old, new):
    path = files / name
    text = path.read_text()
    assert old in text, f"{old!r} is not in {name}"
    path.write_text(text.replace(old, new, 1))


def test_every_block_survives_loading_and_exporting(files, tmp_path_factory):
    load()
    event = EventPage.objects.get(slug="every-part")
    assert event.live and event.host.slug == "norfolk" and event.part_of.slug == "the-whole"
    assert (event.kind, event.part_of.kind) == ("theory-of-change", "")
    sizes = {name: len(getattr(event, name)) for name in starter_content.STREAMS}
    assert sizes == {"sessions": 2, "points": 1, "contributions": 1, "quotes": 1, "resources": 2, "since": 1}
    assert (get_document_model().objects.count(), Recording.objects.count()) == (1, 1)
    out = tmp_path_factory.mktemp("out")
    export(out)
    assert texts(out) == texts(files)


def test_an_export_leaves_out_unknown_authorities_and_dead_links(files, people, tmp_path):
    """No file contains the demo's authorities, and a dead link is exported as plain text."""
    load()
    event = EventPage.objects.get(slug="every-part")
    event.host = people.ashdale
    event.contributions[0].value["authority"] = str(people.ashdale.pk)
    LearnIndexPage.objects.get().unpublish()
    event.save_revision().publish()
    export(tmp_path / "out")
    written = (tmp_path / "out" / EVENT).read_text()
    assert not re.search(r"ashdale$|^::: contribution|page: learn|page:learn|note: To begin", written, re.MULTILINE)
    assert "title: Elsewhere" in written and "::: session" in written and "[a page]" not in written and "with a page." in written


def test_loaded_pages_open_and_loading_again_changes_nothing(files, people, signed_in, read):
    load()
    alice = signed_in(people.alice)
    for page in [*EventPage.objects.all(), *ReflectionPage.objects.all()]:
        assert page.title in text_of(read(alice, page.url))
    before = list(EventPage.objects.values_list("pk", "latest_revision", "last_published_at"))
    report = load()
    assert (report.made, report.updated, report.edited) == ([], [], [])
    assert list(EventPage.objects.values_list("pk", "latest_revision", "last_published_at")) == before


def test_a_changed_file_updates_an_event_until_someone_has_edited_it(files):
    load()
    change(files, EVENT, "place: Town Hall, Ashdale\n", "")
    change(files, EVENT, "title: Risk\n", "title: Whose risk\n")
    assert load().updated == [EVENT]
    event = EventPage.objects.get(slug="every-part")
    assert event.place == "" and event.sessions[0].value["title"] == "Whose risk"
    event.place = "Ours now"
    event.save_revision().publish()
    change(files, EVENT, "title: Whose risk\n", "title: Another risk\n")
    assert load().edited == [EVENT]
    event = EventPage.objects.get(slug="every-part")
    assert event.place == "Ours now" and event.sessions[0].value["title"] == "Whose risk"


BROKEN = {
    "an unknown kind": (EVENT, "kind: theory-of-change", "kind: party", "kind:", "“party”"),
    "an invalid date": (EVENT, "starts: 2027-03-01", "starts: soon", "starts:", ""),
    "an invalid time": (EVENT, "from: 09:30", "from: morning", "from:", ""),
    "a time without quotes": (EVENT, "to: '16:00'", "to: 16:00", "to:", ""),
    "an unknown authority": (EVENT, "led_by: norfolk", "led_by: atlantis", "led_by:", "“atlantis”"),
    "an unknown theme": (EVENT, "  - risk", "  - nonsense", "themes:", "“nonsense”"),
    "an unknown whole": (EVENT, "part_of: the-whole", "part_of: nowhere", "part_of:", "“nowhere”"),
    "a part of itself": (EVENT, "part_of: the-whole", "part_of: every-part", "part_of:", ""),
    "a number without its source": (EVENT, "attendance_source: Our own count\n", "", None, "attendance_source"),
    "an invalid number": (EVENT, "attendance: 12", "attendance: many", "attendance:", "many"),
    "an unknown key": (EVENT, "mode: both", "mood: both", "mood:", "“mood”"),
    "a heading": (EVENT, "- one thing", "## A heading", "- one thing", ""),
    "an unknown block": (EVENT, "::: since", "::: afterwards", "::: since", "“afterwards”"),
    "an invalid date of a later note": (EVENT, "day: 2027-04-01", "day: in spring", "::: since", ""),
    "a link to two things": (EVENT, "note: To begin with.", "url: https://example.org/", "::: session", ""),
    "a missing page": (
        EVENT,
        "    page: learn\n  - text: With an",
        "    page: gone\n  - text: With an",
        "::: points",
        "“gone”",
    ),
    "points without a point": (EVENT, "theme: One theme\npoints:", "theme: One theme\nmore:", "::: points", "“more”"),
    "a contribution of an unknown authority": (EVENT, "authority: norfolk", "authority: atlantis", "::: contribution", "“atlantis”"),
    "a missing file": (EVENT, "file: slides.pdf", "file: gone.pdf", "::: session", "“gone.pdf”"),
    "a name without consent": (REFLECTION, "role: Hub manager", "role: Hub manager\nname: Ann", None, "name"),
    "an unknown level": (REFLECTION, "attribution: role", "attribution: perhaps", "attribution:", "“perhaps”"),
    "a role without its authority": (REFLECTION, "authority: norfolk", "hub: Dereham", None, "authority"),
    "an unknown region": (REFLECTION, "region: east", "region: moon", "region:", "“moon”"),
    "a retold one without its source": (REFLECTION, "source_url: https", "hub: https", None, "source_url"),
}


def fault(files, what):
    """Put an error from `BROKEN` into its file and load. Return what is wrong with the reported error, or nothing."""
    name, old, new, where, named = BROKEN[what]
    before = (files / name).read_text()
    change(files, name, old, new)
    after = (files / name).read_text()
    line = r"\d+"
    if where is not None:
        text = before if where.startswith(":") or not where.endswith(":") else after
        line = next(n for n, row in enumerate(text.split("\n"), start=1) if row.startswith(where))
    try:
        load()
    except StarterError as error:
        said = str(error)
    else:
        said = "no error"
    (files / name).write_text(before)
    return "" if re.match(rf"{re.escape(name)}:{line}: ", said) and named in said else said


def test_an_error_names_file_and_line_and_nothing_is_changed(files):
    load()
    before = _state()
    assert {what: found for what in BROKEN if (found := fault(files, what))} == {}
    assert _state() == before


def _state():
    return [list(model.objects.order_by("pk").values_list("pk", "latest_revision")) for model in (EventPage, ReflectionPage)]


# Rules for the content


def test_the_workshop_has_its_facts_themes_and_points_and_no_named_speakers():
    text = (ROOT / WORKSHOP).read_text()
    flat = " ".join(text.split())
    facts = (
        "starts: 2021-09-15",
        "mode: online",
        "led_by: north-yorkshire",
        "Strengthening Families, Protecting Children",
        "attendance: 55",
    )
    assert [fact for fact in facts if fact not in flat] == []
    themes = re.findall(r"::: points\n(.*?)\n:::", text, re.DOTALL)
    assert [theme.count("- text:") for theme in themes] == [4, 4, 4]
    assert re.findall(r"attribution: (\w+)", text) == ["anonymous"] * 3


COPIED = [
    "achieve better in families",
    "most powerful therapy is human love",
    "rethink what’s going on",
    "expert in their journey",
    "deserve to be connected",
    "rethink partnership",
    "slow processes down",
    "treat the root cause",
    "The social care system is not static",
    "central to the No Wrong Door ethos",
    "jumped at the chance",
    "wowed",
    "stickability",
    "trauma informed lens",
    "the beginning of a new adventure",
    "over the moon",
]


def test_sentences_from_sources_appear_only_as_quotations():
    for path in (ROOT / "community/starter").rglob("*.md"):
        text = re.sub(r"::: quote\n.*?\n:::", "", path.read_text(), flags=re.DOTALL)
        flat = " ".join(text.split()).lower()
        assert [words for words in COPIED if words.lower() in flat] == [], path.name


def test_reflections_are_retold_without_names_and_name_their_source():
    paths = sorted((ROOT / "community/starter/reflections").glob("*.md"))
    assert len(paths) == 3
    for path in paths:
        text = path.read_text()
        assert "voice: retold" in text and "source_url: https://www.scie.org.uk/" in text
        assert "attribution: role\nauthority: norfolk\n" in text
        assert not re.search(r"^(name|consent_words|hub):", text, re.MULTILINE)
        assert "::: quote" not in text


def test_a_deleted_authority_does_not_break_the_event_page(files, people, signed_in, read):
    load()
    EventPage.objects.update(host=None)
    event = EventPage.objects.get(slug="every-part")
    event.contributions[0].value["authority"] = str(max(Authority.objects.values_list("pk", flat=True)) + 1)
    event.save()
    shown = read(signed_in(people.alice), event.url)
    assert len(shown.select(".brought h3")) == 1 and "Norfolk" not in shown.select_one(".brought h3").get_text()
