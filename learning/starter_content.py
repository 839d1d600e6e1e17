"""Modules and lessons as starter content: loading their files into pages, and exporting pages to files."""

import re

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.documents import get_document_model

from cms.pages.blocks import reading_minutes
from cms.pages.models import HomePage
from cms.people.models import JobRole
from cms.starter_content import files, text
from cms.starter_content.content_types import ROOT, PageType, initial_value, publish, rich_text
from cms.starter_content.fences import SHARED, first_error, read_body, write_body
from cms.starter_content.fields import Field, as_items, many, md, page_path, plain, sentences, stored_file
from cms.starter_content.files import StarterError
from cms.starter_content.text import InvalidValue
from cms.vocabulary.models import Provocation, Theme
from learning import marking
from learning.models import LearnIndexPage, LessonPage, ModulePage
from learning.models.pages import MAX_MINUTES
from learning.starter_pathways import Pathways

STARTER = ROOT / "learning" / "starter"
_choice = {"label": plain(), "follows": md(), "go_to": plain(False)}
_step = {"key": plain(), "text": md(), "question": plain(), "choices": many(_choice)}


def _columns():
    """Return the Field for the headings of a table."""
    return Field(
        lambda value, context: [{"type": "text", "heading": heading} for heading in sentences().read(value, context)],
        lambda value, context: [column["heading"] for column in value],
    )


def _rows():
    """Return the Field for the rows of a table, each a list of texts."""
    return Field(
        lambda value, context: [{"values": sentences().read(row, context)} for row in as_items(value)],
        lambda value, context: [row["values"] for row in value],
    )


LESSON = {
    **SHARED,
    "reflection": {"question": plain(), "hint": plain(False)},
    "pause": {"text": md(), "minutes": plain(kind=int)},
    "scenario": {"title": plain(), "steps": many(_step)},
    "checklist": {"heading": plain(), "items": sentences()},
    "table": {"caption": plain(False), "columns": _columns(), "rows": _rows()},
    "download": {"file": stored_file(get_document_model), "title": plain(), "description": plain(False)},
}


def _true_or_false():
    """Return a Field for an answer that YAML reads as true or false."""

    def read(value, context):
        if not isinstance(value, bool):
            raise InvalidValue("“answer” must be true or false")
        return "true" if value else "false"

    return Field(read, lambda value, context: value == "true")


_read_again = page_path(required=False)
_option = {"text": plain(), "right": plain(False, bool), "feedback": plain(False)}
_choice_question = {"question": plain(), "options": many(_option), "why": plain(False), "read": _read_again}
QUESTIONS = {
    "one_choice": _choice_question,
    "several_choices": _choice_question,
    "true_false": {"question": plain(), "answer": _true_or_false(), "feedback": plain(False), "why": plain(False), "read": _read_again},
    "order": {"question": plain(), "items": sentences(), "feedback": plain(False), "why": plain(False), "read": _read_again},
    "match": {
        "question": plain(),
        "pairs": many({"left": plain(), "right": plain()}),
        "others": sentences(required=False),
        "feedback": plain(False),
        "why": plain(False),
        "read": _read_again,
    },
    "short_answer": {"question": plain(), "hint": plain(False), "compare": plain()},
    "branching": {"title": plain(), "steps": many(_step)},
}


def _slug(name):
    """Return a file or folder name without its leading number."""
    return re.sub(r"^\d+-", "", name)


class LearnIndex(PageType):
    """The catalogue page."""

    name, model = "catalogue", LearnIndexPage
    required, optional = ["title"], ["summary"]

    def documents(self):
        yield self.checked(files.read(STARTER / "learn.md", ROOT))

    def parent(self, document):
        return HomePage.objects.get()

    def fill(self, document, thing, place):
        publish(thing, title=document.front["title"], summary=document.front.get("summary") or "")

    def things(self):
        return LearnIndexPage.objects.live()

    def filename(self, thing):
        return "learning/starter/learn.md"

    def dump(self, thing, place):
        return files.write({"title": thing.title, "summary": thing.summary, **self.review(thing)})


