"""The wording guide as starter content."""

from cms.starter_content import files
from cms.starter_content.content_types import FileType, initial_value, publish
from cms.vocabulary.models import WordingEntry


class Wording(FileType):
    """The wording guide. The body of a file is the reason, as plain text."""

    name, folder = "wording entry", "wording"
    required = ["term", "instead", "strength", "source", "owner", "dated"]
    optional = ["also", "exceptions", "stays_in", "source_url"]

    def make(self, document):
        slug = document.path.stem
        return WordingEntry.objects.get_or_create(slug=slug, defaults={"term": initial_value(document, "term", 80), "live": False})

    def fill(self, document, instance, context):
        front = document.front
        if front["strength"] not in WordingEntry.Strength.values:
            raise document.error("strength", "“strength” must be either “leave” or “think”.")
        publish(
            instance,
            why=" ".join(document.body.split()),
            dated_on=files.as_date(document, "dated"),
            **{name: front.get(name) or "" for name in ("term", "strength", "exceptions", "source", "source_url", "owner")},
            **{name: "\n".join(map(str, files.as_list(document, name))) for name in ("also", "instead", "stays_in")},
        )

    def things(self):
        return WordingEntry.objects.filter(live=True).order_by("slug")

    def dump(self, instance, context):
        front = {
            "term": instance.term,
            "also": instance.forms[1:],
            "instead": instance.alternatives,
            "strength": instance.strength,
            "exceptions": instance.exceptions,
            "stays_in": instance.phrases_that_stay,
            "source": instance.source,
            "source_url": instance.source_url,
            "owner": instance.owner,
            "dated": instance.dated_on,
        }
        return files.write(front, instance.why)
