"""People for the benchmark: authorities, hubs, job roles, and members in bulk, with the same rows the product's own actions write."""

from datetime import date, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import connection

from cms.people.models import Authority, Hub, JobRole, Membership, User

HUBS_EACH = 2
JOBS = ["Hub worker", "Hub manager", "Life coach", "Communication support worker", "Police officer", "Social worker"]
FIRST = ["Amina", "Beth", "Callum", "Dev", "Ellie", "Farah", "George", "Hana", "Isaac", "Jo", "Kit", "Leila"]
LAST = ["Ward", "Khan", "Hughes", "Okoro", "Patel", "Reed", "Shaw", "Taylor", "Unwin", "Vance", "West", "Young"]
BATCH = 2000


def fill(*, people, authorities):
    """Make the authorities, two hubs in each, and `people` members spread over them. Return the users in order of id."""
    made = Authority.objects.bulk_create(
        Authority(name=f"Authority {n + 1}", slug=f"authority-{n + 1}", safeguarding_phone="01632 960 200") for n in range(authorities)
    )
    hubs = Hub.objects.bulk_create(Hub(authority=one, name=f"Hub {n + 1}") for one in made for n in range(HUBS_EACH))
    jobs = [
        JobRole.objects.get_or_create(slug=title.lower().replace(" ", "-"), defaults={"title": title, "order": n})[0]
        for n, title in enumerate(JOBS)
    ]
    nobody_signs_in_with_it = make_password(None)
    users = User.objects.bulk_create(
        (
            User(
                email=f"person-{n}@example.org",
                password=nobody_signs_in_with_it,
                first_name=FIRST[n % len(FIRST)],
                last_name=LAST[n // len(FIRST) % len(LAST)],
            )
            for n in range(people)
        ),
        batch_size=BATCH,
    )
    random = Random(2)
    Membership.objects.bulk_create(
        (
            Membership(
                user=user,
                authority=(hub := hubs[n % len(hubs)]).authority,
                hub=hub,
                job_role=jobs[n % len(jobs)],
                started_on=date(2025, 1, 6) + timedelta(days=random.randrange(500)),
            )
            for n, user in enumerate(users)
        ),
        batch_size=BATCH,
    )
    return list(User.objects.with_standing().order_by("pk"))


def settle():
    """Update the database's statistics after loading, as its own maintenance would in time."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def counted():
    """Return the number of each as {name: number}, for the report."""
    return {
        "authorities": Authority.objects.count(),
        "hubs": Hub.objects.count(),
        "people with a membership": Membership.objects.current().count(),
    }
