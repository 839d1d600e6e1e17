"""Reflections: who is named and who is not, whose account it is, and what is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from community.models import ReflectionPage
from tests.community.builders import make_reflection
from tests.pages.blocks.parts import HOSTILE, is_harmless, text_of

pytestmark = pytest.mark.django_db
NAMED = {"attribution": "named", "name": "Sam Adeyemi", "consent_words": "By e-mail, 3 November 2026", "hub": "Mill Lane hub"}


def refused(**fields):
    """Return the errors of a reflection with these fields as {field: messages}."""
    given = {"title": "One", "slug": "one", "role": "Hub manager", "region": "east", "written": "2021", "path": "x", "depth": 1, **fields}
    with pytest.raises(ValidationError) as told:
        ReflectionPage(**given).full_clean(exclude=["path", "depth"])
    return told.value.message_dict


def test_without_consent_only_role_and_region_are_shown(reflections, people, alice, read):
    page = make_reflection(reflections, authority=people.ashdale, hub="Mill Lane hub")
    for address in (page.url, "/reflections/"):
        shown = text_of(read(alice, address).main)
        assert "Portfolio lead" in shown and page.get_region_display() in shown
        assert "Ashdale" not in shown and "Mill Lane" not in shown


def test_with_consent_name_hub_and_authority_are_shown(reflections, people, alice, read):
    page = make_reflection(reflections, authority=people.ashdale, **NAMED)
    for address in (page.url, "/reflections/"):
        shown = text_of(read(alice, address).main)
        assert "Sam Adeyemi, Portfolio lead, Mill Lane hub, Ashdale" in shown
        assert "By e-mail" not in shown


def test_attribution_by_role_shows_role_and_authority_but_no_name_or_hub(reflections, people, alice, read):
    page = make_reflection(
        reflections, authority=people.ashdale, hub="Mill Lane hub", attribution="role", consent_words="By e-mail, 3 November 2026"
    )
    for address in (page.url, "/reflections/"):
        shown = text_of(read(alice, address).main)
        assert "Portfolio lead, Ashdale" in shown
        assert page.get_region_display() not in shown and "Mill Lane" not in shown and "By e-mail" not in shown


def test_a_published_account_may_be_retold_by_role_and_authority(reflections, people):
    source = {"voice": "retold", "source_title": "A published account", "source_url": "https://example.org/account"}
    page = make_reflection(reflections, authority=people.ashdale, attribution="role", **source)
    assert page.attribution_label == "Portfolio lead, Ashdale"


def test_invalid_fields_are_refused_with_an_error_on_each():
    for fields, field in [
        ({"name": "Sam Adeyemi"}, "name"),
        ({"attribution": "role", "name": "Sam Adeyemi"}, "name"),
        ({"attribution": "role", "consent_words": "By e-mail"}, "authority"),
        ({"attribution": "role"}, "consent_words"),
        ({"attribution": "named", "consent_words": "By e-mail"}, "name"),
        ({"attribution": "named", "name": "Sam Adeyemi"}, "consent_words"),
        ({"voice": "retold"}, "source_url"),
        ({"voice": "retold", "source_title": "A paper"}, "source_url"),
        ({"written": "last summer"}, "written"),
        ({"region": "the moon"}, "region"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
    ]:
        assert field in refused(**fields), fields


@pytest.mark.engine
def test_the_database_refuses_a_name_without_consent_and_a_role_without_authority(reflections):
    page = make_reflection(reflections)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReflectionPage.objects.filter(pk=page.pk).update(name="Sam Adeyemi")
    with pytest.raises(IntegrityError), transaction.atomic():
        ReflectionPage.objects.filter(pk=page.pk).update(attribution="role")


def test_a_retold_reflection_says_so_and_links_to_its_source(reflections, alice, read):
    page = make_reflection(reflections, voice="retold", source_title="A published account", source_url="https://example.org/account")
    shown = read(alice, page.url)
    assert shown.select(".notice-info")
    assert shown.find("a", string="A published account")["href"] == "https://example.org/account"
    own = make_reflection(reflections, "In my words")
    assert not read(alice, own.url).select(".notice-info")


def test_questions_are_headings_and_quotes_have_an_attribution(reflections, alice, read):
    answers = [
        {"type": "answer", "value": {"prompt": "What helped?", "text": "<p>Ringing first.</p>"}},
        {"type": "quote", "value": {"text": "It stuck.", "attribution": "anonymous", "who": "", "source_url": ""}},
    ]
    page = read(alice, make_reflection(reflections, answers=answers).url)
    assert page.find("h2", string="What helped?")
    assert page.select_one(".quote figcaption").get_text(strip=True) and page.select_one(".quote blockquote").get_text() == "It stuck."


def test_reflections_are_newest_first_and_link_to_each_other(reflections, alice, read):
    old, new = make_reflection(reflections, "Old", written="2019-12"), make_reflection(reflections, "New", written="2021-06-01")
    assert [heading.get_text() for heading in read(alice, "/reflections/").select(".card h2")] == ["New", "Old"]
    assert [link["href"] for link in read(alice, new.url).select(".side a")] == [old.url]


def test_an_empty_list_says_so(reflections, alice, read):
    assert text_of(read(alice, "/reflections/").select_one(".empty"))


def test_events_and_reflections_link_to_each_other(events, reflections, alice, read):
    assert read(alice, "/events/").main.find("a", href="/reflections/")
    assert read(alice, "/reflections/").main.find("a", href="/events/")


def test_a_draft_is_not_listed(reflections, alice, read):
    make_reflection(reflections, "Gone").unpublish()
    assert "Gone" not in text_of(read(alice, "/reflections/"))


def test_hostile_text_is_escaped(reflections, alice, read):
    answers = [{"type": "answer", "value": {"prompt": HOSTILE, "text": "<p>Words</p>"}}]
    words = {**NAMED, "name": HOSTILE[:110], "hub": HOSTILE[:110], "role": HOSTILE[:110], "summary": HOSTILE, "source_title": HOSTILE}
    page = make_reflection(reflections, HOSTILE[:150], answers=answers, **words)
    assert is_harmless(read(alice, page.url)) and is_harmless(read(alice, "/reflections/"))


def test_a_visitor_must_sign_in(reflections, client):
    for address in (make_reflection(reflections).url, "/reflections/"):
        response = client.get(address)
        assert response.status_code == 302 and response.url.startswith("/accounts/login/")
