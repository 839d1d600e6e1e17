"""Notices of people, and how they want to be told."""

from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, Q

from cms.notices.sources import all_sources

NOTICES_FOR = timedelta(days=90)
UNREAD_FLAG = "has_unread_notices"


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the user's own notices about things they may still read. Each source says which those are, at every look."""
        readable = Q(pk__in=[])
        for source in all_sources():
            readable |= Q(kind=source.kind) & source.condition(user)
        return self.filter(readable, recipient=user)

    def unread(self):
        """Return notices that have not been read."""
        return self.filter(read_at=None)

    def to_email(self):
        """Return unread notices that no email has mentioned."""
        return self.unread().filter(emailed_at=None)


class Notice(models.Model):
    """Something new for one person, without any of its words. Repeats are collapsed: three replies in a topic are one notice."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, editable=False, help_text="The source that knows what the target is.")
    target = models.BigIntegerField(help_text="Key of what it is about.")
    place = models.PositiveIntegerField(default=0, help_text="Where the new part begins: the number of the first new post.")
    count = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    latest_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    emailed_at = models.DateTimeField(null=True, help_text="When an email mentioned it. The replies after that one are not emailed.")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "kind", "target"], condition=Q(read_at__isnull=True), name="notices_one_unread"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-latest_at", "-id"], name="notices_of_person"),
            models.Index(fields=["recipient", "first_at"], condition=Q(read_at=None, emailed_at=None), name="notices_to_email"),
        ]

    def __str__(self):
        return f"Notice {self.pk}: {self.kind}"


def any_unread(person):
    """Return an expression: whether the person has an unread notice, readable or not. It is read with the session."""
    return Exists(Notice.objects.unread().filter(recipient=person))


class NoticePreferences(models.Model):
    """How a person wants to be told. Someone without a row gets the defaults."""

    class Email(models.TextChoices):
        DAILY = "daily", "One email a day, if there is something new"
        WEEKLY = "weekly", "One email a week, if there is something new"
        FIRST = "first", "An email for the first reply you have not read"
        NONE = "none", "No email"

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "Monday"
        TUESDAY = 1, "Tuesday"
        WEDNESDAY = 2, "Wednesday"
        THURSDAY = 3, "Thursday"
        FRIDAY = 4, "Friday"
        SATURDAY = 5, "Saturday"
        SUNDAY = 6, "Sunday"

    HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    email = models.CharField(max_length=6, choices=Email.choices, default=Email.DAILY)
    hour = models.PositiveSmallIntegerField(choices=HOURS, default=8, validators=[MaxValueValidator(23)])
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices, default=Weekday.MONDAY)
    quiet_from = models.PositiveSmallIntegerField(choices=HOURS, null=True, blank=True)
    quiet_until = models.PositiveSmallIntegerField(choices=HOURS, null=True, blank=True)
    not_at_weekends = models.BooleanField(default=False)
    last_email_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name_plural = "notice preferences"
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None) | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="notices_quiet_hours_have_two_ends",
            )
        ]

    def __str__(self):
        return f"{self.user}: {self.get_email_display()}"
