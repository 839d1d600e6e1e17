"""Find: results, filters, suggestions, and content that must never be found."""

import json
from datetime import date

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import PageViewRestriction

from cms.desk.rights import set_desk_rights
from cms.directory.models import Card
from cms.page_tree.stamp import watched_tables
from cms.pages.models import StartIndexPage, StartPage
from cms.people.models import JobRole
from cms.search import query, search_log
from cms.search.models import SearchTerm, Synonym
from cms.search.results import MAX_PER_KIND
from cms.search.spelling import similar_stems
from cms.search.stemming import stem
from cms.search.watched import WATCHED
from cms.vocabulary.models import GlossaryTerm, Provocation, Theme
from learning.models import LearnIndexPage, LessonPage, ModulePage
from tests.builders import edit, make_lesson, make_module, publish
from tests.casestudies.stories import make_draft, make_study
from tests.casestudies.stories import make_index as make_stories
from tests.community.builders import make_event, make_index, make_reflection, make_reflection_index
from tests.copies import copies

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")


@pytest.fixture
def alice(people, signed_in):
    return signed_in(people.alice)


def found(client, q, **more):
    """Return the titles found, grouped by kind and in order."""
    response = client.get("/find/", {"q": q, **more})
    assert response.status_code == 200
    return shown(response)


def shown(response):
    """Return the titles on a results page, grouped by kind."""
    grouped = [found for group in response.context["groups"] for found in group["hits"]]
    return [found["hit"].title for found in [*response.context["closest"], *grouped]]


def test_a_lesson_is_found_by_the_text_of_its_blocks(site, alice):
    make_lesson(site.module, "The night shift", "He went missing from home twice that week.")
    assert found(alice, "missing from home") == ["The night shift"]
    assert found(alice, "MISSING, home?") == ["The night shift"]


def test_word_endings_do_not_matter(site, alice):
    make_lesson(site.module, "The night shift", "He reflected on two worries.")
    assert found(alice, "reflecting worry") == ["The night shift"]


def test_a_match_in_a_title_ranks_above_a_match_in_the_text(site, alice):
    make_lesson(site.module, "Something else", "Somebody spoke of a lantern once, among a hundred other things.")
    make_lesson(site.module, "The lantern", "It stood in the window.")
    assert found(alice, "lantern") == ["The lantern", "Something else"]


def _one_of_each_kind(site):
    """One page of every kind, each with the word “lantern” in its title."""
    make_study(make_stories(), title="The lantern left on")
    make_event(make_index(site.home), "A lantern walk")
    make_reflection(make_reflection_index(site.home), "Lantern light")
    make_lesson(site.module, "The lantern")
    make_module(site.learn, "Lanterns", lessons=0)
    GlossaryTerm.objects.create(term="Lantern", slug="lantern", text="<p>A lamp that is <b>carried</b>.</p>")
    Provocation.objects.create(text="Who holds the lantern?", slug="who-holds")


def test_every_kind_of_page_is_found_counted_and_filtered(site, alice):
    _one_of_each_kind(site)
    response = alice.get("/find/", {"q": "lantern"})
    assert [kind["count"] for kind in response.context["kinds"]] == [7, 1, 1, 1, 1, 1, 1, 1], "all of them, and one of each kind"
    assert found(alice, "lantern", kind="event") == ["A lantern walk"]
    assert found(alice, "lantern", kind="no-such-kind") == found(alice, "lantern")
    assert site.module.title.encode() in response.content, "a lesson names its module"
    assert b'href="/words/#' in response.content


def _groups(response):
    """Return the groups of results: kind, number shown, and whether a link leads to more."""
    return [(group["hits"][0]["hit"].kind, len(group["hits"]), bool(group["all_label"])) for group in response.context["groups"]]


def _many(site, number, title="A lesson on risk"):
    """Add this many lessons in bulk and rebuild the index."""
    _, (first,) = make_module(LearnIndexPage.objects.get(), "Very many", lessons=1)
    copies(first, number, title)
    call_command("update_index", verbosity=0)


