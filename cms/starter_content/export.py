"""Writing the site's content back to files of the same format."""

from collections import defaultdict

from wagtail.models import Page

from cms.page_tree.snapshot import current_tree
from cms.starter_content.content_types import ListKind, place_for
from cms.starter_content.load import kinds


def export(target):
    """Write every published thing below the folder `target`.

    Returns the paths written, relative to it, and a sentence for each page that nobody could load and was left out.
    """
    written, left_out, tree = defaultdict(list), [], current_tree()
    for kind in kinds():
        for thing in kind.things():
            if isinstance(thing, Page) and tree.url(thing.pk) is None:
                left_out.append(f"Left out, because what it stands below is not published: the {kind.name} “{thing}”")
                continue
            name = kind.filename(thing)
            if name in written and not isinstance(kind, ListKind):
                left_out.append(f"Left out, because another has its file {name}: the {kind.name} “{thing}”")
                continue
            written[name].append(kind.dump(thing, place_for((target / name).parent)))
    for name, texts in written.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(texts), encoding="utf-8")
    return sorted(written), left_out
