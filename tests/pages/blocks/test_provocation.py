"""The provocation block: a provocation from the shared list."""

import pytest

from cms.vocabulary.models import Provocation
from tests.pages.blocks.parts import HOSTILE, is_harmless, refused, shown, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return Provocation.objects.create(slug="good-enough", text="Is this good enough for my child?", live=True)


def test_it_shows_the_current_text_and_the_prompt(asked):
    Provocation.objects.filter(pk=asked.pk).update(text="Would it be good enough for mine?")
    soup = shown("provocation", {"provocation": asked.pk, "prompt": "Ask it at handover."})
    assert text_of(soup).endswith("Would it be good enough for mine? Ask it at handover.")


@pytest.mark.parametrize("gone", ["unpublished", "deleted"])
def test_an_unpublished_or_deleted_provocation_is_not_shown(asked, gone):
    pk = asked.pk
    asked.unpublish() if gone == "unpublished" else asked.delete()
    assert str(shown("provocation", {"provocation": pk, "prompt": "Ask it."})).strip() == ""


def test_a_draft_text_is_not_shown(asked):
    asked.text = "Half a thought"
    asked.save_revision()
    assert "good enough" in text_of(shown("provocation", {"provocation": asked.pk, "prompt": ""}))


def test_hostile_text_is_escaped(asked):
    Provocation.objects.filter(pk=asked.pk).update(text=HOSTILE)
    assert is_harmless(shown("provocation", {"provocation": asked.pk, "prompt": HOSTILE}))


def test_it_cannot_be_published_without_an_existing_provocation(asked):
    assert list(refused("provocation", {"provocation": None, "prompt": ""})) == ["provocation"]
    pk = asked.pk
    asked.delete()
    assert list(refused("provocation", {"provocation": pk, "prompt": ""})) == ["provocation"]


def test_a_draft_may_be_incomplete():
    assert refused("provocation", {"provocation": None, "prompt": ""}, draft=True) == {}
