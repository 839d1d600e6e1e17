"""The site's own pages: home for visitors and members, words, provocations, authorities, files, health."""

from pathlib import PurePath

from django.apps import apps
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.static import serve as serve_file
from wagtail.documents.views.serve import serve as serve_document
from wagtail.images import get_image_model
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from cms import help as helping
from cms import hooks, ranges
from cms.design import samples
from cms.files.kinds import RECORDING_KINDS, extension_of
from cms.models import HomePage, Provocation, Recording
from cms.people.decorators import members_only
from cms.people.models import Authority, JoinRequest, Membership, Role, place_name
from cms.people.permissions import current_roles, is_member, leads_of, may_lead, may_see_leads
from cms.people.views.welcome import welcome_context
from cms.permissions import may_open_file
from cms.tree import current

# Pages at the foot for people who are signed in: (words, URL name).
MEMBERS_FOOTER = [
    ("The provocations", "provocation_list"),
    ("Who takes part", "authorities"),
    ("Directory", "directory:index"),
    ("Help", "help"),
]


def frame(request):
    """Context processor: what stands around every page."""
    tree = current()
    person = getattr(request, "user", None)
    navigation = []
    if person is not None and is_member(person):
        entries = sorted(hooks.gathered(hooks.NAVIGATION, request), key=lambda entry: entry["order"])
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
    return current().kept("footer", [reader], lambda readers: {one: _render_footer(one) for one in readers})[reader]


def _render_footer(reader):
    links = [*({"title": node.title, "url": node.url} for node in current().footer), {"title": "Words we use", "url": reverse("glossary")}]
    if reader == "member":
        links += [{"title": title, "url": reverse(name)} for title, name in MEMBERS_FOOTER]
    if reader != "visitor":
        links.append({"title": "Who can see my record", "url": reverse("who_can_see")})
    return render_to_string("components/footer_links.html", {"links": links})


@login_not_required
@require_safe
def page(request, path):
    """Any page editors write. The tree finds it in one query; hooks, restrictions and the page itself are Wagtail's.

    A path the tree does not know takes Wagtail's own walk, so that redirects, routable pages and 404s are as ever.
    """
    tree = current()
    node = tree.by_address.get(path.strip("/")) if tree.has_one_site else None
    if node is not None and node.live and path.strip("/"):
        found = tree.kept("pages", [node.id], lambda keys: _read_pages(node.kind, keys)).get(node.id)
        if found is not None:
            request._wagtail_route_for_request = RouteResult(found)
    elif not path.strip("/"):
        return home(request)
    return serve(request, path)


def _read_pages(kind, keys):
    """Published pages of one kind, {id: page}; none when what they were made by is no longer installed."""
    try:
        found = {page.pk: page for page in apps.get_model(kind).objects.filter(pk__in=keys, live=True).order_by()}
    except LookupError:
        return {}
    for page in found.values():
        page.is_from_tree = True
    return found


def home(request):
    """The front door: for members their own home, for everyone else what this is."""
    if is_member(request.user):
        panels = sorted(hooks.gathered(hooks.MEMBER_PANEL, request), key=lambda panel: panel.order)
        return render(
            request,
            "cms/member_home.html",
            {
                "greeting": f"Hello, {request.user.first_name}" if request.user.first_name else "Hello",
                "place": place_name(request.user),
                "welcome": welcome_context(request.user),
                "next_panel": next((panel for panel in panels if panel.slot == "next"), None),
                "door_panel": next((panel for panel in panels if panel.slot == "door"), None),
                "main_panels": [panel for panel in panels if panel.slot == "main"],
                "side_panels": [panel for panel in panels if panel.slot == "side"],
            },
        )
    if request.user.is_authenticated:
        asked, closed = JoinRequest.objects.newest_of(request.user), Membership.objects.ended_by_closing(request.user)
        context = {"with_whom": current().settings.help_name, "asked": asked, "closed": closed.authority if closed else None}
        return render(request, "cms/not_a_member.html", context, status=403)
    front = HomePage.objects.live().first()
    if front is None:
        raise Http404("The site has no home page yet: run manage.py load_starter_content.")
    request._wagtail_route_for_request = RouteResult(front)
    return serve(request, "")


@login_not_required
@require_safe
def glossary(request):
    """The words we use, as one page."""
    return render(request, "cms/glossary.html", {"terms": sorted(current().terms, key=lambda term: term.term.lower())})


@require_safe
@members_only
def provocation_list(request):
    """All provocations, the week's first named."""
    on = timezone.localdate()
    return render(
        request,
        "cms/provocation_list.html",
        {"provocations": current().provocations, "of_the_week": Provocation.of_the_week(current().provocations, on)},
    )


