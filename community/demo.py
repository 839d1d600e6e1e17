"""An invented upcoming event, so that people who try Drumbeat can show interest in one."""

from datetime import time, timedelta

from django.utils import timezone

from cms.people.models import Authority, User
from community.actions import be_interested
from community.models import EventIndexPage, EventPage

TUESDAY = 1


def load_history(now):
    """Publish a visit to Ashdale on the first Tuesday at least two weeks after `now`. Do nothing without an event index or Ashdale."""
    index, host = EventIndexPage.objects.live().first(), Authority.objects.filter(name="Ashdale").first()
    if index is None or host is None:
        return
    day = timezone.localdate(now) + timedelta(weeks=2)
    day += timedelta(days=(TUESDAY - day.weekday()) % 7)
    visit = index.add_child(
        instance=EventPage(
            title="A visit to the Ashdale hub (invented, for trying out)",
            slug="a-visit-to-the-ashdale-hub",
            summary="Ashdale shows its hub and how a shift hands over. Ashdale is an invented authority, and no one will be there.",
            kind=EventPage.Kind.VISIT,
            starts_on=day,
            ends_on=day,
            start_time=time(10),
            end_time=time(12, 30),
            mode=EventPage.Mode.IN_PERSON,
            place="Mill Lane hub, Ashdale",
            host=host,
            intro="<p>See the rooms, sit in on a handover, and ask the people who do it. Tell us that you are interested, or add the day "
            "to your calendar.</p>",
            live=False,
        )
    )
    visit.full_clean()
    visit.save_revision().publish()
    be_interested(member=User.objects.get(email="carol@example.org"), event=visit, at=now)
