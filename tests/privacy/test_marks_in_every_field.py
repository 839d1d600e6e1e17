"""A mark in every text field that a person can fill: the export has it, and forgetting the person removes it.

The fields come from the registry in tests/safeguarding/test_text_fields.py. A new one fails here until a line says what happens to it.
"""

from itertools import count

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone
from wagtail.models import Page

from cms.hooks import EXPORT_MEMBER, collect
from cms.members.models import ProvocationAnswer
from cms.privacy.actions import ask_to_be_forgotten, forget
from learning.models.records import Assignment
from tests.safeguarding.test_text_fields import CHECKED, PRIVATE, SUGGESTED, _fields_of

pytestmark = pytest.mark.django_db

# Fields of the registry's list SYSTEM that are about a person.
ABOUT_A_PERSON = """
directory.Card: said_like pronouns
people.Invitation: first_name last_name email
people.AddressCheck: email
people.User: first_name last_name email phone
"""
# Relations that say who looks after something that is not about them.
NOT_ABOUT = {"owner", "locked_by", "uploaded_by_user"}
PLANTED = "no row; tests/privacy/test_own_record.py plants one"
UNMADE = {
    "community.BoardOpening.reason": PLANTED,
    "community.Draft.fields": PLANTED,
    "community.SlowMode.reason": PLANTED,
    "casestudies.Answer.reason": PLANTED,
    "casestudies.Approval.reason": PLANTED,
    "casestudies.Message.text": PLANTED,
    "learning.Diploma.deferral_reason": PLANTED,
}
INVITED = "about someone else, whom the person invited"
NOT_EXPORTED = {
    "community.Post.quoted_text": "the words of the person who is quoted",
    "community.Post.title": "the title of the topic, repeated for the search",
    "learning.WordFile.read": "a lesson in the making, deleted after a day",
    "learning.Note.prompt": "the id of a question, whose words are exported",
    "people.Invitation.first_name": INVITED,
    "people.Invitation.last_name": INVITED,
    "people.Invitation.email": INVITED,
}
SAID = "said to others, now without its author; facilitators can remove it, and administrators see which texts name the person"
STAYS = {
    "community.Topic.title": SAID,
    "community.Post.text": SAID,
    "community.Post.title": SAID,
    "community.Post.answers": SAID,
    "community.Post.quoted_text": SAID,
    "learning.Assignment.occasion": "the key of a rule or of a step, which the site makes",
    "members.ProblemReport.words": "about a page, without the person who reported it",
    "members.ProblemReport.answer": "about a page, without the person who reported it",
    "people.Invitation.first_name": INVITED,
    "people.Invitation.last_name": INVITED,
    "people.Invitation.email": INVITED,
}


def personal_fields():
    """Return {model: (text fields, relations to a person)} of every field that a person fills or that is about one."""
    found = {}
    for name in _fields_of(CHECKED + SUGGESTED + PRIVATE + ABOUT_A_PERSON):
        label, _, field = name.rpartition(".")
        model = apps.get_model(label)
        relations = [
            relation.name
            for relation in model._meta.local_fields
            if relation.remote_field and relation.remote_field.model is get_user_model() and relation.name not in NOT_ABOUT
        ]
        if issubclass(model, Page) or not (relations or model is get_user_model()):
            continue
        found.setdefault(model, ([], relations))[0].append(field)
    return found


def plant(person):
    """Mark each field in a row of the person, made theirs if it was someone else's. Return ({field: mark}, fields without a row)."""
    marks, unmade, numbers = {}, [], count(1)
    for model, (fields, relations) in personal_fields().items():
        for field in fields:
            name, mark = f"{model._meta.label}.{field}", f"Zq{next(numbers):03d}w"
            if not any(_mark(model, field, relation, person, mark) for relation in relations or [None]):
                unmade.append(name)
            marks[name] = mark
    return {name: mark for name, mark in marks.items() if name not in unmade}, unmade


def _mark(model, field, relation, person, mark):
    own = model.objects.filter(pk=person.pk) if relation is None else model.objects.filter(**{relation: person})
    row = own.first() or (model.objects.first() if relation else None)
    if row is None:
        return False
    is_json = isinstance(model._meta.get_field(field), models.JSONField)
    value = {"text": mark} if is_json else f"{mark}@example.org".lower() if field == "email" else mark
    try:
        with transaction.atomic():
            changes = {field: value} | ({relation: person} if relation else {})
            return bool(model.objects.filter(pk=row.pk).update(**changes))
    except DatabaseError:
        return False


def left(name, mark):
    """Return whether any row of the table still has the mark in that field."""
    label, _, field = name.rpartition(".")
    meta = apps.get_model(label)._meta
    column = connection.ops.quote_name(meta.get_field(field).column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*) FROM {connection.ops.quote_name(meta.db_table)} WHERE LOWER(CAST({column} AS TEXT)) LIKE %s",
            [f"%{mark.lower()}%"],
        )
        return cursor.fetchone()[0] > 0


def test_the_export_has_every_mark_and_forgetting_removes_it(who_may_world):
    people = who_may_world.people
    person = people.alice
    ProvocationAnswer.objects.create(member=person, provocation=who_may_world.provocation, question="Would I?", saved_at=timezone.now())
    Assignment.objects.create(member=person, module=who_may_world.site.item, cycle=7, source="asked", made_at=timezone.now())
    marks, unmade = plant(person)
    person = get_user_model().objects.get(pk=person.pk)
    exported = str([section.rows for sections in collect(EXPORT_MEMBER, person) for section in sections]).lower()
    missing = [name for name, mark in marks.items() if mark.lower() not in exported]
    at = timezone.now()
    forget(asked=ask_to_be_forgotten(user=person, by=person, at=at), by=people.frank, at=at)
    stays = [name for name, mark in marks.items() if left(name, mark)]
    assert set(unmade) == set(UNMADE), "no row of the test world can be marked: say why, or make one"
    assert set(missing) == set(NOT_EXPORTED), "say why the person does not get it, or export it"
    assert set(stays) == set(STAYS), "say why it stays, or remove it when the person is forgotten"