def test_results_show_three_of_each_kind_and_link_to_the_rest(site, alice):
    _one_of_each_kind(site)
    _many(site, 17, "Lantern number")
    response = alice.get("/find/", {"q": "lantern"})
    closest = response.context["closest"]
    kinds = {found["hit"].kind for found in closest} | {kind for kind, _, _ in _groups(response)}
    assert len(closest) == 3
    assert kinds == {"case-study", "event", "reflection", "lesson", "module", "word", "provocation"}
    titles = [(found["hit"].kind, found["hit"].url) for group in response.context["groups"] for found in group["hits"]]
    assert not {(found["hit"].kind, found["hit"].url) for found in closest} & set(titles), "the closest are not repeated below"
    assert ("lesson", 3, True) in _groups(response)
    content = response.content.decode()
    assert '<h2 id="found-lesson">' in content
    assert 'href="/find/?q=lantern&amp;kind=lesson"' in content
    assert 'aria-label="Pages"' not in content
    first = alice.get("/find/", {"q": "lantern", "kind": "lesson"})
    assert _groups(first) == [("lesson", 15, False)]
    assert 'aria-label="Pages"' in first.content.decode()
    second = alice.get("/find/", {"q": "lantern", "kind": "lesson", "page": "2"})
    assert len(set(shown(first)) | set(shown(second))) == 18


def test_results_of_a_single_kind_are_shown_in_full(site, alice):
    _many(site, 17, "Lantern number")
    response = alice.get("/find/", {"q": "lantern"})
    assert _groups(response) == [("lesson", 15, False)]
    assert response.context["kinds"] == []
    assert len(found(alice, "lantern", page="2")) == 2


def test_the_kind_whose_title_matches_comes_first_including_people(site, alice, people):
    for n in range(2):
        make_lesson(site.module, f"A lantern {n}", "Carol Ward sang of it, and Carol Ward sang of it again.")
    Card.objects.create(user=people.carol, up_since=timezone.now(), ask_line="the lantern")

    def kinds(typed):
        return [kind == "lesson" for kind, _, _ in _groups(alice.get("/find/", {"q": typed}))]

    assert kinds("carol ward") == [False, True]
    assert kinds("lantern") == [True, False]


def test_find_is_closed_to_visitors_and_newcomers(site, client, people, signed_in):
    assert client.get("/find/?q=risk").url == "/accounts/login/?next=/find/%3Fq%3Drisk"
    assert signed_in(people.newcomer).get("/find/?q=risk").url == "/"
    assert client.get("/find/suggest/?q=risk").status_code == 302


def _hidden(site):
    """One page of everything that must not be found, each with the word “heron” in its title."""
    make_draft(make_stories(), title="Heron the study")
    event = make_event(make_index(site.home), "Heron the event")
    event.unpublish()
    expired = make_lesson(site.module, "Heron the expired", expire_at=timezone.now())
    LessonPage.objects.filter(pk=expired.pk).update(expire_at=timezone.now())
    call_command("publish_scheduled")
    site.module.add_child(instance=LessonPage(title="Heron the draft", slug="heron-draft", live=False)).save_revision()
    kept = make_lesson(site.module, "Heron the kept to a few")
    PageViewRestriction.objects.create(page=kept, restriction_type=PageViewRestriction.LOGIN)
    closed, _ = make_module(site.learn, "Heron the closed module", lessons=1)
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    never = site.learn.add_child(instance=ModulePage(title="Heron the module never published", owner_words="Editors", live=False))
    make_lesson(never, "Heron the lesson before its module")
    retired, _ = make_module(site.learn, "Heron the retired module", lessons=2)
    retired.unpublish()
    GlossaryTerm.objects.create(term="Heron the word", slug="heron", text="<p>A bird.</p>", live=False)
    Provocation.objects.create(text="Heron the question?", slug="heron", live=False)


def test_unpublished_and_restricted_content_is_never_found_or_suggested(site, people, signed_in):
    _hidden(site)
    for person in ("alice", "bob", "carol", "dana", "erin", "frank"):
        client = signed_in(getattr(people, person))
        page = client.get("/find/", {"q": "heron"})
        assert page.context["results"].hits == [], person
        assert b"Heron the" not in page.content, person
        assert client.get("/find/", {"q": "herom"}).context["did_you_mean"] is None, person
        assert json.loads(client.get("/find/suggest/", {"q": "heron"}).content) == {"titles": []}, person


def test_a_draft_is_not_found_until_it_is_published(site, alice):
    lesson = make_lesson(site.module, "The night shift")
    lesson.title = "A bittern called"
    lesson.save_revision()
    assert found(alice, "bittern") == []
    publish(lesson)
    assert found(alice, "bittern") == ["A bittern called"]
    edit(lesson, "Nothing about birds, but a curlew.", "clarified")
    assert found(alice, "curlew") == ["A bittern called"]
    lesson.refresh_from_db()
    lesson.unpublish()
    assert found(alice, "curlew") == []


