"""The text block: running text."""

import json

import pytest
from wagtail.test.utils.form_data import rich_text

from cms.pages.models import StandardPage
from tests.builders import publish
from tests.pages.blocks.parts import block_of, is_harmless, refused, shown, text_of

pytestmark = pytest.mark.django_db


def typed(value):
    """Return the value the editor's form makes of typed text."""
    return block_of("text").value_from_datadict({"body": value}, {}, "body").source


def test_paragraphs_lists_and_bold_are_shown():
    soup = shown("text", "<p>One <b>strong</b> <i>thing</i></p><ul><li>a</li><li>b</li></ul><h3>Smaller</h3>")
    assert [tag.name for tag in soup.find(class_="rich").find_all(True)] == ["p", "b", "i", "ul", "li", "li", "h3"]


def test_empty_text_is_accepted_only_in_a_draft():
    assert "" in refused("text", "")
    assert refused("text", "", draft=True) == {}


def test_text_of_only_spaces_is_refused():
    assert refused("text", '<p data-block-key="a1b2c">  </p>')


def test_a_typed_tag_is_escaped():
    kept = typed(rich_text("<p>&lt;script&gt;alert(1)&lt;/script&gt; and &lt;img src=x onerror=alert(2)&gt;</p>"))
    soup = shown("text", kept)
    assert is_harmless(soup)
    assert "<script>alert(1)</script>" in text_of(soup)


def test_a_javascript_link_loses_its_url():
    state = {
        "blocks": [
            {"key": "aaaaa", "text": "press", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
             "entityRanges": [{"offset": 0, "length": 5, "key": 0}]}
        ],
        "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}}},
    }  # fmt: skip
    assert "javascript:" not in str(shown("text", typed(json.dumps(state))))


def test_pasted_html_is_cleaned_on_the_server():
    """The editor cleans text as it is pasted; text sent without the editor is cleaned here."""
    whole = {"offset": 0, "length": 1}
    state = {
        "blocks": [
            {"key": "aaaaa", "text": "They say", "type": "unstyled", "depth": 0, "entityRanges": [],
             "inlineStyleRanges": [{"offset": 0, "length": 8, "style": "color-red"}, {"offset": 5, "length": 3, "style": "BOLD"}]},
            {"key": "bbbbb", "text": " ", "type": "atomic", "depth": 0, "inlineStyleRanges": [], "entityRanges": [{**whole, "key": 0}]},
            {"key": "ccccc", "text": " ", "type": "atomic", "depth": 0, "inlineStyleRanges": [], "entityRanges": [{**whole, "key": 1}]},
        ],
        "entityMap": {
            "0": {"type": "IMAGE", "mutability": "IMMUTABLE", "data": {"id": 1, "src": "https://example.org/a.png", "alt": "A door"}},
            "1": {"type": "EMBED", "mutability": "IMMUTABLE", "data": {"url": "https://example.org/film"}},
        },
    }  # fmt: skip
    soup = shown("text", typed(json.dumps(state)))
    assert {tag.name for tag in soup.find(class_="rich").find_all(True)} <= {"p", "b"}
    assert "example.org" not in str(soup) and "style" not in str(soup) and text_of(soup) == "They say"


def test_a_page_link_has_the_current_url(site):
    page = publish_page(site)
    assert shown("text", f'<p><a linktype="page" id="{page.pk}">Contact</a></p>').a["href"] == "/contact/"


@pytest.mark.parametrize("gone", ["unpublished", "deleted"])
def test_a_link_to_an_unpublished_or_deleted_page_becomes_plain_text(site, gone):
    page = publish_page(site)
    text = f'<p>See <a linktype="page" id="{page.pk}">Contact</a>.</p>'
    page.unpublish() if gone == "unpublished" else page.delete()
    soup = shown("text", text)
    assert soup.find("a", href=True) is None
    assert text_of(soup) == "See Contact ."


def publish_page(site):
    page = site.home.add_child(instance=StandardPage(title="Contact", slug="contact", live=False))
    publish(page)
    return StandardPage.objects.get(pk=page.pk)
