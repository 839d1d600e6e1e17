"""How each type of content in cms is loaded from a file and exported to it: the base classes, and those for snippets and records."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.db.models.functions import Lower

from cms.pages.models import HomePage
from cms.people.models import Authority, JobRole, Milestone
from cms.search.models import Synonym
from cms.starter_content import files, text
from cms.starter_content.demo_people import DEMO_AUTHORITY_SLUGS
from cms.starter_content.fences import SHARED, read_body
from cms.starter_content.fields import FileContext
from cms.starter_content.files import Document
from cms.vocabulary.models import GlossaryTerm, Provocation, Theme

ROOT = Path(__file__).resolve().parent.parent.parent
STARTER = Path(__file__).resolve().parent / "starter"


def initial_value(document, key, max_length):
    """Return a value cut to `max_length` characters, to create an object with. `fill` validates the whole value and reports its line."""
    return str(document.front[key])[:max_length]


class StarterType:
    """Loads and exports one type of content.

    Loading has two steps, so that objects can refer to each other: `make` creates an object for every document (pages as drafts), then
    `fill` sets its fields and publishes it. `dump` is the inverse. `key` identifies a document for good: its file, or an entry of a list.
    """

    name = ""
    required: list[str] = []
    optional: list[str] = []

    def documents(self):
        """Yield the starter Documents of this type in order."""
        raise NotImplementedError

    def key(self, document):
        return document.label

    def make(self, document):
        """Get or create the document's object, and return (object, created)."""
        raise NotImplementedError

    def dated(self, document, instance):
        """Set the fields that are common to all pages, and return the object. Does nothing for other objects."""
        return instance

    def fill(self, document, instance, context):
        """Set the object's fields from the document and publish it. `context` is a FileContext. Raises StarterError."""
        raise NotImplementedError

    def things(self):
        """Return the objects of this type to export."""
        raise NotImplementedError

    def filename(self, instance):
        """Return the path of the object's file, relative to the export folder."""
        raise NotImplementedError

    def dump(self, instance, context):
        """Return the text of the object's file. The same content always gives the same text."""
        raise NotImplementedError

    def signature(self, instance):
        """Return a string that changes if the object is edited."""
        return f"revision {instance.latest_revision_id}"


class ListType(StarterType):
    """Records that share one YAML file of "slug: Title" lines."""

    file = ""
    model: type
    title_field = "title"

    def documents(self):
        yaml_file = files.read_yaml(STARTER / self.file, ROOT)
        for order, (slug, title) in enumerate(yaml_file.front.items(), start=1):
            yield Document(yaml_file.path, yaml_file.label, {"slug": slug, "title": title, "order": order}, source=yaml_file.source)

    def key(self, document):
        return f"{document.label}#{document.front['slug']}"

    def make(self, document):
        front = document.front
        max_length = self.model._meta.get_field(self.title_field).max_length
        title = initial_value(document, "title", max_length)
        return self.model.objects.get_or_create(slug=front["slug"], defaults={self.title_field: title, "order": front["order"]})

    def fill(self, document, instance, context):
        setattr(instance, self.title_field, document.front["title"])
        instance.order = document.front["order"]
        instance.full_clean()
        instance.save()

    def things(self):
        return self.model.objects.order_by("order", "slug")

    def filename(self, instance):
        return f"cms/starter_content/starter/{self.file}"

    def dump(self, instance, context):
        return files.dump_yaml({instance.slug: getattr(instance, self.title_field)})

    def signature(self, instance):
        return f"{getattr(instance, self.title_field)} {instance.order}"


class Themes(ListType):
    name, file, model, title_field = "theme", "themes.yaml", Theme, "name"


class JobRoles(ListType):
    name, file, model = "job role", "job-roles.yaml", JobRole


