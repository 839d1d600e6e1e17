"""Writing the site's content back to files of the same format."""

from collections import defaultdict

from cms.starting.kinds import ListKind, place_for
from cms.starting.load import kinds


def export(target):
    """Write every published thing below the folder `target`. Returns the paths written, relative to it."""
    written = defaultdict(list)
    for kind in kinds():
        for thing in kind.things():
            name = kind.filename(thing)
            text = kind.dump(thing, place_for((target / name).parent))
            if isinstance(kind, ListKind):
                written[name].append(text)
            else:
                written[name] = [text]
    for name, texts in written.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(texts), encoding="utf-8")
    return sorted(written)
