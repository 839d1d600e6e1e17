"""The library for the bench: events, case studies and reflections beside the lessons, and the index that Find asks.

The first hundred are added to the tree by Wagtail; revisions are left out. Many more are copies of their rows, each with its own
place, title and day. The index is written once at the end, as an upgrade writes it.
"""

import uuid
from datetime import date, timedelta

from django.core.management import call_command
from django.db import connection
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from cms.accounts.models import Authority
from cms.models import HomePage, Theme
from community.models import EventIndexPage, EventPage, ReflectionIndexPage, ReflectionPage
from tests.bench import prose

THEMES = ["Risk", "Words", "Family", "Team", "Practice"]
FIRST_DAY = date(2019, 1, 7)
BY_WAGTAIL = 100
ROWS_AT_ONCE = 1000


def fill(*, pages):
    """Publish that many pages: of five, two events, two case studies and one reflection. Then write the indexes for all there is."""
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
        _copy_below(above, pages // BY_WAGTAIL)
    call_command("update_index", verbosity=0)
    call_command("rebuild_references_index", verbosity=0)  # a picture opens to whoever may read a page that shows it


def _copy_below(above, times):
    """Have each page below this one `times` times: the rows of its tables anew, with ids, places, slugs and days of their own."""
    above = Page.objects.get(pk=above.pk)
    first = list(above.get_children().order_by("path"))
    model = first[0].specific_class if first else None
    if model is None or times < 2:
        return
    next_id = Page.objects.order_by("-pk").values_list("pk", flat=True).first() + 1
    copies = [(old.pk, next_id + place, place + len(first) + 1) for place, old in enumerate(first * (times - 1))]

    def as_page(row, new, step):
        row |= {"id": new, "path": Page._get_path(above.path, above.depth + 1, step), "translation_key": uuid.uuid4()}
        row |= {"title": f"{row['title']} ({step})", "draft_title": row["title"], "slug": f"{row['slug']}-{step}"}
        return row | {"url_path": f"{above.url_path}{row['slug']}/"}

    def as_kind(row, new, step):
        day = {name: FIRST_DAY + timedelta(days=step % 2500) for name in ("starts_on", "ends_on") if name in row}
        return row | {"page_ptr_id": new} | day

    _copy_rows(Page._meta.db_table, "id", copies, as_page)
    _copy_rows(model._meta.db_table, "page_ptr_id", copies, as_kind)
    through = model.themes.through._meta.db_table
    _copy_rows(
        through,
        "content_object_id",
        copies,
        lambda row, new, step: {k: v for k, v in row.items() if k != "id"} | {"content_object_id": new},
    )
    Page.objects.filter(pk=above.pk).update(numchild=len(first) + len(copies))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval(pg_get_serial_sequence('wagtailcore_page', 'id'), (SELECT MAX(id) FROM wagtailcore_page))")


def _copy_rows(table, key, copies, made):
    """Insert the rows of a table that belong to each old page for its new one, as `made(row, new id, step)` says."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in cursor.description]
        rows = {}
        for values in cursor.fetchall():
            row = dict(zip(names, values, strict=True))
            rows.setdefault(row[key], []).append(row)
        new_rows = [made(dict(row), new, step) for old, new, step in copies for row in rows.get(old, ())]
        columns = list(new_rows[0])
        sql = (
            f"INSERT INTO {table} ({', '.join(f'{chr(34)}{one}{chr(34)}' for one in columns)}) VALUES ({', '.join(['%s'] * len(columns))})"
        )
        for at in range(0, len(new_rows), ROWS_AT_ONCE):
            values = [[_stored(row[name]) for name in columns] for row in new_rows[at : at + ROWS_AT_ONCE]]
            cursor.executemany(sql, values)


def _stored(value):
    """A value as a row holds it: SQLite keeps UUIDs as 32 letters, days as text."""
    if connection.vendor != "sqlite":
        from psycopg.types.json import Jsonb

        return Jsonb(value) if isinstance(value, dict | list) else value
    return value.hex if isinstance(value, uuid.UUID) else value.isoformat() if isinstance(value, date) else value


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
    """How many pages of each kind there are: {what: number}, for the report."""
    return {
        "events": EventPage.objects.count(),
        "case studies": CaseStudyPage.objects.count(),
        "reflections": ReflectionPage.objects.count(),
        "pages in the tree": Page.objects.count(),
    }
