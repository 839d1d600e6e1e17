"""Events and reflections as starter content: there and back to the byte, errors with their line, and the content's own law."""

import re
import shutil
from types import SimpleNamespace

import pytest
from wagtail.documents import get_document_model

from cms.models import Recording, Theme
from cms.people.models import Authority
from cms.starting.export import export
from cms.starting.files import StarterError
from cms.starting.kinds import ROOT
from cms.starting.load import load
from community import starting
from community.models import EventPage, ReflectionPage
from learning.models import LearnIndexPage
from tests.cms.blocks.parts import text_of

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
    """A copy of community's starter files beside a small site, with the other kinds left out; two more events and a reflection."""
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
    monkeypatch.setattr(starting, "ROOT", tmp_path)
    monkeypatch.setattr(starting, "STARTER", folder)
    monkeypatch.setattr("cms.starting.load.kinds", starting.kinds)
    monkeypatch.setattr("cms.starting.export.kinds", starting.kinds)
    return tmp_path


def texts(folder):
    """Every file below community's starter folder, by its path."""
    top = folder / "community/starter"
    return {str(path.relative_to(top)): path.read_bytes() for path in sorted(top.rglob("*")) if path.is_file()}


def change(files, name, old, new):
    path = files / name
    text = path.read_text()
    assert old in text, f"{old!r} is not in {name}"
    path.write_text(text.replace(old, new, 1))


def test_every_part_comes_back_as_it_was_written(files, tmp_path_factory):
    load()
    out = tmp_path_factory.mktemp("out")
    export(out)
    assert texts(out) == texts(files)


def test_every_part_is_where_it_belongs(files):
    load()
    event = EventPage.objects.get(slug="every-part")
    assert event.live and event.host.slug == "norfolk" and event.part_of.slug == "the-whole"
    assert (event.kind, event.part_of.kind) == ("theory-of-change", "")
    sizes = {name: len(getattr(event, name)) for name in starting.STREAMS}
    assert sizes == {"sessions": 2, "points": 1, "contributions": 1, "quotes": 1, "resources": 2, "since": 1}
    assert (get_document_model().objects.count(), Recording.objects.count()) == (1, 1)


def test_what_nobody_could_load_is_left_out(files, people, tmp_path):
    """The demo's authorities are in no file, and a link that leads nowhere any more is none."""
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


def test_what_is_loaded_opens(files, people, signed_in, read):
    load()
    alice = signed_in(people.alice)
    for page in [*EventPage.objects.all(), *ReflectionPage.objects.all()]:
        assert page.title in text_of(read(alice, page.url))


def test_loading_twice_changes_nothing(files):
    load()
    before = list(EventPage.objects.values_list("pk", "latest_revision", "last_published_at"))
    report = load()
    assert (report.made, report.updated, report.edited) == ([], [], [])
    assert list(EventPage.objects.values_list("pk", "latest_revision", "last_published_at")) == before


def test_what_somebody_edited_is_left_as_it_is(files):
    load()
    event = EventPage.objects.get(slug="every-part")
    event.place = "Ours now"
    event.save_revision().publish()
    change(files, EVENT, "Town Hall", "Library")
    assert load().edited == [EVENT]
    assert EventPage.objects.get(slug="every-part").place == "Ours now"


def test_a_changed_file_brings_an_unedited_page_up_to_date(files):
    load()
    change(files, EVENT, "place: Town Hall, Ashdale\n", "")
    change(files, EVENT, "title: Risk\n", "title: Whose risk\n")
    assert load().updated == [EVENT]
    event = EventPage.objects.get(slug="every-part")
    assert event.place == "" and event.sessions[0].value["title"] == "Whose risk"