class Modules(PageType):
    """Modules, one folder each."""

    name, model = "module", ModulePage
    required = ["title", "summary", "for_whom", "owner"]
    optional = ["roles", "themes", "objectives", "content_note", "ask_first", "provocations", "after", "picture", "approved"]

    def documents(self):
        for path in sorted(STARTER.glob("modules/*/module.md")):
            yield self.checked(files.read(path, ROOT))

    def parent(self, document):
        return LearnIndexPage.objects.get()

    def slug(self, document):
        return _slug(document.path.parent.name)

    def bare(self, document):
        return {"owner_words": initial_value(document, "owner", 120)}

    def fill(self, document, thing, place):
        front = document.front
        objectives = [{"type": "objective", "value": objective} for objective in front.get("objectives") or []]
        thing.themes.set(self._all(document, "themes", Theme.objects))
        thing.roles = self._all(document, "roles", JobRole.objects)
        thing.provocations = self._all(document, "provocations", Provocation.objects)
        thing.after = self._all(document, "after", ModulePage.objects)
        publish(
            thing,
            title=front["title"],
            summary=front["summary"],
            for_whom=front["for_whom"],
            intro=rich_text(document, document.body, place),
            objectives=ModulePage._meta.get_field("objectives").stream_block.to_python(objectives),
            content_note=front.get("content_note") or "",
            ask_first=bool(front.get("ask_first")),
            picture=front.get("picture") or "",
            owner_words=front["owner"],
            approved_on=files.as_date(document, "approved"),
        )

    def _all(self, document, key, manager):
        slugs = document.front.get(key) or []
        found = {thing.slug: thing for thing in manager.filter(slug__in=slugs)}
        for slug in slugs:
            if slug not in found:
                raise document.error(key, f"“{slug}” in “{key}” does not exist.")
        return [found[slug] for slug in slugs]

    def things(self):
        return ModulePage.objects.live().order_by("path")

    def filename(self, thing):
        return f"learning/starter/modules/{_numbered(thing)}/module.md"

    def dump(self, thing, place):
        front = {
            "title": thing.title,
            "summary": thing.summary,
            "for_whom": thing.for_whom,
            "roles": [role.slug for role in thing.roles.order_by("order", "slug")],
            "themes": [theme.slug for theme in thing.themes.order_by("order", "slug")],
            "objectives": [child.value for child in thing.objectives],
            "content_note": thing.content_note,
            **({"ask_first": True} if thing.ask_first else {}),
            "provocations": [provocation.slug for provocation in thing.provocations.live().order_by("order", "slug")],
            "after": [page.slug for page in thing.after.live().order_by("path")],
            "picture": thing.picture,
            "owner": thing.owner_words,
            "approved": thing.approved_on or False,
            **self.review(thing),
        }
        return files.write(front, text.to_markdown(thing.intro, place.path))


