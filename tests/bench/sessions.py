"""Signed-in members with their cookies and the lessons they have yet to complete, and the requests they send."""

from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.test import Client
from django.urls import reverse

from cms.page_tree.snapshot import current_tree
from learning.models import Assignment, Item, LessonState
from tests.bench.reading import Answer, Reader
from tests.bench.records import modules_as_asked
from tests.bench.traffic import exchange

PAGES_EACH = 10
HEADERS = (
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) drumbeat-bench\r\n"
    "Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\nAccept-Language: en-GB,en;q=0.5\r\nAccept-Encoding: gzip, deflate\r\n"
    "Connection: close\r\n"
)


@dataclass
class Session:
    """A signed-in member. `to_complete` lists the lesson items not on their record, in order."""

    member: object
    port: int
    cookies: dict[str, str]
    to_complete: list[Item]
    addresses: dict[str, list[str]] = field(default_factory=dict)
    complete_form: dict[str, str] = field(default_factory=dict)

    def _head(self, line):
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return f"{line} HTTP/1.1\r\nHost: localhost:{self.port}\r\n{HEADERS}Cookie: {cookies}\r\n"

    def get(self, path):
        """Return the text of a GET request."""
        return f"{self._head(f'GET {path}')}\r\n"

    def post(self, path, fields, *, from_path):
        """Return the text of a POST request as a browser sends a form on the page `from_path`."""
        body, here = urlencode(fields), f"http://localhost:{self.port}"
        return (
            f"{self._head(f'POST {path}')}Origin: {here}\r\nReferer: {here}{from_path}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        )

    def fetch(self, path):
        """Request a page now and store the cookies it sets."""
        answer = Answer.of(exchange(self.port, self.get(path).encode("latin-1")))
        self.cookies |= answer.cookies
        return answer

    def completions(self, many):
        """Return up to `many` requests that complete a lesson, each a new event on a lesson not yet complete."""
        taken, self.to_complete = self.to_complete[:many], self.to_complete[many:]
        return [self._completion(lesson) for lesson in taken]

    def _completion(self, lesson):
        fields = {**self.complete_form, "event": str(uuid4()), "version": str(lesson.current.number)}
        return self.post(reverse("learning:complete", args=[lesson.uid]), fields, from_path=current_tree().url(lesson.page_id))


def sign_in(members, port, bare_pages):
    """Sign the members in and let each open a lesson, as a browser must before it can send that lesson's form."""
    asked, bare = modules_as_asked(), [page.get_url() for page in bare_pages]
    sessions = []
    for place, member in enumerate(members):
        client = Client()
        client.force_login(member, backend=settings.AUTHENTICATION_BACKENDS[0])
        done = set(LessonState.objects.filter(assignment__member=member, completed_at__isnull=False).values_list("item", flat=True))
        begun = dict(Assignment.objects.of(member).values_list("module", "state__started_at"))
        # Order: in progress, then not started, then unassigned, where a completion begins the module.
        mine = sorted(asked, key=lambda one: (one.module.pk not in begun, not begun.get(one.module.pk)))
        session = Session(
            member=member,
            port=port,
            cookies={settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value},
            to_complete=[lesson for one in mine for lesson in one.lessons if lesson.pk not in done],
        )
        url = current_tree().url
        session.addresses = {
            "home": ["/"],
            "catalogue": [current_tree().first_live("learning.learnindexpage").url],
            "module": [url(one.module.page_id) for one in mine[:PAGES_EACH]],
            "lesson": [url(lesson.page_id) for one in mine for lesson in one.lessons][:PAGES_EACH],
            **_library(place),
            "bare page": [bare[(place + n) % len(bare)] for n in range(min(PAGES_EACH, len(bare)))],
            "one-query view": ["/plain/"],
        }
        session.complete_form = _complete_form(session)
        sessions.append(session)
    return sessions


FOUND = [
    "risk",
    "young person",
    "missing episode",
    "bed for tonight",
    "clinician",
    "the plan",
    "friday meeting",
    "zebra",
    "refusal",
    "trauma",
]


def _library(place):
    """Return the URLs of Find, events and case studies: another ten for each session, as far as there are enough."""
    live = {
        kind: [one.url for one in current_tree().by_kind[kind] if one.live] for kind in ("community.eventpage", "casestudies.casestudypage")
    }
    ten = {kind: [urls[(place * 7 + n) % len(urls)] for n in range(min(PAGES_EACH, len(urls)))] for kind, urls in live.items()}
    return {
        "find": [f"/find/?{urlencode({'q': FOUND[(place + n) % len(FOUND)]})}" for n in range(len(FOUND))],
        "events": ["/events/"],
        "event": ten["community.eventpage"],
        "case studies": ["/case-studies/"],
        "case study": ten["casestudies.casestudypage"],
    }


def _complete_form(session):
    """Return the hidden fields of the form that completes a lesson, read from a lesson's page."""
    lesson = session.to_complete[0]
    path = current_tree().url(lesson.page_id)
    answer = session.fetch(f"{path}?go-on=1")
    action = reverse("learning:complete", args=[lesson.uid])
    form = next((one for one in Reader(answer.text, path).forms if one.action == action), None)
    if answer.status != 200 or form is None:
        raise RuntimeError(f"{path} answers {answer.status} and holds no form to complete the lesson:\n{answer.text[:3000]}")
    return form.fields


def in_turn(lists):
    """Merge several lists into a single list, taking an entry from each in turn."""
    longest = max(map(len, lists), default=0)
    return [one[n] for n in range(longest) for one in lists if n < len(one)]
