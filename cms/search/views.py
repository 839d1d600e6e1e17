"""The page of Find, and the titles it suggests while somebody types."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.contrib.search_promotions.models import SearchPromotion

from cms.page_tree.snapshot import current_tree
from cms.people.decorators import members_only
from cms.search import query, search_log, suggestions
from cms.search.forms import FindForm
from cms.search.registry import Wanted
from cms.search.results import by_kind, findables, of_those_open
from cms.search.results import find as look

A_PAGE = 15
# Of each kind, on the page that shows every kind.
MOST_AT_FIRST = 3


@require_safe
@members_only
def find(request):
    """What there is for the query in the box, by kind, a few of each at first: only what the person may open."""
    typed = query.read(request.GET.get("q", ""))
    form = FindForm(request.GET)
    answer = look(request.user, Wanted(typed.words, **form.chosen))
    kind = request.GET.get("kind", "")
    kind = kind if kind in answer.counts else ""
    is_first_look = not kind and not form.chosen_words and request.GET.get("page", "1") == "1"
    if is_first_look:
        search_log.count(typed, found=bool(answer.hits) and not (answer.some_only or answer.close_only), on=timezone.localdate())
    groups = by_kind(answer.hits, typed)
    one_only = kind or (next(iter(groups)) if len(groups) == 1 else "")
    page_obj = Paginator(groups.get(one_only, []), A_PAGE).get_page(request.GET.get("page"))
    shown, most = ({one_only: list(page_obj)}, A_PAGE) if one_only else (groups, MOST_AT_FIRST)
    context = {
        "typed": typed,
        "form": form,
        "answer": answer,
        "page_obj": page_obj,
        "groups": _groups(typed, form, answer, shown, most=most),
        "count": answer.counts[kind][1] if kind else len(answer.hits),
        "kinds": _kinds(typed, form, answer, list(groups), kind),
        "promoted": _promoted(typed) if is_first_look else [],
        "meant": _meant(typed, answer),
        "loosen": _looser(typed, form),
        "help": {"name": current_tree().settings.help_name, "email": current_tree().settings.help_email},
    }
    return render(request, "cms/find.html", context)


@require_safe
@members_only
def suggest(request):
    """Titles that begin as somebody typed, as {"titles": […]}, for the list beneath the box."""
    found = suggestions.beginning(request.GET.get("q", ""), _page_kinds())
    open_ids = of_those_open(request.user, [key for key, _ in found if key])
    titles = [title for key, title in found if key is None or key in open_ids]
    response = JsonResponse({"titles": list(dict.fromkeys(titles))[: suggestions.MOST_SUGGESTED]})
    response["Cache-Control"] = "private, max-age=60"
    return response


def _page_kinds():
    return [one.model._meta.label_lower for one in findables() if one.shown is None]


def _address(typed, chosen, **more):
    asked = {"q": typed.shown, **{name: value for name, value in {**chosen, **more}.items() if value}}
    return f"{reverse('find')}?{urlencode(asked)}"


def _groups(typed, form, answer, groups, *, most):
    """The hits of each kind under its heading, the first `most` of them; with the address of all when there are more."""
    return [
        {
            "name": name,
            "words": (many := answer.counts[name])[0],
            "hits": [_marked(hit, typed) for hit in hits[:most]],
            "all_words": f"{'The closest' if name in answer.cut else 'All'} {many[1]} {many[0].lower()}" if len(hits) > most else "",
            "all_url": _address(typed, form.chosen, kind=name),
        }
        for name, hits in groups.items()
    ]


def _marked(hit, typed):
    return {"hit": hit, "title": query.marked(hit.title, typed.words), "text": query.marked(hit.text, typed.words)}


def _kinds(typed, form, answer, names, chosen):
    """The kinds that were found, in the order of their groups, with how many of each, as links; “All” first. None if there is no choice."""
    if len(names) < 2:
        return []
    every = {"words": "All", "count": len(answer.hits), "url": _address(typed, form.chosen), "is_here": not chosen}
    return [every] + [
        {"words": many, "count": count, "url": _address(typed, form.chosen, kind=name), "is_here": name == chosen}
        for name in names
        for many, count in [answer.counts[name]]
    ]


def _promoted(typed):
    """What trainers put first for these query, as far as members may open it: [{"title", "url", "text", "is_away"}]."""
    if not typed.words:
        return []
    tree = current_tree()
    asked = {typed.joined, " ".join(typed.shown.lower().split())[:255]}
    rows = SearchPromotion.objects.filter(query__query_string__in=asked).values_list(
        "page_id", "external_link_url", "external_link_text", "description"
    )
    found = []
    for page_id, address, title, text in rows:
        if page_id and tree.is_open(page_id):
            found.append({"title": tree.nodes[page_id].title, "url": tree.url(page_id), "text": text, "is_away": False})
        elif address and not page_id:
            found.append({"title": title or address, "url": address, "text": text, "is_away": True})
    return found


def _meant(typed, answer):
    """“Did you mean”, when nothing or next to nothing was found."""
    if not typed.words or (answer.hits and not (answer.some_only or answer.close_only)):
        return None
    better = suggestions.meant(typed, _page_kinds())
    return {"words": better, "url": _address(query.read(better), {})} if better else None


def _looser(typed, form):
    """For each filter that is set: its query, and the address without it."""
    return [
        {"words": label, "url": _address(typed, {key: value for key, value in form.chosen.items() if key != name})}
        for name, label in form.chosen_words
    ]
