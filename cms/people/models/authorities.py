"""Authorities with their settings and milestones, hubs and job roles."""

from contextlib import suppress
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format

from cms.people.dates import IsPartialDate
from cms.people.identity import NameField


class Authority(models.Model):
    """A council that works, or has worked, the No Wrong Door way."""

    class Approval(models.TextChoices):
        """What happens when someone with an address in an approved domain asks to join."""

        LEAD = "lead", "A lead decides"
        AT_ONCE = "at_once", "They join at once"

    name = NameField(max_length=120, unique=True, help_text="The council's name as people say it.")
    slug = models.SlugField(unique=True, help_text="The name in web addresses: lower-case letters and hyphens.")
    local_name = NameField(
        "what they call the model", max_length=120, blank=True, help_text="For example New Roads. Leave empty if it has no other name."
    )
    programme = models.CharField(max_length=160, blank=True, help_text="The programme they came to the model through.")
    joined_on = models.DateField(null=True, blank=True, help_text="When they joined the programme, if known.")
    left_on = models.DateField(null=True, blank=True, help_text="When they left the programme, if they did.")
    closed_on = models.DateField(
        null=True, editable=False, help_text="When it left Drumbeat. No one belongs to a closed authority, joins it or is invited to it."
    )
    about = models.TextField(blank=True, help_text="One short paragraph in plain English.")
    safeguarding_phone = models.CharField(max_length=30, blank=True, help_text="The number to ring when someone is worried about a child.")
    safeguarding_who = models.CharField(
        "who answers, and when",
        max_length=160,
        blank=True,
        help_text="For example: the duty team, at any hour. A team, not a person’s name.",
    )
    approval = models.CharField(
        "When someone asks to join",
        max_length=8,
        choices=Approval.choices,
        default=Approval.LEAD,
        help_text="A lead always decides about people who left and come back, and people who were declined before.",
    )
    reminders_on = models.BooleanField(
        "Remind people about work that is due soon",
        default=True,
        help_text="We email each person once about each piece of learning they were asked to do.",
    )
    reminder_days = models.PositiveSmallIntegerField(
        "Days before the due date",
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="From 1 to 60.",
    )
    small_number = models.PositiveSmallIntegerField(
        "Smallest number we show",
        default=5,
        validators=[MinValueValidator(5), MaxValueValidator(50)],
        help_text="From 5 to 50. If your people are interested in an event, we show how many only from this number on. "
        "Figures for leads will use it too.",
    )
    retention_months = models.PositiveSmallIntegerField(
        "Months to keep a leaver’s record",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text="Leave empty until this is decided. We show people who left longer ago to an administrator, who decides whether to "
        "forget them. Nothing is deleted automatically.",
    )

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "authorities"
        constraints = [
            models.CheckConstraint(condition=Q(small_number__gte=5), name="people_small_numbers_begin_at_five"),
            models.CheckConstraint(
                condition=Q(reminder_days__gte=1, reminder_days__lte=60), name="people_reminded_one_to_sixty_days_before"
            ),
        ]

    def __str__(self):
        return self.name


def validate_partial_date(words):
    """Raise ValidationError unless the text is a year, month or day: 2017, 2019-12, 2021-06-01."""
    for form in ("%Y", "%Y-%m", "%Y-%m-%d"):
        with suppress(ValueError):
            if datetime.strptime(words, form).strftime(form) == words:
                return
    raise ValidationError("Enter a year, a month or a day: 2017, 2019-12 or 2021-06-01.")


class Milestone(models.Model):
    """Something that happened on an authority's way to the model, with a date as exact as its source."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="milestones")
    when = models.CharField(
        max_length=10,
        validators=[validate_partial_date],
        help_text="A year, a year and month, or a date: 2017, 2019-12 or 2021-06-01. No more exact than the source.",
    )
    what = models.CharField(max_length=200, help_text="What happened, in a few words.")
    source = models.CharField(max_length=200, help_text="Where this is written.")
    source_url = models.URLField(blank=True)

    class Meta:
        ordering = ["when", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "when", "what"], name="people_a_milestone_once"),
            models.CheckConstraint(condition=IsPartialDate("when"), name="people_a_milestone_has_a_date"),
        ]

    def __str__(self):
        return f"{self.when}: {self.what}"

    @property
    def when_words(self):
        """Return the date as exactly as we know it: 2017, December 2019 or 1 June 2021. One that does not exist is returned as it is."""
        for stored, shown in (("%Y-%m", "F Y"), ("%Y-%m-%d", "j F Y")):
            with suppress(ValueError):
                return date_format(datetime.strptime(self.when, stored), shown)
        return self.when


class Hub(models.Model):
    """A hub or team within an authority."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="hubs")
    name = NameField(max_length=120)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["authority", "name"], name="people_one_hub_of_a_name_per_authority")]

    def __str__(self):
        return self.name


class JobRole(models.Model):
    """A job title. Authorities use different ones, so they are data."""

    slug = models.SlugField(unique=True)
    title = NameField(max_length=80)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "title"]

    def __str__(self):
        return self.title
