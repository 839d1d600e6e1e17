"""Plain builders with realistic values. No mocks: real rows and real pages, published as a trainer would."""

from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import uuid4

from django.utils import timezone
from wagtail.models import Page, Site

from casestudies.actions.approval import approve_starter
from casestudies.models import CaseStudyPage
from cms.pages.models import HomePage
from cms.people.actions import grant_role, join, leave
from cms.people.models import ApprovedDomain, Authority, Hub, JobRole, Role, User
from cms.people.permissions import ROLES_LEADS_GIVE
from learning.actions import checks, record
from learning.models import Item, LearnIndexPage, LessonPage, ModulePage

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
PASSWORD = "keep-the-drum-beating"


@dataclass
class SmallSite:
    """The objects made by make_site()."""

    home: HomePage
    learn: LearnIndexPage
    module: ModulePage
    lessons: list[LessonPage]

    @property
    def item(self):
        """Return the module's item, freshly read."""
        return item_of(self.module)


def item_of(page):
    """Return a page's item, freshly read with the relations that actions need."""
    return Item.objects.select_related("page", "module", "current").get(page_id=page.pk)


def make_site(lessons=3):
    """Replace Wagtail's welcome page with a home page, a catalogue and one module."""
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="Drumbeat", slug="drumbeat", heading="Keep the door open.", lead="Short lessons."))
    site, _ = Site.objects.get_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    site.root_page = home
    site.save()
    learn = home.add_child(instance=LearnIndexPage(title="Learn", slug="learn"))
    module, pages = make_module(learn, "RAISE and shared risk", lessons=lessons)
    return SmallSite(home, learn, module, pages)


def make_module(learn, title, lessons=3):
    """Publish a module with lessons below it. Return (module page, [lesson pages])."""
    module = learn.add_child(
        instance=ModulePage(title=title, summary="Holding risk with a young person.", owner_words="Drumbeat editors", live=False)
    )
    publish(module)
    pages = [make_lesson(module, f"Lesson {n} of {title}") for n in range(1, lessons + 1)]
    return ModulePage.objects.get(pk=module.pk), pages


def make_lesson(module, title, words="Think of the last time you said no to something a young person asked for.", **fields):
    """Publish a lesson with some text, a key point and a reflection question."""
    lesson = module.add_child(
        instance=LessonPage(title=title, summary="Whose risk is written down?", body=body(words), live=False, **fields)
    )
    publish(lesson)
    return LessonPage.objects.get(pk=lesson.pk)


def body(words):
    """Return a lesson's body: running text, a key point and a question."""
    return LessonPage._meta.get_field("body").stream_block.to_python(
        [
            {"type": "text", "value": f"<p>{words}</p>", "id": "11111111-1111-4111-8111-111111111111"},
            {"type": "key_point", "value": {"text": "Name whose risk it is."}, "id": "22222222-2222-4222-8222-222222222222"},
            {"type": "reflection", "value": {"question": "Which rule is hardest to explain?", "hint": ""}, "id": QUESTION},
        ]
    )


QUESTION = "33333333-3333-4333-8333-333333333333"


def publish(page, user=None):
    """Publish a page as the editor's button does. The words of a case study are approved first, as those of starter content are."""
    if isinstance(page, CaseStudyPage):
        approve_starter(page=page, at=now())
    page.save_revision(user=user).publish()


def edit(page, words, change, what_changed="One sentence is clearer."):
    """Change a lesson's text and publish it with this kind of change."""
    page = LessonPage.objects.get(pk=page.pk)
    page.body = body(words)
    page.change, page.what_changed = change, what_changed
    publish(page)
    return LessonPage.objects.get(pk=page.pk)


def make_people(on):
    """Make the six people of docs/architecture.md, and newcomer, who has no membership yet."""
    job = JobRole.objects.get_or_create(slug="hub-worker", defaults={"title": "Hub worker"})[0]
    ashdale = Authority.objects.create(name="Ashdale", slug="ashdale", safeguarding_phone="01632 960 200")
    northholt = Authority.objects.create(name="Northholt", slug="northholt")
    mill_lane = Hub.objects.create(authority=ashdale, name="Mill Lane hub")
    quay_street = Hub.objects.create(authority=northholt, name="Quay Street hub")
    made = SimpleNamespace(ashdale=ashdale, northholt=northholt, job=job)
    for name, authority, hub, roles in [
        ("alice", ashdale, mill_lane, []),
        ("bob", ashdale, mill_lane, [Role.HUB_MANAGER]),
        ("carol", northholt, quay_street, []),
        ("dana", ashdale, None, [Role.TRAINER]),
        ("erin", northholt, None, [Role.FACILITATOR, Role.REVIEWER]),
        ("frank", ashdale, None, [Role.PROGRAMME_LEAD, Role.ADMINISTRATOR]),
    ]:
        setattr(made, name, _make_person(name, authority, hub, roles, job=job, on=on))
    made.newcomer = User.objects.create_user("newcomer@example.org", PASSWORD, first_name="Newcomer")
    return made


