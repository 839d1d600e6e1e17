"""Pages for one authority or one hub: to everyone else the site is the site without the page.

A case study only for Ashdale, with a title and words found nowhere else, is put wherever pages are shown. Everything that carol of
Northholt can reach is then compared, byte for byte, with the site after the page was deleted.
"""

import re
from collections import deque
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from casestudies.models import CaseStudyPage
from cms.library.permissions import may_open_file
from cms.members.models import Saved
from cms.page_tree import snapshot
from cms.page_tree.permissions import may_open
from cms.pages.models import StartPage
from cms.people.models import Membership
from cms.starter_content.export import export
from tests import builders
from tests.builders import publish
from tests.casestudies.stories import make_study, stream
from tests.library.test_file_audience import put_on
from tests.pages.blocks.parts import a_document, an_image
from tests.responses import links_to, stable_html

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
TITLE, WORD = "Quagmire lanterns of Ashdale", "quagmire"
MAX_PAGES = 300
NEVER_FOLLOWED = re.compile(r"^/(static|cms|account|design)|logout|/media/")


@pytest.fixture
def planted(site, people, who_may_world):
    """Return the page, shown and linked everywhere, and carol had saved it while it was open to all."""
    page = make_study(who_may_world.study.get_parent(), TITLE, themes=["returns"], provocations=["would-i"])
    other = make_study(who_may_world.study.get_parent(), "A kettle and a chair", themes=["returns"])
    image, document = an_image("A lantern", "quagmire.png"), a_document("quagmire.pdf")
    page.happening = stream(
        "happening",
        [
            {"type": "text", "value": f'<p>The {WORD} words. <a linktype="document" id="{document.pk}">A sheet</a></p>'},
            {"type": "picture", "value": {"image": image.pk, "alternative": TITLE, "decorative": False, "caption": "", "credit": ""}},
        ],
    )
    page.readers_authority = people.ashdale
    publish(page)
    link = {"type": "page", "value": {"page": page.pk, "note": "Read it."}}
    put_on(site.lessons[0], link, {"type": "text", "value": f'<p>See <a linktype="page" id="{page.pk}">this one</a>.</p>'})
    other.further = stream("further", [link])
    publish(other)
    start = StartPage.objects.live().get()
    start.steps = StartPage._meta.get_field("steps").stream_block.to_python(
        [{"type": "step", "value": {"page": page.pk, "minutes": 5, "why": "First."}}]
    )
    publish(start)
    SearchPromotion.objects.create(query=Query.get("lantern"), page_id=page.pk, description="Read this first.")
    Saved.objects.create(member=people.carol, page=page, saved_at=builders.AT)
    return CaseStudyPage.objects.get(pk=page.pk), image, document


def client_of(person):
    client = Client()
    client.force_login(person, backend="cms.accounts.backends.MemberBackend")
    return client


def addresses_to_ask(page, image, document):
    """Return (method, URL) for every URL that takes the page, its files or its words."""
    return [
        ("get", page.url),
        ("get", f"{page.url}?team-sheet=1"),
        ("get", page.url.rstrip("/")),
        ("head", page.url),
        *(("get", f"{reverse(name)}?q={word}") for name in ("find", "suggest") for word in (WORD, "quagmre", "lantern", TITLE)),
        ("get", f"{reverse('find')}?q={WORD}&kind=case-study"),
        ("post", reverse("save_page", args=[page.pk])),
        ("get", reverse("report_problem", args=[page.pk])),
        ("post", reverse("report_problem", args=[page.pk])),
        ("get", image.file.url),
        ("get", document.url),
        ("get", "/case-studies/?theme=returns"),
    ]


def everything(person, asked):
    """Return {what was asked: what came back} for the URLs given and for all pages that can be reached by following links.

    What reading changes (new topics, unread notices) is undone at the end, so that the next crawl begins with the same site.
    """
    before = transaction.savepoint()
    client, seen, found = client_of(person), set(), {}
    for method, url in asked:
        found[method, url] = _answer(getattr(client, method)(url))
    waiting = deque(["/"])
    while waiting and len(seen) < MAX_PAGES:
        url = waiting.popleft()
        if url in seen:
            continue
        seen.add(url)
        response = client.get(url)
        found["get", url] = _answer(response)
        if response.status_code == 200 and "text/html" in response["Content-Type"]:
            for link in re.findall(r'<a[^>]* href="([^"#]+)', response.content.decode()):
                target = urljoin(url, link.replace("&amp;", "&"))
                if not urlsplit(target).netloc and not NEVER_FOLLOWED.search(target):
                    waiting.append(target)
    transaction.savepoint_rollback(before)
    assert len(seen) < MAX_PAGES, "The crawl stopped before it had seen everything."
    return found


