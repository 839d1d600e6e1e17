"""What people may do beyond their job."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from cms.people.dates import add_months
from cms.people.models.authorities import Authority, Hub
from cms.people.models.users import User


class Role(models.TextChoices):
    """What someone may do beyond their job. See docs/glossary.md."""

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
        """Return grants that have not ended."""
        return self.filter(ended_on__isnull=True)

    def of_learning_managers(self):
        """Return current grants that let their holder see other people's learning: managing a hub, leading an authority."""
        return self.current().filter(role__in=[Role.HUB_MANAGER, Role.AUTHORITY_LEAD])

    def of_programme_leads(self):
        """Return current grants that let their holder see what the whole network has learnt, in numbers."""
        return self.current().filter(role=Role.PROGRAMME_LEAD)

    def to_review(self, *, on):
        """Return current grants that no one has confirmed in the year before `on` (a date)."""
        a_year_before = add_months(on, -12)
        return self.current().filter(Q(reviewed_on__lte=a_year_before) | Q(reviewed_on=None, started_on__lte=a_year_before))


class RoleGrant(models.Model):
    """A role someone has in the whole network, in one authority or in one hub."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, null=True, blank=True, help_text="Leave empty if the role is for the whole network."
    )
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, null=True, blank=True, help_text="Only for a hub manager.")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True, help_text="Why they have it, for the yearly review of roles.")
    given_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reviewed_on = models.DateField(
        null=True, blank=True, help_text="When someone last confirmed that it is still needed. The audit log says who."
    )

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                F("user"),
                F("role"),
                Coalesce("authority", 0),
                Coalesce("hub", 0),
                condition=Q(ended_on__isnull=True),
                name="people_a_role_once_at_a_time",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="people_role_is_known"),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}"

    def is_to_review(self, on):
        """Return whether no one has confirmed the role in the year before `on` (a date)."""
        return (self.reviewed_on or self.started_on) <= add_months(on, -12)
