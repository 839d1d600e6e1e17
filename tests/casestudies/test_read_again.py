"""After publication: reading again when it is due, a reviewer's break, the whole story added up, and figures for programme leads."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from casestudies.content_hash import content_hash
from casestudies.models import CaseStudyPage, Rereading, ReviewerPause, Submission
from casestudies.permissions import rereadable, reviewers
from casestudies.whole_story import ENOUGH, add_up
from cms.members.models import ProblemReport
from cms.people.actions import grant_role
from cms.people.models import OutgoingEmail, Role, User
from cms.safeguarding.answers import check_texts
from tests.casestudies.stories import make_index, make_study
from tests.casestudies.test_workflow import BASIS, decide, save, start, submitted, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(site):
    return make_index()


@pytest.fixture
def published(index, people, signed_in):
    """A case study by alice that erin approved and that is due to be read again today."""
    submission, _ = submitted(signed_in(people.alice))
    decide(signed_in(people.erin), submission)
    submission.refresh_from_db()
    _make_due(submission.page)
    OutgoingEmail.objects.all().delete()
    return submission


def _make_due(page):
    CaseStudyPage.objects.filter(pk=page.pk).update(review_due_on=timezone.localdate())


def _read_again(client, page, **fields):
    page = CaseStudyPage.objects.get(pk=page.pk)
    return client.post(reverse("casestudies:read_again", args=[page.pk]), {"seen": content_hash(page), "note": "", **fields})


def test_what_can_stay_is_due_again_in_a_year_and_an_editor_finds_the_new_date(published, people, signed_in):
    erin = signed_in(people.erin)
    queue = erin.get(reverse("casestudies:queue")).content.decode()
    assert reverse("casestudies:read_again", args=[published.page_id]) in queue
    assert erin.get(reverse("casestudies:read_again", args=[published.page_id])).status_code == 200
    assert _read_again(erin, published.page).status_code == 422, "an outcome has to be chosen"
    assert _read_again(erin, published.page, outcome="stays").status_code == 302
    page, today = CaseStudyPage.objects.get(), timezone.localdate()
    assert page.live and page.reviewed_on == today and page.review_due_on > today + timedelta(days=360)
    assert page.get_latest_revision_as_object().review_due_on == page.review_due_on
    assert Rereading.objects.get().outcome == "stays"
    assert erin.get(reverse("casestudies:read_again", args=[page.pk])).status_code == 404
    with pytest.raises(DatabaseError), transaction.atomic():
        Rereading.objects.all().delete()


def test_what_has_to_change_goes_off_the_site_and_back_to_its_authors(published, people, signed_in):
    erin, page = signed_in(people.erin), published.page
    assert _read_again(erin, page, outcome="changes").status_code == 422, "without saying what"
    assert _read_again(erin, page, outcome="changes", note="Leave out the cars.", seen="x").status_code == 409
    assert CaseStudyPage.objects.get().live and not Rereading.objects.exists()
    assert _read_again(erin, page, outcome="changes", note="Leave out the cars.").status_code == 302
    published.refresh_from_db()
    assert not CaseStudyPage.objects.get().live and published.state == Submission.State.SENT_BACK
    assert [email.user for email in OutgoingEmail.objects.all()] == [people.alice]
    alice = signed_in(people.alice)
    assert "Leave out the cars." in alice.get(url("where", published)).content.decode()
    # It comes back the usual way.
    assert save(alice, published, "check", learnt="Talk about football first.").status_code == 302
    assert signed_in(people.carol).get(page.url).status_code == 404


def test_for_a_page_of_the_desk_the_editors_are_told(index, people, signed_in):
    page = make_study(index)
    _make_due(page)
    _read_again(signed_in(people.erin), page, outcome="changes", note="The farm gives it away.")
    assert not CaseStudyPage.objects.get().live
    assert ProblemReport.objects.get().words == "The farm gives it away."


def test_only_an_independent_reviewer_reads_again_and_only_what_is_due(published, people):
    today, alice = timezone.localdate(), User.objects.get(pk=people.alice.pk)
    grant_role(user=alice, role=Role.REVIEWER, on=today)
    page = CaseStudyPage.objects.get()
    assert rereadable(User.objects.get(pk=people.erin.pk), on=today) == [page]
    assert rereadable(alice, on=today) == []
    assert rereadable(User.objects.get(pk=people.erin.pk), on=today - timedelta(days=1)) == []


def test_a_reviewer_on_a_break_is_not_asked_until_the_day_they_named(index, people, signed_in):
    erin, today = signed_in(people.erin), timezone.localdate()
    for wrong in ("", "2026-02-31", str(today), str(today + timedelta(days=800))):
        assert erin.post(reverse("casestudies:pause"), {"until": wrong}).status_code == 422
    back = today + timedelta(days=10)
    assert erin.post(reverse("casestudies:pause"), {"until": str(back)}).status_code == 302
    alice = signed_in(people.alice)
    submission, _ = submitted(alice)
    assert not OutgoingEmail.objects.exists()
    assert "Nobody can review it" in alice.get(url("where", submission)).content.decode()
    assert [reviewers(submission, on=day) for day in (back - timedelta(days=1), back)] == [[], [people.erin]]
    erin.post(reverse("casestudies:pause"), {"wish": "end"})
    assert not ReviewerPause.objects.exists()


CAREFUL = "Things at home had got loud. They had met nine workers in two years."
ADDS_UP = "She lived on a farm. At Christmas she was in the paper."


@pytest.mark.parametrize(
    ("text", "age_band", "kinds"),
    [
        (CAREFUL, "", 0),
        (CAREFUL, "14 or 15", 0),
        ("She lived on a farm. It was Christmas.", "", 0),
        ("She lived on a farm. It was Christmas.", "14 or 15", 3),
        (ADDS_UP, "", 3),
        (ADDS_UP, "14 or 15", 4),
        ("<p>She lived on a f<b>ar</b>m.</p><p>At Ramadan he was one of twins.</p>", "", 3),
        ("Spring to mind, fall out, a village idea", "", 0),
    ],
)
def test_details_add_up_from_three_kinds_on(text, age_band, kinds):
    texts = {"happening": ("What was happening", text)}
    details = add_up(check_texts(texts), texts, age_band=age_band)
    assert len(details) == kinds
    assert kinds == 0 or kinds >= ENOUGH


def test_author_and_reviewer_see_what_adds_up_though_each_part_was_answered(index, people, signed_in):
    alice = signed_in(people.alice)
    submission = start(alice)
    page = save(alice, submission, "check", happening=ADDS_UP, age_band="14-15")
    answers = {radio["name"]: "not" for radio in BeautifulSoup(page.content, "html.parser").select("input[type=radio][value=not]")}
    assert "“farm”, in What was happening" in page.content.decode()
    assert save(alice, submission, "check", happening=ADDS_UP, age_band="14-15", **answers).status_code == 302
    assert "“farm”, in What was happening" in alice.get(url("checklist", submission)).content.decode()
    alice.post(url("checklist", submission), BASIS)
    alice.post(url("send", submission), {"written_down": "1"})
    erin = signed_in(people.erin)
    erin.post(url("take", submission), {"wish": "take"})
    assert "“farm”, in What was happening" in erin.get(url("review", submission)).content.decode()


def test_programme_leads_get_figures_in_which_no_family_can_be_recognised(index, people, signed_in):
    figures = lambda: signed_in(people.frank).get(reverse("casestudies:figures"))  # noqa: E731
    at = timezone.now()
    times = {"made_at": at, "saved_at": at}

    def make(number, state, **fields):
        Submission.objects.bulk_create(Submission(state=state, **times, **fields) for _ in range(number))

    assert figures().context["total"] == 0
    make(2, "published")
    assert figures().context["total"] is None
    make(40, "published")
    make(30, "sent_back")
    make(30, "declined")
    make(3, "withdrawn")
    make(50, "draft")
    context = figures().context
    assert context["total"] == 105
    assert [row["number"] for row in context["rows"]] == [0, 0, 30, 30, None, None]
    assert signed_in(people.erin).get(reverse("casestudies:figures")).status_code == 404
