"""Themes, glossary terms and provocations: shared across the site, and changed by publishing."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.vocabulary.models import GlossaryTerm, Provocation, Theme
from learning.models import ModulePage
from tests.builders import complete

MONDAY = date(2026, 11, 2)


def of(on, many=8):
    return Provocation.of_the_week(list(range(many)), on)


def test_the_provocation_of_the_week_lasts_from_monday_to_sunday():
    assert MONDAY.isoweekday() == 1
    assert len({of(MONDAY + timedelta(days=n)) for n in range(7)}) == 1


def test_the_provocation_changes_on_monday():
    assert of(MONDAY) != of(MONDAY - timedelta(days=1))
    assert of(MONDAY) != of(MONDAY + timedelta(days=7))


def test_every_provocation_appears_before_any_repeats():
    """Check within a year, and across the end of years of 52 and 53 weeks."""
    for start in (MONDAY, date(2026, 12, 28), date(2027, 12, 27)):
        for many in (1, 2, 3, 8, 11):
            for offset in range(many):
                weeks = [of(start + timedelta(weeks=n - offset), many) for n in range(many)]
                assert Counter(weeks) == dict.fromkeys(range(many), 1), (start, many, offset)


def test_without_provocations_no_provocation_of_the_week_is_shown():
    assert Provocation.of_the_week([], MONDAY) is None
    assert Provocation.of_the_week((), MONDAY) is None


@pytest.mark.django_db
def test_only_published_provocations_are_shown(site, people, signed_in):
    Provocation.objects.create(slug="draft", text="Half a question?", live=False)
    Provocation.objects.create(slug="asked", text="Is this good enough for my child?", live=True)
    complete(people.alice, site.lessons[0])  # on the first day home has one step only
    html = signed_in(people.alice).get("/").content.decode()
    assert "Is this good enough for my child?" in html and "Half a question?" not in html


@pytest.mark.django_db
def test_an_unknown_theme_is_removed_from_the_field(site):
    Theme.objects.create(name="Risk", slug="risk")
    field = ModulePage.get_edit_handler().get_form_class().base_fields["themes"]
    assert list(field.clean("Risk, Something new")) == ["Risk"]
    assert Theme.objects.count() == 1


@pytest.mark.django_db
def test_saving_a_module_never_creates_a_theme(site, desk):
    Theme.objects.create(name="Risk", slug="risk")
    page = ModulePage.objects.get(pk=site.module.pk)
    form = {
        **{name: getattr(page, name) for name in ("title", "slug", "summary", "content_note", "for_whom", "owner_words")},
        "intro": rich_text(""),
        "objectives": streamfield([]),
        "themes": "Risk, Something new",
        "comments": inline_formset([]),
        "action-publish": "1",
    }
    assert desk.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data(form)).status_code == 302
    assert list(ModulePage.objects.get(pk=page.pk).themes.values_list("name", flat=True)) == ["Risk"]
    assert list(Theme.objects.values_list("name", flat=True)) == ["Risk"]


@pytest.fixture
def desk(people, signed_in):
    people.frank.is_superuser = people.frank.is_staff = True
    people.frank.save()
    return signed_in(people.frank)


def sent(thing, **changes):
    """Return the form of a term, provocation or theme as the admin would send it."""
    if isinstance(thing, Theme):
        names, fields = ["name", "slug", "order"], {}
    elif isinstance(thing, GlossaryTerm):
        names = ["term", "slug", "also", "stands_for", "source", "source_url"]
        fields = {"text": rich_text("<p>A home.</p>"), "mark": "on"}
    else:
        names = ["text", "slug", "prompt", "origin", "source", "source_url", "order"]
        fields = {"body": rich_text("<p>Why.</p>")}
    return nested_form_data({**{name: str(getattr(thing, name)) for name in names}, **fields, **changes})


def made(model):
    if model is GlossaryTerm:
        return model.objects.create(term="hub", slug="hub", text="<p>A home.</p>")
    if model is Theme:
        return model.objects.create(name="Risk", slug="risk")
    return model.objects.create(text="Whose risk is it?", slug="whose-risk")


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "field"), [(GlossaryTerm, "term"), (Provocation, "text"), (Theme, "name")])
def test_a_snippet_draft_changes_nothing_until_published(site, desk, model, field):
    thing = made(model)
    before = getattr(thing, field)
    url = reverse(f"wagtailsnippets_vocabulary_{model._meta.model_name}:edit", args=[thing.pk])
    assert desk.post(url, sent(thing, **{field: "Newer words"})).status_code == 302
    thing.refresh_from_db()
    assert (getattr(thing, field), thing.has_unpublished_changes) == (before, True)
    desk.post(url, {**sent(thing, **{field: "Newer words"}), "action-publish": "1"})
    thing.refresh_from_db()
    assert (getattr(thing, field), thing.has_unpublished_changes) == ("Newer words", False)
    assert thing.revisions.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("model", [GlossaryTerm, Provocation, Theme])
def test_a_snippet_has_a_history_in_the_admin(site, desk, model):
    thing = made(model)
    url = f"wagtailsnippets_vocabulary_{model._meta.model_name}"
    desk.post(reverse(f"{url}:edit", args=[thing.pk]), {**sent(thing), "action-publish": "1"})
    response = desk.get(reverse(f"{url}:history", args=[thing.pk]))
    assert response.status_code == 200
    assert "Frank Ward" in response.content.decode()


@pytest.mark.django_db
def test_a_draft_theme_is_not_a_filter(site, people, signed_in):
    Theme.objects.create(name="Being heard", slug="being-heard", live=False)
    Theme.objects.create(name="Risk", slug="risk")
    page = signed_in(people.alice).get("/learn/").content.decode()
    assert ('value="risk"' in page, "Being heard" in page) == (True, False)
