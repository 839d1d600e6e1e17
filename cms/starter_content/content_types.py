"""The sorts of content the ground itself owns, each as a Kind: how a file becomes a row or page, and back."""

from pathlib import Path

from django.core.exceptions import ValidationError

from cms.directory.demo import DEMO_AUTHORITY_SLUGS
from cms.pages.models import HomePage
from cms.people.models import Authority, JobRole, Milestone
from cms.starter_content import files, text
from cms.starter_content.fences import SHARED, read_body
from cms.starter_content.fields import Beside
from cms.starter_content.files import Document
from cms.vocabulary.models import GlossaryTerm, Provocation, Theme

ROOT = Path(__file__).resolve().parent.parent.parent
STARTER = Path(__file__).resolve().parent / "starter"


def bare_words(document, key, most):
    """A value short enough to make a row with; `fill` then checks the whole of it and names its line."""
    return str(document.front[key])[:most]


class Kind:
    """One sort of content.

    Loading goes in two steps, so that things may name each other: `make` gives every document its row or page (a page: as a
    draft), `fill` gives it its words. `dump` writes it back. `key` names the document for ever: its file, or its line of a list.
    """

    name = ""
    required: list[str] = []
    optional: list[str] = []

    def documents(self):
        """The starter documents of this kind, in order."""
        raise NotImplementedError

    def key(self, document):
        return document.shown

    def make(self, document):
        """Find or make what the document is about; returns (row or page, whether it was made now)."""
        raise NotImplementedError

    def dated(self, document, thing):
        """The thing with what every page of ours has besides its own words; nothing for other things."""
        return thing

    def fill(self, document, thing, place):
        """Give it its words and publish it. Raises StarterError."""
        raise NotImplementedError

    def things(self):
        """Everything of this kind on the site, for export."""
        raise NotImplementedError

    def filename(self, thing):
        """The file it belongs in, relative to the top of the export."""
        raise NotImplementedError

    def dump(self, thing, place):
        """The text of its file; the same words give the same text."""
        raise NotImplementedError

    def signature(self, thing):
        """What tells that somebody has edited it since: another revision."""
        return f"revision {thing.latest_revision_id}"


class ListKind(Kind):
    """Rows that share one YAML file of “slug: Title” lines."""

    file = ""
    model: type
    title_field = "title"

    def documents(self):
        whole = files.read_yaml(STARTER / self.file, ROOT)
        for order, (slug, title) in enumerate(whole.front.items(), start=1):
            yield Document(whole.path, whole.shown, {"slug": slug, "title": title, "order": order}, source=whole.source)

    def key(self, document):
        return f"{document.shown}#{document.front['slug']}"

    def make(self, document):
        front = document.front
        most = self.model._meta.get_field(self.title_field).max_length
        words = bare_words(document, "title", most)
        return self.model.objects.get_or_create(slug=front["slug"], defaults={self.title_field: words, "order": front["order"]})

    def fill(self, document, thing, place):
        setattr(thing, self.title_field, document.front["title"])
        thing.order = document.front["order"]
        thing.full_clean()
        thing.save()

    def things(self):
        return self.model.objects.order_by("order", "slug")

    def filename(self, thing):
        return f"cms/starter_content/starter/{self.file}"

    def dump(self, thing, place):
        return files.dump_yaml({thing.slug: getattr(thing, self.title_field)})

    def signature(self, thing):
        return f"{getattr(thing, self.title_field)} {thing.order}"


class Themes(ListKind):
    name, file, model, title_field = "theme", "themes.yaml", Theme, "name"


class JobRoles(ListKind):
    name, file, model = "job role", "job-roles.yaml", JobRole


class FileKind(Kind):
    """Rows with a Markdown file each."""

    folder = ""

    def documents(self):
        for path in sorted((STARTER / self.folder).glob("*.md")):
            yield self.checked(files.read(path, ROOT))

    def checked(self, document):
        document.check_keys(self.required, self.optional)
        return document

    def filename(self, thing):
        return f"cms/starter_content/starter/{self.folder}/{thing.slug}.md"


def publish(thing, **fields):
    """Give a snippet or page these fields, check it as the editor would, and publish it as a new revision."""
    for name, value in fields.items():
        setattr(thing, name, value)
    thing.full_clean()
    thing.save_revision(log_action=False).publish(log_action=False)
    thing.refresh_from_db()
    return thing


def rich(document, markdown, place, line=None):
    """Markdown of a document as rich text. Raises StarterError at `line`, or where its body begins."""
    try:
        return text.to_rich_text(markdown, place.page_id)
    except text.LinkProblem as problem:
        raise files.StarterError(document.shown, line or document.body_line, f"{problem}.") from None


class Provocations(FileKind):
    name, folder = "provocation", "provocations"
    required = ["text", "origin", "order"]
    optional = ["source", "source_url", "prompt"]

    def make(self, document):
        slug = document.path.stem
        return Provocation.objects.get_or_create(slug=slug, defaults={"text": bare_words(document, "text", 200), "live": False})

    def fill(self, document, thing, place):
        if document.front["origin"] not in Provocation.Origin.values:
            raise document.error("origin", "“origin” is either reported or ours.")
        fields = {name: document.front.get(name) or "" for name in ("text", "origin", "source", "source_url", "prompt")}
        publish(thing, order=document.front["order"], body=rich(document, document.body, place), **fields)

    def things(self):
        return Provocation.objects.filter(live=True)

    def dump(self, thing, place):
        names = ("text", "origin", "source", "source_url", "prompt", "order")
        return files.write({name: getattr(thing, name) for name in names}, text.to_markdown(thing.body, place.path))


