"""Case studies and figures in a real browser: accessible, usable without scripts, and the team sheet is one side of A4."""

import re

import pytest

from casestudies.models import CaseStudyPage
from cms.pages.models import StandardPage
from cms.vocabulary.models import Figure, Provocation
from tests.casestudies.stories import approve
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_every_page_is_accessible import Walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
INDEX = "/case-studies/"


def test_case_studies_and_figures_are_accessible(demo, open_as):
    walk, alice = Walk(), open_as("alice")
    walk.go(alice, "alice", INDEX)
    walk.go(alice, "alice", f"{INDEX}?theme=risk&age=11-13&practice=police-liaison")
    for study in CaseStudyPage.objects.live()[:3]:
        walk.go(alice, "alice", study.url)
        walk.go(alice, "alice", f"{study.url}?team-sheet=1")
    page = StandardPage.objects.get(slug="for-partners")
    for look in ("sentence", "tile", "table"):
        page.body.append(("figure", {"figures": list(Figure.objects.values_list("pk", flat=True)), "look": look}))
    page.save_revision().publish()
    alice.goto(page.url)
    walk.look(alice, "alice", "figures in each of their three forms")
    assert walk.looked_at >= 4
    assert not walk.faults, walk.report()


def test_a_case_study_and_its_team_sheet_are_found_without_javascript(demo, open_as):
    page = open_as("carol", size=PHONE, javascript=False)
    page.goto("/")
    page.get_by_role("link", name="Case studies").click()
    page.locator("summary", has_text="Filter").click()
    page.get_by_label("Practice").select_option("police-liaison")
    page.get_by_role("button", name="Show case studies").click()
    assert page.get_by_role("status").inner_text().startswith("1 case study")
    page.get_by_role("link", name="The light left on").click()
    assert page.get_by_text("Nobody in it is a real person.").is_visible()
    page.get_by_role("link", name="Team sheet for printing").click()
    assert page.get_by_role("heading", name="The situation").is_visible()
    page.get_by_role("link", name="Read what the team did").click()
    assert page.get_by_role("heading", name="What we did").is_visible()


def sides(page):
    """Return how many sides of A4 the page takes."""
    return max(int(found) for found in re.findall(rb"/Count (\d+)", page.pdf(format="A4")))


def test_the_longest_possible_team_sheet_is_one_side_of_a4(demo, open_as):
    page = open_as("alice", size=DESK)
    for study in CaseStudyPage.objects.live():
        page.goto(f"{study.url}?team-sheet=1")
        assert sides(page) == 1, study.title
    study = CaseStudyPage.objects.live().first()
    study.title = "A title that goes on for longer than most of them do, and over a second line"
    study.situation = ("Nobody knew what they were to do about it. " * 20)[:700]
    questions = study._meta.get_field("questions").stream_block
    study.questions = questions.to_python([{"type": "question", "value": ("What would we have to stop doing first? " * 5)[:160]}] * 3)
    study.provocations = list(Provocation.objects.all())
    approve(study)
    study.save_revision().publish()
    Provocation.objects.update(text=("Are we managing risk for the organisation or for the child? " * 5)[:200])
    page.goto(f"{study.url}?team-sheet=1")
    assert sides(page) == 1
    page.goto(study.url)
    assert sides(page) > 1, "a control: the whole story takes more"