def _answer(response):
    headers = {name: value for name, value in response.items() if name not in ("Content-Security-Policy", "Vary", "Date", "Content-Length")}
    html = stable_html(response) if not response.streaming else b"".join(response.streaming_content).hex()
    html = re.sub(r"_\w{7}(?=\.max-)", "", html)  # a rendition made again gets another file name
    return (
        response.status_code,
        headers,
        re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}", "uuid", re.sub(r"[A-Za-z0-9]{64}", "token", html)),
    )


def test_to_others_the_site_is_the_site_without_the_page(planted, people):
    page, image, document = planted
    asked = addresses_to_ask(page, image, document)
    with_page = everything(people.carol, asked)
    from_ashdale = everything(people.alice, asked)
    Saved.objects.filter(page=page).delete()
    page.delete()
    snapshot._snapshots.clear()
    without_page = everything(people.carol, asked)
    told = [key for key, (_, _, html) in with_page.items() if WORD in html.lower() and WORD not in key[1].lower()]
    different = [key for key in with_page if with_page[key] != without_page.get(key)]
    assert told == []
    assert different == []
    assert with_page.keys() == without_page.keys()
    # The check can fail: alice sees the page in many of these places.
    assert sum(WORD in html.lower() for _, _, html in from_ashdale.values()) > 8


def test_people_of_the_authority_find_the_page_everywhere(planted, people, site):
    page, image, document = planted
    alice = client_of(people.alice)
    for url in ("/case-studies/", site.lessons[0].url, f"{reverse('find')}?q={WORD}", "/case-studies/a-kettle-and-a-chair/"):
        assert links_to(alice.get(url), page.url), url
    assert alice.get(page.url).status_code == 200
    assert may_open_file(people.alice, image)
    assert may_open_file(people.alice, document)


@pytest.mark.parametrize(
    ("hub", "readers"),
    [(False, {"alice", "bob", "hari", "gita", "dana", "iris", "lena"}), (True, {"alice", "bob"})],
    ids=["authority", "hub"],
)
def test_only_people_of_the_authority_or_hub_may_open_the_page(hub, readers, planted, people):
    page, _, _ = planted
    if hub:
        page.readers_hub = people.alice.membership.hub
        publish(page)
    world = ("alice", "bob", "hari", "gita", "dana", "iris", "lena", "carol", "milo", "kit", "erin", "newcomer")
    hub_of = {name: Membership.objects.current().filter(user=getattr(people, name)).first() for name in world}
    expected = {
        name
        for name, membership in hub_of.items()
        if membership and membership.authority == people.ashdale and (not hub or membership.hub_id == people.alice.membership.hub_id)
    }
    assert readers <= expected
    assert {name for name in world if may_open(getattr(people, name), page)} == expected
    assert {name for name in world if CaseStudyPage.objects.visible_to(getattr(people, name)).filter(pk=page.pk)} == expected
    assert {name for name in world if client_of(getattr(people, name)).get(page.url).status_code == 200} == expected


def test_moving_to_another_authority_closes_the_page_at_once(planted, people):
    page, _, _ = planted
    alice = client_of(people.alice)
    assert alice.get(page.url).status_code == 200
    Membership.objects.current().filter(user=people.alice).update(authority=people.northholt, hub=None)
    assert alice.get(page.url).status_code == 404


def test_the_page_is_not_exported(planted, tmp_path):
    written, left_out = export(tmp_path)
    assert not any(WORD in path.read_text().lower() for path in tmp_path.rglob("*.md"))
    assert any(TITLE in sentence for sentence in left_out)
    assert written


def test_the_hub_must_be_in_the_authority(planted, people):
    page, _, _ = planted
    page.readers_hub = people.northholt.hubs.first() or people.northholt.hubs.create(name="Beck", slug="beck")
    with pytest.raises(ValidationError) as error:
        page.clean()
    assert set(error.value.message_dict) == {"readers_hub"}
