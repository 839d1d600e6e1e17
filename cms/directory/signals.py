"""Take down the cards of people who leave."""

from cms.directory.models import Card
from cms.people.signals import people_left


def connect():
    people_left.connect(_take_down_cards, dispatch_uid="directory_take_down_cards")


def _take_down_cards(user_ids, **kwargs):
    Card.objects.filter(user__in=user_ids).update(up_since=None)
