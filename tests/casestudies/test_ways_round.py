"""Ways round the review that an outside reading found: moved authors, two submissions of one page, former authors, the desk, and races."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from casestudies.actions.approval import override_review
from casestudies.actions.drafts import set_second_author, submission_of_page
from casestudies.actions.review import TakenMeanwhile, take_review
from casestudies.actions.withdraw import withdraw
from casestudies.models import CaseStudyPage, ConsentBasis, Rereading, Submission
from casestudies.permissions import independent_of, rereadable
from cms.audit.models import AuditEntry
from cms.library.models import Recording
from cms.members.models import ProblemReport
from cms.people.actions import end_role, grant_role, join, leave
from cms.people.models import Authority, Hub, Role, RoleGrant, User
from cms.privacy.actions import ask_to_be_forgotten, forget
from tests.casestudies.stories import a_story, make_draft, make_index, make_study, stream
from tests.casestudies.test_workflow import BASIS, decide, save, start, submitted, url
from tests.pages.blocks.parts import a_recording

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
TODAY = timezone.localdate
COMPOSITE = {"changed": ["names"], "basis": "composite", "audience": "network"}


@pytest.fixture
def index(site):
    return make_index()


def fresh(user):
    return User.objects.get(pk=user.pk)


def _move(user, authority):
    leave(user=user, on=TODAY(), by=None)
    join(user=fresh(user), authority=authority, hub=None, job_role=User.objects.get(pk=user.pk).memberships.first().job_role, on=TODAY())


# Who may read it


def test_a_story_for_one_authority_stays_there_when_its_author_moves_or_leaves(index, people, signed_in):
    submission, _ = submitted(signed_in(people.alice), audience="authority")
    _move(people.alice, Authority.objects.create(name="Eastmoor", slug="eastmoor"))
    erin = signed_in(people.erin)
    assert decide(erin, submission, audience="authority").status_code == 302
    assert CaseStudyPage.objects.get().readers_authority == people.ashdale
    leave(user=fresh(people.alice), on=TODAY(), by=people.frank)
    Submission.objects.update(author=None, second_author=people.bob)
    bob = signed_in(people.bob)
    bob.post(url("take_back", submission))
    save(bob, submission, "check", learnt="Talk about the weather.")
    bob.post(url("send", submission), {"written_down": "1"})
    assert decide(erin, submission, audience="authority").status_code == 302
    assert CaseStudyPage.objects.get().readers_authority == people.ashdale


def test_nobody_without_a_hub_asks_for_the_team_only(index, people, signed_in):
    carol = User.objects.create_user("no.hub@example.org", "x" * 20, first_name="Noor")
    join(user=carol, authority=people.ashdale, hub=None, job_role=people.job, on=TODAY())
    client = signed_in(carol)
    submission = start(client)
    save(client, submission, "check")
    assert client.post(url("checklist", submission), {**BASIS, "audience": "team"}).status_code == 422
    assert not ConsentBasis.objects.exists()


def test_a_page_of_the_desk_has_its_own_readers_and_says_itself_whether_it_is_a_composite(index, people, signed_in):
    page = make_draft(index)
    dana = signed_in(people.dana)
    submission = submission_of_page(page=page, by=fresh(people.dana), at=timezone.now())
    for wrong in ({**COMPOSITE, "audience": "authority"}, {**BASIS, "audience": "network"}):
        assert dana.post(url("checklist", submission), wrong).context["form"].errors
    dana.post(url("checklist", submission), COMPOSITE)
    assert dana.post(url("send", submission), {}).url == url("where", submission)
    other = CaseStudyPage.objects.get(pk=page.pk)
    other.readers_authority = people.ashdale
    other.save_revision()
    erin = signed_in(people.erin)
    assert decide(erin, submission).status_code == 409, "the words are not those that were sent"
    assert decide(erin, submission).status_code == 422, "nor are its readers"
    assert not CaseStudyPage.objects.get().live


# Withdrawal


def test_every_submission_of_a_page_loses_its_words_and_what_only_the_page_showed_goes(index, people, signed_in):
    alice = signed_in(people.alice)
    submission, _ = submitted(alice)
    decide(signed_in(people.erin), submission)
    page = CaseStudyPage.objects.get()
    recording = a_recording()
    page.further = page.further
    page.did = stream("did", [{"type": "video", "value": {"recording": recording.pk, "title": "", "caption": ""}}])
    page.save_revision()
    second = submission_of_page(page=page, by=fresh(people.dana), at=timezone.now())
    ProblemReport.objects.create(
        page=page, page_title=page.title, kind="person", words="It is the Quagmires.", by=people.carol, made_at=timezone.now()
    )
    withdraw(submission=second, by=people.dana, at=timezone.now())
    assert set(Submission.objects.values_list("state", "page")) == {("withdrawn", None)}
    assert not any(row.fields for row in Submission.objects.all())
    assert not Recording.objects.exists()
    assert "Quagmires" not in str(ProblemReport.objects.values())


def test_a_family_keeps_its_reference_while_their_words_are_live(index, people, signed_in, client):
    alice = signed_in(people.alice)
    submission, reference = submitted(alice)
    decide(signed_in(people.erin), submission)
    alice.post(url("take_back", submission))
    save(alice, submission, "check", composite_why="Made from many.")
    alice.post(url("checklist", submission), COMPOSITE)
    client.post("/case-studies/take-down/", {"reference": reference})
    assert not CaseStudyPage.objects.exists()


def test_withdrawing_with_an_old_page_open_finds_what_was_published_since(index, people, signed_in):
    submission, _ = submitted(signed_in(people.alice))
    before = Submission.objects.get()
    decide(signed_in(people.erin), submission)
    withdraw(submission=before, by=people.alice, at=timezone.now())
    assert not CaseStudyPage.objects.exists()


def test_a_page_deleted_at_the_desk_leaves_the_queue_in_order(index, people, signed_in):
    page = make_draft(index)
    submission = submission_of_page(page=page, by=fresh(people.dana), at=timezone.now())
    dana = signed_in(people.dana)
    dana.post(url("checklist", submission), COMPOSITE)
    dana.post(url("send", submission), {})
    CaseStudyPage.objects.get().delete()
    assert signed_in(people.erin).get(reverse("casestudies:queue")).status_code == 200
    assert Submission.objects.get().state == "withdrawn"


# Independence


def test_who_once_wrote_it_never_reviews_it(index, people):
    alice, erin = fresh(people.alice), fresh(people.erin)
    other = Hub.objects.create(authority=people.ashdale, name="Another hub")
    bob = User.objects.create_user("bea@example.org", "x" * 20, first_name="Bea")
    join(user=bob, authority=people.ashdale, hub=other, job_role=people.job, on=TODAY())
    grant_role(user=bob, role=Role.REVIEWER, on=TODAY())
    from casestudies.actions.drafts import start_submission

    submission = start_submission(by=alice, at=timezone.now())
    assert independent_of([bob], [submission], on=TODAY())
    set_second_author(submission=submission, by=alice, email=bob.email)
    set_second_author(submission=submission, by=alice, email="")
    submission.refresh_from_db()
    assert not independent_of([bob], [submission], on=TODAY())
    # Without its author, the place where it was begun still counts.
    Submission.objects.update(author=None)
    submission.contributors.clear()
    submission.refresh_from_db()
    colleague = fresh(people.bob)
    assert {user for user, _ in independent_of([colleague, erin], [submission], on=TODAY())} == {erin.pk}


def test_forgetting_an_author_leaves_no_unpublished_story_and_gives_a_shared_one_to_the_other(index, people, signed_in):
    alice = signed_in(people.alice)
    own, _ = submitted(alice)
    shared, _ = submitted(alice)
    set_second_author_of = Submission.objects.filter(pk=shared.pk)
    set_second_author_of.update(second_author=people.bob)
    at = timezone.now()
    forget(asked=ask_to_be_forgotten(user=fresh(people.alice), by=fresh(people.alice), at=at), by=people.frank, at=at)
    own.refresh_from_db()
    shared.refresh_from_db()
    assert (own.state, own.fields) == ("withdrawn", {})
    assert shared.author == people.bob and shared.fields


def test_a_reviewer_who_cannot_decide_any_more_holds_nothing_up(index, people, signed_in):
    submission, _ = submitted(signed_in(people.alice))
    take_review(submission=submission, by=fresh(people.erin), at=timezone.now())
    dana = fresh(people.carol)
    grant_role(user=dana, role=Role.REVIEWER, on=TODAY())
    with pytest.raises(TakenMeanwhile):
        take_review(submission=submission, by=fresh(dana), at=timezone.now())
    end_role(grant=RoleGrant.objects.current().get(user=people.erin, role=Role.REVIEWER), on=TODAY(), by=people.frank)
    take_review(submission=submission, by=fresh(dana), at=timezone.now())
    submission.refresh_from_db()
    assert submission.reviewer == dana


def test_an_author_who_is_changing_it_cannot_say_that_it_stays(index, people, signed_in):
    alice = signed_in(people.alice)
    submission, _ = submitted(alice)
    decide(signed_in(people.erin), submission)
    CaseStudyPage.objects.update(review_due_on=TODAY())
    alice.post(url("take_back", submission))
    grant_role(user=fresh(people.alice), role=Role.REVIEWER, on=TODAY())
    assert rereadable(fresh(people.alice), on=TODAY()) == []


def test_words_that_were_taken_off_the_site_need_a_new_approval(index, people):
    page = make_study(index)
    Rereading.objects.create(
        page_id=page.pk, outcome="changes", content_hash=_hash(page), by=people.erin, at=timezone.now() + timedelta(seconds=1)
    )
    page.unpublish()
    assert CaseStudyPage.objects.get().get_latest_revision_as_object().extra_publish_errors


def _hash(page):
    from casestudies.content_hash import content_hash

    return content_hash(CaseStudyPage.objects.get(pk=page.pk))


# What reviewers and readers are told


def test_the_check_runs_for_a_page_of_the_desk_too(index, people, signed_in):
    page = make_draft(index, summary="Ring her on 07700 900123.")
    dana = signed_in(people.dana)
    submission = submission_of_page(page=page, by=fresh(people.dana), at=timezone.now())
    dana.post(url("checklist", submission), COMPOSITE)
    assert dana.post(url("send", submission), {}).url == url("checklist", submission)
    assert Submission.objects.get().state == "draft"


def test_a_page_of_the_desk_that_is_not_complete_is_told_to_its_author_and_not_the_reviewer(index, people, signed_in):
    page = make_draft(index)
    page.practice = ""
    page.save_revision(clean=False)
    dana = signed_in(people.dana)
    submission = submission_of_page(page=page, by=fresh(people.dana), at=timezone.now())
    dana.post(url("checklist", submission), COMPOSITE)
    response = dana.post(url("send", submission), {}, follow=True)
    assert response.status_code == 200 and Submission.objects.get().state == "draft"
    assert [str(message) for message in response.context["messages"]]


def test_a_new_title_makes_a_new_address_and_the_reviewer_sees_it(index, people, signed_in):
    alice, erin = signed_in(people.alice), signed_in(people.erin)
    submission, _ = submitted(alice)
    decide(erin, submission)
    alice.post(url("take_back", submission))
    save(alice, submission, "check", title="A step and a kettle")
    alice.post(url("send", submission), {"written_down": "1"})
    erin.post(url("take", submission), {"wish": "take"})
    shown = BeautifulSoup(erin.get(url("review", submission)).content, "html.parser").get_text()
    assert "a-step-and-a-kettle" in shown and "A team in an adopting authority" in shown
    assert decide(erin, submission).status_code == 302
    page = CaseStudyPage.objects.get()
    assert page.slug == "a-step-and-a-kettle"
    earlier = page.url.replace("a-step-and-a-kettle", "four-visits-before-anyone-sat-down")
    assert signed_in(people.carol).get(page.url).status_code == 200
    assert signed_in(people.carol).get(earlier).status_code == 404, "an earlier address leads nowhere"
    assert not Redirect.objects.exists()


def test_readers_are_told_that_someone_tried_only_if_someone_did(index, people, signed_in):
    submission, _ = submitted(signed_in(people.alice))
    erin = signed_in(people.erin)
    assert decide(erin, submission, result="narrowed").status_code == 422
    decide(erin, submission)
    tried = b"tried to work out who it is"
    assert tried in signed_in(people.carol).get(CaseStudyPage.objects.get().url).content
    page = make_draft(index, "An account", is_composite=False, composite_why="", evidence="account")
    people.frank.is_superuser = True
    people.frank.save()
    override_review(page=page, by=people.frank, reason="No reviewer is here.", at=timezone.now())
    assert tried not in signed_in(people.carol).get(CaseStudyPage.objects.get(pk=page.pk).url).content


# What was typed is kept


def test_what_comes_too_late_is_shown_to_who_typed_it(index, people, signed_in):
    alice, erin = signed_in(people.alice), signed_in(people.erin)
    submission, _ = submitted(alice)
    late = save(alice, submission, "draft", learnt="Typed while it was being sent.")
    assert late.status_code == 409 and b"Typed while it was being sent." in late.content
    assert alice.post(url("send", submission), {"written_down": "1"}).url == url("where", submission), "pressed twice"
    erin.post(url("take", submission), {"wish": "take"})
    alice.post(url("take_back", submission))
    form = {"wish": "decide", "seen": "x", "note": "The mother’s job gives it away."}
    Submission.objects.filter(pk=submission.pk).update(state="submitted", submitted_at=timezone.now())
    answer = erin.post(url("review", submission), form)
    assert answer.status_code == 409 and "The mother’s job gives it away." in answer.content.decode()
    assert not AuditEntry.objects.filter(what="case_refused").exists()


def test_a_section_is_never_cut_without_a_word(index, people, signed_in):
    alice = signed_in(people.alice)
    submission = start(alice)
    long = "word " * 5000 + "the end"
    answer = save(alice, submission, "draft", did=long)
    assert answer.status_code == 422 and "the end" in answer.content.decode()


def test_a_composite_may_be_described_at_the_desk_after_it_was_begun(index, people, signed_in):
    page = make_draft(index, is_composite=False, composite_why="", evidence="account")
    first = submission_of_page(page=page, by=fresh(people.dana), at=timezone.now())
    page = CaseStudyPage.objects.get()
    good = a_story()
    page.is_composite, page.composite_why, page.evidence = True, good.composite_why, good.evidence
    page.save_revision()
    again = submission_of_page(page=CaseStudyPage.objects.get(), by=fresh(people.dana), at=timezone.now())
    assert again == first
    assert signed_in(people.dana).post(url("checklist", again), COMPOSITE).status_code == 200
    assert ConsentBasis.objects.exists()
