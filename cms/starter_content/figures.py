"""Figures as starter content."""

from cms.starter_content import files
from cms.starter_content.content_types import FileType, initial_value, publish
from cms.vocabulary.models import Figure


class Figures(FileType):
    """Figures: a file each, with everything in the front matter and no body."""

    name, folder = "figure", "figures"
    required = ["value", "unit", "period", "place", "source", "source_url", "order"]
    optional = ["method", "caveat", "verified"]
    text_fields = ("value", "unit", "period", "place", "source", "source_url", "method", "caveat")

    def make(self, document):
        slug = document.path.stem
        return Figure.objects.get_or_create(slug=slug, defaults={"value": initial_value(document, "value", 40), "live": False})

    def fill(self, document, instance, context):
        front = document.front
        if document.body.strip():
            raise files.StarterError(document.label, document.body_line, "a figure must have no body. Put everything in the front matter.")
        fields = {name: str(front.get(name) or "").strip() for name in self.text_fields}
        publish(instance, order=front["order"], is_verified=front.get("verified") is True, **fields)

    def things(self):
        return Figure.objects.filter(live=True)

    def dump(self, instance, context):
        front = {name: getattr(instance, name) for name in self.text_fields}
        return files.write({**front, "verified": instance.is_verified, "order": instance.order})
