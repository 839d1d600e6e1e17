"""An event's page: its contents, its publishing errors and its queries."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.desk.rights import set_desk_rights
from cms.vocabulary.models import Theme
from community.models import EventPage
from tests.community.builders import make_event, make_upcoming
from tests.copies import copies
from tests.pages.blocks.parts import HOSTILE, a_document, is_harmless, text_of

pytestmark = pytest.mark.django_db
POINT = "aaaaaaaa-1111-4111-8111-111111111111"


def link(**changes):
    """Return a raw link as stored in the database."""
    value = {"title": "", "page": None, "url": "", "file": None, "note": "", **changes}
    return {"type": "item", "id": "11111111-1111-4111-8111-111111111111", "value": value}


def point(text="Slow down.", uid=POINT, **changes):
    return {"type": "item", "id": uid, "value": {"text": text, "page": None, "url": "", "link_title": "", **changes}}


def points(theme, *them):
    return {"type": "points", "value": {"theme": theme, "points": list(them)}}


def session(title="RAISE", *links, **changes):
    return {"type": "session", "value": {"title": title, "led_by": "", "role": "", "text": "", "links": list(links), **changes}}


def since(day, text, *links):
    return {"type": "since", "value": {"day": day, "text": f"<p>{text}</p>", "links": list(links)}}


def contribution(authority, text="<p>How it began.</p>"):
    return {"type": "contribution", "value": {"authority": str(authority.pk), "title": "Our start", "text": text, "links": []}}


def facts(page):
    return {line.dt.get_text(): text_of(line.dd) for line in page.select(".facts > div")}


# Contents


def test_the_facts_are_listed_in_order(events, people, alice, read):
    week = make_event(events, "The whole week", date(2021, 9, 1), only_month=True, kind="conference")
    themes = [Theme.objects.create(name=name, slug=name.lower(), order=n) for n, name in enumerate(["Risk", "Family"])]
    event = make_event(
        events,
        kind="workshop",
        mode="online",
        host=people.ashdale,
        programme="SFPC",
        part_of=week,
        themes=themes,
        attendance=55,
        attendance_source="The published write-up",
        attendance_url="https://example.org/write-up",
    )
    page = read(alice, event.url)
    shown = list(facts(page).values())
    assert shown[:7] == ["Workshop", "Wednesday 15 September 2021", "Online", "Ashdale", "SFPC", "The whole week", "Risk, Family"]
    assert len(shown) == 8 and "55" in shown[7] and "The published write-up" in shown[7]
    assert page.find("a", string="The whole week")["href"] == week.url
    whole = read(alice, week.url)
    assert list(facts(whole).values())[1] == "September 2021"
    assert whole.find("a", string="A day on risk")["href"] == event.url


def test_a_session_names_its_leader_and_links_to_its_material(site, events, alice, read):
    file = a_document("slides.pdf")
    links = [link(page=site.module.pk), link(url="https://example.org/", title="Elsewhere", note="Part two."), link(file=file.pk)]
    event = make_event(events, sessions=[session("RAISE", *links, led_by="Ashdale", role="hub manager", text="<p>Twenty minutes.</p>")])
    page = read(alice, event.url)
    shown = page.select_one(".sessions li")
    assert all(part in text_of(shown) for part in ("RAISE", "Ashdale", "hub manager", "Twenty minutes."))
    assert [anchor["href"] for anchor in shown.select("a")] == [site.module.url, "https://example.org/", file.url]
    assert [anchor.get_text() for anchor in shown.select("a")] == [site.module.title, "Elsewhere", "slides.pdf"]
    assert "PDF, 10" in text_of(shown)


def test_a_link_follows_a_renamed_page_and_disappears_with_an_unpublished_page(site, events, alice, read):
    event = make_event(events, sessions=[session("RAISE", link(page=site.module.pk))])
    site.module.title = "Risk, held together"
    site.module.save_revision().publish()
    assert read(alice, event.url).select_one(".sessions a").get_text() == "Risk, held together"
    site.module.unpublish()
    assert read(alice, event.url).select(".sessions a") == []


def test_each_point_has_an_anchor_and_its_own_link(site, events, alice, read):
    second = "bbbbbbbb-1111-4111-8111-111111111111"
    event = make_event(
        events,
        points=[
            points(
                "Seeing families", point(page=site.module.pk), point("Second.", second, url="https://example.org/", link_title="A paper")
            ),
            points("The system", *[point(f"Point {n}", f"{n:08d}-1111-4111-8111-111111111111") for n in range(7)]),
        ],
    )
    page = read(alice, event.url)
    assert page.find(id="themes")
    assert [len(theme.select("li")) for theme in page.select(".points")] == [2, 7]
    number = page.select_one("#point-aaaaaaaa .point-number")
    assert number["href"] == "#point-aaaaaaaa"
    assert "1" in text_of(number) and "Seeing families" in text_of(number)
    assert [anchor["href"] for anchor in page.select(".points p a")] == [site.module.url, "https://example.org/"]
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_a_points_anchor_survives_reordering(events, alice, read):
    second = point("Second.", "bbbbbbbb-1111-4111-8111-111111111111")
    event = make_event(events, points=[points("One theme", point("First."), second)])
    event.points = EventPage._meta.get_field("points").stream_block.to_python([points("One theme", second, point("First."))])
    event.save_revision().publish()
    assert "First." in text_of(read(alice, event.url).find(id="point-aaaaaaaa"))


def test_contributions_are_headed_by_their_authority(events, people, alice, read):
    event = make_event(events, contributions=[contribution(people.northholt), contribution(people.ashdale)])
    assert [heading.get_text() for heading in read(alice, event.url).select(".brought h3")] == ["Northholt", "Ashdale"]


def test_quotes_identify_people_only_as_far_as_agreed(events, alice, read):
    def quote(attribution, who=""):
        return {"type": "quote", "value": {"text": "It helped.", "attribution": attribution, "who": who, "source_url": ""}}

    event = make_event(events, quotes=[quote("anonymous"), quote("role", "Hub manager, Ashdale")])
    unnamed, role = [caption.get_text() for caption in read(alice, event.url).select(".voices figcaption")]
    assert unnamed and "Ashdale" not in unnamed and role == "Hub manager, Ashdale"


def test_later_notes_are_in_date_order(events, alice, read):
    event = make_event(events, since=[since("2023-05-02", "Later."), since("2022-03-01", "First.")])
    assert [text_of(note) for note in read(alice, event.url).select(".timeline li")] == ["1 March 2022 First.", "2 May 2023 Later."]


def test_an_upcoming_event_invites_and_a_past_event_reports(events, alice, read):
    soon, over = make_upcoming(events, sessions=[session()]), make_event(events, sessions=[session()])
    upcoming, past = read(alice, soon.url), read(alice, over.url)
    assert upcoming.select_one("section[aria-labelledby=coming]") and not past.select_one("section[aria-labelledby=coming]")
    assert upcoming.select_one(".event h2").get_text() != past.select_one(".event h2").get_text()


def test_print_shows_external_links_and_omits_actions(events, alice, read):
    event = make_upcoming(events, sessions=[session("RAISE", link(url="https://example.org/", title="Elsewhere"))])
    page = read(alice, event.url)
    assert page.select_one(".event .sessions a[rel=noopener]")["href"] == "https://example.org/"
    assert "no-print" in page.select_one("section[aria-labelledby=coming]")["class"]


def test_hostile_text_is_escaped(events, people, alice, read):
    event = make_upcoming(
        events,
        HOSTILE[:150],
        place=HOSTILE[:150],
        summary=HOSTILE,
        programme=HOSTILE,
        sessions=[session(HOSTILE, link(url="https://example.org/", title=HOSTILE), led_by=HOSTILE, role=HOSTILE)],
        points=[points(HOSTILE, point(HOSTILE, link_title=HOSTILE, url="https://example.org/"))],
        contributions=[contribution(people.ashdale, "<p>Words</p>")],
    )
    assert is_harmless(read(alice, event.url))


def test_a_visitor_must_sign_in(events, client):
    response = client.get(make_event(events).url)
    assert response.status_code == 302 and response.url.startswith("/accounts/login/")


# Queries


def test_a_long_write_up_costs_the_same_queries_as_a_short_one(site, events, people, alice):
    theme = Theme.objects.create(name="Risk", slug="risk")
    file = a_document("slides.pdf")

    def asked(many):
        event = make_event(
            events,
            f"{many} of each",
            themes=[theme],
            host=people.ashdale,
            sessions=[session(f"Part {n}", link(page=site.lessons[n % 3].pk), link(file=file.pk)) for n in range(many)],
            points=[points(f"Theme {n}", point(page=site.module.pk)) for n in range(many)],
            contributions=[contribution(people.ashdale) for _ in range(many)],
            resources=[{"type": "link", "value": link(file=file.pk)["value"]} for _ in range(many)],
            since=[since("2022-03-01", "So.", link(file=file.pk)) for _ in range(many)],
        )
        copies(make_event(events, f"Part of {many}", part_of=event), many - 1)
        alice.get(event.url)
        with CaptureQueriesContext(connection) as context:
            alice.get(event.url)
        return [query["sql"] for query in context.captured_queries]

    few, many = asked(2), asked(15)
    # Two are for the end of the page: bookmark and usage. Outside a transaction, usage is cached with the page tree.
    assert len(few) == len(many) <= 14, "\n".join(many)


# Validation


def refused(**fields):
    """Return the errors of an event with these fields as {field: messages}."""
    event = EventPage(**{"title": "A day", "slug": "a-day", "starts_on": date(2021, 9, 15), "path": "x", "depth": 1, **fields})
    with pytest.raises(ValidationError) as told:
        event.full_clean(exclude=["path", "depth"])
    return told.value.message_dict


def test_invalid_fields_are_refused_with_an_error_on_each():
    for fields, field in [
        ({"starts_on": date(2026, 3, 2), "ends_on": date(2026, 3, 1)}, "ends_on"),
        ({"end_time": time(12)}, "start_time"),
        ({"start_time": time(12), "end_time": time(10)}, "end_time"),
        ({"start_time": time(12), "only_month": True}, "start_time"),
        ({"attendance": 55}, "attendance_source"),
        ({"attendance": 0, "attendance_source": "Us"}, "attendance"),
        ({"attendance_url": "javascript:alert(1)"}, "attendance_url"),
        ({"kind": "party"}, "kind"),
    ]:
        assert list(refused(**fields)) == [field], fields


def test_an_event_cannot_be_part_of_its_own_part(events):
    week = make_event(events, "Week")
    part = make_event(events, "Part", part_of=week)
    week.part_of = part
    with pytest.raises(ValidationError) as told:
        week.full_clean()
    assert list(told.value.message_dict) == ["part_of"]


def test_partial_dates_cover_the_whole_day_or_month(events):
    event = EventPage(title="A day", slug="a-day", starts_on=date(2024, 2, 14), path="x", depth=1)
    event.full_clean(exclude=["path", "depth"])
    assert event.ends_on == date(2024, 2, 14)
    event.only_month = True
    event.full_clean(exclude=["path", "depth"])
    assert (event.starts_on, event.ends_on) == (date(2024, 2, 1), date(2024, 2, 29))


def block(name, kind):
    return EventPage._meta.get_field(name).stream_block.child_blocks[kind]


def test_a_link_must_have_exactly_one_target(site):
    kind = block("resources", "link")
    for changes, field in [
        ({}, "page"),
        ({"url": "https://example.org/", "page": site.module.pk}, "page"),
        ({"url": "https://example.org/"}, "title"),
        ({"url": "javascript:alert(1)", "title": "Here"}, "url"),
        ({"file": a_document("talk.mp4").pk}, "file"),
        ({"file": a_document("talk.vtt").pk}, "file"),
        ({"page": 999999}, "page"),
    ]:
        with pytest.raises(ValidationError) as told:
            kind.clean(kind.to_python(link(**changes)["value"]))
        assert field in told.value.block_errors, changes


def test_a_link_to_a_deleted_file_is_left_out(events, alice, read):
    file = a_document("slides.pdf")
    event = make_event(events, resources=[{"type": "link", "value": link(file=file.pk)["value"]}])
    get_document_model().objects.all().delete()
    assert read(alice, event.url).select(".pointer") == []


def test_a_contribution_of_an_unknown_authority_is_refused():
    kind = block("contributions", "contribution")
    with pytest.raises(ValidationError):
        kind.clean(kind.to_python({"authority": "999", "title": "", "text": "", "links": []}))


# In the admin


def test_a_trainer_writes_an_event_and_sees_errors_on_their_fields(events, people, signed_in):
    set_desk_rights()
    dana = signed_in(people.dana)
    address = reverse("wagtailadmin_pages:add", args=["community", "eventpage", events.pk])
    form = {
        "title": "Deep dive",
        "slug": "deep-dive",
        "summary": "One morning.",
        "kind": "deep-dive",
        "starts_on": "2026-12-03",
        "ends_on": "2026-12-01",
        "mode": "online",
        "intro": rich_text("<p>Come.</p>"),
        **{name: streamfield([]) for name in ("sessions", "points", "contributions", "quotes", "resources", "since")},
        "comments": inline_formset([]),
        "action-publish": "yes",
    }
    response = dana.post(address, nested_form_data(form))
    assert list(response.context["form"].errors) == ["ends_on"]
    assert not EventPage.objects.exists()
    dana.post(address, nested_form_data({**form, "ends_on": ""}))
    event = EventPage.objects.get()
    assert event.live and event.ends_on == date(2026, 12, 3)


def test_an_unsaved_event_can_be_previewed(events, people, rf):
    make_event(events, "Not a part of it")
    event = EventPage(title="New", slug="new", starts_on=date(2026, 12, 3), path="x", depth=1)
    event.points = EventPage._meta.get_field("points").stream_block.to_python([points("One", point(uid=None))])
    request = rf.get("/")
    request.user = people.dana
    context = event.get_context(request)
    assert context["parts"] == [] and context["coming"] is None
    assert context["themes"][0]["points"][0]["id"].startswith("point-")
