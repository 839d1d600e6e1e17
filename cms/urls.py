"""Root URLconf: each app's URLs, included by name."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("cms.desk.urls")),
    path("", include("cms.library.urls")),
    path("", include("cms.accounts.site_urls")),
    path("", include("cms.search.urls")),
    path("", include("cms.members.urls")),
    path("", include("cms.vocabulary.urls")),
    path("", include("learning.urls")),
    path("", include("community.urls")),
]

if settings.DESIGN_PAGE:
    urlpatterns += [path("design/", include("cms.pages.design_urls"))]

urlpatterns += [path("", include("cms.pages.urls"))]  # last, because Wagtail's page URLs match everything