class Glossary(FileKind):
    name, folder = "glossary term", "glossary"
    required = ["term"]
    optional = ["also", "stands_for", "abbreviation", "mark", "source", "source_url"]

    def make(self, document):
        return GlossaryTerm.objects.get_or_create(
            slug=document.path.stem, defaults={"term": bare_words(document, "term", 80), "live": False, "text": ""}
        )

    def fill(self, document, thing, place):
        front = document.front
        publish(
            thing,
            term=front["term"],
            also="\n".join(files.as_list(document, "also")),
            stands_for=front.get("stands_for") or "",
            is_abbreviation=bool(front.get("abbreviation")),
            mark=front.get("mark", True),
            source=front.get("source") or "",
            source_url=front.get("source_url") or "",
            text=rich(document, document.body, place),
        )

    def things(self):
        return GlossaryTerm.objects.filter(live=True).order_by("slug")

    def dump(self, thing, place):
        front = {
            "term": thing.term,
            "also": thing.spellings[1:],
            "stands_for": thing.stands_for,
            "abbreviation": thing.is_abbreviation,
        }
        written = files.write({**front, "source": thing.source, "source_url": thing.source_url}, text.to_markdown(thing.text, place.path))
        return written if thing.mark else written.replace("\n---\n", "\nmark: false\n---\n", 1)


class Authorities(FileKind):
    name, folder = "authority", "authorities"
    required = ["name"]
    optional = ["local_name", "programme", "joined", "left", "milestones"]

    def make(self, document):
        return Authority.objects.get_or_create(slug=document.path.stem, defaults={"name": bare_words(document, "name", 120)})

    def fill(self, document, thing, place):
        front = document.front
        thing.name, thing.local_name = front["name"], front.get("local_name") or ""
        thing.programme, thing.about = front.get("programme") or "", rich(document, document.body, place)
        thing.joined_on, thing.left_on = files.as_date(document, "joined"), files.as_date(document, "left")
        thing.full_clean()
        thing.save()
        thing.milestones.all().delete()
        for one in front.get("milestones") or []:
            if not isinstance(one, dict) or not {"when", "what", "source"} <= set(one):
                raise document.error("milestones", "each milestone needs “when”, “what” and “source”.")
            milestone = Milestone(
                authority=thing, when=str(one["when"]), what=one["what"], source=one["source"], source_url=one.get("source_url") or ""
            )
            try:
                milestone.full_clean()
            except ValidationError as problem:
                raise document.error("milestones", f"“{one['when']}”: {' '.join(problem.messages)}") from None
            milestone.save()

    def things(self):
        return Authority.objects.exclude(slug__in=DEMO_AUTHORITY_SLUGS).order_by("slug")

    def dump(self, thing, place):
        milestones = []
        for one in thing.milestones.order_by("when", "pk"):
            fields = {"when": one.when, "what": one.what, "source": one.source, "source_url": one.source_url}
            milestones.append({key: value for key, value in fields.items() if value})
        front = {
            "name": thing.name,
            "local_name": thing.local_name,
            "programme": thing.programme,
            "joined": thing.joined_on,
            "left": thing.left_on,
            "milestones": milestones,
        }
        return files.write(front, text.to_markdown(thing.about, place.path))

    def signature(self, thing):
        milestones = list(thing.milestones.order_by("when", "pk").values_list("when", "what", "source", "source_url"))
        return repr([thing.name, thing.local_name, thing.programme, thing.joined_on, thing.left_on, thing.about, milestones])


class PageKind(FileKind):
    """Pages with a Markdown file each. A page that is made is a draft until it is filled."""

    model: type
    formats = SHARED
    # When it was last reviewed and when it is to be again: of every page, so each kind takes them without saying so.
    REVIEW = {"reviewed": "reviewed_on", "review_due": "review_due_on"}

    def checked(self, document):
        document.check_keys(self.required, [*self.optional, *self.REVIEW])
        return document

    def dated(self, document, thing):
        """The page with the review's dates of its file, for `fill` to publish."""
        for key, field in self.REVIEW.items():
            setattr(thing, field, files.as_date(document, key))
        return thing

    def review(self, thing):
        """The review's dates as front matter."""
        return {key: getattr(thing, field) for key, field in self.REVIEW.items()}

    def parent(self, document):
        """The page it is made below."""
        raise NotImplementedError

    def slug(self, document):
        return document.path.stem

    def make(self, document):
        parent = self.parent(document)
        found = self.model.objects.child_of(parent).filter(slug=self.slug(document)).first()
        if found:
            return found, False
        page = self.model(title=bare_words(document, "title", 255), slug=self.slug(document), live=False, **self.bare(document))
        return parent.add_child(instance=page), True

    def bare(self, document):
        """Fields a page of this kind cannot be made without."""
        return {}

    def body(self, document, place, field="body"):
        stream_block = self.model._meta.get_field(field).stream_block
        return read_body(document, stream_block, self.formats, place)


def ground():
    """The ground's rows, in the order they are loaded; its pages come after them."""
    return [Themes(), JobRoles(), Provocations(), Glossary(), Authorities()]


def place_for(folder):
    """A Beside with the path of every page of the site as it is now."""
    home = HomePage.objects.first()
    known = {}
    if home:
        for pk, url_path in home.get_descendants(inclusive=True).values_list("pk", "url_path"):
            known[url_path[len(home.url_path) :].strip("/")] = pk
    return Beside(folder, known)
