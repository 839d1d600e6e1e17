"""A case study's page: how it was anonymised, the sections, the team sheet, for members only and never indexed."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction, Site

from casestudies.choices import COMPOSITE_NOTICE, SECTIONS, Voice
from casestudies.models import CaseStudyPage
from cms.pages.models import SiteSettings
from cms.vocabulary.models import Figure, Provocation
from tests.builders import publish
from tests.casestudies.stories import WHY, make_draft, make_index, make_study, stream
from tests.copies import copies

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>\"><img src=x onerror='alert(2)'>"
SHEET = "?team-sheet=1"


@pytest.fixture
def index(site):
    return make_index()


@pytest.fixture
def study(index):
    return make_study(index, themes=["risk"], provocations=["whose-risk", "good-enough"])


@pytest.fixture
def alice(people, signed_in):
    return signed_in(people.alice)


def soup_of(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words_of(soup):
    return " ".join(soup.get_text(" ").split())


def test_sections_are_in_order_and_empty_ones_are_left_out(study, alice):
    headings = [heading.get_text() for heading in soup_of(alice, study.url).select(".story h2")]
    assert headings == list(SECTIONS.values())
    study.around = study.own_words = []
    publish(study)
    headings = [heading.get_text() for heading in soup_of(alice, study.url).select(".story h2")]
    assert headings == [heading for name, heading in SECTIONS.items() if name not in {"around", "own_words"}]


def test_the_page_says_before_the_story_that_the_story_is_invented(study, alice):
    html = alice.get(study.url).content.decode()
    assert html.index(COMPOSITE_NOTICE) < html.index(SECTIONS["happening"])
    assert WHY in html


def test_an_invented_voice_is_marked_as_invented(study, alice):
    caption = words_of(soup_of(alice, study.url).select_one(".quote figcaption"))
    assert caption.startswith(Voice.YOUNG_PERSON.label) and caption != Voice.YOUNG_PERSON.label


def test_a_section_accepts_no_quotes_or_headings():
    kinds = set(CaseStudyPage._meta.get_field("did").stream_block.child_blocks)
    assert "voice" in kinds and "figure" in kinds and not kinds & {"quote", "heading"}


def test_details_are_broad_and_an_unapproved_page_claims_no_approval(study, alice):
    side = words_of(soup_of(alice, study.url).select_one(".side"))
    for part in [study.get_age_band_display(), study.get_practice_display(), study.get_outcome_display(), "Risk"]:
        assert part in side
    assert not alice.get(study.url).context["approval"]["approved"]


def test_only_published_provocations_are_shown_in_their_current_text(study, alice):
    Provocation.objects.get(slug="good-enough").unpublish()
    Provocation.objects.filter(slug="whose-risk").update(text="Whose risk is it today?")
    page = words_of(soup_of(alice, study.url))
    assert "Whose risk is it today?" in page and "good-enough?" not in page


def test_a_figure_in_a_story_links_to_its_source(study, alice):
    figure = Figure.objects.create(
        slug="x",
        value="355",
        unit="young people",
        place="North Yorkshire",
        period="2014 to 2017",
        source="A page",
        source_url="https://example.org/",
    )
    study.learnt = stream("learnt", [{"type": "figure", "value": {"figures": [figure.pk], "look": "tile"}}])
    publish(study)
    assert soup_of(alice, study.url).find("a", href="https://example.org/").get_text() == "A page"


def test_a_further_page_is_linked_only_while_published(site, study, alice):
    study.further = stream("further", [{"type": "page", "value": {"page": site.module.pk, "note": "Risk that is shared."}}])
    publish(study)
    assert soup_of(alice, study.url).find("a", href=site.module.url)
    site.module.unpublish()
    assert not soup_of(alice, study.url).find("a", href=site.module.url)


def test_the_help_address_of_the_site_is_linked(study, alice):
    assert not soup_of(alice, study.url).find("a", href=re.compile("^mailto:help@"))
    SiteSettings.objects.create(site=Site.objects.get(is_default_site=True), help_name="Erin", help_email="help@example.org")
    assert soup_of(alice, study.url).find("a", href="mailto:help@example.org").get_text() == "Erin"


# Never indexed, members only


@pytest.mark.parametrize("query", ["", SHEET])
def test_case_studies_and_sheets_are_not_indexed_by_search_engines(study, alice, query):
    response = alice.get(f"{study.url}{query}")
    assert "noindex" in response["X-Robots-Tag"]
    assert "noindex" in BeautifulSoup(response.content, "html.parser").find("meta", attrs={"name": "robots"})["content"]
    assert study.summary not in str(BeautifulSoup(response.content, "html.parser").find("meta", attrs={"name": "description"}))


def test_the_index_is_not_indexed_by_search_engines_and_other_pages_are(site, index, alice):
    response = alice.get("/case-studies/")
    assert "noindex" in response["X-Robots-Tag"] and b'name="robots"' in response.content
    assert not alice.get(site.module.url).has_header("X-Robots-Tag")


@pytest.mark.parametrize("query", ["", SHEET])
def test_visitors_and_newcomers_see_no_part_of_a_case_study(study, client, people, signed_in, query):
    for browser in (client, signed_in(people.newcomer)):
        response = browser.get(f"{study.url}{query}")
        assert response.status_code == 302 and not response.content
    assert client.get("/case-studies/").status_code == 302
    assert b"Case studies" not in client.get("/").content


@pytest.mark.parametrize("query", ["", SHEET])
def test_a_member_reads_published_case_studies_but_no_drafts_or_restricted_ones(index, study, people, signed_in, query):
    carol = signed_in(people.carol)
    assert carol.get(f"{study.url}{query}").status_code == 200
    draft = make_draft(index, "Half a story")
    assert carol.get(f"/case-studies/{draft.slug}/{query}").status_code == 404
    PageViewRestriction.objects.create(page=study, restriction_type="groups").groups.add(Group.objects.create(name="Few"))
    assert carol.get(f"{study.url}{query}").status_code != 200
    study.unpublish()
    assert carol.get(f"{study.url}{query}").status_code == 404


# The team sheet


def test_the_team_sheet_has_situation_questions_and_provocations_but_no_story(study, alice):
    page = words_of(soup_of(alice, f"{study.url}{SHEET}").main)
    for part in [COMPOSITE_NOTICE, study.situation, "What does your welcome look like?", "whose-risk?", "good-enough?"]:
        assert part in page
    assert "The words of did" not in page and "The words of happening" not in page


def test_the_story_and_its_team_sheet_link_to_each_other_without_javascript(study, alice):
    soup = soup_of(alice, study.url)
    assert soup.select_one(".story-questions a")["href"] == SHEET
    sheet = soup_of(alice, f"{study.url}{SHEET}")
    assert not sheet.main.find("script") and sheet.main.find("a", href=study.url)


def test_the_admin_previews_story_and_team_sheet(study, people):
    people.frank.is_superuser = people.frank.is_staff = True
    draft = CaseStudyPage.objects.get(pk=study.pk)
    for mode, has_story in (("", True), ("team-sheet", False)):
        response = draft.make_preview_request(preview_mode=mode)
        assert response.status_code == 200
        assert (SECTIONS["happening"] in response.content.decode()) is has_story


def test_a_case_study_of_a_real_situation_does_not_say_that_it_is_invented(index):
    html = make_draft(index, is_composite=False).make_preview_request(preview_mode="").content.decode()
    assert COMPOSITE_NOTICE not in html


# Hostile input


@pytest.mark.parametrize("query", ["", SHEET, "?team-sheet=<script>alert(1)</script>"])
def test_hostile_text_is_escaped(index, alice, query):
    study = make_study(index, title="Hostile", provocations=["whose-risk"])
    for field in ("title", "summary", "composite_why", "content_note", "situation", "owner_words"):
        setattr(study, field, HOSTILE)
    study.questions = stream("questions", [{"type": "question", "value": HOSTILE}])
    study.own_words = stream("own_words", [{"type": "voice", "value": {"text": HOSTILE, "whose": "nobody-known"}}])
    study.did = stream("did", [{"type": "key_point", "value": {"text": HOSTILE}}])
    publish(study)
    Provocation.objects.update(text=HOSTILE)
    soup = soup_of(alice, f"{study.url}{query}")
    assert not soup.select_one("script:not([src])") and not soup.find("img", onerror=True)


def test_a_longer_story_costs_no_more_queries(index, alice):
    study = make_study(index, themes=["risk"], provocations=["whose-risk"])
    few = _asked(alice, study.url)
    copies(study, 15)
    many_things = make_study(index, "Much", themes=["risk", "family", "team", "words"], provocations=[f"p{n}" for n in range(8)])
    assert _asked(alice, many_things.url) == few <= 10


def _asked(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as context:
        assert client.get(url).status_code == 200
    return len(context.captured_queries)


def test_the_editor_opens_and_explains_every_field(index, people, signed_in):
    from cms.desk.rights import set_desk_rights

    set_desk_rights()
    study = make_study(index)
    assert signed_in(people.dana).get(reverse("wagtailadmin_pages:edit", args=[study.pk])).status_code == 200
    own = [field for field in CaseStudyPage._meta.local_fields if not field.primary_key]
    assert [field.name for field in own if not field.help_text] == []
