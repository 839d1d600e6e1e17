"""Where an uploaded file is used, according to Wagtail's reference index."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from cms.page_tree.snapshot import whole_tree


def pages_using(file):
    """Return the nodes of pages that use the file, whether published or not, and no matter who may read them.

    Uses at most two queries, however many pages there are: the second finds pages that use the file indirectly, such as a picture that is
    the still picture of a recording. Published pages count as published; changes in a newer draft do not.
    """
    page_type = ContentType.objects.get_for_model(Page).pk
    sources = list(ReferenceIndex.get_references_to(file).values_list("base_content_type_id", "object_id").distinct())
    indirect = [(content_type, key) for content_type, key in sources if content_type != page_type]
    if indirect:
        references = ReferenceIndex.objects.filter(
            base_content_type=page_type,
            to_content_type__in={content_type for content_type, _ in indirect},
            to_object_id__in={key for _, key in indirect},
        ).values_list("to_content_type_id", "to_object_id", "object_id")
        sources += [(page_type, page_id) for content_type, key, page_id in references if (content_type, key) in indirect]
    nodes = whole_tree().nodes
    return [nodes[int(key)] for content_type, key in sources if content_type == page_type and int(key) in nodes]
