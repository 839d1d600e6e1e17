"""The Find page, and the titles it suggests while someone types."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.contrib.search_promotions.models import SearchPromotion

from cms.faults import optional_write
from cms.page_tree.snapshot import current_tree
from cms.people.decorators import members_only
from cms.search import search_log, suggestions
from cms.search.forms import SearchForm
from cms.search.query import highlight, parse
from cms.search.registry import SearchQuery
from cms.search.results import group_by_kind, search, searchable_models, visible_page_ids

PAGE_SIZE = 15
MAX_PER_GROUP = 3  # while hits of several kinds are shown


@require_safe
@members_only
def find(request):
    """Show what the member may open that matches the query, grouped by kind."""
    query = parse(request.GET.get("q", ""))
    form = SearchForm(request.GET)
    results = search(request.user, SearchQuery(query.words, **form.chosen))
    kind = request.GET.get("kind", "")
    kind = kind if kind in results.counts else ""
    is_new_search = not kind and not form.chosen_labels and request.GET.get("page", "1") == "1"
    if is_new_search:
        with optional_write():
            search_log.record_search(query, found=results.is_exact, on=timezone.localdate())
    groups = group_by_kind(results.hits, query)
    only_kind = kind or (next(iter(groups)) if len(groups) == 1 else "")
    page_obj = Paginator(groups.get(only_kind, []), PAGE_SIZE).get_page(request.GET.get("page"))
    shown_groups, limit = ({only_kind: list(page_obj)}, PAGE_SIZE) if only_kind else (groups, MAX_PER_GROUP)
    context = {
        "query": query,
        "form": form,
        "results": results,
        "page_obj": page_obj,
        "groups": _group_rows(query, form, results, shown_groups, limit=limit),
        "count": results.counts[kind][1] if kind else len(results.hits),
        "kinds": _kind_links(query, form, results, list(groups), kind),
        "promoted": _promoted(query) if is_new_search else [],
        "did_you_mean": _did_you_mean(query, results),
        "filter_links": _links_without_filter(query, form),
        "help": {"name": current_tree().settings.help_name, "email": current_tree().settings.help_email},
    }
    return render(request, "search/find.html", context)


@require_safe
@members_only
def suggest(request):
    """Return {"titles": [...]} that match what has been typed so far, for the list under the search box."""
    matches = suggestions.matching_titles(request.GET.get("q", ""), _page_types())
    visible_ids = visible_page_ids(request.user, [page_id for page_id, _ in matches if page_id])
    titles = [title for page_id, title in matches if page_id is None or page_id in visible_ids]
    response = JsonResponse({"titles": list(dict.fromkeys(titles))[: suggestions.MAX_SUGGESTIONS]})
    response["Cache-Control"] = "private, max-age=60"
    return response


def _page_types():
    return [model.model._meta.label_lower for model in searchable_models() if model.describe is None]


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
                "hits": [_highlighted(hit, query) for hit in hits[:limit]],
                "all_label": f"{quantity} {count} {label.lower()}" if len(hits) > limit else "",
                "all_url": _url(query, form.chosen, kind=name),
            }
        )
    return rows


def _highlighted(hit, query):
    return {"hit": hit, "title": highlight(hit.title, query.words), "text": highlight(hit.text, query.words)}


def _kind_links(query, form, results, names, chosen):
    """Return links to the hits of each kind, "All" first; or [] if there is only one kind."""
    if len(names) < 2:
        return []
    links = [{"label": "All", "count": len(results.hits), "url": _url(query, form.chosen), "is_current": not chosen}]
    for name in names:
        label, count = results.counts[name]
        links.append({"label": label, "count": count, "url": _url(query, form.chosen, kind=name), "is_current": name == chosen})
    return links


def _promoted(query):
    """Return the results that trainers promote for this query, without pages that members may not open."""
    if not query.words:
        return []
    tree = current_tree()
    query_strings = {query.term, " ".join(query.text.lower().split())[:255]}
    rows = SearchPromotion.objects.filter(query__query_string__in=query_strings).values_list(
        "page_id", "external_link_url", "external_link_text", "description"
    )
    promoted = []
    for page_id, url, title, text in rows:
        if page_id and tree.is_open(page_id):
            promoted.append({"title": tree.nodes[page_id].title, "url": tree.url(page_id), "text": text, "is_external": False})
        elif url and not page_id:
            promoted.append({"title": title or url, "url": url, "text": text, "is_external": True})
    return promoted


def _did_you_mean(query, results):
    """Return a corrected search as {"text", "url"}, or None if there were exact hits or there is nothing to correct."""
    if not query.words or results.is_exact:
        return None
    text = suggestions.corrected_words(query, _page_types())
    return {"text": text, "url": _url(parse(text), {})} if text else None


def _links_without_filter(query, form):
    """Return, for each filter that is set, its label and the URL of the same search without it."""
    return [
        {"label": label, "url": _url(query, {key: value for key, value in form.chosen.items() if key != name})}
        for name, label in form.chosen_labels
    ]
