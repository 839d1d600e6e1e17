"""Starter content of case studies: how a file becomes a page, and back. The second-level headings of a file are its sections."""

import re
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils import timezone

from casestudies.actions.approval import approve_starter
from casestudies.blocks import story_blocks
from casestudies.choices import SECTIONS, AgeBand, Evidence, Outcome, Practice
from casestudies.identifiers import identifier_errors
from casestudies.models import CaseStudyIndexPage, CaseStudyPage, composite_errors
from cms.pages.models import HomePage
from cms.starter_content import files
from cms.starter_content.content_types import ROOT, PageType, publish
from cms.starter_content.fences import SHARED, first_error, read_body, write_body
from cms.starter_content.fields import many, plain, read_fields, sentences
from cms.starter_content.files import StarterError
from cms.starter_content.text import InvalidValue
from cms.vocabulary.models import Provocation, Theme

STARTER = ROOT / "casestudies" / "starter"
STORY = {**{kind: SHARED[kind] for kind, _ in story_blocks() if kind in SHARED}, "voice": {"text": plain(), "whose": plain()}}
FIELDS_BY_HEADING = {title: field for field, title in SECTIONS.items()}
CHOICES = {"age_band": AgeBand, "practice": Practice, "outcome": Outcome, "evidence": Evidence}


class CaseStudyIndex(PageType):
    name, model = "index of case studies", CaseStudyIndexPage
    required, optional = ["title"], ["summary"]

    def documents(self):
        yield self.checked(files.read(STARTER / "case-studies.md", ROOT))

    def parent(self, document):
        return HomePage.objects.get()

    def fill(self, document, thing, place):
        publish(thing, title=document.front["title"], summary=document.front.get("summary") or "")

    def things(self):
        return CaseStudyIndexPage.objects.live()

    def filename(self, thing):
        return "casestudies/starter/case-studies.md"

    def dump(self, thing, place):
        return files.write({"title": thing.title, "summary": thing.summary, **self.review(thing)})


