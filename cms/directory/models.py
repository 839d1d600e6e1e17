"""Cards in the directory, and their photos."""

import uuid

from django.db import models
from django.db.models import Exists, FilteredRelation, OuterRef, Prefetch, Q
from django.urls import reverse

from cms.folding import fold
from cms.people.models import Membership, Role, RoleGrant, User
from cms.people.name_search import BY_NAME, FoldedField


class CardQuerySet(models.QuerySet):
    def up(self):
        """Return cards that are up and whose owners are current members with an open account, but not partners."""
        partners = RoleGrant.objects.current().filter(role=Role.PARTNER)
        members = Membership.objects.current()
        return self.filter(up_since__isnull=False, user__is_active=True, user__in=members.values("user")).exclude(
            user__in=partners.values("user")
        )

    def visible_to(self, user):
        """Return the cards the user may see: all that are up for members, none for partners and everyone else."""
        return self.up().for_reader(user)

    def for_reader(self, user):
        """Return these cards, which must be up, or none if the user may not read the directory."""
        if not (user.is_authenticated and user.is_active and (user.is_superuser or user.membership)):
            return self.none()
        return self.exclude(Exists(RoleGrant.objects.current().filter(user=user, role=Role.PARTNER)))

    def matching(self, *, words="", job_role="", authority="", theme=""):
        """Return cards with every word in the name or the "ask me about" line, filtered by slugs of job role, authority and theme."""
        cards = self
        for word in fold(words).split():
            in_name = Q(user__folded_first_name__contains=word) | Q(user__folded_last_name__contains=word)
            cards = cards.filter(in_name | Q(folded_ask_line__contains=word))
        memberships = Membership.objects.current()
        if job_role:
            cards = cards.filter(user__in=memberships.filter(job_role__slug=job_role).values("user"))
        if authority:
            cards = cards.filter(user__in=memberships.filter(authority__slug=authority).values("user"))
        if theme:
            cards = cards.filter(themes__slug=theme, themes__live=True)
        return cards

    def as_search_results(self, limit):
        """Return up to `limit` cards as dicts of uid, names, ask_line, job role, hub and authority. One query."""
        here = FilteredRelation("user__memberships", condition=Q(user__memberships__ended_on__isnull=True))
        wanted = ["uid", "user__first_name", "user__last_name", "ask_line"]
        places = ["here__job_role__title", "here__hub__name", "here__authority__name"]
        return self.annotate(here=here).order_by(*(f"user__{field}" for field in BY_NAME)).values(*wanted, *places)[:limit]

    def for_display(self):
        """Return cards ordered by name with all they display. Three queries, however many cards."""
        places = ("standing__authority", "standing__hub", "standing__job_role")
        return (
            self.annotate(has_photo=Exists(CardPhoto.objects.filter(card=OuterRef("pk"))))
            .prefetch_related(Prefetch("user", User.objects.with_standing().select_related(*places)), "themes")
            .order_by(*(f"user__{field}" for field in BY_NAME))
        )


class Card(models.Model):
    """What a member shows of themselves in the directory. No one sees it until they put it up. Their membership is not copied here."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="card")
    up_since = models.DateTimeField(null=True, blank=True, help_text="Since when it is in the directory. Empty if it is not.")
    ask_line = models.CharField("ask me about", max_length=160, blank=True, help_text="One line in plain English: what you know well.")
    folded_ask_line = FoldedField(sources=("ask_line",))
    themes = models.ManyToManyField("vocabulary.Theme", blank=True, related_name="+")
    said_like = models.CharField(
        "how to say your name",
        max_length=80,
        blank=True,
        help_text="As it sounds, for example “nee-AV” for Niamh. Leave empty if you like.",
    )
    pronouns = models.CharField(
        "your pronouns", max_length=40, blank=True, help_text="As you would like them used. Leave empty if you like."
    )
    shows_email = models.BooleanField("show my work email address", default=False, help_text="So that people can email you.")

    objects = CardQuerySet.as_manager()

    def __str__(self):
        return f"Card of {self.user}"

    def get_absolute_url(self):
        return reverse("directory:card", args=[self.uid])

    @property
    def is_up(self):
        """Return whether the owner has put it up."""
        return self.up_since is not None

    @property
    def published_themes(self):
        """Return the chosen themes that are published today."""
        return [theme for theme in self.themes.all() if theme.live]


class CardPhoto(models.Model):
    """The photo of a card, re-encoded without metadata. Stored in the database so that it is deleted with its row."""

    card = models.OneToOneField(Card, on_delete=models.CASCADE, related_name="photo")
    content = models.BinaryField(help_text="A square WebP picture.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content, used as its ETag.")

    def __str__(self):
        return "Photo of a card"


class TonightDetail(models.Model):
    """A number to ring at night, or the name of a policy, that an authority's lead has entered for “If it happens tonight”."""

    class Line(models.TextChoices):
        OUT_OF_HOURS = "out_of_hours", "Emergency duty team, out of hours"
        ON_CALL = "on_call", "On-call manager"
        REPORT_MISSING = "report_missing", "To report someone missing"
        HOSPITAL = "hospital", "Nearest hospital with an emergency department"
        CRISIS = "crisis", "Mental health crisis line"
        ASSAULT = "assault", "Sexual assault referral centre"
        ALLEGATIONS = "allegations", "Allegations about staff (LADO)"
        POLICE = "police", "Police liaison officer, or local police when it is not 999"
        POLICY_HURT = "policy_hurt", "Policy: first aid and accidents"
        POLICY_SELF_HARM = "policy_self_harm", "Policy: self-harm"
        POLICY_MISSING = "policy_missing", "Policy: missing from home and care"
        POLICY_DISCLOSURE = "policy_disclosure", "Policy: safeguarding and disclosure"
        POLICY_ALLEGATION = "policy_allegation", "Policy: allegations against staff"
        POLICY_DRUGS = "policy_drugs", "Policy: searches, drugs and weapons"
        POLICY_RESTRAINT = "policy_restraint", "Policy: restraint"
        POLICY_POLICE = "policy_police", "Policy: police visits"

    authority = models.ForeignKey("people.Authority", on_delete=models.CASCADE, related_name="tonight_details")
    line = models.CharField(max_length=20, choices=Line.choices)
    phone = models.CharField(max_length=30, blank=True, help_text="Empty for a policy.")
    words = models.CharField(max_length=160, blank=True, help_text="Who answers and when, or the name of the policy. Not a person’s name.")
    checked_on = models.DateField(help_text="When a lead last said that it is right.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "line"], name="directory_a_tonight_line_once_per_authority")]

    def __str__(self):
        return self.get_line_display()

    @staticmethod
    def is_policy(line):
        """Return whether a line is the name of a policy, which has no number."""
        return line.startswith("policy_")
