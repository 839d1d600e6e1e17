"""Review by a second trainer: submitting, approving, asking for changes and cancelling, who may do each, and the effect on records."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.models import Revision, Site, Workflow, WorkflowState

from casestudies.models import CaseStudyPage
from cms.desk.rights import set_desk_rights
from cms.pages.models import SecondTrainerTask, SiteSettings
from cms.people.actions import grant_role, join
from cms.people.models import Role, User
from learning.models import LessonPage
from tests.builders import complete, item_of
from tests.casestudies.stories import make_draft
from tests.casestudies.stories import make_index as make_stories
from tests.casestudies.test_publication_gate import sent as case_study_sent
from tests.community.builders import make_index as make_events
from tests.learning.test_lesson_form import sent, versions

pytestmark = pytest.mark.django_db
NEW = "Whose risk is it, and who says so?"


@pytest.fixture
def gwen(people):
    """A second trainer."""
    person = User.objects.create_user("gwen@example.org", "x" * 20, first_name="Gwen")
    join(user=person, authority=people.northholt, hub=None, job_role=people.job, on="2026-09-01")
    grant_role(user=person, role=Role.TRAINER, on="2026-09-01")
    return User.objects.get(pk=person.pk)


@pytest.fixture
def lesson(site, people, gwen):
    set_desk_rights()
    return site.lessons[0]


def ask_for_review(value=True):
    settings = SiteSettings.objects.first() or SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.second_trainer_reviews = value
    settings.save()


def send(client, page, action, form=sent, **how):
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form(page, action=action, **how))


def submit(client, lesson, **how):
    return send(client, lesson, "submit", **{"words": NEW, "change": "material", "what_changed": "Who says so.", **how})


def act(client, page, action, comment="", follow=False):
    state = WorkflowState.objects.for_instance(page).active().get().current_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    return client.post(address, {"comment": comment}, follow=follow)


def is_refused(response):
    """Return whether Wagtail redirected to the dashboard, as it does when permission is denied."""
    return response.status_code == 302 and response.url == reverse("wagtailadmin_home")


def state_of(page):
    return WorkflowState.objects.for_instance(page).order_by("-pk").first().status


def words_of(lesson):
    return str(LessonPage.objects.get(pk=lesson.pk).body)


def test_pages_of_trainers_have_the_review_workflow_after_repeated_setup(lesson, site):
    stories, events = make_stories(), make_events(site.home)
    for _ in range(2):
        set_desk_rights()
    assert SecondTrainerTask.objects.count() == 1
    for page in (lesson, site.module, stories, events):
        assert page.get_workflow().name == "a second trainer"
    assert site.home.get_workflow() is None
    assert not Workflow.objects.get(name="Moderators approval").active


def test_submitting_asks_for_the_kind_of_change_and_approval_publishes_it(lesson, people, gwen, signed_in):
    complete(people.alice, lesson)
    dana, reviewer = signed_in(people.dana), signed_in(gwen)
    asked = submit(dana, lesson, change="", what_changed="")
    assert list(asked.context["form"].errors) == ["change"]
    assert submit(dana, lesson).status_code == 302
    assert state_of(lesson) == "in_progress" and NEW not in words_of(lesson)
    act(reviewer, lesson, "approve")
    assert state_of(lesson) == "approved" and NEW in words_of(lesson)
    assert versions(lesson)[1:] == [(2, "material", "Who says so.")]
    assert item_of(lesson).last_material == 2
    assert item_of(lesson).current.made_by == people.dana, "whose words they are"


def test_nobody_can_approve_a_page_they_submitted(lesson, people, signed_in):
    dana = signed_in(people.dana)
    submit(dana, lesson)
    assert is_refused(act(dana, lesson, "approve"))
    assert is_refused(act(dana, lesson, "reject", "No."))
    people.dana.is_superuser = True
    people.dana.save()
    assert is_refused(act(signed_in(people.dana), lesson, "approve"))
    assert state_of(lesson) == "in_progress" and NEW not in words_of(lesson)


def test_only_trainers_and_administrators_can_approve(lesson, people, signed_in):
    submit(signed_in(people.dana), lesson)
    for who in ("alice", "bob", "carol", "erin"):
        act(signed_in(getattr(people, who)), lesson, "approve")
        assert state_of(lesson) == "in_progress", who


def test_an_administrator_can_review(lesson, people, signed_in):
    submit(signed_in(people.dana), lesson)
    act(signed_in(people.frank), lesson, "approve")
    assert state_of(lesson) == "approved"


def test_a_submitted_page_is_locked_for_its_author(lesson, people, signed_in):
    dana = signed_in(people.dana)
    submit(dana, lesson)
    response = send(dana, lesson, None, words="Something the reviewer has not read.")
    assert response.status_code == 200
    assert "Something the reviewer" not in str(LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object().body)


def test_a_rejected_page_shows_its_author_the_reason_and_can_be_submitted_again(lesson, people, gwen, signed_in, mailoutbox):
    dana, reviewer = signed_in(people.dana), signed_in(gwen)
    submit(dana, lesson)
    act(reviewer, lesson, "reject", "Who is “who”?")
    assert state_of(lesson) == "needs_changes"
    told = [email for email in mailoutbox if email.to == ["dana@example.org"]]
    assert "Who is “who”?" in told[-1].body
    submit(dana, lesson, words="Whose risk is it, and which of us says so?")
    assert state_of(lesson) == "in_progress"
    act(reviewer, lesson, "approve")
    assert "which of us" in words_of(lesson)
    assert len(versions(lesson)) == 2


def test_an_author_can_cancel_the_review_and_continue_writing(lesson, people, signed_in):
    dana = signed_in(people.dana)
    submit(dana, lesson)
    html = dana.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    assert 'name="action-cancel-workflow"' in html and 'name="action-restart-workflow"' not in html
    send(dana, lesson, "cancel-workflow", words=NEW)
    assert state_of(lesson) == "cancelled" and NEW not in words_of(lesson)
    assert send(dana, lesson, None, words="Other words.").status_code == 302


def test_a_reviewed_lesson_goes_live_on_its_date(lesson, people, gwen, signed_in):
    tomorrow = timezone.localtime() + timedelta(days=1)
    submit(signed_in(people.dana), lesson, go_live_at=tomorrow.strftime("%Y-%m-%d %H:%M"))
    act(signed_in(gwen), lesson, "approve")
    assert state_of(lesson) == "approved" and len(versions(lesson)) == 1
    passed = timezone.now() - timedelta(minutes=1)
    revision = Revision.objects.get(approved_go_live_at__isnull=False)
    revision.content = {**revision.content, "go_live_at": passed.isoformat()}
    revision.approved_go_live_at = passed
    revision.save()
    call_command("publish_scheduled", verbosity=0)
    assert NEW in words_of(lesson)
    assert versions(lesson)[1:] == [(2, "material", "Who says so.")]


def test_a_reviewer_cannot_approve_an_invalid_page(lesson, people, gwen, signed_in):
    reviewer = signed_in(gwen)
    submit(signed_in(people.dana), lesson)
    assert send(reviewer, lesson, None, words="word " * 2200, change="material", what_changed="Who.").status_code == 302
    response = act(reviewer, lesson, "approve", follow=True)
    assert "error" in [message.tags for message in response.context["messages"]]
    assert state_of(lesson) == "in_progress" and len(versions(lesson)) == 1


def test_a_second_trainer_cannot_let_unreviewed_words_of_a_case_study_out(site, people, gwen, signed_in):
    page = make_draft(make_stories())
    set_desk_rights()
    form = {name: value for name, value in case_study_sent(page).items() if name != "action-publish"}
    response = signed_in(people.dana).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {**form, "action-submit": "1"})
    assert response.context["form"].non_field_errors(), "the editor says so before anyone is asked for a review"
    page.get_workflow().start(page, people.dana)  # a review that began before the words were changed
    response = act(signed_in(gwen), page, "approve", follow=True)
    assert "error" in [message.tags for message in response.context["messages"]]
    assert not CaseStudyPage.objects.get(pk=page.pk).live


# The setting that requires a review


def test_without_review_required_a_trainer_can_publish_or_submit(lesson, people, signed_in):
    html = signed_in(people.dana).get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    assert 'name="action-publish"' in html and 'name="action-submit"' in html


def test_with_review_required_a_trainer_can_only_submit_and_an_administrator_can_publish(lesson, people, gwen, signed_in):
    ask_for_review()
    dana, frank = signed_in(people.dana), signed_in(people.frank)
    html = dana.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    assert 'name="action-publish"' not in html and 'name="action-submit"' in html
    send(dana, lesson, "publish", words=NEW, change="editorial")
    assert NEW not in words_of(lesson), "kept as a draft"
    submit(dana, lesson, change="editorial")
    act(signed_in(gwen), lesson, "approve")
    assert NEW in words_of(lesson)
    send(frank, lesson, "publish", words="A typo mended.", change="editorial")
    assert "A typo mended." in words_of(lesson)


def test_with_review_required_bulk_actions_copies_and_new_pages_cannot_skip_it(site, lesson, people, signed_in):
    ask_for_review()
    dana = signed_in(people.dana)
    stories = make_stories()
    set_desk_rights()
    draft = make_draft(stories)
    dana.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={draft.pk}&next=/admin/")
    assert not CaseStudyPage.objects.get(pk=draft.pk).live
    url = reverse("wagtailadmin_pages:add", args=["learning", "lessonpage", site.module.pk])
    dana.post(url, sent(lesson, title="A new one", slug="a-new-one"))
    assert not LessonPage.objects.get(slug="a-new-one").live
    form = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": site.module.pk, "publish_copies": "on"}
    dana.post(reverse("wagtailadmin_pages:copy", args=[lesson.pk]), form)
    assert not LessonPage.objects.filter(slug="copy").exists()


def test_with_review_required_a_trainer_can_still_retire_a_page(lesson, people, signed_in):
    ask_for_review()
    signed_in(people.dana).post(reverse("wagtailadmin_pages:unpublish", args=[lesson.pk]))
    assert item_of(lesson).retired_at is not None


def test_two_trainers_editing_the_same_lesson_are_told_about_each_other(lesson, people, gwen, signed_in):
    dana, second = signed_in(people.dana), signed_in(gwen)
    for client in (dana, second):
        client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    html = second.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    session = EditingSession.objects.filter(user=gwen).last()
    assert "w-session" in html
    ping = reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", lesson.pk, session.pk])
    sessions = second.post(ping).json()["other_sessions"]
    assert [editing["user"] for editing in sessions if editing["user"]] == ["Dana Ward"]


def test_autosave_does_not_overwrite_newer_text_by_another_trainer(lesson, people, gwen, signed_in):
    """The editor saves automatically unless someone else has saved in the meantime."""
    dana, second = signed_in(people.dana), signed_in(gwen)
    newest = LessonPage.objects.get(pk=lesson.pk).latest_revision
    seen = {"loaded_revision_id": newest.pk, "loaded_revision_created_at": newest.created_at.isoformat()}
    send(second, lesson, None, words="Gwen’s words.")
    form = {**sent(lesson, words="Dana’s words.", action=None), **seen}
    answer = dana.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), form, headers={"accept": "application/json"})
    assert answer.json()["error_code"] == "invalid_revision"
    assert "Gwen’s words." in str(LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object().body)