BROKEN = {
    "a kind nobody knows": (EVENT, "kind: theory-of-change", "kind: party", "kind:", "“party”"),
    "a day that is none": (EVENT, "starts: 2027-03-01", "starts: soon", "starts:", "must be a date"),
    "a time that is none": (EVENT, "from: 09:30", "from: morning", "from:", "must be a time"),
    "a time without quotes": (EVENT, "to: '16:00'", "to: 16:00", "to:", "in quotes"),
    "an authority nobody knows": (EVENT, "led_by: norfolk", "led_by: atlantis", "led_by:", "“atlantis”"),
    "a theme nobody knows": (EVENT, "  - risk", "  - nonsense", "themes:", "“nonsense”"),
    "a whole nobody knows": (EVENT, "part_of: the-whole", "part_of: nowhere", "part_of:", "“nowhere”"),
    "a part of itself": (EVENT, "part_of: the-whole", "part_of: every-part", "part_of:", "part of itself"),
    "a number without its source": (EVENT, "attendance_source: Our own count\n", "", None, "where the number comes from"),
    "a number that is none": (EVENT, "attendance: 12", "attendance: many", "attendance:", "many"),
    "a key nobody knows": (EVENT, "mode: both", "mood: both", "mood:", "“mood” is not known"),
    "a heading": (EVENT, "- one thing", "## A heading", "- one thing", "no headings"),
    "a fence nobody knows": (EVENT, "::: since", "::: afterwards", "::: since", "there is no block “afterwards”"),
    "a day since that is none": (EVENT, "day: 2027-04-01", "day: in spring", "::: since", "no date"),
    "a link to nowhere": (EVENT, "note: To begin with.", "url: https://example.org/", "::: session", "one of the three"),
    "a page that is not there": (
        EVENT,
        "    page: learn\n  - text: With an",
        "    page: gone\n  - text: With an",
        "::: points",
        "no page “gone”",
    ),
    "points without a point": (EVENT, "theme: One theme\npoints:", "theme: One theme\nmore:", "::: points", "“more” is not a field"),
    "a contribution of nobody": (EVENT, "authority: norfolk", "authority: atlantis", "::: contribution", "no authority “atlantis”"),
    "a file that is not there": (EVENT, "file: slides.pdf", "file: gone.pdf", "::: session", "there is no file “gone.pdf”"),
    "a name without consent": (REFLECTION, "role: Hub manager", "role: Hub manager\nname: Ann", None, "Without their consent"),
    "a level nobody knows": (REFLECTION, "attribution: role", "attribution: perhaps", "attribution:", "“perhaps”"),
    "a role without its authority": (REFLECTION, "authority: norfolk", "hub: Dereham", None, "Say which authority"),
    "a region nobody knows": (REFLECTION, "region: east", "region: moon", "region:", "“moon”"),
    "a retold one without its source": (REFLECTION, "source_url: https", "hub: https", None, "needs its source"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_an_error_names_file_and_line_and_nothing_is_loaded(files, what):
    name, old, new, where, words = BROKEN[what]
    lines = (files / name).read_text().split("\n")
    change(files, name, old, new)
    changed = (files / name).read_text().split("\n")
    with pytest.raises(StarterError) as told:
        load()
    assert words in str(told.value)
    assert str(told.value).startswith(f"{name}:")
    if where is not None:
        line = next(
            n for n, text in enumerate(changed if where.endswith(":") and where[0] != ":" else lines, start=1) if text.startswith(where)
        )
        assert str(told.value).startswith(f"{name}:{line}: "), str(told.value)
    assert not EventPage.objects.exists() and not ReflectionPage.objects.exists()


# The content's own law


@pytest.fixture(scope="module")
def told():
    """What the workshop's file says: its whole text, and the source document's sentences that must not stand in it."""
    return SimpleNamespace(text=" ".join((ROOT / WORKSHOP).read_text().split()))


@pytest.mark.parametrize(
    "fact",
    ["starts: 2021-09-15", "mode: online", "led_by: north-yorkshire", "Strengthening Families, Protecting Children", "attendance: 55"],
)
def test_the_workshop_keeps_the_facts(told, fact):
    assert fact in told.text


def test_the_workshop_has_three_themes_of_four_points_and_three_voices_not_named(told):
    text = (ROOT / WORKSHOP).read_text()
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


@pytest.mark.parametrize("words", COPIED)
def test_no_sentence_is_taken_from_a_source_but_as_a_quotation(words):
    for path in (ROOT / "community/starter").rglob("*.md"):
        text = re.sub(r"::: quote\n.*?\n:::", "", path.read_text(), flags=re.DOTALL)
        assert words.lower() not in " ".join(text.split()).lower(), path.name


def test_the_three_reflections_are_retold_by_role_and_authority_unnamed_and_lead_to_their_source():
    paths = sorted((ROOT / "community/starter/reflections").glob("*.md"))
    assert len(paths) == 3
    for path in paths:
        text = path.read_text()
        assert "voice: retold" in text and "source_url: https://www.scie.org.uk/" in text
        assert "attribution: role\nauthority: norfolk\n" in text
        assert not re.search(r"^(name|consent_words|hub):", text, re.MULTILINE)
        assert "::: quote" not in text


def test_an_authority_that_leaves_the_list_does_not_break_the_page(files, people, signed_in, read):
    load()
    EventPage.objects.update(host=None)
    event = EventPage.objects.get(slug="every-part")
    event.contributions[0].value["authority"] = str(max(Authority.objects.values_list("pk", flat=True)) + 1)
    event.save()
    assert "no longer listed" in text_of(read(signed_in(people.alice), event.url))
