"""Invented people for trying Drumbeat on your own machine. Production settings do not allow them."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from cms.directory.actions import put_up, write_card
from cms.people.actions import grant_role, join
from cms.people.models import ApprovedDomain, Authority, Hub, JobRole, Role, User

PASSWORD = "keep-the-drum-beating"  # noqa: S105 - printed by `make run`; refused in production
# (first name, last name, authority, hub, job role, roles, who they are)
PEOPLE = [
    ("Alice", "Ward", "Ashdale", "Mill Lane hub", "hub-worker", [], "a new starter"),
    ("Bob", "Iqbal", "Ashdale", "Mill Lane hub", "hub-manager", [Role.HUB_MANAGER], "her hub manager"),
    ("Carol", "Finch", "Northholt", "Quay Street hub", "key-worker", [], "a practitioner in another authority"),
    ("Dana", "Okafor", "Ashdale", None, "trainer", [Role.TRAINER], "a trainer"),
    ("Erin", "Doyle", "Northholt", None, "portfolio-lead", [Role.FACILITATOR, Role.REVIEWER], "a facilitator and case-study reviewer"),
    ("Frank", "Lowe", "Ashdale", None, "commissioner", [Role.PROGRAMME_LEAD, Role.ADMINISTRATOR], "the programme lead"),
]
# Cards in the directory: (ask me about, how to say the name, pronouns).
CARDS = {
    "Bob": ("rotas that leave room for outreach, and first supervision", "ik-BAHL", "he/him"),
    "Carol": ("staying in touch when a young person is missing from home", "", "she/her"),
    "Erin": ("telling a case study so that nobody is recognised", "", ""),
}
PHONES = {"Ashdale": "01632 960 200", "Northholt": "01632 960 300"}
# Content exports leave these authorities out.
DEMO_AUTHORITY_SLUGS = [name.lower() for name in PHONES]


def load_people(*, on):
    """Create the demo people and their authorities if they are missing. Returns how many people were created."""
    made, kept = 0, make_password(PASSWORD)
    for first, last, authority_name, hub_name, job, roles, _ in PEOPLE:
        email = f"{first.lower()}@example.org"
        if User.objects.filter(email=email).exists():
            continue
        authority, _ = Authority.objects.get_or_create(
            slug=authority_name.lower(),
            defaults={
                "name": authority_name,
                "about": "<p>An invented authority, for the demo.</p>",
                "safeguarding_phone": PHONES[authority_name],
                "safeguarding_who": "The duty team, at any hour",
            },
        )
        ApprovedDomain.objects.get_or_create(
            name=f"{authority.slug}.example", defaults={"authority": authority, "added_at": timezone.now(), "confirmed_at": timezone.now()}
        )
        hub = Hub.objects.get_or_create(authority=authority, name=hub_name)[0] if hub_name else None
        person = User.objects.create(email=email, password=kept, first_name=first, last_name=last, phone="01632 960 114" if roles else "")
        started = on - timedelta(days=60)
        join(user=person, authority=authority, hub=hub, job_role=JobRole.objects.get(slug=job), on=started)
        for role in roles:
            where = {"authority": authority, "hub": hub} if role == Role.HUB_MANAGER else {}
            grant_role(user=person, role=role, on=started, **where)
        if first in CARDS:
            ask_line, said_like, pronouns = CARDS[first]
            write_card(user=person, ask_line=ask_line, themes=[], said_like=said_like, pronouns=pronouns, shows_email=True)
            put_up(user=person, at=timezone.now())
        made += 1
    return made
