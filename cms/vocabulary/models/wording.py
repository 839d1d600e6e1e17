"""The wording guide: words that could be said better, with the reason, and the words that one authority has added."""

from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index


def lines_of(text):
    """Return the lines of a text that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class WordingEntry(PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, index.Indexed, models.Model):
    """A word or phrase, what people could say instead, and why. A suggestion only: it never keeps a text back and changes nothing."""

    class Strength(models.TextChoices):
        THINK = "think", "Words to think about: often right, worth a second look"
        LEAVE = "leave", "Words to leave: nearly always better said another way"

    term = models.CharField(max_length=80, unique=True, help_text="The word or phrase as people write it: attention seeking.")
    slug = models.SlugField(unique=True, help_text="The last part of its web address: lower-case letters and hyphens.")
    also = models.TextField(
        "also written",
        blank=True,
        help_text="Other forms of the same word, one on each line: absconds, absconding. Hyphens are found anyway.",
    )
    instead = models.TextField("what to say instead", help_text="One suggestion on each line. The best one first.")
    why = models.TextField(max_length=400, help_text="One or two sentences: what the word does, and to whom.")
    exceptions = models.TextField(
        max_length=300, blank=True, help_text="When the word is right, or where the sources disagree. Always shown with the suggestion."
    )
    stays_in = models.TextField(
        "phrases in which it stays",
        blank=True,
        help_text="Legal terms and names, one on each line: placement order. Nothing is suggested there.",
    )
    strength = models.CharField(
        max_length=5,
        choices=Strength.choices,
        default=Strength.THINK,
        help_text="Our own content never uses “words to leave” outside quotations.",
    )
    source = models.CharField(max_length=200, help_text="Who suggested it, and where: author and title.")
    source_url = models.URLField("link to the source", blank=True, help_text="Where readers can check it.")
    owner = models.CharField(max_length=120, help_text="Who looks after this entry: a team, not a person’s name.")
    dated_on = models.DateField(
        "written or last looked at on", default=timezone.localdate, help_text="Guides change. Readers see this date."
    )

    panels = [
        MultiFieldPanel([FieldPanel("term"), FieldPanel("also"), FieldPanel("slug")], "The word"),
        MultiFieldPanel([FieldPanel("instead"), FieldPanel("why"), FieldPanel("strength")], "The suggestion"),
        MultiFieldPanel([FieldPanel("exceptions"), FieldPanel("stays_in")], "When it stays"),
        MultiFieldPanel([FieldPanel("source"), FieldPanel("source_url")], "Source"),
        MultiFieldPanel([FieldPanel("owner"), FieldPanel("dated_on")], "Who looks after it"),
    ]
    search_fields = [index.SearchField("term"), index.SearchField("why"), index.AutocompleteField("term")]

    class Meta:
        ordering = ["term"]
        verbose_name_plural = "wording entries"

    def __str__(self):
        return f"{self.term} → {self.alternatives[0]}" if self.alternatives else self.term

    @property
    def forms(self):
        """The term, followed by its other forms."""
        return [self.term, *lines_of(self.also)]

    @property
    def alternatives(self):
        return lines_of(self.instead)

    @property
    def phrases_that_stay(self):
        return lines_of(self.stays_in)

    @property
    def is_to_leave(self):
        return self.strength == self.Strength.LEAVE

    def get_preview_template(self, request, mode_name):
        return "vocabulary/wording.html"

    def get_preview_context(self, request, mode_name):
        return {**super().get_preview_context(request, mode_name), "groups": [{"heading": "Preview", "entries": [self]}]}


class AuthorityWording(models.Model):
    """A word that one authority asks its own people to think about. Only they see it."""

    authority = models.ForeignKey("people.Authority", on_delete=models.CASCADE, related_name="wordings")
    term = models.CharField("the word or phrase", max_length=80, help_text="As people here write it.")
    instead = models.TextField("what to say instead", max_length=300, help_text="One suggestion on each line. The best one first.")
    why = models.TextField(
        max_length=400, help_text="One or two sentences. Who asked for it: your children in care council, a guide of yours?"
    )
    exceptions = models.TextField("when it stays", max_length=300, blank=True, help_text="For example in the name of a form or a meeting.")
    dated_on = models.DateField(default=timezone.localdate, editable=False)

    class Meta:
        ordering = ["term"]
        constraints = [models.UniqueConstraint(fields=["authority", "term"], name="vocabulary_a_word_once_per_authority")]

    def __str__(self):
        return self.term

    forms = property(lambda self: [self.term])
    alternatives = property(lambda self: lines_of(self.instead))
    phrases_that_stay = property(lambda self: [])
    is_to_leave = False
    source_url = ""

    @property
    def slug(self):
        return f"own-{self.pk}"

    @property
    def source(self):
        """Who suggests it, as readers see it."""
        return "Your own authority"

    owner = source
