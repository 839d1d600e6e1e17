"""The Find page, and the titles it suggests while someone types."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from cms.faults import optional_write
from cms.page_tree.snapshot import current_tree
from cms.people.decorators import members_only
from cms.search import safeguarding, search_log, suggestions
from cms.search.access import Access
from cms.search.forms import SearchForm
from cms.search.promotions import promoted
from cms.search.query import highlight, parse
from cms.search.results import group_by_kind, search, search_apart
from cms.search.text_index import current_index

PAGE_SIZE = 15
CLOSEST = 3  # hits of any kind, before the hits of each kind
MAX_PER_GROUP = 3  # while hits of several kinds are shown


@require_safe
@members_only
def find(request):
    """Show what the member may open that matches the query: the closest results, then the others grouped by kind."""
    query = parse(request.GET.get("q", ""))
    index = current_index()
    form = SearchForm(request.GET, index)
    results = search(request.user, query, index, form.chosen)
    kind = request.GET.get("kind", "")
    kind = kind if kind in results.counts else ""
    is_first_page = not kind and request.GET.get("page", "1") == "1"
    is_new_search = is_first_page and not form.chosen_labels
    if is_new_search:
        with optional_write():
            search_log.record_search(query, found=results.is_exact, on=timezone.localdate())
    groups = group_by_kind(results.hits)
    only_kind = kind or (next(iter(groups)) if len(groups) == 1 else "")
    page_obj = Paginator(groups.get(only_kind, []), PAGE_SIZE).get_page(request.GET.get("page"))
    closest = [] if only_kind or len(results.hits) <= CLOSEST else results.hits[:CLOSEST]
    shown_groups, limit = ({only_kind: list(page_obj)}, PAGE_SIZE) if only_kind else (_without(groups, closest), MAX_PER_GROUP)
    context = {
        "query": query,
        "form": form,
        "filters": _filters_html(form),
        "results": results,
        "page_obj": page_obj,
        "safeguarding": safeguarding.answer(request.user, query, results.stems, index.authorities) if is_new_search else None,
        "tonight_url": safeguarding.tonight_url(query, results.stems) if is_new_search else "",
        "closest": [_highlighted(hit, results.words) for hit in closest],
        "groups": _group_rows(query, form, results, shown_groups, limit=limit),
        "apart": _apart(request.user, query, form, results) if is_first_page else [],
        "count": results.counts[kind][1] if kind else len(results.hits),
        "kinds": _kind_links(query, form, results, list(groups), kind),
        "promoted": promoted(query, index.promotions, Access(request.user)) if is_new_search else [],
        "did_you_mean": _did_you_mean(request.user, query, index, results),
        "filter_links": _links_without_filter(query, form),
        "help": {"name": current_tree().settings.help_name, "email": current_tree().settings.help_email},
    }
    return render(request, "search/find.html", context)


@require_safe
@members_only
def suggest(request):
    """Return {"titles": [...]} that match what has been typed so far, for the list under the search box."""
    response = JsonResponse({"titles": suggestions.matching_titles(request.user, request.GET.get("q", ""))})
    response["Cache-Control"] = "private, max-age=60"
    return response


def _without(groups, hits):
    """Return the groups without these hits. Groups that become empty are left out."""
    rest = {name: [hit for hit in found if hit not in hits] for name, found in groups.items()}
    return {name: found for name, found in rest.items() if found}


def _url(query, filters, **extra):
    params = {"q": query.text, **{name: value for name, value in {**filters, **extra}.items() if value}}
    return f"{reverse('find')}?{urlencode(params)}"


def _group_rows(query, form, results, groups, *, limit):
    """Return the first `limit` hits of each kind under its label, with a link to all of them if there are more."""
    rows = []
    for name, hits in groups.items():
        label, count = results.counts[name]
        quantity = "The closest" if name in results.truncated_kinds else "All"
        rows.append(
            {
                "name": name,
                "label": label,
                "hits": [_highlighted(hit, results.words) for hit in hits[:limit]],
                "all_label": f"{quantity} {count} {label.lower()}" if len(hits) > limit else "",
                "all_url": _url(query, form.chosen, kind=name),
            }
        )
    return rows


def _apart(user, query, form, results):
    """Return the hits of sources with a search of their own, with a link to it."""
    words = results.words or query.words
    return [
        {"name": source.name, "label": source.label_plural, "hits": [_highlighted(hit, words) for hit in hits], "all_url": url}
        for source, hits, url in search_apart(user, query, form.chosen)
    ]


def _highlighted(hit, words):
    return {"hit": hit, "title": _marked(hit.title, words), "text": _marked(hit.text, words)}


def _marked(text, words):
    """Return the text as HTML with the words marked. Joined here: loops in the template took a tenth of the request."""
    pieces = (f"<mark>{escape(piece)}</mark>" if is_word else escape(piece) for piece, is_word in highlight(text, words))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped


def _filters_html(form):
    """Return the filter fields as HTML, which is the same for everyone. Cached, because three selects took a tenth of the request."""
    chosen = tuple(form.chosen.items())

    def read(keys):
        return {chosen: render_to_string("search/find_filters.html", {"form": form})}

    return current_tree().cached("search filters", [chosen], read)[chosen]


def _kind_links(query, form, results, names, chosen):
    """Return links to the hits of each kind, "All" first; or [] if there is only one kind."""
    if len(names) < 2:
        return []
    links = [{"label": "All", "count": len(results.hits), "url": _url(query, form.chosen), "is_current": not chosen}]
    for name in names:
        label, count = results.counts[name]
        links.append({"label": label, "count": count, "url": _url(query, form.chosen, kind=name), "is_current": name == chosen})
    return links


def _did_you_mean(user, query, index, results):
    """Return a corrected search as {"text", "url"}, or None if there were exact hits or there is nothing to correct."""
    if not query.words or results.is_exact:
        return None
    text = suggestions.corrected_words(user, query, index)
    return {"text": text, "url": _url(parse(text), {})} if text else None


def _links_without_filter(query, form):
    """Return, for each filter that is set, its label and the URL of the same search without it."""
    return [
        {"label": label, "url": _url(query, {key: value for key, value in form.chosen.items() if key != name})}
        for name, label in form.chosen_labels
    ]
