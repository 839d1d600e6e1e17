"""Pathways and rules: who gets which steps by when, and that running, moving and coming back never ask twice."""

import random
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from cms.page_tree.snapshot import current_tree
from cms.people.actions import leave, move
from cms.people.actions.memberships import join
from cms.people.models import Authority, Hub, JobRole, Membership, User
from learning.actions import adapting, pathways
from learning.actions.rules import apply_rules, end_rule, make_rule, who_would_be_asked
from learning.models import Pathway
from learning.models.records import Assignment, Enrolment, EnrolmentStep, LearningEvent, Rule, SignOff
from learning.pathways.progress import enrolments_of, progress_of
from learning.rebuild import differences
from tests.builders import complete, item_of, make_module
from tests.learning.reports.test_team import client_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def block(kind, key, **value):
    return {"type": kind, "id": key, "value": {"number": 2, "unit": "week", "is_optional": False, **value}}


@pytest.fixture
def world(site, people):
    """Ashdale, a pathway of five steps, and the pages of its modules."""
    site.people = people
    site.pages = {name: make_module(site.learn, name, lessons=1) for name in ("First", "Extra", "A", "B")}
    module = {name: page.pk for name, (page, _) in site.pages.items()}
    site.blocks = [
        block("module", "first", module=module["First"], number=1),
        block("module", "extra", module=module["Extra"], is_optional=True),
        block("choice", "choose", title="Choose one", needed=1, modules=[module["A"], module["B"]]),
        block("session", "visit", title="A morning in another hub", page=None, number=1, unit="month"),
        block("practice", "seen", title="A first visit", module=module["First"], points=["Listens first"], number=3, unit="month"),
    ]
    site.pathway = Pathway.objects.create(
        title="First twelve weeks", slug="first-twelve-weeks", summary="For newcomers.", steps=site.blocks
    )
    publish(site)
    return site


def publish(site):
    site.pathway.steps = Pathway._meta.get_field("steps").to_python(__import__("json").dumps(site.blocks))
    site.pathway.save_revision().publish()
    site.pathway.refresh_from_db()


def rule_for(world, **fields):
    return make_rule(by=world.people.bob, at=timezone.now(), authority=world.people.ashdale, pathway=world.pathway, **fields)


def steps_of(person):
    return {step.key: step for step in EnrolmentStep.objects.filter(enrolment__member=person)}


def state_of(person):
    (progress,) = progress_of(enrolments_of([person]), on=TODAY())
    return {row.step.key: row.state for row in progress.rows}, progress


def test_a_rule_dates_steps_from_the_first_day_of_newcomers_and_from_today_for_everyone_else(world):
    alice, bob, dana = world.people.alice, world.people.bob, world.people.dana
    new = TODAY() - timedelta(days=4)
    Membership.objects.filter(user=alice).update(employed_since=new)
    Membership.objects.filter(user=bob).update(employed_since=TODAY() - timedelta(days=3650))
    rule_for(world)
    assert steps_of(alice)["first"].due_on == new + timedelta(days=7)
    assert steps_of(bob)["first"].due_on == steps_of(dana)["first"].due_on == TODAY() + timedelta(days=7)
    asked = Assignment.objects.get(member=alice)
    assert (asked.module, asked.due_on) == (item_of(world.pages["First"][0]), new + timedelta(days=7)), "optional steps are not asked for"
    assert "First twelve weeks" in asked.reason


def test_thirty_nights_ask_once_and_a_module_done_last_year_is_not_asked_for_again(world):
    complete(world.people.alice, world.pages["First"][1][0], at=timezone.now() - timedelta(days=400))
    rule_for(world, job_role=world.people.job)
    before = list(Assignment.objects.order_by("pk").values_list("pk", "cycle", "made_at", "occasion"))
    for _ in range(30):
        call_command("apply_rules", verbosity=0)
    assert list(Assignment.objects.order_by("pk").values_list("pk", "cycle", "made_at", "occasion")) == before
    assert Assignment.objects.filter(member=world.people.alice).count() == 1
    assert state_of(world.people.alice)[0]["first"] == "done"


