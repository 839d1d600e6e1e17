"""People, where they belong, since when, and what they may do there."""

import uuid

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models, transaction
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cms.accounts.models.addresses import FormerAddress, hash_of_address
from cms.accounts.models.called import CalledQuerySet
from cms.accounts.models.forgetting import ForgetRequest
from cms.accounts.models.months import months_later
from cms.accounts.models.places import Authority, Hub, JobRole

# What is left of the address of somebody who was forgotten. Addresses of this ending reach nobody (RFC 2606).
NOWHERE = "forgotten.invalid"


class MemberQuerySet(CalledQuerySet):
    """Reads people, together with where they stand today."""

    def with_standing(self):
        """People with their current membership in the same query."""
        condition = Q(memberships__ended_on__isnull=True)
        return self.annotate(standing=FilteredRelation("memberships", condition=condition)).select_related("standing")

    def known(self):
        """All but those who were forgotten."""
        return self.exclude(email__endswith=f"@{NOWHERE}")

    def kept_too_long(self, *, on):
        """Who left and is known still, though on the date `on` more months have passed than the authority they left keeps a leaver's
        record, longest gone first. Not administrators, nor who is to be forgotten anyway or asked to be kept against the rule. Adds
        `left_on`, `left_from`, `kept_for` (months).
        """
        last = Membership.objects.filter(user=OuterRef("pk")).order_by("-pk")
        told = {"left_on": "ended_on", "left_from": "authority__name", "kept_for": "authority__retention_months"}
        over = Q(pk__in=[])
        for months in filter(None, Authority.objects.values_list("retention_months", flat=True).order_by().distinct()):
            over |= Q(kept_for=months, left_on__lte=months_later(on, -months))
        settled = ForgetRequest.objects.filter(Q(by_rule=True, taken_back_at__isnull=False) | ForgetRequest.OPEN, user=OuterRef("pk"))
        administrators = RoleGrant.objects.current().filter(user=OuterRef("pk"), role=Role.ADMINISTRATOR)
        return (
            self.known()
            .annotate(**{name: Subquery(last.values(field)[:1]) for name, field in told.items()})
            .filter(over, ~Exists(administrators), ~Exists(settled), is_superuser=False)
            .order_by("left_on", "pk")
        )


class MemberManager(UserManager.from_queryset(MemberQuerySet)):  # type: ignore[misc]
    """Makes people, and reads them."""

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

    welcomed_at = models.DateTimeField(null=True, editable=False, help_text="When they put away the welcome on their first visit.")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = MemberManager()

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_one_person_per_email")]

    def __str__(self):
        return self.get_full_name() or "Someone without a name"

    @transaction.atomic
    def save(self, **kwargs):
        """As Django's; of an address that another takes the place of, enough is kept to know it again, however it was changed."""
        self.email = self.email.lower()
        fields, before = kwargs.get("update_fields"), None
        if self.pk and (fields is None or "email" in fields):
            before = User.objects.filter(pk=self.pk).values_list("email", flat=True).first()
        super().save(**kwargs)
        if before and before != self.email and not self.is_forgotten:
            found = {"user": self, "address_hash": hash_of_address(before)}
            FormerAddress.objects.update_or_create(**found, defaults={"changed_at": timezone.now()})

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


class MembershipQuerySet(models.QuerySet):
    def current(self):
        """Memberships that have not ended."""
        return self.filter(ended_on__isnull=True)

    def ended_by_closing(self, user):
        """The person's last membership if it ended because its authority closed its place here, or None."""
        last = self.filter(user=user).select_related("authority").order_by("pk").last()
        closed_on = last.authority.closed_on if last else None
        return last if closed_on and last.ended_on and last.ended_on >= closed_on else None

    def with_first_day(self):
        """Each with `here_since`, the first day of the unbroken time in its authority: another hub there begins nothing anew."""
        same = Membership.objects.filter(user=OuterRef("user"), authority=OuterRef("authority"))
        goes_on = same.filter(ended_on=OuterRef("started_on"), pk__lt=OuterRef("pk"))
        began = same.filter(~Exists(goes_on), started_on__lte=OuterRef("started_on")).order_by("-started_on", "-pk")
        return self.annotate(here_since=Coalesce(Subquery(began.values("started_on")[:1]), "started_on"))


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

    def to_review(self, *, on):
        """Current grants about which nobody has said for a year, on the date `on`, that they are still needed."""
        a_year_before = months_later(on, -12)
        return self.current().filter(Q(reviewed_on__lte=a_year_before) | Q(reviewed_on=None, started_on__lte=a_year_before))


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
    reviewed_on = models.DateField(null=True, blank=True, help_text="When somebody last said it is still needed; the audit log says who.")

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

    def is_to_review(self, on):
        """Say whether nobody has said for a year, on the date `on`, that it is still needed."""
        return (self.reviewed_on or self.started_on) <= months_later(on, -12)
