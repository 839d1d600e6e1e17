"""People in bulk, for tests of size: whole rows in a handful of statements instead of one action per person.

Only the rows are made. Side effects of the actions (audit entries, ended sessions, admin groups) are not, so a test of an action
must build its person through that action.
"""

from datetime import date
from itertools import count, cycle, islice

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from cms.directory.models import Card, CardPhoto
from cms.people.models import Invitation, JobRole, JoinRequest, Membership, RoleGrant, User

JOINED = date(2026, 9, 1)
FIRST_NAMES = ("Aisha", "Ben", "Chidi", "Denise", "Elif", "Gareth", "Harriet", "Imran", "Joan", "Kwame")
LAST_NAMES = ("Adeyemi", "Booth", "Cartwright", "Dhillon", "Ellis", "Farooq", "Gale", "Hussain", "Ingram", "Jarvis", "Kaur")
_numbers = count(1)


def make_crowd(authority, number, *, hub=None, job_role=None, joined_on=JOINED, left_on=None, role=None, domain="example.org", **fields):
    """Return `number` new people of an authority (or of none: `authority=None`), in at most three statements.

    `left_on` ends their memberships on that date; `role` gives each a role of the whole network from `joined_on`. `fields` are
    fields of the user, the same for all of them, such as `last_name="Moss"`.
    """
    names = zip(cycle(FIRST_NAMES), cycle(LAST_NAMES), strict=False)  # ten and eleven: no pair comes twice in 110 people
    unusable = make_password(None)
    users = User.objects.bulk_create(
        User(
            email=f"{first}.{last}.{next(_numbers)}@{domain}".lower(),
            password=unusable,
            **{"first_name": first, "last_name": last, **fields},
        )
        for first, last in islice(names, number)
    )
    if authority is not None:
        job_role = job_role or JobRole.objects.order_by("pk").first()
        Membership.objects.bulk_create(
            Membership(user=user, authority=authority, hub=hub, job_role=job_role, started_on=joined_on, ended_on=left_on) for user in users
        )
    if role is not None:
        give_roles(users, role, on=joined_on)
    return users


def give_roles(users, role, *, on=JOINED, authority=None, hub=None, given_by=None):
    """Give each of the users a role from the date `on`, in one statement."""
    grants = (RoleGrant(user=user, role=role, authority=authority, hub=hub, started_on=on, given_by=given_by) for user in users)
    return RoleGrant.objects.bulk_create(grants)


def make_cards(users, *, themes=(), is_up=True, photo=b"", **fields):
    """Give each user a directory card, visible by default, in at most three statements."""
    since = timezone.now() if is_up else None
    cards = Card.objects.bulk_create(Card(user=user, up_since=since, **{"ask_line": "night visits", **fields}) for user in users)
    chosen = Card.themes.through
    chosen.objects.bulk_create(chosen(card=card, theme=theme) for card in cards for theme in themes)
    if photo:
        CardPhoto.objects.bulk_create(CardPhoto(card=card, content=photo, digest=f"{card.pk:064d}") for card in cards)
    return cards


def make_requests(users, authority, *, hub=None, job_role=None):
    """Add a request to join an authority for each user, in one statement."""
    job_role, at = job_role or JobRole.objects.order_by("pk").first(), timezone.now()
    return JoinRequest.objects.bulk_create(
        JoinRequest(user=user, authority=authority, hub=hub, job_role=job_role, made_at=at) for user in users
    )


def make_invitations(authority, number, *, job_role=None, domain="invited.example"):
    """Return `number` open invitations to an authority, addressed to i0@, i1@ …, whose emails have not gone out, in one statement."""
    job_role, at = job_role or JobRole.objects.order_by("pk").first(), timezone.now()
    return Invitation.objects.bulk_create(
        Invitation(email=f"i{n}@{domain}", authority=authority, job_role=job_role, made_at=at) for n in range(number)
    )
