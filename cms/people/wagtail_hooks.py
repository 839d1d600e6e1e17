"""Register the home page panel of leads, and the export, visibility and erasure of people's data."""

from django.db.models import Count, Q
from django.utils import timezone
from laces.components import Component
from wagtail import hooks

from cms.components import plural
from cms.hooks import EXPORT_MEMBER, FORGET_MEMBER, MEMBER_PANEL, WHO_SEES
from cms.people import personal_data
from cms.people.models import Role
from cms.people.permissions import led_authorities, needs_second_factor, roles_to_review
from cms.people.request_roles import own_roles


@hooks.register(EXPORT_MEMBER)
def export_member(person):
    return personal_data.export(person)


@hooks.register(FORGET_MEMBER)
def forget_member(person, at):
    personal_data.erase(person, at)


@hooks.register(WHO_SEES)
def who_sees(person):
    return personal_data.visibility(person)


MAX_LED_AUTHORITIES = 3


class PeoplePanel(Component):
    """Links to the authorities that the member leads, with requests to join and roles to review."""

    template_name = "people/panel.html"
    slot, order, on_first_day = "side", 10, True

    def __init__(self, authorities, roles_due, is_locked=False):
        self.authorities, self.roles_due, self.is_locked = authorities, roles_due, is_locked

    def get_context_data(self, parent_context=None):
        return {
            "places": self.authorities if len(self.authorities) <= MAX_LED_AUTHORITIES else [],
            "has_more": len(self.authorities) > MAX_LED_AUTHORITIES,
            "waiting": f"{plural(self.roles_due, 'role')} due for your yearly review" if self.roles_due else "",
            "is_locked": self.is_locked,
        }


@hooks.register(MEMBER_PANEL)
def people_panel(request):
    if not request.user.is_superuser and not own_roles(request) & {Role.AUTHORITY_LEAD, Role.ADMINISTRATOR}:
        return None
    open_requests = Count("join_requests", filter=Q(join_requests__ended_at__isnull=True))
    authorities = list(led_authorities(request.user).annotate(asking=open_requests)[: MAX_LED_AUTHORITIES + 1])
    if not authorities:
        return None
    if needs_second_factor(request.user):
        return PeoplePanel([], 0, is_locked=True)
    return PeoplePanel(authorities, roles_to_review(request.user, timezone.localdate()).count())
