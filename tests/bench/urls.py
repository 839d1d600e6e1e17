"""The product's URLs, and two for comparison: a stock Wagtail page and a view with a single query."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.cache import DEFAULT_CACHE_ALIAS, caches
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpResponse
from django.urls import include, path, re_path
from wagtail.views import serve

from cms.people.models import Authority

IN_MEMORY = LocMemCache("bare", {})


def plain(request):
    """A signed-in view that makes a single query of its own and returns a line of text."""
    return HttpResponse(Authority.objects.values_list("name", flat=True).get(pk=1), content_type="text/plain")


def with_cache_in_memory(view):
    """Give the bare page the quickest cache available, whichever cache the product uses, so that it is not slowed down."""

    @wraps(view)
    def served(request, *args):
        chosen, caches[DEFAULT_CACHE_ALIAS] = caches[DEFAULT_CACHE_ALIAS], IN_MEMORY
        try:
            response = view(request, *args)
            return response.render() if hasattr(response, "render") else response
        finally:
            caches[DEFAULT_CACHE_ALIAS] = chosen

    return served


urlpatterns = [
    path("plain/", plain, name="bench_plain"),
    # Wagtail's own serve view; only Wagtail's own restriction applies, as on any Wagtail site.
    re_path(r"^(bare/(?:[\w\-]+/)*)$", login_not_required(with_cache_in_memory(serve)), name="bench_bare"),
    path("", include("cms.urls")),
]