def test_moving_away_and_back_in_a_week_leaves_one_of_everything(world):
    people, on = world.people, TODAY()
    other = JobRole.objects.create(slug="key-worker", title="Key worker")
    rule_for(world, job_role=people.job)
    here = {"user": people.alice, "authority": people.ashdale, "hub": Hub.objects.get(authority=people.ashdale), "by": people.bob}
    move(**here, job_role=other, on=on)
    enrolment = Enrolment.objects.get(member=people.alice)
    assert enrolment.ended_on == on and Assignment.objects.get(member=people.alice).lapsed_at is not None
    assert not Assignment.objects.open().filter(member=people.alice).exists()
    move(**here, job_role=people.job, on=on)
    enrolment.refresh_from_db()
    assert enrolment.ended_on is None
    assert Assignment.objects.open().get(member=people.alice).lapsed_at is None
    assert EnrolmentStep.objects.filter(enrolment=enrolment).count() == 5


def test_someone_who_returns_after_a_year_finds_their_record_and_is_not_overdue(world):
    people = world.people
    rule_for(world)
    pathways.mark_session(step=steps_of(people.alice)["visit"], done_on=TODAY(), by=people.bob)
    leave(user=people.alice, on=TODAY(), by=people.bob)
    Enrolment.objects.filter(member=people.alice).update(ended_on=TODAY() - timedelta(days=365))
    EnrolmentStep.objects.filter(enrolment__member=people.alice).update(due_on=TODAY() - timedelta(days=300))
    join(user=people.alice, authority=people.ashdale, hub=None, job_role=people.job, on=TODAY())
    states, _ = state_of(User.objects.get(pk=people.alice.pk))
    assert states["visit"] == "done" and "overdue" not in states.values()


def test_what_a_manager_asked_for_or_someone_began_does_not_lapse_with_the_rule(world):
    people = world.people
    complete(people.bob, world.site_lesson if hasattr(world, "site_lesson") else world.lessons[0])
    rule = make_rule(by=people.bob, at=timezone.now(), authority=people.ashdale, module=world.item, number=2, unit="week")
    end_rule(rule=rule, by=people.bob, at=timezone.now())
    lapsed = dict(Assignment.objects.filter(module=world.item).values_list("member", "lapsed_at"))
    assert lapsed[people.bob.pk] is None and lapsed[people.alice.pk] is not None


def test_a_dry_run_says_who_would_be_asked_and_changes_nothing(world):
    rule_for(world, member=world.people.alice)
    before = Enrolment.objects.count(), Assignment.objects.count()
    rule = Rule(authority=world.people.ashdale, pathway=world.pathway)
    asked = {one.person: one.is_new for one in who_would_be_asked(rule, at=timezone.now())}
    assert asked[world.people.alice] is False and asked[world.people.bob] is True and world.people.carol not in asked
    assert (Enrolment.objects.count(), Assignment.objects.count()) == before


def test_an_authority_adds_and_hides_steps_for_itself_alone_and_newcomers_get_them(world):
    people, added = world.people, make_module(world.learn, "Only here", lessons=1)[0]
    adapting.add_step(pathway=world.pathway, authority=people.ashdale, module=item_of(added), number=1, unit="week", by=people.bob)
    adapting.hide_step(pathway=world.pathway, authority=people.ashdale, key="extra", by=people.bob)
    with pytest.raises(adapting.NotOptional):
        adapting.hide_step(pathway=world.pathway, authority=people.ashdale, key="first", by=people.bob)
    rule_for(world)
    make_rule(by=people.erin, at=timezone.now(), authority=people.northholt, pathway=world.pathway)
    titles = {step.title for step in steps_of(people.alice).values()}
    assert "Only here" in titles and "extra" not in steps_of(people.alice)
    assert "extra" in steps_of(people.carol) and "Only here" not in {step.title for step in steps_of(people.carol).values()}
    assert world.pathway.versions.count() == 1


