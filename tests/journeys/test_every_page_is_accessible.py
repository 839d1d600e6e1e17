"""Accessibility of every page: axe, headings, targets and reflow, once for each template, state and kind of person with a different view.

Pages are identified by the templates that rendered them: a page whose set of templates has been checked before is only opened. `look` is
for states that the templates do not show (a form with errors, a half-finished task) and always checks.
"""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test.signals import template_rendered
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cms.people.actions import grant_role, leave
from cms.people.models import Milestone, Role
from community.models import EventIndexPage, EventPage, Post, Topic
from tests.community.builders import make_upcoming
from tests.journeys import pages
from tests.journeys.conftest import DESK, PHONE
from tests.learning.wordfiles import docx, h, p, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PEOPLE = ["alice", "bob", "carol", "dana", "erin", "frank"]
OPEN_TO_ALL = ["/", "/words/"]
EVENTS = [
    "/events/",
    "/events/?kind=deep-dive",
    "/events/no-wrong-door-workshop-2021/",
    "/events/sfpc-event-2021/",
    "/reflections/",
    "/reflections/the-first-visits/",
]


class Walk:
    """Opens pages and collects the faults of each."""

    def __init__(self):
        self.faults = {}
        self.seen = set()
        self.enlarged = set()
        self.looked_at = 0
        self.rendered = []
        template_rendered.connect(self._note_template)

    def _note_template(self, template, **kwargs):
        self.rendered.append(template.name or "")

    def go(self, page, who, address, status=200):
        """Open a URL; check it unless a page with the same templates has been checked before."""
        self.rendered.clear()
        response = page.goto(address)
        if response.status != status:
            self.faults[f"answered {response.status}, not {status}"] = [f"{who} {address}"]
        templates = frozenset(self.rendered)
        if templates not in self.seen:
            self.seen.add(templates)
            self.look(page, who, address)

    def look(self, page, who, what):
        """Check the page in its current state."""
        self.looked_at += 1
        found = pages.headings(page)
        for size, scheme in [(pages.NARROW, "light"), (DESK, "dark")]:
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            found += [f"{scheme} {size['width']}: {fault}" for fault in pages.axe(page) + pages.small_targets(page) + pages.sideways(page)]
        main = self.rendered[0] if self.rendered else what
        if main not in self.enlarged:
            self.enlarged.add(main)
            page.set_viewport_size(pages.NARROW)
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            found += [f"200 % text: {fault}" for fault in pages.sideways(page)]
            page.evaluate("document.documentElement.style.fontSize = ''")
        found += [f"console: {complaint}" for complaint in page.seen.complaints]
        found += [f"request to another host: {url}" for url in page.seen.strangers]
        page.seen.complaints.clear()
        page.seen.strangers.clear()
        for fault in found:
            self.faults.setdefault(fault, []).append(f"{who} {what}")

    def report(self):
        """Return each fault once, with the first page it was seen on."""
        return "\n".join(f"{fault}\n    at {places[0]} and {len(places) - 1} more" for fault, places in self.faults.items())


def _what_a_visitor_sees(demo, walk, page):
    walk.go(page, "visitor", "/accounts/login/code/")
    walk.go(page, "visitor", "/accounts/with/")
    for address in [
        *OPEN_TO_ALL,
        "/accounts/login/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/signup/",
        "/ask-to-join/",
    ]:
        walk.go(page, "visitor", address)
    page.goto("/")
    for address in {link.get_attribute("href") for link in page.locator("footer a[href^='/'], main a[href^='/']").all()}:
        walk.go(page, "visitor", address)
    walk.go(page, "visitor", "/nothing-here/", status=404)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in").click()
    walk.look(page, "visitor", "sign in, with nothing typed")
    page.goto("/accounts/password/reset/key/1-forged/")
    walk.look(page, "visitor", "a reset link that is too old")


def _what_anybody_signed_in_sees(walk, page, who):
    for address in [
        "/account/",
        "/account/sessions/",
        "/accounts/password/change/",
        "/account/address/",
        "/accounts/logout/",
        "/accounts/code/",
        "/accounts/code/webauthn/",
        "/accounts/connected/",
        "/account/who-can-see/",
        "/account/everything/",
        "/account/close/",
        "/account/be-forgotten/",
    ]:
        walk.go(page, who, address)


