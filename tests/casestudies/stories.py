"""Builders for an index and case studies: invented, published as an editor would."""

from casestudies.actions.approval import approve_starter
from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from cms.pages.models import HomePage
from cms.vocabulary.models import Provocation, Theme
from tests.builders import now, publish

WHY = "Invented from situations that are common in this work. No real case was used."


def make_index():
    """Publish the index below the home page."""
    return HomePage.objects.get().add_child(instance=CaseStudyIndexPage(title="Case studies", slug="case-studies"))


def a_story(title="The light left on", themes=(), provocations=(), **fields):
    """Return an unsaved case study with every section, ready to publish unless `fields` say otherwise."""
    words = {"summary": "Every return began with a form.", "situation": "They come back in the small hours.", "owner_words": "Editors"}
    page = CaseStudyPage(
        title=title,
        live=False,
        **{
            "is_composite": True,
            "composite_why": WHY,
            "practice": "police-liaison",
            "outcome": "safer",
            "age_band": "14-15",
            **words,
            **fields,
        },
    )
    for field in ("happening", "around", "did", "changed", "learnt"):
        setattr(page, field, stream(field, [{"type": "text", "value": f"<p>The words of {field}.</p>"}]))
    page.own_words = stream("own_words", [{"type": "voice", "value": {"text": "Somebody asked if I’d eaten.", "whose": "young-person"}}])
    page.questions = stream("questions", [{"type": "question", "value": "What does your welcome look like?"}])
    page.themes.add(*[Theme.objects.get_or_create(slug=slug, defaults={"name": slug.title()})[0] for slug in themes])
    page.provocations = [Provocation.objects.get_or_create(slug=slug, defaults={"text": f"{slug}?"})[0] for slug in provocations]
    return page


def stream(field, raw):
    """Return a stream value for one of its fields."""
    return CaseStudyPage._meta.get_field(field).stream_block.to_python(raw)


def make_draft(index, title="A draft", **fields):
    """Save an unpublished case study with one revision."""
    page = CaseStudyIndexPage.objects.get(pk=index.pk).add_child(instance=a_story(title, **fields))
    page.save_revision()
    return CaseStudyPage.objects.get(pk=page.pk)


def approve(page):
    """Let the words of this object be published, as the importer of starter content does."""
    return approve_starter(page=page, at=now())


def make_study(index, title="The light left on", **fields):
    """Publish a case study."""
    page = CaseStudyIndexPage.objects.get(pk=index.pk).add_child(instance=a_story(title, **fields))
    publish(page)
    return CaseStudyPage.objects.get(pk=page.pk)
