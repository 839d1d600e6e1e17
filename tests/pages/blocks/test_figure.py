"""Figures: stored once, shown in three layouts, never without source and period, and corrected on every page at once."""

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
from tests.pages.blocks.parts import HOSTILE, is_harmless, refused, shown, text_of

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
    return {"figures": [getattr(figure, "pk", figure) for figure in figures], "look": look}


@pytest.mark.parametrize("look", LOOKS)
def test_every_layout_shows_value_place_period_source_and_caveat(figure, look):
    soup = shown("figure", block(figure, look=look))
    words = text_of(soup)
    for part in ["355", "young people worked with", "North Yorkshire, 2014 to 2017", WORDS["caveat"]]:
        assert part in words, (look, part)
    assert soup.find("a", href="https://example.org/impact").get_text() == "Innovation Unit"


def test_a_sentence_layout_reads_as_a_sentence(figure):
    assert text_of(shown("figure", block(figure))).startswith("355 young people worked with, North Yorkshire, 2014 to 2017. ")


def test_a_table_layout_has_a_row_for_each_figure_and_headers_for_rows_and_columns(figure):
    verified = Figure.objects.create(slug="fewer", **{**WORDS, "value": "51", "unit": "fewer into care", "counted_by": "independent"})
    soup = shown("figure", block(verified, figure, look="table"))
    assert [row.th.get_text(" ", strip=True) for row in soup.tbody.find_all("tr")] == ["51 fewer into care", "355 young people worked with"]
    assert len(soup.thead.find_all("th", scope="col")) == 3
    checked, unchecked = [text_of(row) for row in soup.tbody.find_all("tr")]
    assert checked.replace("51 fewer into care", "") != unchecked.replace("355 young people worked with", ""), (
        "the table says who counted each figure"
    )


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("gone", ["unpublished", "deleted"])
def test_an_unpublished_or_deleted_figure_is_not_shown(figure, gone, look):
    pk = figure.pk
    figure.unpublish() if gone == "unpublished" else figure.delete()
    assert str(shown("figure", block(pk, look=look))).strip() == ""


def test_a_draft_value_is_not_shown(figure):
    figure.value = "503"
    figure.save_revision()
    assert "503" not in text_of(shown("figure", block(figure)))


@pytest.mark.parametrize("look", LOOKS)
def test_hostile_text_is_escaped(figure, look):
    Figure.objects.update(value=HOSTILE[:40], unit=HOSTILE, place=HOSTILE, source=HOSTILE, method=HOSTILE, caveat=HOSTILE)
    assert is_harmless(shown("figure", block(figure, look=look)))


def test_a_block_without_a_live_figure_is_refused_unless_it_is_a_draft(figure):
    assert refused("figure", block())
    assert refused("figure", block(None))
    assert refused("figure", {**block(figure), "look": "carousel"})
    pk = figure.pk
    assert refused("figure", block(pk)) == {}
    figure.delete()
    assert refused("figure", block(pk))
    assert refused("figure", block(), draft=True) == {}


def test_it_cannot_be_published_without_its_required_fields_or_with_an_invalid_url(figure):
    invalid = [(name, value) for name in Figure.REQUIRED_TEXTS for value in ("", "   ")]
    invalid += [("source_url", url) for url in ("javascript:alert(1)", "nowhere", "data:text/html,hello")]
    for name, value in invalid:
        figure.refresh_from_db()
        setattr(figure, name, value)
        with pytest.raises(ValidationError) as told:
            figure.full_clean()
        assert name in told.value.message_dict, (name, value)


@pytest.mark.engine
def test_the_database_refuses_a_live_figure_without_source_or_period(figure):
    for name in ("source", "source_url", "period"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Figure.objects.filter(pk=figure.pk, live=True).update(**{name: ""})
    Figure.objects.filter(pk=figure.pk).update(source="", source_url="", period="", live=False)


def test_a_correction_reaches_every_page_at_once(site, figure, people, signed_in):
    lesson = LessonPage.objects.get(pk=site.lessons[0].pk)
    lesson.body.append(("figure", block(figure, look="tile")))
    lesson.change = "editorial"
    publish(lesson)
    page = site.home.add_child(instance=StandardPage(title="For partners", slug="for-partners", live=False))
    page.body.append(("figure", block(figure)))
    publish(page)
    alice = signed_in(people.alice)
    assert all("355" in alice.get(shown_on.url).content.decode() for shown_on in (lesson, page))
    figure.value = "356"
    figure.save_revision().publish()
    for shown_on in (lesson, page):
        html = alice.get(shown_on.url).content.decode()
        assert "356" in html and ">355<" not in html


def test_a_page_of_figures_costs_two_queries(site, people, signed_in, django_assert_num_queries, monkeypatch):
    from cms.page_tree import snapshot

    monkeypatch.setattr(snapshot, "_in_transaction", lambda: False)
    page = site.home.add_child(instance=StandardPage(title="Figures", slug="figures", live=False))
    page.body.append(("figure", block(*[Figure.objects.create(slug=f"f{n}", **WORDS) for n in range(8)], look="table")))
    publish(page)
    alice = signed_in(people.alice)
    alice.get(page.url)
    with django_assert_num_queries(2):  # session with its user, cache stamp
        alice.get(page.url)


def test_the_admin_lists_figures_and_where_they_are_used(site, figure, people, signed_in):
    set_desk_rights()
    page = site.home.add_child(instance=StandardPage(title="For partners", slug="for-partners", live=False))
    page.body.append(("figure", block(figure)))
    publish(page)
    dana = signed_in(people.dana)
    assert "355 young people worked with" in dana.get(reverse("wagtailsnippets_vocabulary_figure:list")).content.decode()
    frank = signed_in(people.frank)
    assert "For partners" in frank.get(reverse("wagtailsnippets_vocabulary_figure:usage", args=[figure.pk])).content.decode()


def test_the_preview_shows_every_layout(figure):
    from django.template.loader import render_to_string

    html = render_to_string("vocabulary/figure.html", _preview(figure))
    assert html.count("355") >= 3 and "figure-tile" in html and "<table" in html and "figure-sentence" in html


def _preview(figure):
    return {"figure": figure, "looks": [{"look": look, "published": [figure]} for look in LOOKS]}


def test_every_starter_figure_has_a_caveat_and_none_claims_a_source_that_nobody_opened():
    import yaml

    files = sorted((ROOT / "cms/starter_content/starter/figures").glob("*.md"))
    assert len(files) >= 7
    for path in files:
        front = yaml.safe_load(path.read_text().split("---")[1])
        assert front["source"] and front["source_url"].startswith("https://") and front["period"] and front["caveat"], path.name
        assert front["seen"] == "second_hand", f"{path.name}: delete its line in docs/content-to-check.md first, then change this test"
