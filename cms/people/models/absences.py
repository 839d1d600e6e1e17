"""Time away from work, and who stands in for a hub's manager meanwhile."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from cms.people.models.authorities import Hub
from cms.people.models.memberships import Membership
from cms.people.models.roles import Role, RoleGrant
from cms.people.models.users import User


class DatedQuerySet(models.QuerySet):
    """Rows with a `first_day` and a `last_day`, both included."""

    def on(self, day):
        """Return the rows whose days include `day`."""
        return self.filter(first_day__lte=day, last_day__gte=day)

    def current_or_later(self):
        """Return the rows that have not ended, earliest first."""
        return self.filter(last_day__gte=timezone.localdate()).order_by("first_day", "pk")


class Absence(models.Model):
    """Days on which someone is away from work. Why is never asked: it would be data about their health."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    first_day = models.DateField()
    last_day = models.DateField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="people_absence_ends_after_it_starts"),
            models.UniqueConstraint(fields=["user", "first_day"], name="people_one_absence_from_a_day"),
        ]

    def __str__(self):
        return f"{self.user}, {self.first_day} to {self.last_day}"


class CoverQuerySet(DatedQuerySet):
    def current(self):
        """Return the cover of today, only while the manager still manages the hub and the deputy belongs to its authority."""
        grants = RoleGrant.objects.current().filter(user=OuterRef("manager"), role=Role.HUB_MANAGER, hub=OuterRef("hub"))
        here = Membership.objects.current().filter(user=OuterRef("deputy"), authority=OuterRef("hub__authority"))
        return self.on(timezone.localdate()).filter(Exists(grants), Exists(here))


class Cover(models.Model):
    """A colleague who stands in for a hub's manager from one day to another, with the manager's sight of that hub's learning."""

    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="cover")
    manager = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    deputy = models.ForeignKey(User, on_delete=models.CASCADE, related_name="covers")
    first_day = models.DateField()
    last_day = models.DateField()

    objects = CoverQuerySet.as_manager()

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="people_cover_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(manager=F("deputy")), name="people_nobody_covers_for_themselves"),
        ]

    def __str__(self):
        return f"{self.deputy} for {self.manager}, {self.first_day} to {self.last_day}"
