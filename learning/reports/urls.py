"""URLs of the reports, below /team/."""

from django.urls import path, re_path

from learning.reports import views

SCOPE = r"^team/(?P<kind>hub|authority)/(?P<slug>[-\w]+)/"

urlpatterns = [
    path("team/", views.reports, name="reports"),
    path("team/people/<uuid:subject>/", views.person, name="person"),
    path("team/people/<uuid:subject>/remind/", views.remind, name="remind"),
    re_path(rf"{SCOPE}$", views.team, name="team"),
    re_path(rf"{SCOPE}inspection-pack/$", views.pack, name="pack"),
    re_path(rf"{SCOPE}report\.(?P<file_kind>csv|xlsx)$", views.team_file, name="team_file"),
]