def test_people_on_a_pathway_keep_their_version_until_they_are_moved_and_dates_stay(world):
    people = world.people
    rule_for(world)
    due_on = steps_of(people.alice)["first"].due_on
    world.blocks = [
        block("module", "new", module=make_module(world.learn, "New one", lessons=1)[0].pk),
        *world.blocks[:1],
        *world.blocks[2:],
    ]
    publish(world)
    call_command("apply_rules", verbosity=0)
    assert "new" not in steps_of(people.alice)
    assert pathways.move_to_newest(pathway=world.pathway, authority=people.ashdale, at=timezone.now()) >= 1
    assert "new" in steps_of(people.alice) and "extra" not in steps_of(people.alice)
    assert steps_of(people.alice)["first"].due_on == due_on
    assert pathways.move_to_newest(pathway=world.pathway, authority=people.ashdale, at=timezone.now()) == 0


def test_every_kind_of_step_can_be_done_and_the_manager_signs_off_at_the_end(world):
    people, alice = world.people, world.people.alice
    rule_for(world)
    bob = client_of(people.bob)
    page = reverse("learning:persons_pathway", args=[alice.subject, world.pathway.slug])
    complete(alice, world.pages["First"][1][0])
    complete(alice, world.pages["B"][1][0])
    bob.post(page, {"ready": "1"})
    assert Enrolment.objects.get(member=alice).signed_off_at is None, "steps are left"
    assert bob.post(page, {"step": "visit", "done_on": TODAY() + timedelta(days=1)}).status_code == 422
    assert bob.post(page, {"step": "visit", "done_on": TODAY()}).status_code == 302
    form = {"module": item_of(world.pages["First"][0]).pk, "seen_on": TODAY(), "points": "Listens first", "ready": "yes", "event": uuid4()}
    sign_off = reverse("learning:sign_off", args=[alice.subject])
    assert bob.post(sign_off, {**form, "words": "She listened."}).status_code == 302
    bob.post(sign_off, {**form, "words": "She listened."})
    assert SignOff.objects.count() == 1, "pressed twice"
    states, progress = state_of(alice)
    assert (set(states.values()), progress.next_row) == ({"done", "not-asked"}, None)
    assert bob.post(page, {"ready": "1"}).status_code == 302
    assert Enrolment.objects.get(member=alice).signed_off_by == people.bob
    own = client_of(alice).get(reverse("learning:pathway", args=[world.pathway.slug]))
    assert own.status_code == 200 and b"Signed off by Bob" in own.content


def test_the_number_of_queries_does_not_grow_with_people_or_with_the_nights(world, django_assert_max_num_queries):
    rule_for(world)
    with django_assert_max_num_queries(8):
        assert apply_rules(at=timezone.now()) == 0
    current_tree()  # the outline is in the cached tree
    with django_assert_max_num_queries(12):
        progress_of(enrolments_of(User.objects.all()), on=TODAY())


@pytest.mark.parametrize("seed", range(3))
def test_rules_moves_and_learning_at_random_leave_a_clean_record_and_nothing_twice(world, seed):
    """Nothing that rules do may touch the record, whatever people do between them."""
    dice, people, at = random.Random(seed), world.people, timezone.now()
    other = JobRole.objects.create(slug="key-worker", title="Key worker")
    lessons = [page for _, pages in world.pages.values() for page in pages]
    rules = [rule_for(world, job_role=people.job)]

    def move_someone():
        person = User.objects.get(pk=dice.choice([people.alice, people.bob, people.dana]).pk)
        authority = dice.choice([people.ashdale, people.northholt])
        if person.membership is None:
            join(user=person, authority=authority, hub=None, job_role=people.job, on=TODAY())
        elif dice.random() < 0.3:
            leave(user=person, on=TODAY(), by=people.frank)
        else:
            move(user=person, authority=authority, hub=None, job_role=dice.choice([people.job, other]), on=TODAY(), by=people.frank)

    def learn():
        person = User.objects.get(pk=dice.choice([people.alice, people.bob, people.dana]).pk)
        if person.membership is not None:
            complete(person, dice.choice(lessons))

    def change_rules():
        if dice.random() < 0.5:
            end_rule(rule=rules.pop() if rules else Rule.objects.first(), by=people.frank, at=at)
        else:
            authority = Authority.objects.get(pk=dice.choice([people.ashdale, people.northholt]).pk)
            rules.append(make_rule(by=people.frank, at=at, authority=authority, pathway=world.pathway, job_role=dice.choice([None, other])))

    for _ in range(12):
        dice.choice([move_someone, learn, change_rules, lambda: apply_rules(at=timezone.now())])()
    apply_rules(at=timezone.now())
    assert apply_rules(at=timezone.now()) == 0, "a second run changes nothing"
    assert list(differences()) == []
    assert not Assignment.objects.values("member", "module").annotate(count=Count("pk")).filter(count__gt=1).exists()
    events = LearningEvent.objects.exclude(verb="completed").exclude(verb="waived")
    assert not events.exists(), "rules write no events"


