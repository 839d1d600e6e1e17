"""People, where they belong, since when, and what they may do there."""

import uuid
from contextlib import suppress
from datetime import date, datetime

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.db.models.functions import Coalesce, Lower
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format

# What is left of the address of somebody who was forgotten. Addresses of this ending reach nobody (RFC 2606).
NOWHERE = "forgotten.invalid"


class MemberManager(UserManager):
    """Makes people, and reads them together with where they stand today."""

    def get_by_natural_key(self, username):
        return self.get(email__iexact=username)

    def create_user(self, email, password=None, **fields):
        """Make a person who signs in with `email`; without a password they cannot sign in until they set one."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email, password=None, **fields):
        """Make an administrator of the whole site."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def with_standing(self):
        """People with their current membership in the same query."""
        condition = Q(memberships__ended_on__isnull=True)
        return self.annotate(standing=FilteredRelation("memberships", condition=condition)).select_related("standing")


class User(AbstractUser):
    """A person who can sign in. The learning record knows them only by `subject`."""

    username = None  # type: ignore[assignment]
    email = models.EmailField("work e-mail address", unique=True, help_text="What you sign in with.")
    subject = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="The key the learning record holds instead of a name; erasing a person breaks the link.",
    )
    phone = models.CharField(
        max_length=30, blank=True, help_text="A work number the people in your hub may ring; leave empty to show none."
    )

    session_round = models.PositiveIntegerField(default=0, editable=False, help_text="Raised to end every session of the person.")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = MemberManager()

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_one_person_per_email")]

    def __str__(self):
        return self.get_full_name() or "Someone without a name"

    def save(self, **kwargs):
        self.email = self.email.lower()
        super().save(**kwargs)

    def _get_session_auth_hash(self, secret=None):
        """As Django's, and another whenever `session_round` is raised, which ends every session at its next request."""
        if not self.session_round:
            return super()._get_session_auth_hash(secret)
        return salted_hmac("cms.accounts.session", f"{self.password}{self.session_round}", secret=secret, algorithm="sha256").hexdigest()

    @property
    def is_forgotten(self):
        """Whether nothing here says any more who they were; see actions/forgetting.py."""
        return self.email.endswith(f"@{NOWHERE}")

    @property
    def membership(self):
        """The person's current membership, or None; free when the person was read `with_standing()`."""
        if "standing" not in self.__dict__:
            self.standing = self.memberships.current().first()
        return self.standing


def pointing_at_people():
    """Every foreign key to a person, of whatever package, as the relation seen from the person."""
    return [one for one in User._meta.get_fields(include_hidden=True) if one.auto_created and (one.one_to_many or one.one_to_one)]


class Authority(models.Model):
    """A council that works, or has worked, the No Wrong Door way."""

    name = models.CharField(max_length=120, unique=True, help_text="The council's name as people say it.")
    slug = models.SlugField(unique=True, help_text="The name in addresses: small letters and hyphens.")
    local_name = models.CharField(
        "what they call the model", max_length=120, blank=True, help_text="For example New Roads; leave empty if none."
    )
    programme = models.CharField(max_length=160, blank=True, help_text="The programme they came to the model through.")
    joined_on = models.DateField(null=True, blank=True, help_text="When they joined the programme, if known.")
    left_on = models.DateField(null=True, blank=True, help_text="When they left the programme, if they did.")
    about = models.TextField(blank=True, help_text="One short paragraph, plain words.")
    safeguarding_phone = models.CharField(
        max_length=30, blank=True, help_text="The number people here ring when they are worried about a child."
    )

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "authorities"

    def __str__(self):
        return self.name


def is_a_time(words):
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
        validators=[is_a_time],
        help_text="A year, a year and month, or a date: 2017, 2019-12 or 2021-06-01. Never more exact than the source.",
    )
    what = models.CharField(max_length=200, help_text="What happened, in a few words.")
    source = models.CharField(max_length=200, help_text="Where this is written.")
    source_url = models.URLField(blank=True)

    class Meta:
        ordering = ["when", "pk"]
        constraints = [models.UniqueConstraint(fields=["authority", "when", "what"], name="accounts_a_milestone_once")]

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
        constraints = [models.UniqueConstraint(fields=["authority", "name"], name="accounts_one_hub_of_a_name_per_authority")]

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


class MembershipQuerySet(models.QuerySet):
    def current(self):
        """Memberships that have not ended."""
        return self.filter(ended_on__isnull=True)


class Membership(models.Model):
    """A person's place in an authority from one day to another. At most one is current."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="memberships")
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    job_role = models.ForeignKey(JobRole, on_delete=models.PROTECT, related_name="memberships")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(ended_on__isnull=True), name="accounts_one_current_membership"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="accounts_membership_ends_after_it_starts"
            ),
        ]

    def __str__(self):
        return f"{self.user} in {self.authority}"


class Role(models.TextChoices):
    """What a person may do beyond their job; the words of docs/words.md."""

    MEMBER = "member", "Member"
    HUB_MANAGER = "hub_manager", "Hub manager"
    AUTHORITY_LEAD = "authority_lead", "Authority lead"
    TRAINER = "trainer", "Trainer"
    FACILITATOR = "facilitator", "Facilitator"
    REVIEWER = "reviewer", "Case-study reviewer"
    PROGRAMME_LEAD = "programme_lead", "Programme lead"
    ADMINISTRATOR = "administrator", "Administrator"
    PARTNER = "partner", "Partner"


class RoleGrantQuerySet(models.QuerySet):
    def current(self):
        """Grants that have not ended."""
        return self.filter(ended_on__isnull=True)


class RoleGrant(models.Model):
    """A role a person holds: across the network, in one authority, or in one hub."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, null=True, blank=True, help_text="Leave empty when the role is for the whole network."
    )
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, null=True, blank=True, help_text="Only for a hub manager.")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True, help_text="Why they hold it, for whoever looks through the roles each year.")
    given_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                F("user"),
                F("role"),
                Coalesce("authority", 0),
                Coalesce("hub", 0),
                condition=Q(ended_on__isnull=True),
                name="accounts_a_role_once_at_a_time",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="accounts_role_is_known"),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}"
