"""Where an uploaded file stands: the pages that show it, by Wagtail's reference index, which knows what is published."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from cms.page_tree.snapshot import current_tree


def pages_using(file):
    """The pages, as nodes of the tree, on which the file stands as they are saved; drafts that were never published too.

    A file may stand on something that stands on a page (a still picture on a recording): that is looked up once more. At most two
    queries, however many pages there are. What a newer draft of a published page adds or takes out does not count.
    """
    page_type = ContentType.objects.get_for_model(Page).pk
    sources = list(ReferenceIndex.get_references_to(file).values_list("base_content_type_id", "object_id").distinct())
    between = [(kind, key) for kind, key in sources if kind != page_type]
    if between:
        further = ReferenceIndex.objects.filter(
            base_content_type=page_type, to_content_type__in={kind for kind, _ in between}, to_object_id__in={key for _, key in between}
        ).values_list("to_content_type_id", "to_object_id", "object_id")
        sources += [(page_type, page) for kind, key, page in further if (kind, key) in between]
    nodes = current_tree().nodes
    return [nodes[int(key)] for kind, key in sources if kind == page_type and int(key) in nodes]
