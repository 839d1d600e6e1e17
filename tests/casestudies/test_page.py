"""A case study as it is read: how it was made safe, the sections, the team sheet, members only and never indexed."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction, Site

from casestudies.choices import COMPOSITE_NOTICE, SECTIONS
from casestudies.models import CaseStudyPage
from cms.models import Figure, Provocation, SiteSettings
from tests.builders import publish
from tests.casestudies.stories import WHY, make_draft, make_index, make_study, stream

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


def test_the_sections_stand_in_order_and_an_empty_one_is_left_out(study, alice):
    headings = [heading.get_text() for heading in soup_of(alice, study.url).select(".story h2")]
    assert headings == list(SECTIONS.values())
    study.around = study.own_words = []
    publish(study)
    headings = [heading.get_text() for heading in soup_of(alice, study.url).select(".story h2")]
    assert headings == ["What was happening", "What we did", "What changed", "What we learnt"]


def test_it_says_before_the_story_that_nobody_in_it_is_real_and_how_it_was_made(study, alice):
    html = alice.get(study.url).content.decode()
    assert html.index(COMPOSITE_NOTICE) < html.index("What was happening")
    assert WHY in html and "Composite, invented from many situations" in html and "Members of the network" in html


def test_a_copy_is_neither_approved_nor_reviewed(study):
    study.approved_on = study.reviewed_on = date(2026, 9, 1)
    publish(study)
    copy = study.copy(update_attrs={"slug": "copy", "title": "A copy"})
    for one in (copy, copy.get_latest_revision_as_object()):
        assert (one.approved_on, one.reviewed_on) == (None, None)


def test_words_in_somebodys_voice_say_that_nobody_said_them(study, alice):
    assert words_of(soup_of(alice, study.url).select_one(".quote figcaption")) == (
        "The young person. Written for this story: nobody said these words"
    )


def test_a_section_has_no_quotes_and_no_headings_of_its_own():
    kinds = set(CaseStudyPage._meta.get_field("did").stream_block.child_blocks)
    assert "voice" in kinds and "figure" in kinds and not kinds & {"quote", "heading"}


def test_the_facts_are_broad_and_it_is_not_yet_approved(study, alice):
    side = words_of(soup_of(alice, study.url).select_one(".side"))
    for part in ["14 or 15", "Police liaison", "Safer, but not yet settled", "Risk", "Not yet approved by North Yorkshire"]:
        assert part in side


def test_its_provocations_come_from_the_shared_list_and_unpublished_ones_do_not(study, alice):
    Provocation.objects.get(slug="good-enough").unpublish()
    Provocation.objects.filter(slug="whose-risk").update(text="Whose risk is it today?")
    page = words_of(soup_of(alice, study.url))
    assert "Whose risk is it today?" in page and "good-enough?" not in page


def test_figures_in_it_carry_their_source(study, alice):
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
    assert "Source: A page" in words_of(soup_of(alice, study.url))


def test_a_page_to_go_on_with_is_shown_while_it_can_be_read(site, study, alice):
    study.further = stream("further", [{"type": "page", "value": {"page": site.module.pk, "note": "Risk that is shared."}}])
    publish(study)
    assert soup_of(alice, study.url).find("a", href=site.module.url)
    site.module.unpublish()
    assert "Learn more" not in words_of(soup_of(alice, study.url))


def test_it_says_whom_to_tell(study, alice):
    assert "Tell whoever looks after this site" in words_of(soup_of(alice, study.url))
    SiteSettings.objects.create(site=Site.objects.get(is_default_site=True), help_name="Erin", help_email="help@example.org")
    assert soup_of(alice, study.url).find("a", href="mailto:help@example.org").get_text() == "Erin"


# Never indexed, members only


@pytest.mark.parametrize("query", ["", SHEET])
def test_every_case_study_and_its_sheet_are_kept_out_of_search(study, alice, query):
    response = alice.get(f"{study.url}{query}")
    assert "noindex" in response["X-Robots-Tag"]
    assert "noindex" in BeautifulSoup(response.content, "html.parser").find("meta", attrs={"name": "robots"})["content"]
    assert study.summary not in str(BeautifulSoup(response.content, "html.parser").find("meta", attrs={"name": "description"}))


def test_the_index_is_kept_out_too_and_other_pages_are_as_they_were(site, index, alice):
    response = alice.get("/case-studies/")
    assert "noindex" in response["X-Robots-Tag"] and b'name="robots"' in response.content
    assert not alice.get(site.module.url).has_header("X-Robots-Tag")


@pytest.mark.parametrize("query", ["", SHEET])
def test_a_visitor_and_somebody_who_is_no_member_see_nothing_of_it(study, client, people, signed_in, query):
    for one in (client, signed_in(people.newcomer)):
        response = one.get(f"{study.url}{query}")
        assert response.status_code == 302 and not response.content
    assert client.get("/case-studies/").status_code == 302
    assert b"Case studies" not in client.get("/").content


@pytest.mark.parametrize("query", ["", SHEET])
def test_carol_reads_it_as_a_member_and_not_while_it_is_a_draft_or_kept_to_a_few(index, study, people, signed_in, query):
    carol = signed_in(people.carol)
    assert carol.get(f"{study.url}{query}").status_code == 200
    draft = make_draft(index, "Half a story")
    assert carol.get(f"/case-studies/{draft.slug}/{query}").status_code == 404
    PageViewRestriction.objects.create(page=study, restriction_type="groups").groups.add(Group.objects.create(name="Few"))
    assert carol.get(f"{study.url}{query}").status_code != 200
    study.unpublish()
    assert carol.get(f"{study.url}{query}").status_code == 404


# The team sheet


def test_the_sheet_has_the_situation_the_questions_and_the_provocations_and_not_the_story(study, alice):
    page = words_of(soup_of(alice, f"{study.url}{SHEET}").main)
    for part in [COMPOSITE_NOTICE, study.situation, "What does your welcome look like?", "whose-risk?", "good-enough?"]:
        assert part in page
    assert "The words of did" not in page and "The words of happening" not in page


def test_the_sheet_is_a_link_away_and_needs_no_script(study, alice):
    soup = soup_of(alice, study.url)
    assert soup.select_one(".story-questions a")["href"] == SHEET
    sheet = soup_of(alice, f"{study.url}{SHEET}")
    assert not sheet.main.find("script") and sheet.find("a", string="Read what the team did")["href"] == study.url


def test_the_desk_previews_the_story_and_the_sheet(study, people):
    people.frank.is_superuser = people.frank.is_staff = True
    draft = CaseStudyPage.objects.get(pk=study.pk)
    for mode, part in (("", "What was happening"), ("team-sheet", "The situation")):
        response = draft.make_preview_request(preview_mode=mode)
        assert response.status_code == 200 and part in response.content.decode()


def test_a_draft_that_is_no_composite_says_in_its_preview_that_it_cannot_be_published(index):
    html = make_draft(index, is_composite=False).make_preview_request(preview_mode="").content.decode()
    assert "This cannot be published." in html and COMPOSITE_NOTICE not in html


# Hostile input


@pytest.mark.parametrize("query", ["", SHEET, "?team-sheet=<script>alert(1)</script>"])
def test_hostile_words_stay_words(index, alice, query):
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


def test_a_story_asks_the_database_no_more_with_more_of_everything(index, alice):
    study = make_study(index, themes=["risk"], provocations=["whose-risk"])
    few = _asked(alice, study.url)
    for n in range(15):
        make_study(index, f"Study {n}")
    many_things = make_study(index, "Much", themes=["risk", "family", "team", "words"], provocations=[f"p{n}" for n in range(8)])
    assert _asked(alice, many_things.url) == few <= 10


def _asked(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as context:
        assert client.get(url).status_code == 200
    return len(context.captured_queries)


def test_the_editor_opens_with_every_field_explained(index, people, signed_in):
    from cms.desk import set_desk_rights

    set_desk_rights()
    study = make_study(index)
    assert signed_in(people.dana).get(reverse("wagtailadmin_pages:edit", args=[study.pk])).status_code == 200
    own = [field for field in CaseStudyPage._meta.local_fields if not field.primary_key]
    assert [field.name for field in own if not field.help_text] == []
