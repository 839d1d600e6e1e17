"""Figures as starter content."""

from cms.starter_content import files
from cms.starter_content.content_types import FileType, initial_value, publish
from cms.vocabulary.models import Figure


class Figures(FileType):
    """Figures: a file each, with everything in the front matter and no body."""

    name, folder = "figure", "figures"
    required = ["value", "unit", "period", "place", "source", "source_url", "counted_by", "seen", "order"]
    optional = ["method", "caveat"]
    text_fields = ("value", "unit", "period", "place", "source", "source_url", "method", "caveat")

    def make(self, document):
        slug = document.path.stem
        return Figure.objects.get_or_create(slug=slug, defaults={"value": initial_value(document, "value", 40), "live": False})

    def fill(self, document, instance, context):
        front = document.front
        if document.body.strip():
            raise files.StarterError(document.label, document.body_line, "a figure must have no body. Put everything in the front matter.")
        choices = {"counted_by": Figure.CountedBy.values, "seen": Figure.Seen.values}
        for name, values in choices.items():
            if front[name] not in values:
                raise document.error(name, f"“{name}” must be one of: {', '.join(values)}.")
        fields = {name: str(front.get(name) or "").strip() for name in self.text_fields}
        publish(instance, order=front["order"], counted_by=front["counted_by"], seen=front["seen"], **fields)

    def things(self):
        return Figure.objects.filter(live=True)

    def dump(self, instance, context):
        front = {name: getattr(instance, name) for name in self.text_fields}
        return files.write({**front, "counted_by": instance.counted_by, "seen": instance.seen, "order": instance.order})
