"""From the form of a case study to its page, and to what reviewers read."""

import re
from html import escape

from django.utils.text import slugify

from casestudies.choices import SECTIONS, Audience, Basis, Evidence
from casestudies.models import CaseStudyPage

# The fields of the form that are text, in the order of the page, and those that are choices.
TEXTS = ("title", "summary", *SECTIONS, "situation", "questions", "content_note", "composite_why")
CHOICES = ("age_band", "practice", "outcome")
REQUIRED = ("title", "summary", "happening", "did", "changed", "learnt", "situation", "questions", "practice", "outcome")
# The origin of a story is hidden: a small authority would point to the family.
OWNER_WORDS = "A team in an adopting authority"


def build_page(submission, *, audience=None):
    """Return the case study's page with the words of the submission, not saved. `audience` is another than the authors ask for.

    What was written in Wagtail's admin comes from the page's latest revision, with its own readers.
    """
    if submission.is_from_desk:
        return submission.page.get_latest_revision_as_object()
    page = CaseStudyPage.objects.get(pk=submission.page_id) if submission.page_id else CaseStudyPage(live=False, owner_words=OWNER_WORDS)
    fields = submission.fields
    basis = submission.bases.last()
    title = (fields.get("title") or "").strip()
    if title != page.title or not page.slug:  # an address made from an earlier title would go on saying it
        page.slug = slugify(title)[:80] or "case-study"
    page.title = page.draft_title = title
    for name in ("summary", "situation", "content_note", *CHOICES):
        setattr(page, name, (fields.get(name) or "").strip())
    for name in SECTIONS:
        setattr(page, name, _stream(name, [{"type": "text", "value": html} for html in _html(fields.get(name) or "")]))
    page.questions = _stream("questions", [{"type": "question", "value": line} for line in lines(fields.get("questions") or "")])
    page.is_composite = basis is not None and basis.basis == Basis.COMPOSITE
    page.composite_why = (fields.get("composite_why") or "").strip() if page.is_composite else ""
    page.evidence = Evidence.COMPOSITE if page.is_composite else Evidence.ACCOUNT
    _set_readers(page, submission, audience or submission.audience)
    return page


def lines(text):
    """Return the lines of a text that have something in them."""
    return [line.strip(" \t-•*") for line in text.splitlines() if line.strip(" \t-•*")]


def _stream(name, raw):
    return CaseStudyPage._meta.get_field(name).stream_block.to_python(raw)


def _html(text):
    """Return the text as one piece of rich text with its paragraphs, as a list for the stream; [] if there is none."""
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]
    return ["".join(f"<p>{escape(part, quote=False)}</p>" for part in paragraphs)] if paragraphs else []


def _set_readers(page, submission, audience):
    page.readers_authority = page.readers_hub = None
    if audience in (Audience.AUTHORITY, Audience.TEAM):
        page.readers_authority = submission.authority
    if audience == Audience.TEAM:
        page.readers_hub = submission.hub


def audience_of(page):
    """Return the Audience that the page's readers amount to."""
    if page.readers_hub_id:
        return Audience.TEAM
    return Audience.AUTHORITY if page.readers_authority_id else Audience.NETWORK


def audiences_open_to(submission):
    """Return the audiences that its authors can ask for, fewest first: a page of the desk has its own, and a team needs a hub."""
    if submission.is_from_desk:
        return [audience_of(build_page(submission))]
    if submission.hub_id:
        return list(Audience.values)
    return [Audience.AUTHORITY, Audience.NETWORK] if submission.authority_id else [Audience.NETWORK]


def word_count(submission):
    """Return how many words the submission has, to the nearest ten."""
    if submission.is_from_desk:
        page = build_page(submission)
        text = " ".join(
            str(words) for name in SECTIONS for child in getattr(page, name) for words in child.block.get_searchable_content(child.value)
        )
    else:
        text = " ".join(str(submission.fields.get(name) or "") for name in TEXTS)
    return round(len(text.split()), -1)
