"""Texts that still mention a person who is forgotten, for an administrator to look through.

Erasing removes what we know to be about the person. It cannot read what others wrote: a problem report, a reason, a comment, an older
version of a page, the name of an uploaded file. Every text of every table is searched for the address, the full name and the last name.
"""

import re
from functools import reduce
from operator import or_

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

MAX_MENTIONS = 200
MIN_LENGTH = 3  # of a last name searched for by itself: shorter ones are part of too many words
TEXT_FIELDS = (models.CharField, models.TextField, models.JSONField, models.FileField)
# Sessions and the search index hold copies; migrations and content types no names of people.
LEFT_OUT = {"accounts", "sessions", "contenttypes", "auth", "wagtailsearch"}


def mentions_of(*, first_name, last_name, email):
    """Return [{"model", "field", "pk"}] for each text with the person's address, full name or last name, MAX_MENTIONS at most.

    `model` is a label such as "members.problemreport". The texts themselves are not in it.
    """
    terms = [term for term in (email, f"{first_name} {last_name}".strip()) if len(term) >= MIN_LENGTH]
    if len(last_name) >= MIN_LENGTH:
        terms.append(last_name)
    found: list[dict] = []
    for model in apps.get_models():
        fields = [field for field in model._meta.local_fields if _is_text(field)]
        if model._meta.app_label in LEFT_OUT or model._meta.proxy or not model._meta.managed or not fields or not terms:
            continue
        found += _in_model(model, fields, terms)
        if len(found) >= MAX_MENTIONS:
            break
    return found[:MAX_MENTIONS]


def _is_text(field):
    return isinstance(field, TEXT_FIELDS) and not field.choices and not field.remote_field


def _in_model(model, fields, terms):
    whole = re.compile("|".join(rf"(?<![^\W\d_]){re.escape(term)}(?![^\W\d_])" for term in terms), re.IGNORECASE)
    for field in fields:
        rows = model._base_manager.annotate(text_searched=Cast(field.name, models.TextField()))
        rows = rows.filter(reduce(or_, (Q(text_searched__icontains=term) for term in terms)))
        for pk, text in rows.values_list("pk", "text_searched")[:MAX_MENTIONS]:
            if whole.search(text or ""):
                yield {"model": model._meta.label_lower, "field": field.name, "pk": str(pk)}


def described(mentions):
    """Return [{"where", "field", "pks"}] for a page: the mentions grouped by table and field, with their names as words."""
    groups: dict[tuple, list] = {}
    for mention in mentions:
        groups.setdefault((mention["model"], mention["field"]), []).append(mention["pk"])
    rows = []
    for (label, name), pks in groups.items():
        try:
            model = apps.get_model(label)
            where, field = str(model._meta.verbose_name), str(model._meta.get_field(name).verbose_name)
        except (LookupError, FieldDoesNotExist):  # a table of an earlier version
            where, field = label, name
        rows.append({"where": where[:1].upper() + where[1:], "field": field, "pks": pks})
    return rows