def test_a_module_that_two_pathways_or_a_rule_share_is_asked_for_while_one_of_them_does(world):
    people, at = world.people, timezone.now()
    first = item_of(world.pages["First"][0])
    second = Pathway.objects.create(
        title="For key workers",
        slug="for-key-workers",
        summary="s",
        steps=[block("module", "same", module=world.pages["First"][0].pk, number=2)],
    )
    second.steps = Pathway._meta.get_field("steps").to_python(
        __import__("json").dumps([block("module", "same", module=world.pages["First"][0].pk, number=2)])
    )
    second.save_revision().publish()
    other = JobRole.objects.create(slug="key-worker", title="Key worker")
    rule_for(world, job_role=people.job)
    make_rule(by=people.bob, at=at, authority=people.ashdale, pathway=second, job_role=other)
    here = {"user": people.alice, "authority": people.ashdale, "hub": Hub.objects.get(authority=people.ashdale), "by": people.bob}
    move(**here, job_role=other, on=TODAY())
    assert Assignment.objects.open().filter(member=people.alice, module=first).exists()
    rule = make_rule(by=people.bob, at=at, authority=people.ashdale, module=first, number=3, unit="week")
    end_rule(rule=rule, by=people.bob, at=at)
    assert Assignment.objects.open().filter(member=people.alice, module=first).exists()


def test_what_newcomers_no_longer_get_stays_with_those_who_have_it(world):
    people = world.people
    rule_for(world, member=people.alice)
    adapting.hide_step(pathway=world.pathway, authority=people.ashdale, key="extra", by=people.bob)
    make_rule(by=people.bob, at=timezone.now(), authority=people.ashdale, module=world.item)
    rule_for(world, member=people.bob)
    assert "extra" in steps_of(people.alice) and "extra" not in steps_of(people.bob)


def test_a_rule_gives_a_date_to_what_someone_opened_before(world):
    people = world.people
    complete(people.alice, world.lessons[0])
    assert Assignment.objects.get(member=people.alice, module=world.item).due_on is None
    rule = make_rule(by=people.bob, at=timezone.now(), authority=people.ashdale, module=world.item, number=2, unit="week")
    assignment = Assignment.objects.get(member=people.alice, module=world.item)
    assert assignment.due_on == TODAY() + timedelta(weeks=2) and assignment.occasion == rule.occasion
    assert apply_rules(at=timezone.now()) == 0


def test_the_same_rule_again_is_one_rule_with_what_it_says_now(world):
    people = world.people
    first = make_rule(by=people.bob, at=timezone.now(), authority=people.ashdale, module=world.item, number=2, unit="week")
    again = make_rule(by=people.bob, at=timezone.now(), authority=people.ashdale, module=world.item, number=6, unit="week")
    assert (again.pk, again.number, Rule.objects.count()) == (first.pk, 6, 1)


def test_a_pack_of_an_earlier_day_shows_what_was_so_on_that_day(world):
    people, alice = world.people, world.people.alice
    rule_for(world)
    pathways.mark_session(step=steps_of(alice)["visit"], done_on=TODAY(), by=people.bob)
    (before,) = progress_of(enrolments_of([alice]), on=TODAY() - timedelta(days=1))
    (now,) = progress_of(enrolments_of([alice]), on=TODAY())
    states = [next(row.state for row in progress.rows if row.step.key == "visit") for progress in (before, now)]
    assert states[0] != "done" and states[1] == "done"
