"""The places people belong to: authorities, with their milestones and settings, their hubs, and the domains they vouch for."""

from contextlib import suppress
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format


class Authority(models.Model):
    """A council that works, or has worked, the No Wrong Door way."""

    class Approval(models.TextChoices):
        """What happens when somebody with an address in an approved domain asks to join."""

        LEAD = "lead", "A lead lets them in"
        AT_ONCE = "at_once", "They are in at once"

    name = models.CharField(max_length=120, unique=True, help_text="The council's name as people say it.")
    slug = models.SlugField(unique=True, help_text="The name in addresses: small letters and hyphens.")
    local_name = models.CharField(
        "what they call the model", max_length=120, blank=True, help_text="For example New Roads; leave empty if none."
    )
    programme = models.CharField(max_length=160, blank=True, help_text="The programme they came to the model through.")
    joined_on = models.DateField(null=True, blank=True, help_text="When they joined the programme, if known.")
    left_on = models.DateField(null=True, blank=True, help_text="When they left the programme, if they did.")
    closed_on = models.DateField(
        null=True, editable=False, help_text="Since when it has no place here any more: nobody belongs to it, joins it or is invited."
    )
    about = models.TextField(blank=True, help_text="One short paragraph, plain words.")
    safeguarding_phone = models.CharField(
        max_length=30, blank=True, help_text="The number people here ring when they are worried about a child."
    )
    safeguarding_who = models.CharField(
        "who answers, and when",
        max_length=160,
        blank=True,
        help_text="For example: the duty team, at any hour. A team, not a person’s name.",
    )
    approval = models.CharField(
        "Somebody who asks to join",
        max_length=8,
        choices=Approval.choices,
        default=Approval.LEAD,
        help_text="Whoever left and comes back, and whoever was declined before, always waits for a lead.",
    )
    reminders_on = models.BooleanField(
        "Remind people of what is due soon", default=True, help_text="One letter to each, once, about what they were asked to learn."
    )
    reminder_days = models.PositiveSmallIntegerField(
        "How many days before",
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="From 1 to 60.",
    )
    small_number = models.PositiveSmallIntegerField(
        "Smallest number that is shown",
        default=5,
        validators=[MinValueValidator(5), MaxValueValidator(50)],
        help_text="From 5 to 50. How many are interested in an event is told only from this number on when your people are among them. "
        "Figures for leads will follow it when they come.",
    )
    retention_months = models.PositiveSmallIntegerField(
        "How many months a leaver’s record is kept",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text="Leave it empty while this is not decided. Who left longer ago is put before an administrator, who has them forgotten; "
        "nothing is deleted by itself.",
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
    """Refuse what is no year, month or day: 2017, 2019-12, 2021-06-01. Raises ValidationError."""
    for form in ("%Y", "%Y-%m", "%Y-%m-%d"):
        with suppress(ValueError):
            if datetime.strptime(words, form).strftime(form) == words:
                return
    raise ValidationError("Write a year, a month or a day: 2017, 2019-12 or 2021-06-01.")


class Milestone(models.Model):
    """Something that happened in an authority's way with the model, dated as exactly as its source."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="milestones")
    when = models.CharField(
        max_length=10,
        validators=[validate_partial_date],
        help_text="A year, a year and month, or a date: 2017, 2019-12 or 2021-06-01. Never more exact than the source.",
    )
    what = models.CharField(max_length=200, help_text="What happened, in a few words.")
    source = models.CharField(max_length=200, help_text="Where this is written.")
    source_url = models.URLField(blank=True)

    class Meta:
        ordering = ["when", "pk"]
        constraints = [models.UniqueConstraint(fields=["authority", "when", "what"], name="people_a_milestone_once")]

    def __str__(self):
        return f"{self.when}: {self.what}"

    @property
    def when_words(self):
        """The date as exactly as it is known: 2017, December 2019 or 1 June 2021."""
        parts = [int(part) for part in self.when.split("-")]
        if len(parts) == 1:
            return self.when
        formatted = date(parts[0], parts[1], parts[2] if len(parts) == 3 else 1)
        return date_format(formatted, "j F Y" if len(parts) == 3 else "F Y")


class Hub(models.Model):
    """A hub or team within an authority."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="hubs")
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["authority", "name"], name="people_one_hub_of_a_name_per_authority")]

    def __str__(self):
        return self.name


class JobRole(models.Model):
    """What somebody's job is. Areas differ, so this is data."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "title"]

    def __str__(self):
        return self.title
