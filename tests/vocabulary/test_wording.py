"""The wording guide: what it suggests, where it is silent, and that it never keeps a text back."""

import pytest
from django.urls import reverse

from cms.audit.models import AuditEntry
from cms.safeguarding.wording import suggest
from cms.vocabulary.models import AuthorityWording, WordingEntry

ENTRY = {
    "instead": "attention needing\nasking for closeness",
    "why": "It sends us to look for what is missing.",
    "source": "SCIE",
    "owner": "Us",
}


def entry(term="attention seeking", **fields):
    return WordingEntry(term=term, slug=term.replace(" ", "-"), **{**ENTRY, **fields})


def words(text, *entries, **options):
    return [found.words for found in suggest({"text": ("Text", text)}, entries=entries, **options)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He was attention seeking again.", ["attention seeking"]),
        ("Attention-seeking is what we wrote.", ["Attention-seeking"]),
        ("She is an attention\nseeking child", ["attention\nseeking"]),
        ("<p>He was <b>attention</b> seeking.</p>", ["attention seeking"]),
        ("He said “I was attention seeking” and laughed.", []),
        ('The log says "attention seeking".', []),
        ("The log says ‘attention seeking’ twice.", []),
        ("> attention seeking, wrote the night team", []),
        ("the carer's note: she isn't attention seeking", ["attention seeking"]),
        ("We read the book Attention Seeking Behaviour.", []),
        ("inattention seeking", []),
    ],
)
def test_words_are_found_outside_quotations_and_titles(text, found):
    assert words(text, entry()) == found


def test_a_legal_term_stays_while_the_word_beside_it_does_not():
    guide = entry("placement", also="placements", stays_in="placement order\nplacement plan")
    assert words("The placement order was made; the placement plan followed.", guide) == []
    assert words("The placement order was made. Her placement ended.", guide) == ["placement"]
    assert words("See our own page The Placement Plan Explained here.", guide, titles=["The Placement Plan Explained"]) == []


def test_letters_in_capitals_are_words_and_not_a_title():
    assert words("He is a LAC child.", entry("LAC")) == ["LAC"]


def test_each_entry_is_suggested_once_and_stays_hidden_when_put_away():
    text = {"text": ("Text", "Attention seeking, attention seeking.")}
    (found,) = suggest(text, entries=[entry()])
    assert suggest(text, entries=[entry()], hidden=[found.key]) == []


def test_a_hostile_text_takes_no_longer_than_its_length():
    """Nested or open quotations must not make the patterns try every way of matching."""
    text = '“‘"> attention seeking ' * 5_000
    assert suggest({"text": ("Text", text)}, entries=[entry()]) is not None


@pytest.fixture
def guide(people):
    entry().save()
    AuthorityWording.objects.create(authority=people.ashdale, term="unit", instead="the house", why="Our young people asked us.")


def _live(client, text, **data):
    return client.post(reverse("suggest_words"), {"field": "text", "text": text, **data}).content.decode()


@pytest.mark.django_db
def test_an_authoritys_own_words_are_for_its_people_only(guide, people, signed_in):
    text = "Attention seeking on the unit."
    alice, carol = signed_in(people.alice), signed_in(people.carol)
    assert "the house" in _live(alice, text) and "attention needing" in _live(alice, text)
    assert "the house" not in _live(carol, text) and "attention needing" in _live(carol, text)
    page = reverse("wording")
    assert "Our young people asked us." in alice.get(page).content.decode()
    assert "Our young people asked us." not in carol.get(page).content.decode()


@pytest.mark.django_db
def test_a_draft_entry_is_neither_listed_nor_suggested(guide, people, signed_in):
    WordingEntry.objects.update(live=False)
    client = signed_in(people.alice)
    assert "attention needing" not in _live(client, "He was attention seeking.")
    assert "attention needing" not in client.get(reverse("wording")).content.decode()


@pytest.mark.django_db
def test_a_report_with_a_suggestion_is_sent_at_once(guide, site, people, signed_in):
    """Only findings of the check are shown first; a suggestion never holds anything back."""
    url = reverse("report_problem", args=[site.module.pk])
    response = signed_in(people.alice).post(url, {"kind": "other", "words": "The page calls a child attention seeking."})
    assert response.status_code == 302


@pytest.mark.django_db
def test_a_form_that_comes_back_shows_the_suggestion_beside_the_findings(guide, site, people, signed_in):
    url = reverse("report_problem", args=[site.module.pk])
    text = "Attention seeking, it says of Jayden Okafor in Whitby."
    html = signed_in(people.alice).post(url, {"kind": "other", "words": text}).content.decode()
    assert "attention needing" in html and "finding-1" in html


@pytest.mark.django_db
def test_a_lead_adds_and_removes_a_word_which_is_in_the_audit_log(people, signed_in):
    client, url = signed_in(people.frank), reverse("people:wording", args=["ashdale"])
    assert client.post(url, {"term": "bed space", "instead": "", "why": ""}).status_code == 422
    client.post(url, {"term": "bed space", "instead": "a home", "why": "It is not a bed."})
    assert "already" in client.post(url, {"term": "Bed Space", "instead": "x", "why": "y"}).content.decode()
    added = AuthorityWording.objects.get()
    client.post(reverse("people:remove_wording", args=[added.pk]))
    assert not AuthorityWording.objects.exists()
    assert AuditEntry.objects.filter(words__contains="bed space").count() == 2
