"""The footer of a page: related pages, where the page is used, saving it, and when it was last reviewed."""

from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Page, ReferenceIndex

from cms.components import Button
from cms.members.models import Saved
from cms.page_tree.snapshot import current_tree
from cms.people.permissions import is_member, may_use_desk
from cms.search.results import searchable_models

MAX_RELATED = 5
MAX_USES = 8


def page_footer(page, request):
    """Return the context of the page footer, or None for previews and for users who are not members.

    Takes one query once the page tree is cached.
    """
    user = getattr(request, "user", None)
    if not page.pk or user is None or not is_member(user) or getattr(request, "is_preview", False):
        return None
    cached = current_tree().cached("page footer", [page.pk], lambda keys: {page.pk: _shared_parts(page)})
    footer, url, save_url, unsave_url = cached[page.pk]
    is_saved = Saved.objects.of(user).filter(page=page.pk).exists()
    # The content note before a page must not come back after saving it.
    fields = {"go-on": "1"} if "go-on" in request.GET else {}
    return {
        **footer,
        "is_saved": is_saved,
        "save_button": Button("Remove from saved pages", unsave_url, fields) if is_saved else Button("Save for later", save_url, fields),
        "link": request.build_absolute_uri(url) if url else "",
        **review_status(page, user, on=timezone.localdate()),
    }


def _shared_parts(page):
    """Return what is the same for every member: a part of the context, and the URLs of the page, of saving it and of removing it."""
    footer = {
        "related": related(page.pk),
        "uses": used_in(page),
        "saved_url": reverse("saved_pages"),
        "problem_url": reverse("report_problem", args=[page.pk]),
    }
    return footer, current_tree().url(page.pk), reverse("save_page", args=[page.pk]), reverse("unsave_page", args=[page.pk])


def review_status(page, user, *, on):
    """Return when the page was last reviewed and, for trainers and administrators, whether its next review was due before the date `on`."""
    due = page.review_due_on
    is_overdue = due is not None and due < on and may_use_desk(user)
    return {
        "reviewed": f"Last reviewed {date_format(page.reviewed_on, 'j F Y')}" if page.reviewed_on else "",
        "overdue": f"Review overdue since {date_format(due, 'j F Y')}" if is_overdue else "",
    }


def related(page_id):
    """Return pages that share themes with the page, as {"title", "url", "kind"}, most shared themes first.

    A page without themes has its parent's, as lessons have their module's. Takes no query.
    """
    tree = current_tree()
    node = tree.nodes.get(page_id)
    parent = tree.parent(node) if node else None
    themed_id = next((pk for pk in (page_id, parent.id if parent else 0) if tree.themes_of.get(pk)), 0)
    themes = tree.themes_of.get(themed_id, frozenset()) & {theme.pk for theme in tree.themes}
    labels = _labels()
    ranked = [
        (-len(themes & other_themes), list(labels).index(other.kind), other.path, other)
        for pk, other_themes in tree.themes_of.items()
        if themes & other_themes
        and pk not in (page_id, themed_id)
        and (other := tree.nodes.get(pk))
        and other.kind in labels
        and tree.is_open(pk)
    ]
    return [_link(other, labels) for *_, other in sorted(ranked, key=lambda entry: entry[:3])[:MAX_RELATED]]


@cache
def _labels():
    return {model.model._meta.label_lower: model.label for model in searchable_models()}


def _link(node, labels):
    return {"title": node.title, "url": node.url, "kind": labels[node.kind]}


def used_in(instance):
    """Return open pages that show or link to a page, provocation or figure, as {"title", "url", "kind"}. Takes no query if cached."""
    base = Page if isinstance(instance, Page) else type(instance)
    key = (base._meta.label_lower, str(instance.pk))
    return current_tree().cached("uses", [key], lambda keys: {(label, pk): _find_uses(label, pk) for label, pk in keys})[key]


def _find_uses(label, pk):
    tree, labels = current_tree(), _labels()
    nodes = [tree.nodes[page_id] for page_id in _ids_of_uses(label, pk) if page_id in tree.nodes and tree.is_open(page_id)]
    searchable = [node for node in nodes if node.kind in labels]
    return [_link(node, labels) for node in sorted(searchable, key=lambda node: node.path)[:MAX_USES]]


def _ids_of_uses(label, pk):
    page_type = ContentType.objects.get_for_model(Page)
    base = ContentType.objects.get_by_natural_key(*label.split("."))
    references = ReferenceIndex.objects.filter(base_content_type=page_type, to_content_type=base, to_object_id=pk)
    ids = {int(object_id) for object_id in references.values_list("object_id", flat=True)}
    for relation in base.model_class()._meta.related_objects:  # Wagtail's reference index does not cover many-to-many fields
        if relation.many_to_many and issubclass(relation.related_model, Page):
            ids |= set(relation.related_model.objects.filter(**{relation.field.name: pk}).values_list("pk", flat=True))
    return ids - {int(pk)} if base == page_type else ids
