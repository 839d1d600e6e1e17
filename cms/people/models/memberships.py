"""Where people belong, and since when."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from cms.people.models.authorities import Authority, Hub, JobRole
from cms.people.models.users import User


class MembershipQuerySet(models.QuerySet):
    def current(self):
        """Return memberships that have not ended."""
        return self.filter(ended_on__isnull=True)

    def ended_by_closing(self, user):
        """Return the user's last membership if it ended because its authority closed, or None."""
        last = self.filter(user=user).select_related("authority").order_by("pk").last()
        closed_on = last.authority.closed_on if last else None
        return last if closed_on and last.ended_on and last.ended_on >= closed_on else None

    def with_first_day(self):
        """Annotate `here_since`, the first day of unbroken membership in the authority, in whichever hubs."""
        same = Membership.objects.filter(user=OuterRef("user"), authority=OuterRef("authority"))
        goes_on = same.filter(ended_on=OuterRef("started_on"), pk__lt=OuterRef("pk"))
        began = same.filter(~Exists(goes_on), started_on__lte=OuterRef("started_on")).order_by("-started_on", "-pk")
        return self.annotate(here_since=Coalesce(Subquery(began.values("started_on")[:1]), "started_on"))


class Membership(models.Model):
    """Someone's membership of an authority from one day to another. Each person has at most one current membership."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="memberships")
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    job_role = models.ForeignKey(JobRole, on_delete=models.PROTECT, related_name="memberships")
    started_on = models.DateField()
    employed_since = models.DateField(null=True, blank=True, help_text="When they began to work for the authority, if known.")
    in_care_role_since = models.DateField(
        null=True, blank=True, help_text="When they began in a care role, if known. The time for the Level 3 diploma runs from then."
    )
    ended_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(ended_on__isnull=True), name="people_one_current_membership"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="people_membership_ends_after_it_starts"
            ),
        ]

    def __str__(self):
        return f"{self.user} in {self.authority}"


def place_name(user):
    """Return the user's hub and authority, such as "Mill Lane hub, Ashdale", or ""."""
    membership = user.membership
    return ", ".join(str(place) for place in (membership.hub, membership.authority) if place) if membership else ""
