"""Forgetting what was searched too rarely to be shown, and what is over a year old."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.search import search_log


class Command(BaseCommand):
    help = "Forget searched words that are old, or were searched too rarely in a month that is over."

    def handle(self, **options):
        search_log.forget(on=timezone.localdate())
