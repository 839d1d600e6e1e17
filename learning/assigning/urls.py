"""URLs of assigning: below /team/ for managers, below /my-learning/ for the person."""

from django.urls import path, re_path

from learning.assigning import views
from learning.reports.scope import SCOPE_PATTERN

urlpatterns = [
    re_path(rf"{SCOPE_PATTERN}assign/$", views.assign, name="assign"),
    re_path(rf"{SCOPE_PATTERN}dates/$", views.dates, name="dates"),
    path("team/people/<uuid:subject>/modules/<uuid:uid>/", views.asked, name="asked"),
    path("my-learning/modules/<uuid:uid>/wrong-for-me/", views.wrong_for_me, name="wrong_for_me"),
]