class Synonyms(ListType):
    """Synonyms for Find, which share one YAML file: what people type, and a list of what it means."""

    name, file, model = "synonym", "synonyms.yaml", Synonym

    def documents(self):
        yaml_file = files.read_yaml(STARTER / self.file, ROOT)
        for typed, meanings in yaml_file.front.items():
            front = {"typed": str(typed), "meanings": meanings}
            yield Document(yaml_file.path, yaml_file.label, front, source=yaml_file.source)

    def key(self, document):
        return f"{document.label}#{document.front['typed'].lower()}"

    def make(self, document):
        return Synonym.objects.get_or_create(typed=initial_value(document, "typed", 60))

    def fill(self, document, instance, context):
        instance.typed, instance.meanings = document.front["typed"], "\n".join(map(str, files.as_list(document, "meanings")))
        instance.full_clean()
        instance.save()

    def things(self):
        return Synonym.objects.order_by(Lower("typed"))

    def dump(self, instance, context):
        return files.dump_yaml({instance.typed: instance.meaning_list})

    def signature(self, instance):
        return f"{instance.typed} {instance.meanings}"


class FileType(StarterType):
    """Objects with a Markdown file each."""

    folder = ""

    def documents(self):
        for path in sorted((STARTER / self.folder).glob("*.md")):
            yield self.checked(files.read(path, ROOT))

    def checked(self, document):
        document.check_keys(self.required, self.optional)
        return document

    def filename(self, instance):
        return f"cms/starter_content/starter/{self.folder}/{instance.slug}.md"


def publish(instance, **fields):
    """Set fields on a snippet or page, validate it as the editor does, and publish it as a new revision."""
    for name, value in fields.items():
        setattr(instance, name, value)
    instance.full_clean()
    instance.save_revision(log_action=False).publish(log_action=False)
    instance.refresh_from_db()
    return instance


def rich_text(document, markdown, context, line=None):
    """Convert Markdown from a document to rich text. Raises StarterError for `line`, or for the start of the document's body."""
    try:
        return text.to_rich_text(markdown, context.page_id)
    except text.InvalidValue as problem:
        raise files.StarterError(document.label, line or document.body_line, f"{problem}.") from None


class Provocations(FileType):
    name, folder = "provocation", "provocations"
    required = ["text", "origin", "order"]
    optional = ["source", "source_url", "prompt"]

    def make(self, document):
        slug = document.path.stem
        return Provocation.objects.get_or_create(slug=slug, defaults={"text": initial_value(document, "text", 200), "live": False})

    def fill(self, document, instance, context):
        if document.front["origin"] not in Provocation.Origin.values:
            raise document.error("origin", "“origin” must be either “reported” or “ours”.")
        fields = {name: document.front.get(name) or "" for name in ("text", "origin", "source", "source_url", "prompt")}
        publish(instance, order=document.front["order"], body=rich_text(document, document.body, context), **fields)

    def things(self):
        return Provocation.objects.filter(live=True)

    def dump(self, instance, context):
        names = ("text", "origin", "source", "source_url", "prompt", "order")
        return files.write({name: getattr(instance, name) for name in names}, text.to_markdown(instance.body, context.path))


class Glossary(FileType):
    name, folder = "glossary term", "glossary"
    required = ["term"]
    optional = ["also", "stands_for", "abbreviation", "mark", "source", "source_url"]

    def make(self, document):
        return GlossaryTerm.objects.get_or_create(
            slug=document.path.stem, defaults={"term": initial_value(document, "term", 80), "live": False, "text": ""}
        )

    def fill(self, document, instance, context):
        front = document.front
        publish(
            instance,
            term=front["term"],
            also="\n".join(files.as_list(document, "also")),
            stands_for=front.get("stands_for") or "",
            is_abbreviation=bool(front.get("abbreviation")),
            mark=front.get("mark", True),
            source=front.get("source") or "",
            source_url=front.get("source_url") or "",
            text=rich_text(document, document.body, context),
        )

    def things(self):
        return GlossaryTerm.objects.filter(live=True).order_by("slug")

    def dump(self, instance, context):
        front = {
            "term": instance.term,
            "also": instance.spellings[1:],
            "stands_for": instance.stands_for,
            "abbreviation": instance.is_abbreviation,
        }
        written = files.write(
            {**front, "source": instance.source, "source_url": instance.source_url}, text.to_markdown(instance.text, context.path)
        )
        return written if instance.mark else written.replace("\n---\n", "\nmark: false\n---\n", 1)


