"""The directory: what a member chose to show of themselves to the other members."""

import uuid

from django.db import models
from django.db.models import Exists, FilteredRelation, OuterRef, Prefetch, Q
from django.urls import reverse

from cms.people.models import Membership, Role, RoleGrant, User


class CardQuerySet(models.QuerySet):
    def up(self):
        """Cards their owners have put up, as long as those belong somewhere, their account is open and they are no partner."""
        partners = RoleGrant.objects.current().filter(role=Role.PARTNER)
        here = Membership.objects.current()
        return self.filter(up_since__isnull=False, user__is_active=True, user__in=here.values("user")).exclude(
            user__in=partners.values("user")
        )

    def visible_to(self, user):
        """The cards the person may see: all that are up for a member of the network, none for a partner or anybody else."""
        if not (user.is_authenticated and user.is_active and (user.is_superuser or user.membership)):
            return self.none()
        return self.up().exclude(Exists(RoleGrant.objects.current().filter(user=user, role=Role.PARTNER)))

    def matching(self, *, words="", job_role="", authority="", theme=""):
        """Cards with every one of the words in name or ask-me-about line, by people of today's job role and authority (slugs)."""
        found = self
        for word in words.split():
            found = found.filter(Q(user__first_name__icontains=word) | Q(user__last_name__icontains=word) | Q(ask_line__icontains=word))
        here = Membership.objects.current()
        if job_role:
            found = found.filter(user__in=here.filter(job_role__slug=job_role).values("user"))
        if authority:
            found = found.filter(user__in=here.filter(authority__slug=authority).values("user"))
        if theme:
            found = found.filter(themes__slug=theme, themes__live=True)
        return found

    def in_a_line(self, most):
        """At most so many cards, one query: {uid, first name, last name, ask_line, job role, hub, authority} by their paths."""
        here = FilteredRelation("user__memberships", condition=Q(user__memberships__ended_on__isnull=True))
        wanted = ["uid", "user__first_name", "user__last_name", "ask_line"]
        places = ["here__job_role__title", "here__hub__name", "here__authority__name"]
        return self.annotate(here=here).order_by("user__last_name", "user__first_name", "pk").values(*wanted, *places)[:most]

    def to_show(self):
        """With all that a card shows, in the order of names: three queries, however many cards."""
        places = ("standing__authority", "standing__hub", "standing__job_role")
        return (
            self.annotate(has_photo=Exists(CardPhoto.objects.filter(card=OuterRef("pk"))))
            .prefetch_related(Prefetch("user", User.objects.with_standing().select_related(*places)), "themes")
            .order_by("user__last_name", "user__first_name", "pk")
        )


class Card(models.Model):
    """What one member shows of themselves in the directory. Nobody sees it until they put it up; where they belong is not kept here."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="card")
    up_since = models.DateTimeField(null=True, blank=True, help_text="Since when it stands in the directory; empty when it does not.")
    ask_line = models.CharField("ask me about", max_length=160, blank=True, help_text="One line in plain words: what you know well.")
    themes = models.ManyToManyField("cms.Theme", blank=True, related_name="+")
    said_like = models.CharField(
        "how to say your name",
        max_length=80,
        blank=True,
        help_text="As it sounds, for example “nee-AV” for Niamh. Leave empty if you like.",
    )
    pronouns = models.CharField(
        "your pronouns", max_length=40, blank=True, help_text="As you would like them used. Leave empty if you like."
    )
    shows_email = models.BooleanField("show my work e-mail address", default=False, help_text="So that people can write to you.")

    objects = CardQuerySet.as_manager()

    def __str__(self):
        return f"Card of {self.user}"

    def get_absolute_url(self):
        return reverse("directory:card", args=[self.uid])

    @property
    def is_up(self):
        """Whether its owner has put it up."""
        return self.up_since is not None

    @property
    def published_themes(self):
        """The themes the owner chose that are published today."""
        return [theme for theme in self.themes.all() if theme.live]


class CardPhoto(models.Model):
    """The photo of one card, made anew by us, without what the camera wrote into it. It lies here so that it goes with its row."""

    card = models.OneToOneField(Card, on_delete=models.CASCADE, related_name="photo")
    content = models.BinaryField(help_text="A square WebP picture.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content, so that browsers need not fetch it twice.")

    def __str__(self):
        return "Photo of a card"
