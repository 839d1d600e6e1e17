"""Clean what people type to say who they are, before it is checked, stored or compared: names, addresses, passwords and codes.

Text pasted from emails, spreadsheets and web pages has invisible characters and odd spaces in it. Someone who joins with one in their
address could otherwise never sign in again. The model fields at the end clean what is stored and what is looked up, whichever form or
command it comes from.
"""

import unicodedata
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import models

# Letters and marks that show nothing, and so are not caught by their category.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {chr(number) for number in range(0xFE00, 0xFE10)}
# Control, format (with the bidirectional ones), private-use, unassigned and surrogate characters.
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cn", "Cs"})
_DASHES = frozenset({"Pd"})
# Vietnamese and Hebrew stack two or three marks on a letter; more only cover the lines around them.
_MAX_MARKS = 4


def clean_text(text):
    """Return the text without invisible characters, composed (NFC), with single plain spaces and none at the ends."""
    text = str(text)
    if text.isascii() and text.isprintable():  # nearly all text, and lists of people have a lot of it
        return " ".join(text.split())
    spaced = "".join(" " if character.isspace() else character for character in text)
    visible = "".join(character for character in spaced if not _is_invisible(character))
    runs = ("".join(run) for _, run in groupby(visible, key=unicodedata.combining))
    few_marks = "".join(run[:_MAX_MARKS] if unicodedata.combining(run[0]) else run for run in runs)
    return " ".join(unicodedata.normalize("NFC", few_marks).split())


def _is_invisible(character):
    return character in _BLANK or unicodedata.category(character) in _INVISIBLE


def clean_name(text):
    """Return a cleaned name. Raises ValidationError if nothing in it is a letter; an empty name stays empty."""
    name = clean_text(text)
    if name and not any(unicodedata.category(character).startswith("L") for character in name):
        raise ValidationError("Enter a name with at least one letter.", code="no_letter")
    return name


def clean_address(text):
    """Return an email address in lower case without spaces and invisible characters, its domain as mail servers write it.

    The domain is IDNA-encoded. Text that is no address is cleaned as far as it can be: checking it is up to the form.
    """
    address = unicodedata.normalize("NFKC", clean_text(text)).lower().replace(" ", "").removeprefix("mailto:")
    address = address.removeprefix("<").removesuffix(">")
    name, at, domain = address.rpartition("@")
    if domain.isascii():
        return f"{name}{at}{domain.rstrip('.')}"
    try:
        return f"{name}{at}{domain.encode('idna').decode('ascii').rstrip('.')}"
    except UnicodeError:
        return address


def clean_domain(text):
    """Return a domain in lower case, without a leading "@" or a final dot, IDNA-encoded. Raises UnicodeError if it cannot be."""
    domain = unicodedata.normalize("NFKC", clean_text(text)).lower().replace(" ", "").removeprefix("@").rstrip(".")
    return domain.encode("idna").decode("ascii")


def clean_password(text):
    """Return the password in the one form that we hash (NFKC, as NIST SP 800-63B says), whichever keyboard it was typed on."""
    return unicodedata.normalize("NFKC", text)


def clean_code(text):
    """Return a code without spaces, dashes and invisible characters, with plain digits: "123 456" and "１２３-４５６" are "123456"."""
    plain = unicodedata.normalize("NFKC", clean_text(text))
    kept = (character for character in plain if not character.isspace() and unicodedata.category(character) not in _DASHES)
    digits = "".join(str(unicodedata.decimal(character, character)) for character in kept if character != "−")
    return unicodedata.normalize("NFC", digits)


class _PlainField:
    """Migrations see Django's own field: cleaning happens in Python and needs no change of a table."""

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{self.django_field}", args, kwargs


class NameField(_PlainField, models.CharField):
    """A name of a person, hub, authority or job role, cleaned by clean_name() when it is checked and by clean_text() when it is stored."""

    django_field = "CharField"

    def clean(self, value, model_instance):
        return super().clean(clean_name(value or ""), model_instance)

    def pre_save(self, model_instance, add):
        name = clean_text(super().pre_save(model_instance, add) or "")
        setattr(model_instance, self.attname, name)
        return name


class AddressField(_PlainField, models.EmailField):
    """An email address, cleaned by clean_address() when it is checked, stored or looked up."""

    django_field = "EmailField"

    def clean(self, value, model_instance):
        return super().clean(clean_address(value or ""), model_instance)

    def pre_save(self, model_instance, add):
        address = clean_address(super().pre_save(model_instance, add) or "")
        setattr(model_instance, self.attname, address)
        return address

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return clean_address(value) if isinstance(value, str) else value
