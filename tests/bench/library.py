"""The library for the benchmark: events, case studies and reflections beside the lessons, and the index that Find searches.

The first hundred are added to the tree by Wagtail, without revisions. Any more are copies of their rows (tests/copies.py).
The index is written once at the end, as in an upgrade.
"""

from datetime import date, timedelta

from django.core.management import call_command
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from cms.pages.models import HomePage
from cms.people.models import Authority
from cms.vocabulary.models import Theme
from community.models import EventIndexPage, EventPage, ReflectionIndexPage, ReflectionPage
from tests.bench import prose
from tests.copies import copies

THEMES = ["Risk", "Words", "Family", "Team", "Practice"]
FIRST_DAY = date(2019, 1, 7)
BY_WAGTAIL = 100


def fill(*, pages):
    """Publish this many pages: of every five, two events, two case studies and a reflection. Then index all pages."""
    home = HomePage.objects.get()
    themes = [Theme.objects.create(name=name, slug=name.lower(), order=n) for n, name in enumerate(THEMES)]
    hosts = list(Authority.objects.all()[:20])
    events = home.add_child(instance=EventIndexPage(title="Events", slug="events"))
    studies = home.add_child(instance=CaseStudyIndexPage(title="Case studies", slug="case-studies"))
    reflections = home.add_child(instance=ReflectionIndexPage(title="Reflections", slug="reflections"))
    with disable_reference_index_auto_update():
        for number in range(min(pages, BY_WAGTAIL)):
            make = (_event, _event, _study, _study, _reflection)[number % 5]
            above = {_event: events, _study: studies, _reflection: reflections}[make]
            page = above.add_child(instance=make(number, hosts))
            page.themes.set([themes[number % len(themes)], themes[(number * 3 + 1) % len(themes)]])
            page.save()
    for above in (events, studies, reflections):
        for page in above.get_children().specific() if pages > BY_WAGTAIL else ():
            copies(page, pages // BY_WAGTAIL - 1, page.title)
    call_command("update_index", verbosity=0)
    call_command("rebuild_references_index", verbosity=0)  # a picture is open to anyone who may read a page that shows it


def _title(number):
    return f"{prose.SENTENCES[number % len(prose.SENTENCES)][:-1]}, {number}"


def _stream(model, field, raw):
    return model._meta.get_field(field).stream_block.to_python(raw)


def _event(number, hosts):
    day = FIRST_DAY + timedelta(days=number % 2500)
    points = [
        {"type": "points", "value": {"theme": prose.TERMS[n], "points": [{"text": one} for one in prose.SENTENCES[:4]]}} for n in range(3)
    ]
    return EventPage(
        title=_title(number),
        slug=f"event-{number}",
        summary=prose.SENTENCES[(number + 3) % len(prose.SENTENCES)],
        starts_on=day,
        ends_on=day,
        host=hosts[number % len(hosts)],
        intro=prose.paragraphs(number, 2),
        points=_stream(EventPage, "points", points),
    )


def _study(number, hosts):
    page = CaseStudyPage(
        title=_title(number),
        slug=f"study-{number}",
        summary=prose.SENTENCES[(number + 4) % len(prose.SENTENCES)],
        is_composite=True,
        composite_why="Invented for the bench.",
        situation=prose.SENTENCES[number % len(prose.SENTENCES)],
        owner_words="The bench",
        practice="outreach",
        outcome="open",
    )
    for place, field in enumerate(("happening", "around", "did", "changed", "learnt")):
        setattr(page, field, _stream(CaseStudyPage, field, [{"type": "text", "value": prose.paragraphs(number + place, 2)}]))
    page.questions = _stream(CaseStudyPage, "questions", [{"type": "question", "value": "What would you have done?"}])
    return page


def _reflection(number, hosts):
    answers = [{"type": "answer", "value": {"prompt": "What changed?", "text": prose.paragraphs(number, 2)}}]
    return ReflectionPage(
        title=_title(number),
        slug=f"reflection-{number}",
        summary=prose.SENTENCES[(number + 5) % len(prose.SENTENCES)],
        role="Portfolio lead",
        region="east",
        written="2021",
        answers=_stream(ReflectionPage, "answers", answers),
    )


def counted():
    """Return the number of pages of each type as {name: number}, for the report."""
    return {
        "events": EventPage.objects.count(),
        "case studies": CaseStudyPage.objects.count(),
        "reflections": ReflectionPage.objects.count(),
        "pages in the tree": Page.objects.count(),
    }
