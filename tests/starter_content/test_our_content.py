"""The starter content itself: it loads completely, exports byte for byte, and follows our rules for content."""

import re
from datetime import date

import pytest
from django.urls import Resolver404, resolve
from wagtail.models import Page

from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from cms.page_tree.snapshot import current_tree
from cms.pages.models import StandardPage
from cms.people.models import Authority, JobRole
from cms.starter_content.content_types import ROOT
from cms.starter_content.export import export
from cms.starter_content.load import load
from cms.vocabulary.models import Figure, GlossaryTerm, Provocation, Theme
from learning.lesson_text import paragraphs, snapshot
from learning.models import Item, LearnIndexPage, LessonPage, ModulePage
from tests.starter_content.parts import FOLDERS, state, texts


@pytest.fixture
def full(full_content):
    """Load the whole starter content, which the test may change; return the loader's report."""
    return full_content


def test_everything_is_loaded_and_live(full):
    assert full.made and not full.updated and not full.edited and not full.removed and not full.found
    assert (Theme.objects.count(), JobRole.objects.count()) == (8, 12)
    assert not Page.objects.filter(depth__gt=1, live=False).exists()
    assert not GlossaryTerm.objects.filter(live=False).exists() and not Provocation.objects.filter(live=False).exists()
    assert Item.objects.filter(kind="lesson", current__isnull=False).count() == LessonPage.objects.live().count()


def test_the_page_tree_is_sound_after_loading(full):
    assert Page.find_problems() == ([], [], [], [], [])


def test_loading_again_changes_nothing(full):
    before = state()
    report = load()
    assert len(report.unchanged) == len(full.made)
    assert not any((report.made, report.updated, report.edited, report.removed, report.found))
    assert state() == before


def test_the_export_equals_the_files_of_the_repository(full, tmp_path):
    export(tmp_path)
    assert texts(tmp_path) == texts(ROOT)


# Rules for the content

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
    """Return the matches of a pattern in the files, as path:line: text."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if re.search(pattern, line, flags)
    ]


MODULES = {
    "what-is-no-wrong-door",
    "the-provocations",
    "adverse-childhood-experiences",
    "raise-and-shared-risk",
    "your-first-outreach-visit",
    "who-does-what-in-a-hub",
    "words-that-care",
    "relationships-and-the-key-worker",
    "writing-an-anonymous-case-study",
}


def test_every_module_has_three_to_six_lessons(full):
    sizes = {page.slug: LessonPage.objects.live().child_of(page).count() for page in ModulePage.objects.live()}
    assert set(sizes) == MODULES
    assert all(3 <= many <= 6 for many in sizes.values()), sizes


def test_provocations_terms_and_adopting_authorities_are_complete(full):
    assert (Provocation.objects.count(), GlossaryTerm.objects.count()) == (26, 40)
    adopting = {"middlesbrough", "rochdale", "norfolk", "warrington", "redcar-and-cleveland"}
    assert adopting <= set(Authority.objects.filter(milestones__isnull=False).values_list("slug", flat=True))


def test_every_lesson_takes_at_most_ten_minutes(full):
    for page in LessonPage.objects.live():
        assert page.minutes <= 10, f"{page.slug}: {page.minutes} minutes"


def test_every_lesson_has_sources_and_every_source_a_title(full):
    for page in LessonPage.objects.live():
        assert len(page.sources) > 0, page.slug
        assert all(source.value["title"].strip() for source in page.sources), page.slug


def test_every_milestone_has_a_source_and_a_valid_past_date(full):
    for authority in Authority.objects.prefetch_related("milestones"):
        for milestone in authority.milestones.all():
            assert milestone.source and re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", milestone.when), f"{authority}: {milestone}"
            assert milestone.when <= date.today().isoformat()


def test_every_reported_provocation_has_a_source(full):
    assert not Provocation.objects.filter(origin="reported", source="").exists()


def test_raise_is_never_expanded(full):
    term = GlossaryTerm.objects.get(slug="raise")
    assert term.stands_for == ""
    assert (
        violations(
            r"RAISE (stands|is short) for|RAISE \([A-Z][a-z]+,? |R is for|\bR(ecognise|eflect|isk|elational)[ ,]+A\w+[ ,]+I\w+[ ,]+S\w+"
        )
        == []
    )
    assert violations(r"^stands_for:", [path for path in ALL_FILES if path.stem == "raise"]) == []


def test_no_real_member_of_staff_is_named():
    assert violations(rf"\b({'|'.join(REAL_STAFF)})\b") == []


def test_no_misleading_phrase_is_used():
    assert violations("|".join(FORBIDDEN)) == []


def test_the_accessibility_statement_says_that_readers_can_skip_through_recordings():
    """Byte ranges of a recording are served (cms/library/byte_ranges.py), as tests/library/test_recordings.py proves."""
    statement = (ROOT / "cms/starter_content/starter/pages/accessibility-statement.md").read_text()
    assert "skip forwards and back" in statement
    assert not re.search(r"cannot skip|until one can skip|better player", statement, re.IGNORECASE)


def test_every_figure_is_written_in_its_own_file_only(full):
    values = [figure.value for figure in Figure.objects.all() if re.search(r"\d{3}|%|million", figure.value)]
    assert len(values) >= 5
    quoted = re.compile(
        r"^\s*(- )?(value|source|title|url|source_title|source_url): "
    )  # its own line, and titles that other sites gave their pages
    for value in values:
        found = violations(rf"(?<![\d,.]){re.escape(value)}(?!\d)")
        assert [line for line in found if not quoted.match(line.partition(": ")[2])] == [], value


def test_no_module_claims_to_be_approved(full):
    assert not ModulePage.objects.filter(approved_on__isnull=False).exists()


def test_there_is_no_exclamation_mark_outside_a_quotation():
    found = []
    for path in ALL_FILES:
        text = re.sub(r"::: quote\n.*?\n:::", lambda quote: "\n" * quote[0].count("\n"), path.read_text(), flags=re.DOTALL)
        text = re.sub(r"“[^”]*”", "", text)
        found += [f"{path.relative_to(ROOT)}:{number}" for number, line in enumerate(text.splitlines(), start=1) if "!" in line]
    assert found == []


def test_the_lesson_on_the_ace_study_is_accurate(full):
    page = LessonPage.objects.get(slug="what-the-1998-study-asked-and-found")
    text = " ".join(paragraphs(snapshot(page)))
    assert all(fact in text for fact in ("9,508", "13,494", "seven categories", "4 to 12 times"))


def test_no_lesson_asks_for_an_ace_score(full):
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


def test_every_page_starts_with_a_first_level_heading(full, people, signed_in):
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
        assert "<h1" in response.content.decode(), page.url