class Authorities(FileType):
    name, folder = "authority", "authorities"
    required = ["name"]
    optional = ["local_name", "programme", "joined", "left", "milestones"]

    def make(self, document):
        return Authority.objects.get_or_create(slug=document.path.stem, defaults={"name": initial_value(document, "name", 120)})

    def fill(self, document, instance, context):
        front = document.front
        instance.name, instance.local_name = front["name"], front.get("local_name") or ""
        instance.programme, instance.about = front.get("programme") or "", rich_text(document, document.body, context)
        instance.joined_on, instance.left_on = files.as_date(document, "joined"), files.as_date(document, "left")
        instance.full_clean()
        instance.save()
        instance.milestones.all().delete()
        for entry in front.get("milestones") or []:
            if not isinstance(entry, dict) or not {"when", "what", "source"} <= set(entry):
                raise document.error("milestones", "each milestone needs “when”, “what” and “source”.")
            milestone = Milestone(
                authority=instance,
                when=str(entry["when"]),
                what=entry["what"],
                source=entry["source"],
                source_url=entry.get("source_url") or "",
            )
            try:
                milestone.full_clean()
            except ValidationError as problem:
                raise document.error("milestones", f"“{entry['when']}”: {' '.join(problem.messages)}") from None
            milestone.save()

    def things(self):
        return Authority.objects.exclude(slug__in=DEMO_AUTHORITY_SLUGS).order_by("slug")

    def dump(self, instance, context):
        milestones = []
        for milestone in instance.milestones.order_by("when", "pk"):
            fields = {
                "when": milestone.when,
                "what": milestone.what,
                "source": milestone.source,
                "source_url": milestone.source_url,
            }
            milestones.append({key: value for key, value in fields.items() if value})
        front = {
            "name": instance.name,
            "local_name": instance.local_name,
            "programme": instance.programme,
            "joined": instance.joined_on,
            "left": instance.left_on,
            "milestones": milestones,
        }
        return files.write(front, text.to_markdown(instance.about, context.path))

    def signature(self, instance):
        milestones = list(instance.milestones.order_by("when", "pk").values_list("when", "what", "source", "source_url"))
        return repr(
            [instance.name, instance.local_name, instance.programme, instance.joined_on, instance.left_on, instance.about, milestones]
        )


class PageType(FileType):
    """Pages with a Markdown file each, created as drafts and published when filled."""

    model: type
    formats = SHARED
    # Every page has review dates, so subclasses need not list these keys.
    REVIEW = {"reviewed": "reviewed_on", "review_due": "review_due_on"}

    def checked(self, document):
        document.check_keys(self.required, [*self.optional, *self.REVIEW])
        return document

    def dated(self, document, instance):
        """Set the review dates, which `fill` then publishes with the page."""
        for key, field in self.REVIEW.items():
            setattr(instance, field, files.as_date(document, key))
        return instance

    def review(self, instance):
        """Return the review dates as front matter."""
        return {key: getattr(instance, field) for key, field in self.REVIEW.items()}

    def parent(self, document):
        """Return the page's parent."""
        raise NotImplementedError

    def slug(self, document):
        return document.path.stem

    def make(self, document):
        parent = self.parent(document)
        existing = self.model.objects.child_of(parent).filter(slug=self.slug(document)).first()
        if existing:
            return existing, False
        page = self.model(title=initial_value(document, "title", 255), slug=self.slug(document), live=False, **self.bare(document))
        return parent.add_child(instance=page), True

    def bare(self, document):
        """Return the fields without which a page of this type cannot be created."""
        return {}

    def body(self, document, context, field="body"):
        stream_block = self.model._meta.get_field(field).stream_block
        return read_body(document, stream_block, self.formats, context)


def core_types():
    """Return the types of snippets and records in cms, in loading order. Its pages are loaded after them."""
    return [Themes(), JobRoles(), Synonyms(), Provocations(), Glossary(), Authorities()]


def file_context(folder):
    """Return a FileContext for a folder, with the paths of all pages now on the site."""
    home = HomePage.objects.first()
    page_ids = {}
    if home:
        for pk, url_path in home.get_descendants(inclusive=True).values_list("pk", "url_path"):
            page_ids[url_path[len(home.url_path) :].strip("/")] = pk
    return FileContext(folder, page_ids)
