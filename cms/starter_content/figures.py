"""Figures as starter content: a file each."""

from cms.starter_content import files
from cms.starter_content.content_types import FileKind, bare_words, publish
from cms.vocabulary.models import Figure


class Figures(FileKind):
    """The numbers that are quoted. What is beside a number is in the front matter; its body is empty."""

    name, folder = "figure", "figures"
    required = ["value", "unit", "period", "place", "source", "source_url", "order"]
    optional = ["method", "caveat", "verified"]
    words = ("value", "unit", "period", "place", "source", "source_url", "method", "caveat")

    def make(self, document):
        slug = document.path.stem
        return Figure.objects.get_or_create(slug=slug, defaults={"value": bare_words(document, "value", 40), "live": False})

    def fill(self, document, thing, place):
        front = document.front
        if document.body.strip():
            raise files.StarterError(document.shown, document.body_line, "a figure has no body: all of it stands in the front matter.")
        fields = {name: str(front.get(name) or "").strip() for name in self.words}
        publish(thing, order=front["order"], is_verified=front.get("verified") is True, **fields)

    def things(self):
        return Figure.objects.filter(live=True)

    def dump(self, thing, place):
        front = {name: getattr(thing, name) for name in self.words}
        return files.write({**front, "verified": thing.is_verified, "order": thing.order})
