"""Pathways as starter content: a file each, with the steps as a list."""

import re
from uuid import NAMESPACE_URL, uuid5

from cms.starter_content import files
from cms.starter_content.content_types import ROOT, FileType, initial_value, publish
from learning.clocks import UNITS
from learning.models import ModulePage, Pathway
from learning.models.pathways import module_pages

STARTER = ROOT / "learning" / "starter" / "pathways"
WITHIN = re.compile(r"(\d+) (day|week|month)s?")
# The key that names a step in a file, for each kind of block.
NAMES = {"module": "module", "choice": "choose", "session": "session", "practice": "practice"}
KEYS = {
    "module": {"module", "within", "optional"},
    "choice": {"choose", "needed", "modules", "within", "optional"},
    "session": {"session", "within", "optional"},
    "practice": {"practice", "of", "points", "within", "optional"},
}


class Pathways(FileType):
    """Pathways. Steps keep their ids, because the record knows them by these."""

    name = "pathway"
    required = ["title", "summary", "steps"]
    optional = ["without_sign_off"]

    def documents(self):
        for path in sorted(STARTER.glob("*.md")):
            yield self.checked(files.read(path, ROOT))

    def make(self, document):
        defaults = {"title": initial_value(document, "title", 120), "live": False}
        return Pathway.objects.get_or_create(slug=document.path.stem, defaults=defaults)

    def fill(self, document, instance, context):
        front = document.front
        modules = {page.slug: page.pk for page in ModulePage.objects.live()}
        steps = [self._block(document, instance.slug, step, modules) for step in files.as_list(document, "steps")]
        block = Pathway._meta.get_field("steps").stream_block
        publish(
            instance,
            title=front["title"],
            summary=" ".join(front["summary"].split()),
            steps=block.to_python(steps),
            needs_sign_off=not front.get("without_sign_off"),
        )

    def _block(self, document, slug, step, modules):
        """Return a step of the file as a raw block. Raises StarterError."""
        kind = next((kind for kind, name in NAMES.items() if isinstance(step, dict) and name in step), None)
        if kind is None or set(step) - KEYS[kind]:
            raise document.error("steps", f"a step is one of {', '.join(NAMES.values())}, with nothing else in it: {step}.")
        within = WITHIN.fullmatch(str(step.get("within", "")))
        if within is None:
            raise document.error("steps", f"“within” must be such as “2 weeks”, in {step[NAMES[kind]]}.")
        value = {"number": int(within[1]), "unit": within[2], "is_optional": bool(step.get("optional"))}
        if kind == "module":
            value["module"] = self._module(document, step["module"], modules)
        elif kind == "choice":
            chosen = [self._module(document, name, modules) for name in step["modules"]]
            value |= {"title": step["choose"], "needed": int(step["needed"]), "modules": chosen}
        elif kind == "session":
            value |= {"title": step["session"], "page": None}
        else:
            module = self._module(document, step["of"], modules)
            value |= {"title": step["practice"], "module": module, "points": list(step["points"])}
        return {"type": kind, "id": str(uuid5(NAMESPACE_URL, f"{slug}/{kind}/{step[NAMES[kind]]}")), "value": value}

    def _module(self, document, name, modules):
        if name not in modules:
            raise document.error("steps", f"there is no published module “{name}”.")
        return modules[name]

    def things(self):
        return Pathway.objects.filter(live=True).order_by("slug")

    def filename(self, instance):
        return f"learning/starter/pathways/{instance.slug}.md"

    def dump(self, instance, context):
        front = {"title": instance.title, "summary": instance.summary}
        return files.write({**front, "without_sign_off": not instance.needs_sign_off, "steps": [_step(block) for block in instance.steps]})


def _step(block):
    """Return a block as a step of the file."""
    value, unit = block.value, dict(UNITS)[block.value["unit"]]
    modules = [page.slug for page in module_pages(block)]
    step = {
        "module": lambda: {"module": modules[0]},
        "choice": lambda: {"choose": value["title"], "needed": value["needed"], "modules": modules},
        "session": lambda: {"session": value["title"]},
        "practice": lambda: {"practice": value["title"], "of": modules[0], "points": list(value["points"])},
    }[block.block_type]()
    step["within"] = f"{value['number']} {unit[:-1] if value['number'] == 1 else unit}"
    return {**step, "optional": True} if value["is_optional"] else step
