"""No sequence of what people and programs do publishes words that were not approved as they stand.

A walk chooses at random, from a seed, what happens next. A failure names the seed and the steps before it.
"""

from datetime import date, timedelta
from random import Random

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from casestudies.actions import drafts, review, submit
from casestudies.actions.approval import NoReason, NotSuperuser, approve_starter, override_review
from casestudies.actions.withdraw import withdraw, withdraw_by_reference
from casestudies.content_hash import content_hash
from casestudies.models import Approval, CaseStudyIndexPage, CaseStudyPage, NotApproved, Review, Submission
from cms.people.actions import grant_role, join, leave
from cms.people.models import Role, User
from tests.casestudies.stories import a_story, make_index, stream
from tests.casestudies.test_workflow import STORY

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
WORDS = ["We stayed on the step.", "We talked about cars.", "We came back on a Sunday."]
SEEDS, STEPS = range(12), 60
# What happens more often than the rest, so that many walks come to a publication.
LIKELY = ["an_author_writes", "the_author_submits", "someone_takes_the_review", "someone_decides", "someone_decides"]
REFUSALS = (
    DatabaseError,
    NotApproved,
    drafts.NotEditable,
    drafts.NewerDraft,
    submit.NotReady,
    review.NotIndependent,
    review.TakenMeanwhile,
    review.ChangedMeanwhile,
    review.Undecided,
    NotSuperuser,
    NoReason,
)


