"""What stands at the end of a page: what is near, where it is used, keeping it, telling a colleague, reporting a problem."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from casestudies.models import CaseStudyPage
from cms.desk.rights import set_desk_rights
from cms.members import actions
from cms.members.models import ProblemReport, Saved
from cms.members.page_footer import related, used_in
from cms.pages.models import SiteSettings
from cms.vocabulary.models import Provocation, Theme
from learning.models import LessonPage, ModulePage
from tests.builders import make_lesson, make_module, publish
from tests.casestudies.stories import a_story
from tests.casestudies.stories import make_index as make_stories
from tests.community.builders import make_event, make_index, make_reflection, make_reflection_index

pytestmark = pytest.mark.django_db
AT = timezone.now()


@pytest.fixture
def alice(people, signed_in):
    return signed_in(people.alice)


@pytest.fixture
def risk():
    return Theme.objects.create(name="Risk", slug="risk")


def _titles(found):
    return [one["title"] for one in found]


def test_pages_on_the_same_themes_are_near_those_with_most_first(site, risk, django_assert_num_queries):
    words = Theme.objects.create(name="Words", slug="words")
    site.module.themes.add(risk, words)
    publish(site.module)
    event = make_event(make_index(site.home), "One theme", themes=[risk])
    reflection = make_reflection(make_reflection_index(site.home), "Two themes")
    reflection.themes.add(risk, words)
    publish(reflection)
    make_event(event.get_parent().specific, "Another matter")
    make_event(event.get_parent().specific, "One that went", themes=[risk]).unpublish()
    assert _titles(related(site.module.pk)) == ["Two themes", "One theme"]
    assert _titles(related(site.lessons[0].pk)) == ["Two themes", "One theme"]  # a lesson has its module's
    assert _titles(related(event.pk)) == [site.module.title, "Two themes"]
    assert related(site.home.pk) == []


def _story_that_names(page, index, title="The light left on"):
    story = a_story(title)
    story.further = (
        type(story)._meta.get_field("further").stream_block.to_python([{"type": "page", "value": {"page": page.pk, "note": ""}}])
    )
    story = index.add_child(instance=story)
    publish(story)
    return CaseStudyPage.objects.get(pk=story.pk)


def test_a_page_says_where_it_is_used_as_far_as_it_is_open(site):
    index = make_stories()
    story = _story_that_names(site.lessons[0], index)
    gone = _story_that_names(site.lessons[0], index, "One that went")
    gone.unpublish()
    assert _titles(used_in(site.lessons[0])) == ["The light left on"]
    story.unpublish()
    assert used_in(site.lessons[0]) == []


def test_what_stands_below_a_page_that_is_not_published_is_neither_near_nor_used_nor_linked(site, risk, alice):
    events = make_index(site.home)
    event = make_event(events, "The day", themes=[risk])
    story = _story_that_names(site.lessons[0], make_stories())
    site.module.themes.add(risk)
    publish(site.module)
    site.lessons[0].body.append(("page", {"page": story, "note": ""}))
    site.lessons[0].change = "editorial"
    publish(site.lessons[0])
    assert _titles(related(event.pk)) == [site.module.title]
    assert _titles(used_in(story)) == [site.lessons[0].title]
    assert site.lessons[0].title.encode() in alice.get(story.url).content
    ModulePage.objects.get(pk=site.module.pk).unpublish()
    assert related(event.pk) == used_in(story) == []
    assert site.lessons[0].title.encode() not in alice.get(story.url).content


def test_a_provocation_says_where_it_is_asked(site, alice):
    provocation = Provocation.objects.create(text="Would I open the door?", slug="would-i")
    site.module.provocations = [provocation]
    publish(site.module)
    assert _titles(used_in(provocation)) == [site.module.title]
    assert site.module.title.encode() in alice.get("/provocations/would-i/").content


@pytest.fixture
def pages(site, risk):
    """One of each kind of page that has something around it."""
    index = make_stories()
    story = index.add_child(instance=a_story())
    publish(story)
    return [site.module, site.lessons[0], story, make_event(make_index(site.home)), make_reflection(make_reflection_index(site.home))]


def test_every_kind_of_page_offers_the_deeds(pages, alice):
    for page in pages:
        text = alice.get(page.url).content.decode()
        assert "Keep for later" in text, page
        assert reverse("report_problem", args=[page.pk]) in text, page
        assert f'value="http://testserver{page.url}"' in text, page
        assert "mailto:?subject=A%20page%20on%20Drumbeat" in text, page
        assert "alice@example.org" not in text, page


def test_the_end_of_a_page_costs_one_query(site, alice, people, risk):
    site.module.themes.add(risk)
    publish(site.module)
    for _ in range(2):
        alice.get(site.lessons[1].url)
    with CaptureQueriesContext(connection) as context:
        alice.get(site.lessons[1].url)
    few = [one["sql"] for one in context.captured_queries]
    assert sum("cms_saved" in one for one in few) == 1
    events = make_index(site.home)
    for n in range(30):
        make_event(events, f"Event {n}", themes=[risk])
        actions.keep(member=people.alice, page=make_lesson(site.module, f"More {n}"), at=AT)
    alice.get(site.lessons[1].url)
    with CaptureQueriesContext(connection) as context:
        assert len(alice.get(site.lessons[1].url).context["around"]["related"]) == 5
    # Within a test's transaction nothing is held, so the uses are read again.
    assert len(context.captured_queries) == len(few)


def test_what_is_kept_stands_on_the_list_and_on_the_home_and_is_taken_off(site, alice, people, signed_in):
    lesson = site.lessons[0]
    assert alice.post(reverse("keep", args=[lesson.pk])).url == f"{lesson.url}#around-deeds"
    assert b'name="go-on" value="1"' in alice.get(f"{lesson.url}?go-on=1").content
    assert alice.post(reverse("keep", args=[lesson.pk]), {"go-on": "1"}).url == f"{lesson.url}?go-on=1#around-deeds"
    alice.post(reverse("keep", args=[lesson.pk]))
    assert Saved.objects.of(people.alice).count() == 1
    assert lesson.title.encode() in alice.get("/kept/").content
    assert b"Kept for later" in alice.get("/").content
    assert b"Stop keeping it" in alice.get(lesson.url).content
    carol = signed_in(people.carol)
    assert lesson.title.encode() not in carol.get("/kept/").content
    carol.post(reverse("take_back", args=[lesson.pk]))
    assert Saved.objects.of(people.alice).count() == 1
    assert alice.post(reverse("take_back", args=[lesson.pk]), {"kept": "1"}).url == "/kept/"
    assert not Saved.objects.exists()
    assert b"Kept for later" not in alice.get("/").content


def test_what_went_is_no_longer_on_the_list_and_can_still_be_taken_off(site, alice, people):
    lesson = site.lessons[0]
    actions.keep(member=people.alice, page=lesson, at=AT)
    lesson.unpublish()
    assert lesson.title.encode() not in alice.get("/kept/").content
    assert alice.post(reverse("keep", args=[lesson.pk])).status_code == 404
    assert alice.post(reverse("take_back", args=[lesson.pk])).url == "/kept/"


def test_a_lesson_goes_from_the_list_with_its_module_and_comes_back_with_it(site, alice, people):
    lesson = site.lessons[0]
    actions.keep(member=people.alice, page=lesson, at=AT)
    site.module.unpublish()
    assert lesson.title.encode() not in alice.get("/kept/").content
    assert alice.get(reverse("report_problem", args=[lesson.pk])).status_code == 404
    publish(ModulePage.objects.get(pk=site.module.pk))
    assert lesson.title.encode() in alice.get("/kept/").content


def test_a_page_that_is_deleted_takes_its_keeping_with_it_and_leaves_the_report(site, people):
    actions.keep(member=people.alice, page=site.lessons[2], at=AT)
    report = _report(people, site.lessons[2])
    LessonPage.objects.get(pk=site.lessons[2].pk).delete()
    assert not Saved.objects.exists()
    report.refresh_from_db()
    assert (report.page_id, report.page_title) == (None, "Lesson 3 of RAISE and shared risk")


def test_the_list_asks_as_much_for_five_as_for_fifty(site, alice, people):
    def asked():
        with CaptureQueriesContext(connection) as context:
            alice.get("/kept/")
        return len(context.captured_queries)

    for page in site.lessons:
        actions.keep(member=people.alice, page=page, at=AT)
    alice.get("/kept/")
    few = asked()
    for n in range(12):
        _, lessons = make_module(site.learn, f"Module {n}", lessons=3)
        for page in lessons:
            Saved.objects.create(member=people.alice, page_id=page.pk, saved_at=AT)
    alice.get("/kept/")
    assert asked() == few


def test_the_link_for_a_colleague_keeps_its_way_through_signing_in(site, client, people):
    lesson = site.lessons[0]
    sent = client.get(lesson.url)
    assert sent.url == f"/accounts/login/?next={lesson.url}"
    signed_in = client.post(sent.url, {"login": "carol@example.org", "password": "keep-the-drum-beating"})
    assert signed_in.url == lesson.url


def test_a_page_says_when_it_was_reviewed_and_only_the_desk_that_it_is_late(site, people, signed_in):
    site.module.reviewed_on, site.module.review_due_on = date(2026, 1, 5), timezone.localdate() - timedelta(days=1)
    publish(site.module)
    assert "Last reviewed 5 January 2026" in signed_in(people.alice).get(site.module.url).content.decode()
    assert b"That day has passed" not in signed_in(people.alice).get(site.module.url).content
    assert b"That day has passed" in signed_in(people.dana).get(site.module.url).content


WORDS = "The second paragraph says 2018, and it was 2019."


def _report(people, page, words=WORDS, at=AT):
    return actions.report_problem(by=people.alice, page=page, kind="untrue", words=words, at=at)


def test_a_report_reaches_the_owner_without_its_words(site, alice, people, django_capture_on_commit_callbacks):
    site.module.owner = people.dana
    site.module.save()
    with django_capture_on_commit_callbacks(execute=True):
        response = alice.post(reverse("report_problem", args=[site.module.pk]), {"kind": "untrue", "words": WORDS})
    assert response.url == "/reported/"
    (letter,) = mail.outbox
    assert letter.to == ["dana@example.org"]
    for secret in (WORDS, site.module.title, "alice", "Alice"):
        assert secret not in letter.body
    assert "/admin/problem_reports/" in letter.body
    assert WORDS in alice.get("/reported/").content.decode()


def test_what_is_promised_about_the_reporters_name_is_kept_at_the_desk(site, people, alice, signed_in):
    asked = alice.get(reverse("report_problem", args=[site.module.pk])).content.decode()
    assert "without your name" in asked and "with your name" not in asked
    set_desk_rights()
    report = _report(people, site.module)
    dana = signed_in(people.dana)
    for url in ("/admin/problem_reports/", f"/admin/problem_reports/edit/{report.pk}/"):
        shown = dana.get(url).content.decode()
        assert site.module.title in shown
        assert not any(said in shown for said in ("Alice", "alice@example.org")), url
    assert "without your name" in alice.get("/reported/").content.decode()


def test_a_page_without_an_owner_is_looked_after_by_whoever_helps(site, people, django_capture_on_commit_callbacks):
    SiteSettings.objects.create(site=Site.objects.get(is_default_site=True), help_email="help@example.org")
    site.module.owner = people.bob  # no longer, or never, at the desk
    site.module.save()
    with django_capture_on_commit_callbacks(execute=True):
        _report(people, site.module)
    assert [letter.to for letter in mail.outbox] == [["help@example.org"]]


def test_what_is_wrong_stands_beside_the_field_and_what_was_typed_stays(site, alice):
    response = alice.post(reverse("report_problem", args=[site.module.pk]), {"kind": "", "words": "Half a sentence"})
    assert response.status_code == 422
    assert b"Choose what it is." in response.content
    assert b"Half a sentence" in response.content
    assert not ProblemReport.objects.exists()


def test_ten_reports_an_hour_are_the_most_and_the_same_twice_is_one(site, people, alice):
    assert _report(people, site.module).pk == _report(people, site.module).pk
    for n in range(9):
        _report(people, site.module, f"{WORDS} {n}")
    with pytest.raises(actions.TooManyReports):
        _report(people, site.module, "One more")
    response = alice.post(reverse("report_problem", args=[site.module.pk]), {"kind": "other", "words": "One more"})
    assert response.status_code == 422
    assert b"One more" in response.content
    assert _report(people, site.module, "One more", at=AT + timedelta(hours=2)).pk


def test_a_trainer_answers_and_the_reporter_sees_it(site, people, signed_in, alice, django_capture_on_commit_callbacks):
    set_desk_rights()
    report = _report(people, site.module)
    dana = signed_in(people.dana)
    assert site.module.title.encode() in dana.get("/admin/problem_reports/").content
    shown = dana.get(f"/admin/problem_reports/edit/{report.pk}/").content.decode()
    assert WORDS in shown and reverse("wagtailadmin_pages:edit", args=[site.module.pk]) in shown and f'href="{site.module.url}"' in shown
    with django_capture_on_commit_callbacks(execute=True):
        dana.post(f"/admin/problem_reports/edit/{report.pk}/", {"answer": "Thank you, mended."})
    report.refresh_from_db()
    assert (report.state, report.answer, report.answered_by) == ("done", "Thank you, mended.", people.dana)
    assert [letter.to for letter in mail.outbox] == [["alice@example.org"]]
    assert "mended" not in mail.outbox[0].body
    assert b"Thank you, mended." in alice.get("/reported/").content
    with pytest.raises(actions.AlreadyDealtWith):
        actions.deal_with_problem(report=report, answer="Again", by=people.dana, at=AT)


def test_nobody_adds_or_deletes_a_report_at_the_desk_and_members_see_only_their_own(site, people, signed_in):
    set_desk_rights()
    report = _report(people, site.module)
    for person in (people.dana, people.frank):
        assert signed_in(person).get("/admin/problem_reports/new/").status_code in (302, 403, 404)
        assert signed_in(person).post(f"/admin/problem_reports/delete/{report.pk}/").status_code in (302, 403, 404)
    assert ProblemReport.objects.count() == 1
    with pytest.raises(actions.NotOpenToYou):
        actions.deal_with_problem(report=report, answer="", by=people.bob, at=AT)
    assert WORDS.encode() not in signed_in(people.carol).get("/reported/").content
