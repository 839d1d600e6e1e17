"""Search in boards."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.people.decorators import members_only
from cms.search.query import highlight, parse
from community.forms.search import PostSearchForm
from community.models.records import Board
from community.post_search import PostSearch, find_posts, found_line, found_text


@require_safe
@members_only
def search(request):
    """Show the newest posts with the words, on boards the member may read. Nothing of it is logged."""
    now = timezone.now()
    boards = list(Board.objects.visible_to(request.user).select_related("theme").order_by("name", "pk"))
    form = PostSearchForm(request.GET, boards)
    query = parse(form.data["q"])
    before = request.GET.get("before", "")
    cursor = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else 0
    found = find_posts(request.user, PostSearch(query.words, **form.wanted(now)), before=cursor)
    context = {
        "form": form,
        "query": query,
        "rows": [_row(post, query.words) for post in found.posts],
        "older": found.older,
        "is_first_page": not cursor,
    }
    return render(request, "community/boards/search.html", context)


def _row(post, words):
    return {
        "post": post,
        "title": highlight(post.topic.title, words),
        "text": highlight(found_text(post, words), words),
        "line": found_line(post),
    }