def test_filters_narrow_by_theme_role_and_authority(site, alice, people):
    risk = Theme.objects.create(name="Risk", slug="risk")
    site.module.themes.add(risk)
    site.module.roles = [people.job]
    publish(site.module)
    events = make_index(site.home)
    make_event(events, "Risk in Ashdale", host=people.ashdale, themes=[risk])
    make_event(events, "Risk elsewhere", host=people.northholt)
    make_reflection(make_reflection_index(site.home), "Risk, by one not named", authority=people.ashdale)
    lessons = {page.title for page in site.lessons}
    assert set(found(alice, "risk", theme="risk")) == {site.module.title, "Risk in Ashdale", *lessons}  # lessons have their module's themes
    assert found(alice, "risk", authority="ashdale") == ["Risk in Ashdale"]
    assert set(found(alice, "risk", role="hub-worker")) == {site.module.title, *lessons}
    assert len(found(alice, "risk", theme="nothing-of-ours", role="'", authority="x" * 500)) > 4


def test_the_role_filter_finds_start_lists(site, alice, people):
    start = site.home.add_child(instance=StartIndexPage(title="Start here", slug="start"))
    other = JobRole.objects.create(title="Foster carer", slug="foster-carer")
    for title, roles in (("Begin with herons", [people.job]), ("Herons for carers", [other]), ("Herons for the new", [])):
        page = start.add_child(instance=StartPage(title=title, summary="First things first.", steps=[], live=False))
        page.roles = roles
        publish(page)
    assert set(found(alice, "herons", role="hub-worker")) == {"Begin with herons", "Herons for the new"}


def test_the_authority_filter_finds_pages_it_hosted_or_contributed_to(site, alice, people):
    events = make_index(site.home)
    value = {"authority": str(people.ashdale.pk), "title": "", "text": "<p>A story.</p>", "links": []}
    brought = [{"type": "contribution", "value": value}]
    make_event(events, "Herons led", host=people.ashdale)
    make_event(events, "Herons brought", host=people.northholt, contributions=brought)
    make_event(events, "Herons elsewhere", host=people.northholt)
    reflections = make_reflection_index(site.home)
    said = {"authority": people.ashdale, "consent_words": "By e-mail"}
    make_reflection(reflections, "Herons by role", attribution="role", **said)
    make_reflection(reflections, "Herons by name", attribution="named", name="Sam Adeyemi", **said)
    make_reflection(reflections, "Herons by one who is not named", **said)
    assert set(found(alice, "herons", authority="ashdale")) == {"Herons led", "Herons brought", "Herons by role", "Herons by name"}
    assert set(found(alice, "ashdale")) == {"Ashdale", "Herons led", "Herons brought"}
    assert set(found(alice, "northholt herons")) == {"Herons brought", "Herons elsewhere"}


TYPED = [
    "",
    " ",
    "\x00",
    "risk\x00risk",
    '"',
    "'",
    '"unfinished',
    "a AND OR NOT b",
    "NEAR(risk, 3)",
    "risk*",
    "title:risk",
    "{title} : risk",
    "risk & ! | () <-> :*",
    "-risk +risk ^risk",
    "%s %d %(x)s {0}",
    "'; DROP TABLE wagtailcore_page; --",
    "1' OR '1'='1",
    "\\",
    "🥁🥁",
    "the and of",
    "x" * 10_000,
    "risk " * 2_000,
    "ﷺ\u202erisk",
    "o'clock’s",
    "-",
    "c++",
    "NEAR/2 (risk",
    "risk:A & !shared <2> x",
    "((((",
    "𝔯𝔦𝔰𝔨 é ñ ß ı",
]


def test_any_input_gives_a_page(site, alice):
    faults = []
    for typed in TYPED:
        response = alice.get("/find/", {"q": typed, "kind": typed, "page": typed, "theme": typed})
        suggested = alice.get("/find/suggest/", {"q": typed})
        expected = 400 if "\0" in typed else 200  # no page takes a NUL: see cms/operations
        if (response.status_code, len(response.content) < 60_000, suggested.status_code) != (expected, True, expected):
            faults.append(typed[:40])
    assert faults == []


