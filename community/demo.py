"""An invented event to come, so that somebody who tries Drumbeat sees how one says that one is interested."""

from datetime import time, timedelta

from django.utils import timezone

from cms.people.models import Authority, User
from community.actions import be_interested
from community.models import EventIndexPage, EventPage

TUESDAY = 1


def load_history(now):
    """Publish a visit to Ashdale on the first Tuesday two weeks from `now`. Where there is no list of events, nothing is done."""
    index, host = EventIndexPage.objects.live().first(), Authority.objects.filter(name="Ashdale").first()
    if index is None or host is None:
        return
    day = timezone.localdate(now) + timedelta(weeks=2)
    day += timedelta(days=(TUESDAY - day.weekday()) % 7)
    visit = index.add_child(
        instance=EventPage(
            title="A visit to the Ashdale hub (invented, for trying out)",
            slug="a-visit-to-the-ashdale-hub",
            summary="Ashdale shows its hub and how the shift hands over. Ashdale is an invented authority, and nobody will be there.",
            kind=EventPage.Kind.VISIT,
            starts_on=day,
            ends_on=day,
            start_time=time(10),
            end_time=time(12, 30),
            mode=EventPage.Mode.IN_PERSON,
            place="Mill Lane hub, Ashdale",
            host=host,
            intro="<p>See the rooms, sit in on a handover, and ask the people who do it. Say below that you are interested, or put the day "
            "into your calendar.</p>",
            live=False,
        )
    )
    visit.full_clean()
    visit.save_revision().publish()
    be_interested(member=User.objects.get(email="carol@example.org"), event=visit, at=now)
