"""Case studies as starter content: how their files become pages, and back. A file's sections are its second-level headings."""

import re
from dataclasses import replace

from django.core.exceptions import ValidationError

from casestudies.blocks import story_blocks
from casestudies.models import CaseStudyIndexPage, CaseStudyPage, why_not_published
from casestudies.words import SECTIONS, AgeBand, Evidence, Outcome, Practice
from cms.pages.models import HomePage
from cms.starter_content import files
from cms.starter_content.content_types import ROOT, PageKind, publish
from cms.starter_content.fences import SHARED, read_body, words_of, write_body
from cms.starter_content.fields import many, plain, read_fields, sentences
from cms.starter_content.files import StarterError
from cms.starter_content.text import LinkProblem
from cms.vocabulary.models import Provocation, Theme

STARTER = ROOT / "casestudies" / "starter"
STORY = {**{kind: SHARED[kind] for kind, _ in story_blocks() if kind in SHARED}, "voice": {"text": plain(), "whose": plain()}}
FIELDS = {title: field for field, title in SECTIONS.items()}
WORDS = {"age_band": AgeBand, "practice": Practice, "outcome": Outcome, "evidence": Evidence}


class CaseStudyIndex(PageKind):
    """The index itself."""

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


class CaseStudies(PageKind):
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
        for key, choices in WORDS.items():
            if front.get(key) and front[key] not in choices.values:
                raise document.error(key, f"“{front[key]}” is no “{key}”; known are {', '.join(choices.values)}.")
        for key in ("situation", "content_note"):  # Django leaves it to forms how long a text may be
            most = CaseStudyPage._meta.get_field(key).max_length
            if len(str(front.get(key) or "").strip()) > most:
                raise document.error(key, f"“{key}” has more than {most} characters.")
        made = {"is_composite": True, "composite_why": str(front["composite"]), "evidence": front.get("evidence") or Evidence.COMPOSITE}
        for field, words in why_not_published(**made).items():
            raise document.error("composite" if field == "composite_why" else field, words)
        thing.themes.set(self._all(document, "themes", Theme.objects))
        thing.provocations = self._all(document, "provocations", Provocation.objects)
        publish(
            thing,
            title=front["title"],
            summary=front["summary"],
            **made,
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

    def _all(self, document, key, manager):
        slugs = files.as_list(document, key)
        found = {thing.slug: thing for thing in manager.filter(slug__in=slugs)}
        for slug in slugs:
            if slug not in found:
                raise document.error(key, f"“{slug}” in “{key}” does not exist.")
        return [found[slug] for slug in slugs]

    def _questions(self, document):
        try:
            return [{"type": "question", "value": sentence} for sentence in sentences().read(files.as_list(document, "questions"), None)]
        except LinkProblem as problem:
            raise document.error("questions", f"{problem}.") from None

    def _further(self, document, place):
        try:
            read = [read_fields(one, SHARED["page"], place) for one in files.as_list(document, "further")]
        except LinkProblem as problem:
            raise document.error("further", f"{problem}.") from None
        return [{"type": "page", "value": {"page": one["path"], "note": one["note"]}} for one in read]

    def _stream(self, document, field, raw):
        block = CaseStudyPage._meta.get_field(field).stream_block
        try:
            return block.clean(block.to_python(raw))
        except ValidationError as problem:
            raise document.error(field, words_of(problem)) from None

    def _sections(self, document, place):
        """{field: its stream value} of every section. Raises StarterError for words before the first, and headings that are none."""
        parts = {field: replace(document, body="") for field in SECTIONS}
        opened, lines = None, document.body.split("\n")
        starts = [number for number, line in enumerate(lines) if re.match(r"#{1,6}\s", line)]
        before = next((number for number, line in enumerate(lines[: starts[0]] if starts else lines) if line.strip()), None)
        if before is not None:
            words = f"words before the first section; a section begins with “## {next(iter(FIELDS))}”."
            raise StarterError(document.shown, document.body_line + before, words)
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            title = lines[start].lstrip("# ").strip()
            opened = FIELDS.get(title) if lines[start].startswith("## ") else None
            if opened is None or parts[opened].body:
                problem = (
                    f"there is no section “{title}”; known are {', '.join(FIELDS)}." if opened is None else f"“{title}” stands here twice."
                )
                raise StarterError(document.shown, document.body_line + start, problem)
            parts[opened] = replace(document, body="\n".join(lines[start + 1 : end]), body_line=document.body_line + start + 1)
        for title, field in FIELDS.items():
            if field in CaseStudyPage.NEEDED and not parts[field].body.strip():
                raise StarterError(document.shown, parts[field].body_line, f"the section “{title}” is missing.")
        return {
            field: read_body(part, CaseStudyPage._meta.get_field(field).stream_block, self.formats, place) for field, part in parts.items()
        }

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
            "provocations": [one.slug for one in thing.provocations.live().order_by("order", "slug")],
            "further": many(SHARED["page"]).write([{"path": one["page"], "note": one["note"]} for one in further], place),
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
    """Our kinds, in the order they are loaded."""
    return [CaseStudyIndex(), CaseStudies()]
