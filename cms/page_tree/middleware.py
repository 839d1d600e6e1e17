"""Middleware for the page tree."""

from cms.page_tree.snapshot import pinned_tree


def tree_per_request(get_response):
    """Use one snapshot for the whole request, so that a page is consistent with itself, without the pages closed to its reader."""

    def middleware(request):
        with pinned_tree(request):
            return get_response(request)

    return middleware