class CaseStudies(PageType):
    name, model, formats = "case study", CaseStudyPage, STORY
    required = ["title", "summary", "composite", "situation", "questions", "practice", "outcome", "owner"]
    optional = ["evidence", "age_band", "content_note", "themes", "provocations", "further", "approved"]

    def documents(self):
        for path in sorted(STARTER.glob("stories/*.md")):
            yield self.checked(files.read(path, ROOT))

    def parent(self, document):
        return CaseStudyIndexPage.objects.get()

    def slug(self, document):
        return re.sub(r"^\d+-", "", document.path.stem)

    def fill(self, document, thing, place):
        front = document.front
        self._check_choices(document)
        self._check_lengths(document)
        thing.themes.set(self._by_slug(document, "themes", Theme.objects))
        thing.provocations = self._by_slug(document, "provocations", Provocation.objects)
        fields = dict(
            title=front["title"],
            summary=front["summary"],
            **self._composite_fields(document),
            content_note=front.get("content_note") or "",
            situation=str(front["situation"]).strip(),
            questions=self._stream(document, "questions", self._questions(document)),
            age_band=front.get("age_band") or "",
            practice=front["practice"],
            outcome=front["outcome"],
            owner_words=front["owner"],
            approved_on=files.as_date(document, "approved"),
            further=self._stream(document, "further", self._further(document, place)),
            **self._sections(document, place),
        )
        for name, value in fields.items():
            setattr(thing, name, value)
        thing.full_clean()
        for message in identifier_errors(thing).values():
            raise StarterError(document.label, document.body_line, message)
        approve_starter(page=thing, at=timezone.now())
        publish(thing)

    def _check_choices(self, document):
        for key, choices in CHOICES.items():
            value = document.front.get(key)
            if value and value not in choices.values:
                raise document.error(key, f"“{value}” is not a known “{key}”. Use one of: {', '.join(choices.values)}.")

    def _check_lengths(self, document):
        # Django checks the max_length of a TextField in forms only.
        for key in ("situation", "content_note"):
            max_length = CaseStudyPage._meta.get_field(key).max_length
            if max_length and len(str(document.front.get(key) or "").strip()) > max_length:
                raise document.error(key, f"“{key}” has more than {max_length} characters.")

    def _composite_fields(self, document):
        front = document.front
        fields = {"is_composite": True, "composite_why": str(front["composite"]), "evidence": front.get("evidence") or Evidence.COMPOSITE}
        for field, message in composite_errors(**fields).items():
            raise document.error("composite" if field == "composite_why" else field, message)
        return fields

    def _by_slug(self, document, key, manager):
        """Return the rows that the list `key` of the front matter names, in its order."""
        slugs = files.as_list(document, key)
        rows = {row.slug: row for row in manager.filter(slug__in=slugs)}
        for slug in slugs:
            if slug not in rows:
                raise document.error(key, f"“{slug}” in “{key}” does not exist.")
        return [rows[slug] for slug in slugs]

    def _questions(self, document):
        try:
            return [{"type": "question", "value": sentence} for sentence in sentences().read(files.as_list(document, "questions"), None)]
        except InvalidValue as error:
            raise document.error("questions", f"{error}.") from None

    def _further(self, document, place):
        try:
            links = [read_fields(link, SHARED["page"], place) for link in files.as_list(document, "further")]
        except InvalidValue as error:
            raise document.error("further", f"{error}.") from None
        return [{"type": "page", "value": {"page": link["path"], "note": link["note"]}} for link in links]

    def _stream(self, document, field, raw):
        block = CaseStudyPage._meta.get_field(field).stream_block
        try:
            return block.clean(block.to_python(raw))
        except ValidationError as error:
            raise document.error(field, first_error(error)) from None

    def _sections(self, document, place):
        """Return {field: stream value} of every section. Raises StarterError."""
        parts = {field: replace(document, body="") for field in SECTIONS} | self._section_documents(document)
        for title, field in FIELDS_BY_HEADING.items():
            if field in CaseStudyPage.REQUIRED_TO_PUBLISH and not parts[field].body.strip():
                raise StarterError(document.label, parts[field].body_line, f"the section “{title}” is missing.")
        return {
            field: read_body(part, CaseStudyPage._meta.get_field(field).stream_block, self.formats, place) for field, part in parts.items()
        }

    def _section_documents(self, document):
        """Return {field: a document with the lines of that section only}.

        Raises StarterError for text before the first section, and for unknown or repeated headings.
        """
        lines = document.body.split("\n")
        starts = [number for number, line in enumerate(lines) if re.match(r"#{1,6}\s", line)]
        for number, line in enumerate(lines[: starts[0]] if starts else lines):
            if line.strip():
                message = f"there is text before the first section. A section begins with “## {next(iter(FIELDS_BY_HEADING))}”."
                raise StarterError(document.label, document.body_line + number, message)
        parts: dict = {}
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            title = lines[start].lstrip("# ").strip()
            field = FIELDS_BY_HEADING.get(title) if lines[start].startswith("## ") else None
            if field is None:
                message = f"there is no section “{title}”. Use one of: {', '.join(FIELDS_BY_HEADING)}."
                raise StarterError(document.label, document.body_line + start, message)
            if field in parts and parts[field].body:
                raise StarterError(document.label, document.body_line + start, f"the section “{title}” appears twice.")
            parts[field] = replace(document, body="\n".join(lines[start + 1 : end]), body_line=document.body_line + start + 1)
        return parts

    def things(self):
        return CaseStudyPage.objects.live().order_by("path")

    def filename(self, thing):
        return f"casestudies/starter/stories/{thing.get_prev_siblings().count() + 1:02d}-{thing.slug}.md"

    def dump(self, thing, place):
        further = [child.get_prep_value()["value"] for child in thing.further]
        front = {
            "title": thing.title,
            "summary": thing.summary,
            "composite": thing.composite_why,
            "evidence": thing.evidence,
            "content_note": thing.content_note,
            "situation": thing.situation,
            "questions": [child.value for child in thing.questions],
            "age_band": thing.age_band,
            "practice": thing.practice,
            "outcome": thing.outcome,
            "themes": [theme.slug for theme in thing.themes.order_by("order", "slug")],
            "provocations": [provocation.slug for provocation in thing.provocations.live().order_by("order", "slug")],
            "further": many(SHARED["page"]).write([{"path": link["page"], "note": link["note"]} for link in further], place),
            "owner": thing.owner_words,
            "approved": thing.approved_on or False,
            **self.review(thing),
        }
        sections = [
            f"## {title}\n\n{write_body(getattr(thing, field), self.formats, place)}"
            for field, title in SECTIONS.items()
            if getattr(thing, field)
        ]
        return files.write(front, "\n\n".join(sections))


def kinds():
    """Return the kinds of starter content, in loading order; see STARTER_CONTENT in cms/hooks.py."""
    return [CaseStudyIndex(), CaseStudies()]
