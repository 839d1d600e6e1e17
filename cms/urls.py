"""Every app's addresses, included by name."""

from django.conf import settings
from django.urls import include, path

from cms.accounts import urls as accounts_urls
from cms.directory import urls as directory_urls
from cms.people import urls as people_urls
from cms.privacy import urls as privacy_urls
from cms.vocabulary import urls as vocabulary_urls

# Several apps have pages below /people/, in one namespace.
people_patterns = [
    *people_urls.people_patterns,
    *accounts_urls.people_patterns,
    *privacy_urls.people_patterns,
    *vocabulary_urls.people_patterns,
    *directory_urls.people_patterns,
]

urlpatterns = [
    path("", include("cms.desk.urls")),
    path("", include("cms.library.urls")),
    path("", include("cms.people.urls")),
    path("", include("cms.accounts.urls")),
    path("", include("cms.privacy.urls")),
    path("people/", include((people_patterns, "people"))),
    path("notices/", include("cms.notices.urls")),
    path("directory/", include("cms.directory.urls")),
    path("", include("cms.search.urls")),
    path("", include("cms.members.urls")),
    path("", include("cms.vocabulary.urls")),
    path("", include("cms.operations.urls")),
    path("", include("learning.urls")),
    path("", include("casestudies.urls")),
    path("", include("community.urls")),
    path("", include("community.board_urls")),
]

if settings.DESIGN_PAGE:
    urlpatterns += [path("design/", include("cms.pages.design_urls"))]

handler400 = "cms.operations.views.bad_request"
handler500 = "cms.operations.views.server_error"

urlpatterns += [path("", include("cms.pages.urls"))]  # last: it takes every other path