@require_safe
@members_only
def provocation(request, slug):
    """One provocation and why it helps."""
    return render(request, "cms/provocation.html", {"provocation": get_object_or_404(Provocation.objects.live(), slug=slug)})


@require_safe
@members_only
def authorities(request):
    """Who works this way, and since when."""
    return render(request, "cms/authorities.html", {"authorities": Authority.objects.prefetch_related("milestones")})


@require_safe
@members_only
def authority(request, slug):
    """One authority: its way with the model, its hubs, and whom one rings there. Who leads it, only its own people read."""
    place = get_object_or_404(Authority, slug=slug)
    own = request.user.membership is not None and request.user.membership.authority_id == place.pk
    context = {
        "authority": place,
        "milestones": place.milestones.all(),
        "hubs": place.hubs.all(),
        "is_own": own,
        "leads": leads_of(place) if may_see_leads(request.user, place) else None,
        "may_lead": may_lead(request.user, place),
        "crumbs": [{"title": "Who takes part", "url": reverse("authorities")}, {"title": place.name, "url": ""}],
    }
    return render(request, "cms/authority.html", context)


@require_safe
@members_only
def help(request):
    """What each role is for; one's own first."""
    pages, held = helping.pages(), {Role.MEMBER, *current_roles(request.user)}
    yours = [pages[slug] for role, slug in helping.ROLES.items() if role in held]
    others = [pages[slug] for role, slug in helping.ROLES.items() if role not in held]
    return render(request, "cms/help.html", {"yours": yours, "others": others, "guides": [pages[slug] for slug in helping.GUIDES]})


@require_safe
@members_only
def help_page(request, slug):
    """One role, or one guide."""
    shown = helping.pages().get(slug)
    if shown is None:
        raise Http404
    return render(request, "cms/help_page.html", {"shown": shown, "crumbs": [{"title": "Help", "url": reverse("help")}]})


@login_not_required
@require_safe
def media(request, path):
    """An uploaded picture, in the size a page shows it or as it is. Documents have a door of their own."""
    picture = _picture_at(path)
    if picture is None or not may_open_file(request.user, picture):
        return _not_theirs(request)
    response = serve_file(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Cache-Control"] = "private, max-age=86400"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _picture_at(path):
    """The picture of which this path in the media folder is a file, or None for any other path."""
    return current().kept("pictures by path", [path], _read_pictures).get(path)


def _read_pictures(paths):
    sizes = get_image_model().get_rendition_model().objects.filter(file__in=paths).select_related("image")
    whole = get_image_model().objects.filter(file__in=paths)
    return {**{one.file.name: one.image for one in sizes}, **{one.file.name: one for one in whole}}


@login_not_required
@require_safe
def document(request, document_id, document_filename):
    """An uploaded document, by Wagtail's own view; the hook in cms/wagtail_hooks.py says to whom it is open."""
    try:
        return serve_document(request, document_id, document_filename)
    except Http404:
        return _not_theirs(request)


def _not_theirs(request):
    """A file that is not there and one that is not theirs get the same answer."""
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(request.get_full_path())


def _sent(request, file, **words):
    try:
        return ranges.send(request, file, **words)
    except FileNotFoundError:
        return _not_theirs(request)


@login_not_required
@require_safe
def recording(request, pk, name):
    """A recording, whole or in the part that is asked for, so that one can skip in it."""
    found = Recording.objects.filter(pk=pk).first()
    kind = RECORDING_KINDS.get(extension_of(found.file.name)) if found else None
    if kind is None or name != found.filename or not may_open_file(request.user, found):
        return _not_theirs(request)
    return _sent(request, found.file, content_type=kind, etag=found.file_hash, name=found.filename)


@login_not_required
@require_safe
def recording_captions(request, pk):
    """The captions of a recording."""
    found = Recording.objects.filter(pk=pk).first()
    if found is None or not found.captions or not may_open_file(request.user, found):
        return _not_theirs(request)
    stored = PurePath(found.captions.name)
    return _sent(request, found.captions, content_type="text/vtt; charset=utf-8", etag=stored.stem, name="captions.vtt")


@login_not_required
@csrf_exempt
def wagtail_side_door(request, **kwargs):
    """Wagtail's own log-in and password reset would sign people in past every rule of ours: they lead to the front door."""
    return redirect_to_login(request.GET.get("next", reverse("wagtailadmin_home")))


def nobodys_room(request, **kwargs):
    """Wagtail's pages about people and groups: people come, go and hold roles under /people/, with a reason and a line in the audit log."""
    raise Http404


@login_not_required
@require_safe
def health(request):
    """For whoever watches the site: 200 and "ok" when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def design(request):
    """All components on one page, while developing."""
    return render(request, "cms/design.html", {"samples": samples()})
