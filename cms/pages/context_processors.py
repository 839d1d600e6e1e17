"""Template context for the header and footer of every page."""

from django.template.loader import render_to_string
from django.urls import reverse

from cms import hooks
from cms.page_tree.snapshot import current_tree
from cms.people.permissions import is_member, safeguarding_contact

# Footer links for members: (label, URL name).
MEMBER_LINKS = [
    ("The provocations", "provocation_list"),
    ("Who takes part", "authorities"),
    ("Directory", "directory:index"),
    ("Help", "help"),
]


def frame(request):
    """Return `frame`: navigation, footer and standing texts, for templates/base.html."""
    tree = current_tree()
    user = getattr(request, "user", None)
    navigation = []
    if user is not None and is_member(user):
        entries = sorted(hooks.collect(hooks.NAVIGATION, request), key=lambda entry: entry["order"])
        navigation = [{**entry, "current": request.path.startswith(entry["url"])} for entry in entries]
    return {
        "frame": {
            "navigation": navigation,
            "footer": _footer("member" if navigation else "signed in" if user and user.is_authenticated else "visitor"),
            "owner_line": tree.settings.owner_line,
            "safeguarding": safeguarding_contact(user),
            "home_current": request.path == "/",
        }
    }


def _footer(reader):
    """Return the HTML of the footer links for a "member", for someone else who is "signed in", or for a "visitor"."""
    return current_tree().cached("footer", [reader], lambda readers: {key: _render_footer(key) for key in readers})[reader]


def _render_footer(reader):
    links = [
        *({"title": node.title, "url": node.url} for node in current_tree().footer),
        {"title": "Words we use", "url": reverse("glossary")},
    ]
    if reader == "member":
        links += [{"title": title, "url": reverse(name)} for title, name in MEMBER_LINKS]
    if reader != "visitor":
        links.append({"title": "Who can see my record", "url": reverse("who_can_see")})
    return render_to_string("components/footer_links.html", {"links": links})