def test_bytes_that_are_not_utf8_give_a_page(alice, site):
    assert alice.get("/find/?q=%ff%fe").status_code == 200


def test_typed_markup_is_escaped(site, alice):
    response = alice.get("/find/", {"q": "<script>alert(1)</script>"})
    assert b"<script>alert" not in response.content
    assert b"&lt;script&gt;alert(1)&lt;/script&gt;" in response.content


def test_a_search_without_results_suggests_a_spelling_and_a_filter_to_remove(site, alice):
    Theme.objects.create(name="Words", slug="words")
    response = alice.get("/find/", {"q": "shraed", "theme": "words"})
    assert response.context["did_you_mean"]["text"] in ("shared", "share")  # one stem
    assert [one["label"] for one in response.context["filter_links"]] == ["Words"]


def test_pages_with_some_of_the_words_are_shown_when_no_page_has_them_all(site, alice):
    make_lesson(site.module, "The lantern")
    response = alice.get("/find/", {"q": "lantern zebra"})
    assert shown(response) == ["The lantern"]
    assert response.context["results"].is_partial


def test_a_misspelt_word_finds_similar_words_in_any_text(site, alice):
    make_lesson(site.module, "The night shift", "A conversation about compassion and lanterns.")
    response = alice.get("/find/", {"q": "compasion"})
    assert shown(response) == ["The night shift"]
    assert response.context["results"].is_fuzzy


def test_a_misspelling_in_one_of_several_words_ranks_the_intended_page_first(site, alice):
    make_lesson(site.module, "A missing night", "Who rings whom?")
    make_lesson(site.module, "The back door", "She went missing from home twice that week.")
    make_lesson(site.module, "Visiting", "Going to somebody's home.")
    response = alice.get("/find/", {"q": "mising from home"})
    assert response.context["did_you_mean"]["text"] == "missing home"
    assert b"q=missing" in response.content, "a link to what was meant"
    assert shown(response) == ["The back door"]
    assert response.context["results"].is_fuzzy


def test_words_written_as_one_or_as_two_are_the_same(site, alice):
    make_lesson(site.module, "The night shift", "Ask your key worker about outreach.")
    assert found(alice, "keyworker") == ["The night shift"]
    assert found(alice, "out reach") == ["The night shift"]


def test_synonyms_work_as_soon_as_an_editor_saves_them(site, alice):
    make_lesson(site.module, "The third chair", "A speech and language therapist sat with him.")
    assert found(alice, "SALT") == []
    Synonym.objects.create(typed="SALT", meanings="speech and language therapist")
    assert found(alice, "salt") == ["The third chair"]
    with pytest.raises(ValidationError, match="in the list already"):
        Synonym(typed="Salt", meanings="sodium chloride").full_clean()


def test_other_spellings_themes_authorities_and_help_are_found(site, alice, people):
    GlossaryTerm.objects.create(term="No Wrong Door", also="NWD", slug="nwd", text="<p>A way of working.</p>")
    site.module.themes.add(Theme.objects.create(name="Zebras and herons", slug="zebras"))
    publish(site.module)
    people.ashdale.local_name = "Kingfisher House"
    people.ashdale.save()
    assert found(alice, "nwd") == ["No Wrong Door"]
    assert site.module.title in found(alice, "herons")
    assert found(alice, "kingfisher") == ["Ashdale"]
    assert "Hub manager" in found(alice, "hub manager")


def test_every_help_page_that_is_found_opens_for_the_reader(site, people, signed_in):
    for person in (people.alice, people.frank):
        client = signed_in(person)
        hits = client.get("/find/", {"q": "lead", "kind": "help"}).context["results"].hits
        urls = [hit.url for hit in hits if hit.kind == "help"]
        assert len(urls) == 3
        assert {client.get(url).status_code for url in urls} == {200}


def test_one_letter_and_symbols_find_nobody(site, alice, people):
    Card.objects.create(user=people.carol, up_since=timezone.now(), ask_line="the lantern")
    assert found(alice, "lantern") == ["Carol Ward"]
    for typed in ("c++", "c", "+ + +", "a c e", "c#"):
        assert found(alice, typed) == [], typed