class Lessons(PageType):
    """Lessons, one file each in their module's folder."""

    name, model, formats = "lesson", LessonPage, {**LESSON, **QUESTIONS}
    required = ["title", "summary"]
    optional = ["content_note", "ask_first", "sources", "pass_mark", "change", "what_changed"]

    def documents(self):
        for path in sorted(STARTER.glob("modules/*/*.md")):
            if path.name != "module.md":
                yield self.checked(files.read(path, ROOT))

    def parent(self, document):
        slug = _slug(document.path.parent.name)
        module = ModulePage.objects.filter(slug=slug).first()
        if module is None:
            raise document.error(
                "title", f"there is no module “{slug}”. Either its folder has no module.md, or someone has deleted the module on this site."
            )
        return module

    def slug(self, document):
        return _slug(document.path.stem)

    def fill(self, document, thing, place):
        front = document.front
        for source in front.get("sources") or []:
            if not isinstance(source, dict) or "title" not in source or set(source) - {"title", "author", "year", "url", "note"}:
                raise document.error("sources", "each source needs a “title” and can also have “author”, “year”, “url” and “note”.")
        sources = [
            {"type": "source", "value": {key: str(value) for key, value in source.items() if value is not None}}
            for source in front.get("sources") or []
        ]
        body, questions = self._body_and_questions(document, place)
        minutes = reading_minutes(body)
        if minutes > MAX_MINUTES:
            message = f"this lesson takes about {minutes} minutes. The limit is {MAX_MINUTES}."
            raise StarterError(document.label, document.body_line, message)
        _keep_ids(body, thing.body)
        _keep_question_ids(questions, thing.questions)
        publish(
            thing,
            title=front["title"],
            summary=front["summary"],
            content_note=front.get("content_note") or "",
            ask_first=bool(front.get("ask_first")),
            body=body,
            questions=questions,
            pass_mark=front.get("pass_mark"),
            sources=self._sources(document, sources),
            change=front.get("change") or ("clarified" if thing.live else ""),
            what_changed=front.get("what_changed") or "",
        )

    def _body_and_questions(self, document, place):
        """Return the blocks of the body, and the questions, as two stream values. Raises StarterError."""
        body_block, question_block = (LessonPage._meta.get_field(name).stream_block for name in ("body", "questions"))
        whole = blocks.StreamBlock([*body_block.child_blocks.items(), *question_block.child_blocks.items()])
        prepared = read_body(document, whole, self.formats, place).get_prep_value()
        body, questions = (
            block.to_python([{**value, "id": None} for value in prepared if value["type"] in block.child_blocks])
            for block in (body_block, question_block)
        )
        for number, message in marking.question_faults(marking.questions_of(questions)):
            raise StarterError(document.label, document.body_line, f"question {number}: {message}")
        return body, questions

    def _sources(self, document, sources):
        block = LessonPage._meta.get_field("sources").stream_block
        try:
            return block.clean(block.to_python(sources))
        except ValidationError as error:
            raise document.error("sources", first_error(error)) from None

    def things(self):
        return LessonPage.objects.live().order_by("path")

    def filename(self, thing):
        return f"learning/starter/modules/{_numbered(thing.get_parent())}/{_numbered(thing)}.md"

    def dump(self, thing, place):
        sources = [{key: value for key, value in child.get_prep_value()["value"].items() if value} for child in thing.sources]
        front = {"title": thing.title, "summary": thing.summary, "content_note": thing.content_note}
        front |= {**({"ask_first": True} if thing.ask_first else {}), "sources": sources, **self.review(thing)}
        front |= {"pass_mark": thing.pass_mark} if thing.pass_mark else {}
        body = [write_body(stream, self.formats, place) for stream in (thing.body, thing.questions)]
        return files.write(front, "\n\n".join(part for part in body if part))


def _keep_ids(body, before):
    """Give each block the id of the block it replaces, because private notes and saved places refer to block ids.

    A block replaces the one with the same content (for a reflection, the same question). Any left over are paired in order
    within their type.
    """
    for block_type in {block.block_type for block in body}:
        old = [block for block in before if block.block_type == block_type]
        new = [block for block in body if block.block_type == block_type]
        for block in new:
            same = next((candidate for candidate in old if _identity(candidate) == _identity(block)), None)
            if same is not None:
                block.id = same.id
                old.remove(same)
        for block, replaced in zip([block for block in new if block.id is None], old, strict=False):
            block.id = replaced.id


def _keep_question_ids(questions, before):
    """Give each question, and each of its answers, the id it had, because attempts refer to them. They are known by their words."""
    old = {_words_of(block): block for block in before}
    for block in questions:
        if (same := old.get(_words_of(block))) is not None and same.block_type == block.block_type:
            block.id = same.id
            for name in ("options", "items", "pairs"):
                if name in block.value:
                    ids = {_words_of(child): child.id for child in same.value[name].bound_blocks}
                    for child in block.value[name].bound_blocks:
                        child.id = ids.get(_words_of(child), child.id)


def _words_of(block):
    value = block.value
    return value if isinstance(value, str) else next(value[name] for name in ("question", "title", "text", "left") if name in value)


def _identity(block):
    """Return what makes two blocks count as the same one."""
    return block.value["question"] if block.block_type == "reflection" else block.get_prep_value()["value"]


def _numbered(page):
    """Return a page's slug with its position among its siblings: "03-whose-risk-is-it"."""
    return f"{page.get_prev_siblings().count() + 1:02d}-{page.slug}"


def content_kinds():
    """Return learning's kinds of starter content, in loading order; see STARTER_CONTENT in cms/hooks.py."""
    return [LearnIndex(), Modules(), Lessons(), Pathways()]
