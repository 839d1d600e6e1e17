"""Bulk copies of pages, written straight to the tables, for measuring lists at sizes no test could publish by hand."""

from copy import copy
from uuid import uuid4

from django.db import connection
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from casestudies.models import Approval, CaseStudyPage, Publication
from learning.models import Item


def copies(page, number, title="One of many"):
    """Add `number` copies of a published page beside it, with its text, themes and choices, and an item if it has one.

    No signals are sent, so nothing is indexed: tests that search must call `update_index`.
    """
    model, base = type(page), Page.objects.get(pk=page.pk)
    have = base.get_siblings().count()
    slugs = [f"{base.slug}-copy-{have + n}" for n in range(number)]
    pages = [_beside(base, slug, have + 1_000 + n, f"{title} {have + n}") for n, slug in enumerate(slugs)]
    is_gated = model is CaseStudyPage
    for page_copy in pages:
        page_copy.live = base.live and not is_gated
    Page.objects.bulk_create(pages)
    made = list(Page.objects.filter(slug__in=slugs, depth=base.depth).order_by("path").values_list("pk", flat=True))
    key = model._meta.pk.column
    names = ", ".join(connection.ops.quote_name(field.column) for field in model._meta.local_fields if field.column != key)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {model._meta.db_table} ({key}, {names}) SELECT %s, {names} FROM {model._meta.db_table} WHERE {key} = %s",
            [(pk, page.pk) for pk in made],
        )
    if is_gated:
        _publish_gated(page, made)
    for rows, field in _what_hangs_on(model):
        patterns = list(rows.objects.filter(**{field: page.pk}))
        rows.objects.bulk_create([_with(one, field, pk) for pk in made for one in patterns])
    if item := Item.objects.of_page(page.pk).first():
        Item.objects.bulk_create([Item(kind=item.kind, page_id=pk, title=title, module=item.module) for pk in made])
    return made


def _publish_gated(page, made):
    """Record that the words of the copies are approved, which the database asks for, and make them live."""
    approval = Approval.objects.filter(page_id=page.pk).last()
    Publication.objects.bulk_create([Publication(approval=approval, page_id=pk, edition=1, at=approval.at) for pk in made])
    Page.objects.filter(pk__in=made).update(live=True)


def _beside(base, slug, place, title):
    one = copy(base)
    one.pk = one.id = None
    one.path = f"{base.path[:-4]}{base._int2str(place).rjust(4, '0')}"
    one.slug, one.title, one.draft_title = slug, title, title
    one.url_path = f"{base.url_path.removesuffix(f'{base.slug}/')}{slug}/"
    one.translation_key, one.latest_revision, one.live_revision = uuid4(), None, None
    return one


def _what_hangs_on(model):
    """Return the models whose rows belong to a page of this type, with the name of the field for the page's id."""
    for relation in model._meta.related_objects:
        if isinstance(relation.field, ParentalKey):
            yield relation.related_model, relation.field.attname
    for field in model._meta.local_many_to_many:
        if field.remote_field.through._meta.auto_created:
            yield field.remote_field.through, field.m2m_column_name()


def _with(row, field, pk):
    one = copy(row)
    one.pk = None
    setattr(one, field, pk)
    return one
