"""Figures: kept once, shown in three looks, never without source and period; one correction reaches all pages at once."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from cms.desk.rights import set_desk_rights
from cms.pages.models import StandardPage
from cms.starter_content.content_types import ROOT
from cms.vocabulary.models import Figure
from learning.models import LessonPage
from tests.builders import publish
from tests.cms.blocks.parts import HOSTILE, is_harmless, refused, shown, text_of

pytestmark = pytest.mark.django_db
WORDS = {
    "value": "355",
    "unit": "young people worked with",
    "period": "2014 to 2017",
    "place": "North Yorkshire",
    "source": "Innovation Unit",
    "source_url": "https://example.org/impact",
    "caveat": "It says nothing of what changed.",
}
LOOKS = ["sentence", "tile", "table"]


@pytest.fixture
def figure():
    return Figure.objects.create(slug="worked-with", **WORDS)


def block(*figures, look="sentence"):
    return {"figures": [getattr(one, "pk", one) for one in figures], "look": look}


@pytest.mark.parametrize("look", LOOKS)
def test_each_look_says_when_where_from_whom_and_how_far_it_carries(figure, look):
    soup = shown("figure", block(figure, look=look))
    words = text_of(soup)
    for part in ["355", "young people worked with", "North Yorkshire, 2014 to 2017", "Not checked independently", WORDS["caveat"]]:
        assert part in words, (look, part)
    assert soup.find("a", href="https://example.org/impact").get_text() == "Innovation Unit"


def test_a_sentence_reads_as_one(figure):
    assert text_of(shown("figure", block(figure))).startswith(
        "355 young people worked with, North Yorkshire, 2014 to 2017. Source: Innovation"
    )


def test_a_table_has_a_row_for_each_with_headers_both_ways(figure):
    other = Figure.objects.create(slug="fewer", **{**WORDS, "value": "51", "unit": "fewer into care", "is_verified": True})
    soup = shown("figure", block(other, figure, look="table"))
    assert [row.th.get_text(" ", strip=True) for row in soup.tbody.find_all("tr")] == ["51 fewer into care", "355 young people worked with"]
    assert len(soup.thead.find_all("th", scope="col")) == 3
    assert "Checked independently" in text_of(soup.tbody.tr)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("gone", ["unpublished", "deleted"])
def test_one_that_is_gone_leaves_nothing_behind(figure, gone, look):
    pk = figure.pk
    figure.unpublish() if gone == "unpublished" else figure.delete()
    assert str(shown("figure", block(pk, look=look))).strip() == ""


def test_words_that_are_only_a_draft_are_not_shown(figure):
    figure.value = "503"
    figure.save_revision()
    assert "503" not in text_of(shown("figure", block(figure)))


@pytest.mark.parametrize("look", LOOKS)
def test_hostile_words_stay_words(figure, look):
    Figure.objects.update(value=HOSTILE[:40], unit=HOSTILE, place=HOSTILE, source=HOSTILE, method=HOSTILE, caveat=HOSTILE)
    assert is_harmless(shown("figure", block(figure, look=look)))


def test_a_block_without_a_figure_or_with_a_deleted_one_is_refused_and_a_draft_may_wait(figure):
    assert refused("figure", block())
    assert refused("figure", block(None))
    assert refused("figure", {**block(figure), "look": "carousel"})
    pk = figure.pk
    assert refused("figure", block(pk)) == {}
    figure.delete()
    assert refused("figure", block(pk))
    assert refused("figure", block(), draft=True) == {}


@pytest.mark.parametrize("name", Figure.REQUIRED_TEXTS)
@pytest.mark.parametrize("words", ["", "   "], ids=["empty", "spaces"])
def test_it_cannot_be_published_without_what_a_reader_needs(figure, name, words):
    setattr(figure, name, words)
    with pytest.raises(ValidationError) as told:
        figure.full_clean()
    assert name in told.value.message_dict


@pytest.mark.parametrize("address", ["javascript:alert(1)", "nowhere", "data:text/html,hello"])
def test_the_address_of_its_source_is_an_address(figure, address):
    figure.source_url = address
    with pytest.raises(ValidationError):
        figure.full_clean()


@pytest.mark.parametrize("name", ["source", "source_url", "period"])
def test_the_database_too_holds_no_live_figure_without_source_and_period(figure, name):
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.filter(pk=figure.pk).update(**{name: ""})
    Figure.objects.filter(pk=figure.pk).update(**{name: "", "live": False})


def test_one_correction_reaches_every_page_at_once(site, figure, people, signed_in):
    lesson = LessonPage.objects.get(pk=site.lessons[0].pk)
    lesson.body.append(("figure", block(figure, look="tile")))
    lesson.change = "editorial"
    publish(lesson)
    page = site.home.add_child(instance=StandardPage(title="For partners", slug="for-partners", live=False))
    page.body.append(("figure", block(figure)))
    publish(page)
    alice = signed_in(people.alice)
    assert all("355" in alice.get(one.url).content.decode() for one in (lesson, page))
    figure.value = "356"
    figure.save_revision().publish()
    for one in (lesson, page):
        html = alice.get(one.url).content.decode()
        assert "356" in html and ">355<" not in html


def test_a_page_with_figures_asks_the_database_no_more(site, people, signed_in, django_assert_num_queries, monkeypatch):
    from cms.page_tree import snapshot

    monkeypatch.setattr(snapshot, "_in_transaction", lambda: False)
    page = site.home.add_child(instance=StandardPage(title="Figures", slug="figures", live=False))
    page.body.append(("figure", block(*[Figure.objects.create(slug=f"f{n}", **WORDS) for n in range(8)], look="table")))
    publish(page)
    alice = signed_in(people.alice)
    alice.get(page.url)
    with django_assert_num_queries(2):  # session with its person, stamp
        alice.get(page.url)


def test_the_desk_lists_it_among_the_shared_words_and_shows_where_it_is_used(site, figure, people, signed_in):
    set_desk_rights()
    page = site.home.add_child(instance=StandardPage(title="For partners", slug="for-partners", live=False))
    page.body.append(("figure", block(figure)))
    publish(page)
    dana = signed_in(people.dana)
    assert "355 young people worked with" in dana.get(reverse("wagtailsnippets_vocabulary_figure:list")).content.decode()
    frank = signed_in(people.frank)
    assert "For partners" in frank.get(reverse("wagtailsnippets_vocabulary_figure:usage", args=[figure.pk])).content.decode()


def test_its_preview_shows_every_look(figure):
    from django.template.loader import render_to_string

    html = render_to_string("cms/figure.html", _preview(figure))
    assert html.count("355") >= 3 and "figure-tile" in html and "<table" in html and "figure-sentence" in html


def _preview(figure):
    return {"figure": figure, "looks": [{"look": look, "published": [figure]} for look in LOOKS]}


def test_the_starter_figures_each_have_a_caveat_and_none_is_called_checked():
    import yaml

    files = sorted((ROOT / "cms/starter/figures").glob("*.md"))
    assert len(files) >= 7
    for path in files:
        front = yaml.safe_load(path.read_text().split("---")[1])
        assert front["source"] and front["source_url"].startswith("https://") and front["period"] and front["caveat"], path.name
        assert not front.get("verified"), path.name