@pytest.mark.parametrize("typed", ["safeguarding", "safegarding", "missing", "worried about him", "999", "duty team", "EDT"])
def test_the_members_own_safeguarding_number_comes_first(site, people, signed_in, typed):
    Synonym.objects.create(typed="EDT", meanings="emergency duty team")
    make_lesson(site.module, "Safeguarding a missing child")
    for authority, phone in ((people.ashdale, "01632 960 200"), (people.northholt, "01632 960 300")):
        authority.safeguarding_phone = phone
        authority.save()
    page = signed_in(people.carol).get("/find/", {"q": typed}).content.decode()
    main = page[page.index("<main") :]
    assert "01632 960 300" in main and "01632 960 200" not in page
    assert "find-hits" not in main or main.index("01632 960 300") < main.index("find-hits")


def test_other_searches_show_no_safeguarding_number(site, alice):
    assert alice.get("/find/", {"q": "shared risk"}).context["safeguarding"] is None


def test_words_of_closed_pages_are_not_offered_as_corrections(site, alice):
    """Whether a word is known must not tell what is on a page that the member may not open."""
    closed = make_lesson(site.module, "The pterodactyl", "A pterodactyl at the window.")
    assert found(alice, "pterodactil") == ["The pterodactyl"]
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    for typed in ("pterodactil", "pterodactyl"):
        response = alice.get("/find/", {"q": typed})
        assert (response.context["results"].hits, response.context["did_you_mean"]) == ([], None), typed
        assert response.context["results"].stems == frozenset(), "nothing was looked for"


def test_what_find_caches_with_the_page_tree_is_watched():
    assert set(WATCHED) <= watched_tables(connection)


def test_stems_are_postgresqls(is_postgresql):
    if not is_postgresql:
        return
    text = " ".join(path.read_text(encoding="utf-8") for path in settings.ROOT.glob("*/starter/**/*.md"))
    words = sorted({word for word in query.split_words(text) if word.isascii() and word.isalpha() and word not in query.STOP_WORDS})
    with connection.cursor() as cursor:
        cursor.execute("SELECT word, (ts_lexize('english_stem', word))[1] FROM unnest(%s::text[]) word", [words])
        differ = {word: (theirs, stem(word)) for word, theirs in cursor if theirs and theirs != stem(word)}
    assert len(words) > 2_000
    assert differ == {}


def test_misspellings_with_punctuation_give_a_page(site, alice):
    for typed in ("o'clok o’nite", "mising 'from' home", "riks & sharde | %s"):
        assert alice.get("/find/", {"q": typed}).status_code == 200, typed


def test_titles_are_suggested_while_typing(site, alice):
    GlossaryTerm.objects.create(term="RAISE", slug="raise", text="<p>A way.</p>")
    titles = json.loads(alice.get("/find/suggest/", {"q": "rai sh"}).content)["titles"]
    assert titles[0] == "RAISE and shared risk"
    assert "RAISE" in json.loads(alice.get("/find/suggest/", {"q": "rai"}).content)["titles"]


def test_promoted_results_come_first_and_only_if_open(site, alice):
    query = Query.get("night")
    hidden = make_lesson(site.module, "A lesson that went")
    hidden.unpublish()
    SearchPromotion.objects.create(query=query, page=site.lessons[1], description="Begin here.")
    SearchPromotion.objects.create(query=query, page=hidden)
    SearchPromotion.objects.create(query=query, external_link_url="https://example.org/", external_link_text="Elsewhere")
    promoted = alice.get("/find/", {"q": "the Night"}).context["promoted"]
    assert [result["title"] for result in promoted] == [site.lessons[1].title, "Elsewhere"]


def test_search_terms_are_counted_without_names_and_reported_from_three_searches(site, alice, people, signed_in):
    for _ in range(3):
        alice.get("/find/", {"q": "shared risk"})
    signed_in(people.carol).get("/find/", {"q": "whose risk"})
    for typed in ("alice@example.org", "alice ward", "Priya Nand", "01632 960 200", "unheardof"):
        for _ in range(4):
            alice.get("/find/", {"q": typed})
    assert set(SearchTerm.objects.values_list("words", flat=True)) == {"shared risk", "whose risk"}
    report = list(search_log.frequent_searches(since=date(2026, 1, 1)))
    assert [(term["words"], term["total"], term["found"]) for term in report] == [("shared risk", 3, 3)]
    assert {field.name for field in SearchTerm._meta.fields} == {"id", "words", "month", "times", "times_found"}


