"""URLs of the reports, below /team/ and /network/."""

from django.urls import path, re_path

from learning.absences import urls as absence_urls
from learning.assigning import urls as assigning_urls
from learning.diplomas import urls as diploma_urls
from learning.pathways import urls as pathway_urls
from learning.reports import network_views, views
from learning.reports.scope import SCOPE_PATTERN

urlpatterns = [
    path("team/", views.reports, name="reports"),
    path("team/people/<uuid:subject>/", views.person, name="person"),
    path("team/people/<uuid:subject>/remind/", views.remind, name="remind"),
    re_path(rf"{SCOPE_PATTERN}$", views.team, name="team"),
    re_path(rf"{SCOPE_PATTERN}inspection-pack/$", views.pack, name="pack"),
    re_path(rf"{SCOPE_PATTERN}report\.(?P<file_kind>csv|xlsx)$", views.team_file, name="team_file"),
    path("network/", network_views.overview, name="network"),
    path("network/<uuid:uid>/", network_views.module, name="network_module"),
    re_path(r"^network/(?P<uid>[0-9a-f-]{36})/figures\.(?P<file_kind>csv|xlsx)$", network_views.module_file, name="network_file"),
    *absence_urls.urlpatterns,
    *diploma_urls.urlpatterns,
    *pathway_urls.urlpatterns,
    *assigning_urls.urlpatterns,
]