def _what_every_member_sees(demo, walk, page, who):
    _what_anybody_signed_in_sees(walk, page, who)
    for address in [
        "/",
        demo.index,
        f"{demo.index}?time=20&theme=trauma",
        "/my-learning/",
        "/words/",
        "/provocations/",
        "/authorities/",
        "/authorities/ashdale/",
        "/authorities/norfolk/",
        "/find/",
        "/find/?q=missing+from+home",
        "/find/?q=zebra+crocodil",
        "/kept/",
        "/reported/",
        "/notices/",
        "/notices/choices/",
        "/start-here/",
        "/start-here/new-starter/",
    ]:
        walk.go(page, who, address)
    for address in EVENTS if who == "alice" else EVENTS[::2]:
        walk.go(page, who, address)
    for module in demo.modules if who == "alice" else demo.modules[::3]:
        walk.go(page, who, module.url)
    for lesson in demo.lessons(demo.modules[0])[:2]:
        walk.go(page, who, lesson.url)
    walk.go(page, who, "/nothing-here/", status=404)


def _what_alice_sees_of_the_directory(walk, page):
    for address in ["/directory/", "/directory/?q=nobody", "/directory/your-card/", "/help/", "/help/hub-manager/", "/help/editors/"]:
        walk.go(page, "alice", address)
    page.goto("/directory/your-card/")
    page.get_by_label("Ask me about").fill("first visits")
    page.get_by_role("button", name="Save my card").click()
    page.get_by_role("button", name="Add photo to my card").click()
    walk.look(page, "alice", "her card, and a photo that was forgotten")
    page.goto("/directory/your-card/")
    page.get_by_role("button", name="Add my card to the directory").click()
    walk.look(page, "alice", "her card, up")


def _what_alice_sees_of_a_page_she_keeps_and_reports(demo, walk, page):
    lesson = demo.lessons(demo.modules[0])[0]
    page.goto(f"{lesson.url}?go-on=1")
    page.get_by_role("button", name="Save for later").click()
    walk.look(page, "alice", "a kept lesson")
    page.get_by_text("Tell a colleague").click()
    walk.look(page, "alice", "a lesson with its link for a colleague")
    for address in ["/kept/", "/"]:
        walk.go(page, "alice", address)
    page.goto(f"{lesson.url}?go-on=1")
    page.get_by_role("link", name="Report a problem").click()
    walk.look(page, "alice", "reporting a problem")
    page.get_by_role("button", name="Report it").click()
    walk.look(page, "alice", "a report without words")
    page.get_by_label("Something is wrong or out of date").check()
    page.get_by_label("Describe the problem").fill("The third paragraph names the wrong year.")
    page.get_by_role("button", name="Report it").click()
    walk.look(page, "alice", "what alice reported")


def _what_alice_sees_besides(demo, walk, page):
    """Check lessons behind content notes, a half-finished scenario, saved and refused notes, a changed lesson and a refusal."""
    for lesson in demo.lessons(demo.modules[0]):
        walk.go(page, "alice", lesson.url)
        walk.go(page, "alice", f"{lesson.url}?go-on=1")
    for module in demo.modules[1:]:
        for lesson in demo.lessons(module):
            walk.go(page, "alice", f"{lesson.url}?go-on=1")
    _what_alice_sees_of_an_event_to_come(walk, page)
    _what_alice_sees_of_the_directory(walk, page)
    _what_alice_sees_of_a_page_she_keeps_and_reports(demo, walk, page)
    page.goto("/provocations/")
    walk.go(page, "alice", page.locator("main a[href^='/provocations/']").first.get_attribute("href"))
    walk.go(page, "alice", "/design/")
    walk.go(page, "alice", f"{demo.index}?time=45")
    raise_lessons = demo.lessons(demo.module("RAISE"))
    scene = raise_lessons[2]
    page.goto(f"{scene.url}?go-on=1")
    page.locator(".scenario input[type=radio]").first.check(force=True)
    page.get_by_role("button", name="See what might happen next").click()
    walk.look(page, "alice", "a scenario half way")
    note = page.get_by_role("group", name="Private note").first
    note.get_by_role("textbox").fill("The column that was mine.")
    note.get_by_role("button", name="Save my note").click()
    walk.look(page, "alice", "a saved note")
    _type_too_much(page)
    walk.look(page, "alice", "a note that is too long")
    _change(raise_lessons[0], "material")
    _change(raise_lessons[1], "clarified")
    first, second = demo.item(raise_lessons[0]), demo.item(raise_lessons[1])
    changed = reverse("learning:what_changed", args=[first.uid])
    for address in [
        raise_lessons[0].url,
        raise_lessons[1].url,
        changed,
        reverse("learning:what_changed", args=[second.uid]),
        "/",
        "/my-learning/",
    ]:
        walk.go(page, "alice", address)
    page.goto(changed)
    page.get_by_role("button", name="I have read what changed").click()
    walk.look(page, "alice", "what changed, read")
    gone = demo.lessons(demo.module("Adverse"))[-1]
    refused = reverse("learning:what_changed", args=[demo.item(gone).uid])
    gone.unpublish()
    walk.go(page, "alice", refused, status=404)


