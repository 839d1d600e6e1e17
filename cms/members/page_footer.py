"""What stands at the end of a page: what is near it by theme, where it is used, whether it is kept, when it was last reviewed."""

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
from cms.search.results import findables

MOST_RELATED = 5
MOST_USES = 8


def around(page, request):
    """Everything the end of a page shows; None for a preview and for whoever is no member. One query while the tree is warm."""
    user = getattr(request, "user", None)
    if not page.pk or user is None or not is_member(user) or getattr(request, "is_preview", False):
        return None
    shown, url, keep_url, take_back_url = current_tree().cached("around", [page.pk], lambda keys: {page.pk: _same_for_all(page)})[page.pk]
    kept = Saved.objects.of(user).filter(page=page.pk).exists()
    gone_on = {"go-on": "1"} if "go-on" in request.GET else {}  # past a note that stands before the page
    return {
        **shown,
        "is_kept": kept,
        "keep_button": Button("Stop keeping it", take_back_url, gone_on) if kept else Button("Keep for later", keep_url, gone_on),
        "link": request.build_absolute_uri(url) if url else "",
        **reviewed(page, user, on=timezone.localdate()),
    }


def _same_for_all(page):
    """What the end of a page shows everyone, and the addresses of the page, of keeping it and of no longer keeping it."""
    shown = {
        "related": related(page.pk),
        "uses": used_in(page),
        "kept_url": reverse("kept"),
        "problem_url": reverse("report_problem", args=[page.pk]),
    }
    return shown, current_tree().url(page.pk), reverse("keep", args=[page.pk]), reverse("take_back", args=[page.pk])


def reviewed(page, user, *, on):
    """When the page was last reviewed, in words; and for those who work at the desk, that it should have been read again."""
    due = page.review_due_on
    is_late = due is not None and due < on and may_use_desk(user)
    return {
        "reviewed_words": f"Last reviewed {date_format(page.reviewed_on, 'j F Y')}" if page.reviewed_on else "",
        "late_words": f"To be reviewed by {date_format(due, 'j F Y')}. That day has passed." if is_late else "",
    }


def related(page_id):
    """Pages that share themes with the page, those with most first: [{"title", "url", "kind"}]. A lesson has its module's. No query."""
    tree = current_tree()
    node = tree.nodes.get(page_id)
    above = tree.parent(node) if node else None
    own = next((pk for pk in (page_id, above.id if above else 0) if tree.themes_of.get(pk)), 0)
    mine = tree.themes_of.get(own, frozenset()) & {theme.pk for theme in tree.themes}
    labels = _labels()
    near = [
        (-len(mine & themes), list(labels).index(other.kind), other.path, other)
        for pk, themes in tree.themes_of.items()
        if mine & themes and pk not in (page_id, own) and (other := tree.nodes.get(pk)) and other.kind in labels and tree.is_open(pk)
    ]
    return [_shown(one, labels) for *_, one in sorted(near, key=lambda one: one[:3])[:MOST_RELATED]]


@cache
def _labels():
    return {one.model._meta.label_lower: one.one for one in findables()}


def _shown(node, labels):
    return {"title": node.title, "url": node.url, "kind": labels[node.kind]}


def used_in(thing):
    """The pages that show or link to a page, a provocation or a figure, as far as members may open them. No query while it is held."""
    base = Page if isinstance(thing, Page) else type(thing)
    key = (base._meta.label_lower, str(thing.pk))
    return current_tree().cached("uses", [key], lambda keys: {(label, pk): _find_uses(label, pk) for label, pk in keys})[key]


def _find_uses(label, pk):
    tree, labels = current_tree(), _labels()
    nodes = [
        tree.nodes[one] for one in _ids_of_uses(label, pk) if one in tree.nodes and tree.is_open(one) and tree.nodes[one].kind in labels
    ]
    return [_shown(node, labels) for node in sorted(nodes, key=lambda node: node.path)[:MOST_USES]]


def _ids_of_uses(label, pk):
    page_type = ContentType.objects.get_for_model(Page)
    base = ContentType.objects.get_by_natural_key(*label.split("."))
    named = ReferenceIndex.objects.filter(base_content_type=page_type, to_content_type=base, to_object_id=pk)
    ids = {int(one) for one in named.values_list("object_id", flat=True)}
    for relation in base.model_class()._meta.related_objects:  # Wagtail's index leaves choices of many out
        if relation.many_to_many and issubclass(relation.related_model, Page):
            ids |= set(relation.related_model.objects.filter(**{relation.field.name: pk}).values_list("pk", flat=True))
    return ids - {int(pk)} if base == page_type else ids
