"""The page footer: related pages, pages that use this page, saving, sharing and reporting a problem."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Site

from casestudies.models import CaseStudyPage
from cms.desk.rights import set_desk_rights
from cms.members import actions
from cms.members.models import ProblemReport, Saved
from cms.members.page_footer import related, used_in
from cms.pages.models import SiteSettings
from cms.vocabulary.models import Provocation, Theme
from learning.models import LessonPage, ModulePage
from tests.builders import make_module, publish
from tests.casestudies.stories import a_story
from tests.casestudies.stories import make_index as make_stories
from tests.community.builders import make_event, make_index, make_reflection, make_reflection_index
from tests.copies import copies

pytestmark = pytest.mark.django_db
AT = timezone.now()


@pytest.fixture
def alice(people, signed_in):
    return signed_in(people.alice)


@pytest.fixture
def risk():
    return Theme.objects.create(name="Risk", slug="risk")


def _titles(found):
    return [page["title"] for page in found]


def test_related_pages_share_themes_and_those_sharing_most_come_first(site, risk, django_assert_num_queries):
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
    assert _titles(related(site.lessons[0].pk)) == ["Two themes", "One theme"]  # a lesson inherits its module's themes
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


def test_a_page_shows_the_open_pages_that_use_it(site):
    index = make_stories()
    story = _story_that_names(site.lessons[0], index)
    gone = _story_that_names(site.lessons[0], index, "One that went")
    gone.unpublish()
    assert _titles(used_in(site.lessons[0])) == ["The light left on"]
    story.unpublish()
    assert used_in(site.lessons[0]) == []


def test_pages_below_an_unpublished_page_are_left_out_of_related_pages_uses_and_links(site, risk, alice):
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


def test_a_provocation_shows_the_pages_that_use_it(site, alice):
    provocation = Provocation.objects.create(text="Would I open the door?", slug="would-i")
    site.module.provocations = [provocation]
    publish(site.module)
    assert _titles(used_in(provocation)) == [site.module.title]
    assert site.module.title.encode() in alice.get("/provocations/would-i/").content


@pytest.fixture
def pages(site, risk):
    """One page of each type that has a footer."""
    index = make_stories()
    story = index.add_child(instance=a_story())
    publish(story)
    return [site.module, site.lessons[0], story, make_event(make_index(site.home)), make_reflection(make_reflection_index(site.home))]


def test_every_kind_of_page_can_be_saved_reported_and_shared(pages, alice):
    for page in pages:
        text = alice.get(page.url).content.decode()
        assert reverse("save_page", args=[page.pk]) in text, page
        assert reverse("report_problem", args=[page.pk]) in text, page
        assert f'value="http://testserver{page.url}"' in text, page
        assert 'href="mailto:?subject=' in text, page
        assert "alice@example.org" not in text, page


def _keep(member, pages):
    """Save many pages for a member in one query."""
    Saved.objects.bulk_create([Saved(member=member, page_id=pk, saved_at=AT) for pk in pages])


def test_the_page_footer_costs_one_query(site, alice, people, risk):
    site.module.themes.add(risk)
    publish(site.module)
    for _ in range(2):
        alice.get(site.lessons[1].url)
    with CaptureQueriesContext(connection) as context:
        alice.get(site.lessons[1].url)
    few = [query["sql"] for query in context.captured_queries]
    assert sum("members_saved" in query for query in few) == 1
    copies(make_event(make_index(site.home), "An event", themes=[risk]), 30)
    _keep(people.alice, copies(site.lessons[0], 30))
    alice.get(site.lessons[1].url)
    with CaptureQueriesContext(connection) as context:
        assert len(alice.get(site.lessons[1].url).context["around"]["related"]) == 5
    # Nothing is cached within a test's transaction, so the uses are read again.
    assert len(context.captured_queries) == len(few)


def test_a_saved_page_is_listed_for_its_member_only_and_until_it_is_removed(site, alice, people, signed_in):
    lesson = site.lessons[0]
    assert alice.post(reverse("save_page", args=[lesson.pk])).url == f"{lesson.url}#around-deeds"
    assert b'name="go-on" value="1"' in alice.get(f"{lesson.url}?go-on=1").content
    assert alice.post(reverse("save_page", args=[lesson.pk]), {"go-on": "1"}).url == f"{lesson.url}?go-on=1#around-deeds"
    alice.post(reverse("save_page", args=[lesson.pk]))
    assert Saved.objects.of(people.alice).count() == 1
    for address in ("/kept/", "/"):
        assert lesson.title.encode() in alice.get(address).content, address
    assert reverse("unsave_page", args=[lesson.pk]).encode() in alice.get(lesson.url).content
    carol = signed_in(people.carol)
    assert lesson.title.encode() not in carol.get("/kept/").content
    carol.post(reverse("unsave_page", args=[lesson.pk]))
    assert Saved.objects.of(people.alice).count() == 1
    assert alice.post(reverse("unsave_page", args=[lesson.pk]), {"from-list": "1"}).url == "/kept/"
    assert not Saved.objects.exists()
    assert b'href="/kept/"' not in alice.get("/").content


def test_an_unpublished_page_leaves_the_saved_list_and_can_still_be_removed(site, alice, people):
    lesson = site.lessons[0]
    actions.save_page(member=people.alice, page=lesson, at=AT)
    lesson.unpublish()
    assert lesson.title.encode() not in alice.get("/kept/").content
    assert alice.post(reverse("save_page", args=[lesson.pk])).status_code == 404
    assert alice.post(reverse("unsave_page", args=[lesson.pk])).url == "/kept/"


def test_a_saved_lesson_is_listed_only_while_its_module_is_published(site, alice, people):
    lesson = site.lessons[0]
    actions.save_page(member=people.alice, page=lesson, at=AT)
    site.module.unpublish()
    assert lesson.title.encode() not in alice.get("/kept/").content
    assert alice.get(reverse("report_problem", args=[lesson.pk])).status_code == 404
    publish(ModulePage.objects.get(pk=site.module.pk))
    assert lesson.title.encode() in alice.get("/kept/").content


def test_deleting_a_page_deletes_its_saves_and_keeps_its_reports(site, people):
    actions.save_page(member=people.alice, page=site.lessons[2], at=AT)
    report = _report(people, site.lessons[2])
    LessonPage.objects.get(pk=site.lessons[2].pk).delete()
    assert not Saved.objects.exists()
    report.refresh_from_db()
    assert (report.page_id, report.page_title) == (None, "Lesson 3 of RAISE and shared risk")


def test_the_saved_list_makes_as_many_queries_for_3_pages_as_for_33(site, alice, people):
    def asked():
        with CaptureQueriesContext(connection) as context:
            alice.get("/kept/")
        return len(context.captured_queries)

    _keep(people.alice, [page.pk for page in site.lessons])
    alice.get("/kept/")
    few = asked()
    for n in range(3):
        _, (lesson,) = make_module(site.learn, f"Module {n}", lessons=1)
        _keep(people.alice, copies(lesson, 10))
    alice.get("/kept/")
    assert asked() == few


def test_a_shared_link_opens_its_page_after_signing_in(site, client, people):
    lesson = site.lessons[0]
    sent = client.get(lesson.url)
    assert sent.url == f"/accounts/login/?next={lesson.url}"
    signed_in = client.post(sent.url, {"login": "carol@example.org", "password": "keep-the-drum-beating"})
    assert signed_in.url == lesson.url


def test_readers_see_when_a_page_was_reviewed_but_only_trainers_see_when_it_was_due(site, people, signed_in):
    site.module.reviewed_on, site.module.review_due_on = date(2026, 1, 5), timezone.localdate() - timedelta(days=40)
    publish(site.module)
    reader, trainer = (signed_in(person).get(site.module.url) for person in (people.alice, people.dana))
    due = date_format(site.module.review_due_on, "j F Y").encode()
    assert b"5 January 2026" in reader.content
    assert (due in reader.content, due in trainer.content) == (False, True)


WORDS = "The second paragraph says 2018, and it was 2019."


def _report(people, page, words=WORDS, at=AT):
    return actions.report_problem(by=people.alice, page=page, kind="untrue", words=words, at=at)


def test_the_email_about_a_report_does_not_quote_it(site, alice, people, django_capture_on_commit_callbacks):
    site.module.owner = people.dana
    site.module.save()
    with django_capture_on_commit_callbacks(execute=True):
        response = alice.post(reverse("report_problem", args=[site.module.pk]), {"kind": "untrue", "words": WORDS})
    assert response.url == "/reported/"
    (email,) = mail.outbox
    assert email.to == ["dana@example.org"]
    for secret in (WORDS, site.module.title, "alice", "Alice"):
        assert secret not in email.body
    assert "/admin/problem_reports/" in email.body
    assert WORDS in alice.get("/reported/").content.decode()


def test_the_desk_never_shows_who_reported_a_problem(site, people, signed_in):
    set_desk_rights()
    report = _report(people, site.module)
    dana = signed_in(people.dana)
    for url in ("/admin/problem_reports/", f"/admin/problem_reports/edit/{report.pk}/"):
        shown = dana.get(url).content.decode()
        assert site.module.title in shown
        assert not any(said in shown for said in ("Alice", "alice@example.org")), url


def test_a_report_about_a_page_without_an_owner_goes_to_the_help_address(site, people, django_capture_on_commit_callbacks):
    SiteSettings.objects.create(site=Site.objects.get(is_default_site=True), help_email="help@example.org")
    site.module.owner = people.bob  # has no access to the desk
    site.module.save()
    with django_capture_on_commit_callbacks(execute=True):
        _report(people, site.module)
    assert [email.to for email in mail.outbox] == [["help@example.org"]]


def test_an_invalid_report_shows_its_error_and_keeps_what_was_typed(site, alice):
    response = alice.post(reverse("report_problem", args=[site.module.pk]), {"kind": "", "words": "Half a sentence"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["kind"]
    assert b"Half a sentence" in response.content
    assert not ProblemReport.objects.exists()


def test_reports_are_limited_to_ten_an_hour_and_repeats_count_once(site, people, alice):
    assert _report(people, site.module).pk == _report(people, site.module).pk
    for n in range(9):
        _report(people, site.module, f"{WORDS} {n}")
    with pytest.raises(actions.TooManyReports):
        _report(people, site.module, "One more")
    response = alice.post(reverse("report_problem", args=[site.module.pk]), {"kind": "other", "words": "One more"})
    assert response.status_code == 422
    assert b"One more" in response.content
    assert _report(people, site.module, "One more", at=AT + timedelta(hours=2)).pk


def test_a_trainer_answers_a_report_and_the_reporter_sees_the_answer(site, people, signed_in, alice, django_capture_on_commit_callbacks):
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
    assert [email.to for email in mail.outbox] == [["alice@example.org"]]
    assert "mended" not in mail.outbox[0].body
    assert b"Thank you, mended." in alice.get("/reported/").content
    with pytest.raises(actions.ReportAlreadyAnswered):
        actions.answer_problem(report=report, answer="Again", by=people.dana, at=AT)


def test_reports_cannot_be_added_or_deleted_and_members_see_only_their_own(site, people, signed_in):
    set_desk_rights()
    report = _report(people, site.module)
    for person in (people.dana, people.frank):
        assert signed_in(person).get("/admin/problem_reports/new/").status_code in (302, 403, 404)
        assert signed_in(person).post(f"/admin/problem_reports/delete/{report.pk}/").status_code in (302, 403, 404)
    assert ProblemReport.objects.count() == 1
    with pytest.raises(actions.NotPermitted):
        actions.answer_problem(report=report, answer="", by=people.bob, at=AT)
    assert WORDS.encode() not in signed_in(people.carol).get("/reported/").content