class Walk:
    """alice writes; erin reviews and moves between authorities; bob of alice's hub and a superuser try what they may not."""

    def __init__(self, people, random):
        self.people, self.random = people, random
        self.at = timezone.now()
        self.submission = drafts.start_submission(by=people.alice, at=self.at)
        self.reference, self.steps = "", []

    def step(self):
        """Do one thing at random and check what is live."""
        names = [name for name in vars(Walk) if name.startswith(("an_", "a_", "the_", "someone_"))]
        name = self.random.choice([*names, *LIKELY])
        self.steps.append(name)
        getattr(self, name)()
        self.check()

    def attempt(self, action):
        """Do something; a refusal leaves everything as it was."""
        try:
            with transaction.atomic():
                return action()
        except REFUSALS:
            return None

    def now(self):
        return Submission.objects.get(pk=self.submission.pk)

    def page(self):
        return CaseStudyPage.objects.order_by("pk").first()

    def an_author_writes(self):
        words = self.random.choice(WORDS)
        is_second = self.random.random() < 0.3
        draft = self.now()
        fields = {**STORY, "did": words}
        self.attempt(lambda: drafts.save_draft(submission=draft, fields=fields, version=draft.version - is_second, at=self.at))

    def the_author_submits(self):
        audience = self.random.choice(["team", "authority", "network"])

        def send():
            _, self.reference = submit.record_basis(
                submission=self.now(),
                by=self.people.alice,
                basis="both",
                agreed_on=self.at.date(),
                audience=audience,
                told=[],
                changed=["names"],
                changed_else="",
                at=self.at,
            )
            submit.submit(submission=self.now(), open_findings=0, at=self.at)

        self.attempt(send)

    def the_author_takes_it_back(self):
        self.attempt(lambda: drafts.take_back(submission=self.now()))

    def the_author_changes_what_is_published(self):
        self.attempt(lambda: drafts.change_published(submission=self.now()))

    def someone_takes_the_review(self):
        who = self.random.choice(["erin", "alice", "bob"])
        self.attempt(lambda: review.take_review(submission=self.now(), by=self._person(who), at=self.at))

    def someone_decides(self):
        who = self.random.choice(["erin", "alice", "bob"])
        audience = self.random.choice(["team", "network"])
        knows = self.random.random() < 0.3
        is_old = self.random.random() < 0.3
        before = self.now()
        done = self.attempt(
            lambda: review.decide(
                submission=before,
                by=self._person(who),
                decision=Review.Decision.APPROVE,
                audience=audience,
                minutes=20,
                sources=["search"],
                result="found" if knows else "not",
                how="",
                note="",
                seen_hash="0" * 64 if is_old else before.content_hash,
                confirmed=[],
                at=self.at,
            )
        )
        if done:
            assert who == "erin" and self.erins_authority() != self.people.ashdale and not knows and not is_old

    def erins_authority(self):
        return self._person("erin").membership.authority

    def _person(self, who):
        return User.objects.with_standing().get(pk=getattr(self.people, who).pk)

    def the_reviewer_moves(self):
        is_ashdale = self.random.random() < 0.3
        authority = self.people.ashdale if is_ashdale else self.people.northholt
        day = self.at.date()

        def move():
            leave(user=self.people.erin, on=day, by=self.people.frank)
            join(user=self.people.erin, authority=authority, hub=None, job_role=self.people.job, on=day)

        self.attempt(move)

    def someone_goes_round_the_review(self):
        if self.page() is None:
            return
        words = self.random.choice(WORDS)
        route = self.random.choice(["publish", "save", "schedule", "update", "live", "sql", "title", "copy", "revert"])
        page = self.page()
        other = CaseStudyPage.objects.get(pk=page.pk)
        other.did = stream("did", [{"type": "text", "value": f"<p>{words}</p>"}])
        past = timezone.now() - timedelta(minutes=1)
        routes = {
            "publish": lambda: other.save_revision().publish(),
            "save": lambda: (setattr(other, "live", True), other.save()),
            "schedule": lambda: (
                Revision.objects.filter(pk=other.save_revision().pk).update(approved_go_live_at=past),
                call_command("publish_scheduled", verbosity=0),
            ),
            "update": lambda: CaseStudyPage.objects.filter(pk=page.pk).update(did=other.did),
            "live": lambda: Page.objects.filter(pk=page.pk).update(live=not page.live),
            "sql": lambda: self.sql("UPDATE casestudies_casestudypage SET situation = %s WHERE page_ptr_id = %s", words, page.pk),
            "title": lambda: self.sql("UPDATE wagtailcore_page SET title = %s, live = TRUE WHERE id = %s", words, page.pk),
            "copy": lambda: page.copy(update_attrs={"slug": f"copy-{Page.objects.count()}"}, keep_live=True),
            "revert": lambda: page.revisions.order_by("pk").first().publish(),
        }
        self.attempt(routes[route])

    def sql(self, statement, *values):
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    def a_superuser_gives_no_reason(self):
        if self.page() is None:
            return
        who = self.random.choice(["frank", "erin"])
        reason = self.random.choice(["", " "])
        person = self._person(who)
        person.is_superuser = who == "frank"
        assert self.attempt(lambda: override_review(page=self.page(), by=person, reason=reason, at=self.at)) is None

    def the_importer_loads_a_composite(self):
        words = self.random.choice(WORDS)

        def load():
            page = a_story(f"Starter {Page.objects.count()}", summary=words)
            page = CaseStudyIndexPage.objects.get().add_child(instance=page)
            approve_starter(page=page, at=self.at)
            page.save_revision().publish()

        self.attempt(load)

    def someone_withdraws(self):
        is_right = self.random.random() < 0.1
        self.attempt(lambda: withdraw_by_reference(reference=self.reference if is_right else "AAAA-BBBB-CCCC", at=self.at))

    def a_page_is_withdrawn(self):
        if self.page() is None:
            return
        self.attempt(lambda: withdraw(page=self.page(), by=self.people.frank, at=self.at))

    def check(self):
        for page in CaseStudyPage.objects.live():
            approval = Approval.objects.filter(page_id=page.pk, content_hash=content_hash(page)).last()
            assert approval, self.steps
            assert approval.kind == Approval.Kind.STARTER or approval.review.reviewer_id == self.people.erin.pk, self.steps


@pytest.mark.parametrize("seed", SEEDS)
def test_no_sequence_publishes_words_that_were_not_approved_as_they_stand(site, people, seed):
    make_index()
    for person in (people.bob, people.alice):
        grant_role(user=person, role=Role.REVIEWER, on=date(2026, 10, 1), by=people.frank)
    walk = Walk(people, Random(seed))
    for _ in range(STEPS):
        walk.step()


def test_control_a_walk_can_come_to_a_publication(site, people):
    """If no walk published anything, the test above would show nothing."""
    make_index()
    found = set()
    for seed in SEEDS:
        with transaction.atomic():
            walk = Walk(people, Random(seed))
            for _ in range(STEPS):
                walk.step()
            found |= set(Approval.objects.filter(kind="review").values_list("kind", flat=True))
            transaction.set_rollback(True)
        if found:
            return
    raise AssertionError("no walk published a reviewed case study")
