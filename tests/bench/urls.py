"""The product's addresses, and two to measure it against: a stock Wagtail page and a view of one query."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import include, path, re_path
from wagtail.views import serve

from cms.accounts.models import Authority


def plain(request):
    """A signed-in view that asks the database one thing of its own and answers one line."""
    return HttpResponse(Authority.objects.values_list("name", flat=True).get(pk=1), content_type="text/plain")


urlpatterns = [
    path("plain/", plain, name="bench_plain"),
    # Wagtail's own walk; only Wagtail's own restriction stands before it, as on any Wagtail site.
    re_path(r"^(bare/(?:[\w\-]+/)*)$", login_not_required(serve), name="bench_bare"),
    path("", include("cms.urls")),
]
