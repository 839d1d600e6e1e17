"""What trainers write about events."""

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
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index

from cms.blocks import QuoteBlock
from cms.models import BasePage, Theme
from cms.people.permissions import is_member
from cms.tree import current
from community import listing, shown
from community.blocks import ContributionBlock, PointsBlock, SessionBlock, SinceBlock, resource_blocks
from community.words import days_words


class ForMembers(PageQuerySet):
    """Pages of this house: for members, as far as nobody at the desk has locked them."""

    def visible_to(self, user):
        """What the person may find and open."""
        return self.live().exclude(pk__in=current().restricted) if is_member(user) else self.none()


class EventQuerySet(ForMembers):
    def upcoming(self, *, on):
        """Events that are not over on the date `on`."""
        return self.filter(ends_on__gte=on)

    def past(self, *, on):
        """Events that are over on the date `on`."""
        return self.filter(ends_on__lt=on)


class EventIndexPage(BasePage):
    """All events: those to come, and the write-ups of those that were."""

    page_description = "The list of all events. There is one."
    parent_page_types = ["cms.HomePage"]
    max_count = 1

    def get_context(self, request, *args, **kwargs):
        everything = EventPage.objects.visible_to(request.user).child_of(self)
        return {
            **super().get_context(request, *args, **kwargs),
            **listing.events(self, everything, EventPage.Kind.choices, EventPage.Mode.choices, request),
        }

    class Meta:
        verbose_name = "list of events"


class EventTheme(ItemBase):
    """A theme on an event."""

    tag = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="event_links")
    content_object = ParentalKey("community.EventPage", on_delete=models.CASCADE, related_name="theme_links")


class EventPage(BasePage):
    """An event: an invitation before it, its write-up after it."""

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

    page_description = "A workshop, visit, session or conference: an invitation before it, its write-up afterwards."
    parent_page_types = ["community.EventIndexPage"]
    subpage_types: list[str] = []

    kind = models.CharField(
        max_length=20, choices=Kind.choices, blank=True, help_text="What sort of event it is. Leave it empty if nobody wrote it down."
    )
    starts_on = models.DateField("first day", help_text="When only the month is known, any day of that month, and tick the box below.")
    ends_on = models.DateField("last day", null=True, blank=True, help_text="Leave it empty for an event of one day.")
    only_month = models.BooleanField(
        "only the month is known", default=False, help_text="Then the page names no day, and there is no calendar file."
    )
    start_time = models.TimeField("from", null=True, blank=True, help_text="UK time, such as 10:00. Empty: the whole day.")
    end_time = models.TimeField("to", null=True, blank=True, help_text="UK time, on the last day.")
    mode = models.CharField(max_length=10, choices=Mode.choices, blank=True, help_text="Leave it empty if nobody wrote it down.")
    place = models.CharField(max_length=160, blank=True, help_text="Where people meet: a building and a town. Empty when online.")
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
        max_length=160, blank=True, help_text="Written exactly as on other events of the programme: people filter by it."
    )
    part_of = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="parts",
        help_text="The larger event this is one part of, such as a week of sessions.",
    )
    themes = ClusterTaggableManager("themes", through=EventTheme, blank=True, help_text="What it is about, from the list of themes.")
    intro = RichTextField(
        features=["bold", "italic", "link", "ul"],
        blank=True,
        help_text="Before it: why to come. After it: what it was, in short paragraphs.",
    )
    sessions = StreamField([("session", SessionBlock())], blank=True, help_text="What was covered, part by part.")
    points = StreamField(
        [("points", PointsBlock())], blank=True, verbose_name="themes and points", help_text="What people took away, by theme."
    )
    contributions = StreamField([("contribution", ContributionBlock())], blank=True, help_text="What each authority brought.")
    quotes = StreamField([("quote", QuoteBlock())], blank=True, help_text="What people said, named only as far as they agreed.")
    attendance = models.PositiveIntegerField(
        "how many were there",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="A number of people. Who they were is not kept here.",
    )
    attendance_source = models.CharField(
        "source of that number", max_length=200, blank=True, help_text="Who counted, or where it is written. No number without it."
    )
    attendance_url = models.URLField("address of that source", blank=True, help_text="If it is published.")
    resources = StreamField(resource_blocks(), blank=True, help_text="Slides, handouts, recordings, and pages to go on with.")
    since = StreamField(
        [("since", SinceBlock())],
        blank=True,
        verbose_name="what happened since",
        help_text="Dated notes, so that people see what came of it.",
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
            ],
            "When, where and who",
        ),
        FieldPanel("intro"),
        FieldPanel("sessions"),
        FieldPanel("points"),
        FieldPanel("contributions"),
        FieldPanel("quotes"),
        MultiFieldPanel([FieldPanel("attendance"), FieldPanel("attendance_source"), FieldPanel("attendance_url")], "Who came, as a number"),
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
        """Its days, and times if there are any, in words; empty while it has no day."""
        if self.starts_on is None:
            return ""
        return days_words(self.starts_on, self.ends_on, only_month=self.only_month, start_time=self.start_time, end_time=self.end_time)

    def is_upcoming(self, on):
        """Say whether it is not over on the date `on`."""
        return self.ends_on is not None and self.ends_on >= on

    def full_clean(self, *args, **kwargs):
        """Keep a last day always, and whole months where only the month is known: lists ask for them."""
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
            errors["ends_on"] = "The last day is before the first."
        if self.end_time and not self.start_time:
            errors["start_time"] = "Say when it begins, too."
        elif self.start_time and self.only_month:
            errors["start_time"] = "When only the month is known there is no time of day."
        elif self.start_time and self.end_time and self.starts_on == self.ends_on and self.end_time <= self.start_time:
            errors["end_time"] = "It ends before it begins."
        if self.attendance is not None and not self.attendance_source:
            errors["attendance_source"] = "Say where the number comes from. A number without its source is left out."
        if self._is_within_itself():
            errors["part_of"] = "An event cannot be part of itself, nor of one of its own parts."
        if errors:
            raise ValidationError(errors)

    def _is_within_itself(self):
        seen, above = {self.pk}, self.part_of_id
        while above is not None and above not in seen:
            seen.add(above)
            above = EventPage.objects.filter(pk=above).values_list("part_of_id", flat=True).first()
        return above is not None

    def get_context(self, request, *args, **kwargs):
        parts = EventPage.objects.visible_to(request.user).filter(part_of=self.pk).order_by("starts_on", "title")
        return {**super().get_context(request, *args, **kwargs), **shown.event(self, parts, request)}
