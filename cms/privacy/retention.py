"""How long authorities keep the records of people who left."""

from django.db.models import Exists, OuterRef, Q, Subquery

from cms.people.dates import add_months
from cms.people.models import Authority, Membership, Role, RoleGrant, User
from cms.privacy.models import ForgetRequest


def leavers_past_retention(*, on):
    """Return leavers whose authority's retention period had ended by `on` (a date), longest gone first.

    Administrators are left out, and so is anyone who is to be forgotten already or asked to be kept. Adds `left_on`, `left_from` and
    `kept_for` (months).
    """
    last = Membership.objects.filter(user=OuterRef("pk")).order_by("-pk")
    annotations = {"left_on": "ended_on", "left_from": "authority__name", "kept_for": "authority__retention_months"}
    is_over = Q(pk__in=[])
    for months in filter(None, Authority.objects.values_list("retention_months", flat=True).order_by().distinct()):
        is_over |= Q(kept_for=months, left_on__lte=add_months(on, -months))
    settled = ForgetRequest.objects.filter(Q(by_rule=True, taken_back_at__isnull=False) | ForgetRequest.OPEN, user=OuterRef("pk"))
    administrators = RoleGrant.objects.current().filter(user=OuterRef("pk"), role=Role.ADMINISTRATOR)
    return (
        User.objects.known()
        .annotate(**{name: Subquery(last.values(field)[:1]) for name, field in annotations.items()})
        .filter(is_over, ~Exists(administrators), ~Exists(settled), is_superuser=False)
        .order_by("left_on", "pk")
    )
