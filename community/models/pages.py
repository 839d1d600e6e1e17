"""Pages that editors write about events."""

from calendar import monthrange

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageManager
from wagtail.search import index

from cms.pages.blocks import QuoteBlock
from cms.pages.models import BasePage, MemberPageQuerySet
from cms.vocabulary.models import Theme
from community.blocks import ContributionBlock, PointsBlock, SessionBlock, SinceBlock, resource_blocks
from community.formatting import format_days


class EventQuerySet(MemberPageQuerySet):
    def upcoming(self, *, on):
        """Return events that are not over on the date `on`."""
        return self.filter(ends_on__gte=on)

    def past(self, *, on):
        """Return events that are over on the date `on`."""
        return self.filter(ends_on__lt=on)


class EventIndexPage(BasePage):
    """The list of all events: upcoming ones and write-ups of past ones."""

    page_description = "The list of all events. There is one."
    parent_page_types = ["pages.HomePage"]
    max_count = 1

    class Meta:
        verbose_name = "list of events"


class EventTheme(ItemBase):
    """A theme on an event."""

    tag = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="event_links")
    content_object = ParentalKey("community.EventPage", on_delete=models.CASCADE, related_name="theme_links")


class EventPage(BasePage):
    """An event: an invitation beforehand, its write-up afterwards."""

    class Kind(models.TextChoices):
        WORKSHOP = "workshop", "Workshop"
        VISIT = "visit", "Learning visit"
        DEEP_DIVE = "deep-dive", "Deep dive"
        THEORY = "theory-of-change", "Theory-of-change session"
        CONFERENCE = "conference", "Conference"

    class Mode(models.TextChoices):
        IN_PERSON = "in-person", "In person"
        ONLINE = "online", "Online"
        BOTH = "both", "In person and online"

    discussed_as = "event"
    page_description = "A workshop, visit, session or conference: an invitation beforehand, its write-up afterwards."
    parent_page_types = ["community.EventIndexPage"]
    subpage_types: list[str] = []

    kind = models.CharField(
        max_length=20, choices=Kind.choices, blank=True, help_text="What sort of event it is. Leave empty if it is not recorded."
    )
    starts_on = models.DateField("first day", help_text="If only the month is known, choose any day in it and tick the box below.")
    ends_on = models.DateField("last day", null=True, blank=True, help_text="Leave empty for a one-day event.")
    only_month = models.BooleanField(
        "only the month is known", default=False, help_text="The page then shows no day and offers no calendar file."
    )
    start_time = models.TimeField("from", null=True, blank=True, help_text="UK time, such as 10:00. Leave empty for the whole day.")
    end_time = models.TimeField("to", null=True, blank=True, help_text="UK time, on the last day.")
    cancelled_on = models.DateField(
        "cancelled on",
        null=True,
        blank=True,
        help_text="Fill this in if it is cancelled. Its page and lists then say so, and people who are interested get an email.",
    )
    mode = models.CharField(max_length=10, choices=Mode.choices, blank=True, help_text="Leave empty if it is not recorded.")
    place = models.CharField(max_length=160, blank=True, help_text="Where people meet: a building and a town. Leave empty if it is online.")
    host = models.ForeignKey(
        "people.Authority",
        verbose_name="led by",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The authority that leads it.",
    )
    programme = models.CharField(
        max_length=160, blank=True, help_text="Write it exactly as on the programme’s other events, because people filter by it."
    )
    part_of = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="parts",
        help_text="The larger event that this is part of, such as a week of sessions.",
    )
    themes = ClusterTaggableManager("themes", through=EventTheme, blank=True, help_text="What it is about, from the list of themes.")
    intro = RichTextField(
        features=["bold", "italic", "link", "ul"],
        blank=True,
        help_text="Before the event: why people should come. Afterwards: what happened, in short paragraphs.",
    )
    sessions = StreamField([("session", SessionBlock())], blank=True, help_text="What was covered, session by session.")
    points = StreamField(
        [("points", PointsBlock())], blank=True, verbose_name="themes and points", help_text="What people took away, by theme."
    )
    contributions = StreamField([("contribution", ContributionBlock())], blank=True, help_text="What each authority brought.")
    quotes = StreamField([("quote", QuoteBlock())], blank=True, help_text="What people said. Only name them as far as they agreed.")
    attendance = models.PositiveIntegerField(
        "number of people there",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="We do not record who they were.",
    )
    attendance_source = models.CharField(
        "source of that number",
        max_length=200,
        blank=True,
        help_text="Who counted, or where it was published. Every number needs a source.",
    )
    attendance_url = models.URLField("link to that source", blank=True, help_text="If it was published.")
    resources = StreamField(resource_blocks(), blank=True, help_text="Slides, handouts, recordings, and pages to read next.")
    since = StreamField(
        [("since", SinceBlock())],
        blank=True,
        verbose_name="what happened since",
        help_text="Dated notes that show what came of it.",
    )

    objects = PageManager.from_queryset(EventQuerySet)()

    search_fields = [
        *BasePage.search_fields,
        *(index.SearchField(name) for name in ("intro", "sessions", "points", "contributions", "since", "programme", "place")),
        index.RelatedFields("host", [index.SearchField("name")]),
    ]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("kind"), FieldPanel("programme"), FieldPanel("part_of"), FieldPanel("themes")], "What it is"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldPanel("only_month"),
                FieldRowPanel([FieldPanel("start_time"), FieldPanel("end_time")]),
                FieldPanel("mode"),
                FieldPanel("place"),
                FieldPanel("host"),
                FieldPanel("cancelled_on"),
            ],
            "When, where and who",
        ),
        FieldPanel("intro"),
        FieldPanel("sessions"),
        FieldPanel("points"),
        FieldPanel("contributions"),
        FieldPanel("quotes"),
        MultiFieldPanel([FieldPanel("attendance"), FieldPanel("attendance_source"), FieldPanel("attendance_url")], "How many came"),
        FieldPanel("resources"),
        FieldPanel("since"),
    ]

    class Meta:
        verbose_name = "event"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="community_event_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(attendance__isnull=True) | ~Q(attendance_source=""), name="community_attendance_has_its_source"
            ),
        ]

    @property
    def when_words(self):
        """Return its dates and times as text, "" while it has no date."""
        if self.starts_on is None:
            return ""
        return format_days(self.starts_on, self.ends_on, only_month=self.only_month, start_time=self.start_time, end_time=self.end_time)

    def is_upcoming(self, on):
        """Return whether the event is not over on the date `on`."""
        return self.ends_on is not None and self.ends_on >= on

    def full_clean(self, *args, **kwargs):
        """Fill in the last day, and extend to whole months if only the month is known, because lists sort and filter by both days."""
        if self.starts_on:
            self.ends_on = self.ends_on or self.starts_on
            if self.only_month:
                self.starts_on = self.starts_on.replace(day=1)
                self.ends_on = self.ends_on.replace(day=monthrange(self.ends_on.year, self.ends_on.month)[1])
        super().full_clean(*args, **kwargs)

    def clean(self):
        super().clean()
        errors = {}
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            errors["ends_on"] = "The last day must not be before the first day."
        if self.end_time and not self.start_time:
            errors["start_time"] = "Add the start time too."
        elif self.start_time and self.only_month:
            errors["start_time"] = "Remove the time, or give the exact day: only the month is known."
        elif self.start_time and self.end_time and self.starts_on == self.ends_on and self.end_time <= self.start_time:
            errors["end_time"] = "The end time must be after the start time."
        if self.attendance is not None and not self.attendance_source:
            errors["attendance_source"] = "Say where the number comes from."
        if self._is_part_of_itself():
            errors["part_of"] = "An event cannot be part of itself or of one of its own parts."
        if errors:
            raise ValidationError(errors)

    def _is_part_of_itself(self):
        seen, parent_id = {self.pk}, self.part_of_id
        while parent_id is not None and parent_id not in seen:
            seen.add(parent_id)
            parent_id = EventPage.objects.filter(pk=parent_id).values_list("part_of_id", flat=True).first()
        return parent_id is not None
