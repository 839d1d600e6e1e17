"""The header and footer around every page."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from cms import hooks
from cms.page_tree.snapshot import current_tree
from cms.people.permissions import is_member

# Pages at the foot for people who are signed in: (words, URL name).
MEMBERS_FOOTER = [
    ("The provocations", "provocation_list"),
    ("Who takes part", "authorities"),
    ("Directory", "directory:index"),
    ("Help", "help"),
]


def frame(request):
    """Context processor: what stands around every page."""
    tree = current_tree()
    person = getattr(request, "user", None)
    navigation = []
    if person is not None and is_member(person):
        entries = sorted(hooks.collect(hooks.NAVIGATION, request), key=lambda entry: entry["order"])
        navigation = [{**entry, "current": request.path.startswith(entry["url"])} for entry in entries]
    return {
        "frame": {
            "navigation": navigation,
            "footer": _footer("member" if navigation else "signed in" if person and person.is_authenticated else "visitor"),
            "owner_line": tree.settings.owner_line,
            "safety_line": settings.SAFETY_LINE,
            "home_current": request.path == "/",
        }
    }


def _footer(reader):
    """The links at the foot as HTML for a member, somebody else who is signed in, or a visitor; rendered once while the tree is true."""
    return current_tree().cached("footer", [reader], lambda readers: {one: _render_footer(one) for one in readers})[reader]


def _render_footer(reader):
    links = [
        *({"title": node.title, "url": node.url} for node in current_tree().footer),
        {"title": "Words we use", "url": reverse("glossary")},
    ]
    if reader == "member":
        links += [{"title": title, "url": reverse(name)} for title, name in MEMBERS_FOOTER]
    if reader != "visitor":
        links.append({"title": "Who can see my record", "url": reverse("who_can_see")})
    return render_to_string("components/footer_links.html", {"links": links})