def make_more_people(people, on):
    """Add more people for the access policy tests.

    There is one person for each role alone, another hub's manager, and two leavers: jude, who had no role, and owen, still a trainer.
    """
    ashdale, northholt = people.ashdale, people.northholt
    orchard_road = Hub.objects.create(authority=ashdale, name="Orchard Road hub")
    for name, authority, hub, roles in [
        ("gita", ashdale, None, [Role.AUTHORITY_LEAD]),
        ("hari", ashdale, orchard_road, [Role.HUB_MANAGER]),
        ("iris", ashdale, None, [Role.PARTNER]),
        ("jude", ashdale, orchard_road, []),
        ("kit", northholt, None, [Role.REVIEWER]),
        ("lena", ashdale, None, [Role.PROGRAMME_LEAD]),
        ("milo", northholt, None, [Role.FACILITATOR]),
        ("nell", ashdale, None, [Role.ADMINISTRATOR]),
        ("owen", ashdale, None, [Role.TRAINER]),
    ]:
        setattr(people, name, _make_person(name, authority, hub, roles, job=people.job, on=on))
    for person in (people.jude, people.owen):
        leave(user=person, on=on, by=people.frank)


def _make_person(name, authority, hub, roles, *, job, on):
    person = User.objects.create_user(f"{name}@example.org", PASSWORD, first_name=name.title(), last_name="Ward")
    join(user=person, authority=authority, hub=hub, job_role=job, on=on)
    for role in roles:
        where = {"authority": authority if role in ROLES_LEADS_GIVE else None, "hub": hub if role == Role.HUB_MANAGER else None}
        grant_role(user=person, role=role, on=on, **where)
    return User.objects.get(pk=person.pk)


def complete(member, lesson_page, at=AT, event_id=None):
    """Complete the lesson's current version as the member."""
    lesson = item_of(lesson_page)
    return record.complete_lesson(member=member, lesson=lesson, version=lesson.current, event_id=event_id or uuid4(), at=at)


def approve_domain(authority, name="example.org"):
    """Approve and confirm the domain: unknown addresses in it may be emailed."""
    return ApprovedDomain.objects.create(authority=authority, name=name, added_at=AT, confirmed_at=AT)


def now():
    """Return the current time, timezone-aware."""
    return timezone.now()


def option(key, text, *, right=False, feedback="That is often said. Ask who wrote it down."):
    """Return an answer to choose from, with a stable id."""
    return {"type": "item", "id": key, "value": {"text": text, "right": right, "feedback": "" if right else feedback}}


def choice_question(number, *, right="a", kind="one_choice"):
    """Return a question with answers a, b and c; `right` are the ids of the right ones."""
    options = [option(f"{key}{number}", f"Answer {key} of {number}", right=key in right) for key in "abc"]
    value = {"question": f"What do you do first, number {number}?", "options": options, "why": f"Because of reason {number}."}
    return {"type": kind, "id": f"question-{number}", "value": value}


def ask(page, *questions, pass_mark=None, user=None):
    """Publish these questions as the lesson's check, and return the page."""
    page = LessonPage.objects.get(pk=page.pk)
    page.questions = LessonPage._meta.get_field("questions").stream_block.to_python(list(questions))
    page.pass_mark = pass_mark
    publish(page, user)
    return LessonPage.objects.get(pk=page.pk)


def try_check(member, page, answers, *, at=AT):
    """Take the lesson's check with {question id: answer}, hand it in and return the Attempt."""
    lesson = item_of(page)
    opened = checks.begin_check(member=member, lesson=lesson, version=lesson.current, event_id=uuid4(), at=at)
    asked = {question["id"]: question for question in opened.check_version.questions}
    for key, answer in answers.items():
        checks.save_answer(member=member, lesson=lesson, question=asked[key], answer=answer, at=at)
    return checks.hand_in(member=member, lesson=lesson, at=at)
