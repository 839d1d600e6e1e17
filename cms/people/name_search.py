"""Searching and sorting people and invitations by name or email address, as people type names (see cms/folding.py)."""

from django.db import models
from django.db.models import Q

from cms.folding import fold
from cms.people.identity import NameField, clean_address

BY_NAME = ("folded_last_name", "folded_first_name", "pk")


class FoldedField(models.CharField):
    """The folded form of the first of `sources` (names of fields) that is not empty. Written with every save of the row."""

    def __init__(self, *args, sources=(), **kwargs):
        self.sources = sources
        # Folding can lengthen: œ gives two letters.
        super().__init__(*args, **{"max_length": 320, "default": "", "editable": False, "blank": True, **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "sources": self.sources}

    def pre_save(self, model_instance, add):
        folded = next(filter(None, (fold(getattr(model_instance, source)) for source in self.sources)), "")[: self.max_length]
        setattr(model_instance, self.attname, folded)
        return folded


class NamedModel(models.Model):
    """A row with a person's name. Someone with one name is sorted by it."""

    first_name = NameField("first name", max_length=150, blank=True)
    last_name = NameField("last name", max_length=150, blank=True)
    folded_first_name = FoldedField(sources=("first_name",))
    folded_last_name = FoldedField(sources=("last_name", "first_name"))

    class Meta:
        abstract = True

    def save(self, **kwargs):
        fields = kwargs.get("update_fields")
        if fields and {"first_name", "last_name"} & set(fields):
            kwargs["update_fields"] = {*fields, "folded_first_name", "folded_last_name"}
        super().save(**kwargs)


def name_query(text, prefix=""):
    """Return a Q for rows whose names or email address contain every word of the text. `prefix` leads to the row ("user__")."""
    found = Q()
    for word in text.split():
        found &= _word_query(word, prefix)
    return found


def _word_query(word, prefix):
    folded, address = fold(word), clean_address(word)
    if not folded:
        return Q()
    names = Q(**{f"{prefix}folded_first_name__contains": folded}) | Q(**{f"{prefix}folded_last_name__contains": folded})
    return names | Q(**{f"{prefix}email__contains": address}) if address else names


class NameSearchQuerySet(models.QuerySet):
    """For models with the fields of NamedModel and `email`."""

    def matching_name(self, text):
        """Return rows whose names and email address contain every word of the text."""
        return self.filter(name_query(text))