def test_rare_search_terms_are_deleted_after_the_month_ends():
    SearchTerm.objects.create(words="one", month=date(2026, 10, 1), times=2, times_found=0)
    SearchTerm.objects.create(words="two", month=date(2026, 10, 1), times=3, times_found=0)
    SearchTerm.objects.create(words="three", month=date(2025, 10, 1), times=30, times_found=0)
    SearchTerm.objects.create(words="four", month=date(2026, 11, 1), times=1, times_found=0)
    search_log.delete_old_searches(on=date(2026, 11, 25))
    assert set(SearchTerm.objects.values_list("words", flat=True)) == {"two", "four"}


def test_only_trainers_see_the_report_of_search_terms(site, people, signed_in, client):
    set_desk_rights()
    SearchTerm.objects.create(words="missing home", month=timezone.localdate().replace(day=1), times=4, times_found=1)
    SearchTerm.objects.create(words="too rare", month=timezone.localdate().replace(day=1), times=2, times_found=1)
    shown = signed_in(people.dana).get("/admin/searched/").content
    assert b"missing home" in shown
    assert b"too rare" not in shown
    assert signed_in(people.carol).get("/admin/searched/").status_code == 302


def test_find_makes_as_many_queries_for_few_pages_as_for_a_hundred(site, alice):
    alice.get("/find/", {"q": "risk", "theme": "x"})

    def asked(**more):
        with CaptureQueriesContext(connection) as context:
            response = alice.get("/find/", {"q": "risk", **more})
        assert len(response.content) < 60_000
        return [query["sql"] for query in context.captured_queries if not query["sql"].startswith(NOT_COUNTED)]

    few = asked()
    _many(site, 90)
    alice.get("/find/", {"q": "risk"})
    many = asked()
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= 12, "\n".join(many)
    assert len(asked(page="30", kind="lesson")) <= 12
    for nothing in ("zebra crocodile", "lesson zebra"):
        asked(q=nothing)
        assert len(asked(q=nothing)) <= 12, "\n".join(asked(q=nothing))
    with CaptureQueriesContext(connection) as context:
        alice.get("/find/suggest/", {"q": "less"})
    assert len(context.captured_queries) <= 5


def test_many_lessons_do_not_hide_results_of_other_kinds(site, alice):
    make_event(make_index(site.home), "A day by the sea", intro="<p>At the very end somebody spoke of risk, among many other things.</p>")
    _many(site, MAX_PER_KIND + 10)
    response = alice.get("/find/", {"q": "risk"})
    has_more = {kind: more for kind, _, more in _groups(response)}
    assert (has_more["lesson"], has_more["event"]) == (True, False)
    assert response.context["results"].counts["lesson"][1] == MAX_PER_KIND and response.context["results"].truncated_kinds
    assert len(response.content) < 60_000


def test_restricted_pages_are_not_found_and_cost_no_query(site, alice):
    event = make_event(make_index(site.home), "Risk by the sea")
    make_reflection(make_reflection_index(site.home), "Risk, looked back on")

    def asked():
        alice.get("/find/", {"q": "risk"})
        with CaptureQueriesContext(connection) as context:
            titles = found(alice, "risk")
        return titles, [query["sql"] for query in context.captured_queries if not query["sql"].startswith(NOT_COUNTED)]

    open_titles, few = asked()
    PageViewRestriction.objects.create(page=event.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    left, many = asked()
    assert set(open_titles) - set(left) == {"Risk by the sea"}
    assert len(many) == len(few), "\n".join(many)
    assert not any("pageviewrestriction" in query for query in few)


def test_a_misspelt_word_matches_similar_indexed_words():
    stems = {"miss", "compass", "communic", "safeguard", "care", "caravan", "home", "night"}
    meant = {
        "mising": ("miss",),
        "compasion": ("compass",),
        "comunication": ("communic",),
        "safegaurding": ("safeguard",),
        "missing": (),  # is in the index
        "caro": None,  # too short to match
        "crocodile": None,
    }
    assert {word: similar_stems(word, stems) for word in meant} == meant


def test_typed_text_is_split_into_words():
    expected = {
        "What is RAISE?": ("raise",),
        "the and of": ("the", "and", "of"),
        "risk Risk RISK": ("risk",),
        "attention-seeking": ("attention", "seeking"),
        "o’clock": ("o'clock",),
        "\x00\x1f": (),
    }
    assert {text: query.parse(text).words for text in expected} == expected


def test_words_with_other_endings_are_highlighted():
    assert [piece for piece, is_word in query.highlight("Missing again; it was missed.", ("missing",)) if is_word] == ["Missing", "missed"]
