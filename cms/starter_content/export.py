"""Exporting the site's content to starter files."""

from collections import defaultdict

from wagtail.models import Page

from cms.page_tree.snapshot import whole_tree
from cms.starter_content.content_types import ListType, file_context
from cms.starter_content.load import all_types


def export(target):
    """Write all published content to files below the folder `target`.

    Returns the paths written, relative to `target`, and a sentence for each object left out because it could not be loaded again.
    """
    written, left_out, tree = defaultdict(list), [], whole_tree()
    for starter_type in all_types():
        for instance in starter_type.things():
            if isinstance(instance, Page) and tree.url(instance.pk) is None:
                left_out.append(f"Left out because its parent page is not published: the {starter_type.name} “{instance}”")
                continue
            if isinstance(instance, Page) and instance.pk in tree.readers:
                left_out.append(f"Left out because only some members may read it: the {starter_type.name} “{instance}”")
                continue
            name = starter_type.filename(instance)
            if name in written and not isinstance(starter_type, ListType):
                left_out.append(f"Left out because {name} is already the file of another object: the {starter_type.name} “{instance}”")
                continue
            written[name].append(starter_type.dump(instance, file_context((target / name).parent)))
    for name, texts in written.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(texts), encoding="utf-8")
    return sorted(written), left_out