BOARDS = {
    "alice": ["", "first-visits/", "first-visits/?kind=question", "first-visits/start/", "first-visits/log/", "hub-managers/ask/"],
    "erin": ["", "queue/"],
    "frank": ["", "manage/", "make/", "first-visits/settings/", "hub-managers/open/"],
}


def _what_the_person_sees_of_boards(walk, page, who):
    """Check the boards of the demo, and a challenge and a question with their replies and forms."""
    for address in [*BOARDS.get(who, [""]), "unanswered/", "drafts/"]:
        walk.go(page, who, f"/boards/{address}")
    for topic in Topic.objects.filter(by_site=False):
        walk.go(page, who, f"{topic.get_absolute_url()}?page=1")
        walk.go(page, who, f"{topic.get_absolute_url()}reply/?quote=1")
    for post in Post.objects.filter(author__email=f"{who}@example.org")[:2]:
        for deed in ("edit", "delete", "history"):
            walk.go(page, who, f"/posts/{post.pk}/{deed}/")
    if other := Post.objects.exclude(author=None).exclude(author__email=f"{who}@example.org").first():
        walk.go(page, who, f"/posts/{other.pk}/report/")


def _what_frank_sees_besides(demo, walk, page):
    """Check the people of an authority, a list that is checked and sent, and the audit log."""
    alice = demo.person("alice").subject
    for address in [
        "/people/",
        "/people/?who=nowhere",
        "/people/?q=nobody-is-called-that",
        "/people/roles/",
        "/people/in/ashdale/",
        "/people/in/ashdale/?q=nobody-is-called-that",
        "/people/in/ashdale/invite/",
        "/people/in/ashdale/invite-list/",
        "/people/in/ashdale/invitations/",
        "/people/in/ashdale/roles/",
        "/people/reviews/",
        "/people/in/ashdale/hubs/",
        f"/people/hubs/{demo.person('alice').membership.hub_id}/",
        "/people/in/ashdale/about/",
        "/people/in/ashdale/settings/",
        "/people/in/ashdale/domains/",
        "/people/in/norfolk/milestones/",
        "/people/in/norfolk/",
        "/people/in/norfolk/close/",
        f"/people/milestones/{Milestone.objects.first().pk}/",
        "/people/in/ashdale/requests/",
        f"/people/{alice}/",
        f"/people/{demo.person('frank').subject}/",
        "/people/audit/",
        "/people/sign-in/",
        "/people/audit/?what=closed",
    ]:
        walk.go(page, "frank", address)
    page.goto("/people/in/ashdale/domains/")
    page.get_by_role("button", name="Approve domain").click()
    walk.look(page, "frank", "no domain")
    page.goto(f"/people/{alice}/")
    page.get_by_text("Give a role").click()
    page.get_by_role("button", name="Give role").click()
    walk.look(page, "frank", "a role without a reason")
    page.goto("/people/in/ashdale/invite/")
    page.get_by_role("button", name="Send invitation").click()
    walk.look(page, "frank", "an invitation to nobody")
    page.goto("/people/in/ashdale/invite-list/")
    content = b"E-mail address,Job role\nzoe@example.org,Hub worker\nalice@example.org,Hub worker\n"
    page.get_by_label("A list of people").set_input_files({"name": "ours.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Check the list").click()
    walk.look(page, "frank", "a list, checked")
    page.get_by_role("button", name="Invite 1 person").click()
    walk.look(page, "frank", "letters, sent")
    walk.go(page, "frank", "/people/in/ashdale/")


def _what_alice_sees_of_an_event_to_come(walk, page):
    """Check an invitation, the member's interest in it, and the refusal when the event ended before she confirmed."""
    event = make_upcoming(EventIndexPage.objects.get(), mode="both", place="Town Hall, Ashdale")
    walk.go(page, "alice", "/events/")
    walk.go(page, "alice", event.url)
    page.get_by_role("button", name="I am interested").click()
    walk.look(page, "alice", "an event one is interested in")
    page.get_by_role("button", name="I am no longer interested").click()
    page.get_by_role("button", name="I am interested").wait_for()
    over = timezone.localdate() - timedelta(days=1)
    EventPage.objects.filter(pk=event.pk).update(starts_on=over, ends_on=over)
    page.get_by_role("button", name="I am interested").click()
    page.get_by_role("heading", name="Nothing was saved").wait_for()
    page.seen.complaints.clear()  # the browser logs the refusal
    walk.look(page, "alice", "an interest that came too late")


def _type_too_much(page):
    """Exceed the browser's own limit, as an old browser might."""
    note = page.get_by_role("group", name="Private note").first
    note.get_by_role("textbox").evaluate("field => { field.removeAttribute('maxlength'); field.value = 'Column. '.repeat(700); }")
    note.get_by_role("button", name="Save my note").click()


def _change(lesson, kind):
    lesson.summary += " Now said with one more example."
    lesson.change, lesson.what_changed = kind, "One more example of the third column."
    lesson.save_revision().publish()


def test_every_page_is_accessible(demo, open_browser, open_as, sign_in):
    walk = Walk()
    _what_a_visitor_sees(demo, walk, open_browser())
    newcomer = open_browser()
    newcomer.goto("/accounts/login/")
    newcomer.get_by_label("Work email address").fill("newcomer@example.org")
    newcomer.get_by_label("Password").fill(demo.password)
    newcomer.get_by_role("button", name="Sign in").click()
    walk.go(newcomer, "newcomer", "/", status=403)
    _what_anybody_signed_in_sees(walk, newcomer, "newcomer")
    for who in PEOPLE:
        page = open_as(who)
        _what_every_member_sees(demo, walk, page, who)
        _what_the_person_sees_of_boards(walk, page, who)
        if who == "alice":
            _what_alice_sees_besides(demo, walk, page)
        if who == "frank":
            _what_frank_sees_besides(demo, walk, page)
        page.context.close()
    assert walk.looked_at > 80
    assert not walk.faults, f"{len(walk.faults)} faults on {walk.looked_at} pages:\n{walk.report()}"


def test_pages_of_leads_partners_and_leavers_are_accessible(demo, open_as):
    """Check only the pages these people see differently from those above. The lead is not an administrator."""
    walk, on, alice, frank = Walk(), timezone.localdate(), demo.person("alice"), demo.person("frank")
    bob, carol, erin = (demo.person(name) for name in ("bob", "carol", "erin"))
    grant_role(user=bob, role=Role.AUTHORITY_LEAD, authority=bob.membership.authority, on=on, by=frank)
    grant_role(user=carol, role=Role.PARTNER, on=on, by=frank)
    leave(user=erin, on=on, by=frank)
    theirs = {
        "bob": [
            "/",
            "/account/",
            "/people/in/ashdale/",
            "/people/in/ashdale/invite/",
            "/people/in/ashdale/roles/",
            "/people/in/ashdale/requests/",
            "/people/in/ashdale/settings/",
            f"/people/{alice.subject}/",
        ],
        "carol": ["/", "/account/", "/account/who-can-see/"],
        "erin": ["/account/", "/account/who-can-see/", "/account/everything/"],
    }
    for who, addresses in theirs.items():
        page = open_as(who)
        for address in addresses:
            walk.go(page, who, address)
        if who == "erin":
            walk.go(page, who, "/", status=403)
        page.context.close()
    assert not walk.faults, walk.report()


# Error pages: first without a context, as Django renders the first two, then with the context they need.
GONE_WRONG = {"400.html": {}, "500.html": {}, "403.html": {}, "429.html": {}, "pages/parent_not_published.html": {"page": "title"}}


def _answer(html):
    return lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8")


def test_error_pages_are_accessible(open_browser):
    walk, page = Walk(), open_browser()
    for name, needs in GONE_WRONG.items():
        html = render_to_string(name, {key: {value: "Whose risk is it?"} for key, value in needs.items()})
        page.route("**/gone-wrong/", _answer(html))
        page.goto("/gone-wrong/")
        walk.look(page, "visitor", name)
        page.unroute("**/gone-wrong/")
    assert not walk.faults, walk.report()


def test_the_editors_change_panel_is_accessible(demo, open_as):
    """Wagtail's editor is not ours to fix; the panel that asks for the kind of change is."""
    dana = open_as("dana", size=DESK)
    lesson = demo.lessons(demo.module("RAISE"))[0]
    dana.goto(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    panel = dana.locator("section.w-panel", has=dana.locator("h2", has_text="What kind of change is this?")).last
    panel.wait_for()
    panel.evaluate("panel => { panel.dataset.looked = 'at'; }")
    found = []
    for scheme in ["light", "dark"]:
        dana.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {fault}" for fault in pages.axe(dana, within="[data-looked=at]")]
    assert not found, "\n".join(found)


def test_starting_a_module_from_a_word_file_is_accessible(demo, open_as, tmp_path):
    """Check the page with the four ways to start, the report, and the button that makes drafts."""
    file = tmp_path / "whose-risk.docx"
    file.write_bytes(docx(h(1, "Whose fear?"), p("Why."), h(2, "On a Tuesday"), p("Somebody rings."), picture(words="A door")).read())
    dana, found = open_as("dana", size=DESK), []
    dana.goto(reverse("newmodule:start"))

    def look(what):
        for scheme in ["light", "dark"]:
            dana.emulate_media(color_scheme=scheme)
            found.extend(f"{what}, {scheme}: {fault}" for fault in pages.axe(dana, within="main"))

    look("four ways")
    dana.locator("input[type=file]").set_input_files(file)
    dana.get_by_role("button", name="Read the file").click()
    expect(dana.get_by_role("heading", name="1 lesson")).to_be_visible()
    look("report")
    dana.get_by_label("Who looks after it").fill("Hub trainers")
    dana.get_by_role("button", name="Create the drafts").click()
    expect(dana.get_by_text("“Whose fear?” and its 1 lesson are now drafts.")).to_be_visible()
    assert not found, "\n".join(found)


def test_our_panels_in_the_admin_are_accessible(demo, open_as):
    """Check the panels of the first page and the messages before publishing; the rest of the admin is Wagtail's."""
    dana = open_as("dana", size=DESK)
    lesson = demo.lessons(demo.module("RAISE"))[0]
    lesson.save_revision(user=demo.person("dana"))
    found = []
    for address, within in [
        (reverse("wagtailadmin_home"), ".w-panel--dashboard"),
        (reverse("wagtailadmin_pages:edit", args=[lesson.pk]), "[aria-labelledby=before-publishing]"),
    ]:
        dana.goto(address)
        if "edit" in address:
            dana.get_by_role("button", name="Toggle checks").click()
        dana.locator(within).first.wait_for()
        for scheme in ["light", "dark"]:
            dana.emulate_media(color_scheme=scheme)
            found += [f"{address} {scheme}: {fault}" for fault in pages.axe(dana, within=within)]
    assert not found, "\n".join(found)


def test_the_accessibility_checks_can_fail(open_browser, live_server):
    """Control: a page with one fault of each kind is caught."""
    page = open_browser(size=PHONE)
    page.goto("/accounts/login/")
    page.evaluate(
        """() => {
          document.querySelector('main').innerHTML =
            '<h1>One</h1><h1>Two</h1><img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAAC"><p>Wide</p>' +
            '<div><button type="button" class="button">Small</button></div>';
          // Set here and not in the words above: the site's policy lets no style attribute through.
          document.querySelector('main p').style.inlineSize = '99rem';
          document.querySelector('main button').style.cssText = 'min-block-size: 0; padding: 0';
        }"""
    )
    assert pages.headings(page)
    assert any("image-alt" in fault for fault in pages.axe(page))
    assert pages.sideways(page)
    assert pages.small_targets(page)
    page.seen.complaints.clear()
