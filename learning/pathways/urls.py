"""URLs of pathways, rules and sign-offs: below /my-learning/ for the person, below /team/ for those who look after people."""

from django.urls import path, re_path

from learning.pathways import views
from learning.pathways.views import adapting, rules, sign_offs
from learning.reports.scope import SCOPE_PATTERN

urlpatterns = [
    path("my-learning/pathways/<slug:slug>/", views.pathway, name="pathway"),
    path("my-learning/practice/<int:pk>/", sign_offs.practice, name="practice"),
    path("team/people/<uuid:subject>/pathways/<slug:slug>/", views.persons_pathway, name="persons_pathway"),
    path("team/people/<uuid:subject>/sign-off/", sign_offs.sign_off, name="sign_off"),
    path("team/sign-off/", sign_offs.people, name="people_to_sign_off"),
    path("team/sign-off/<int:pk>/withdraw/", sign_offs.withdraw, name="withdraw_sign_off"),
    re_path(rf"{SCOPE_PATTERN}rules/$", rules.rules, name="rules"),
    re_path(rf"{SCOPE_PATTERN}rules/new/$", rules.new_rule, name="new_rule"),
    path("team/pathways/<slug:authority>/", adapting.pathways, name="pathways"),
    path("team/pathways/<slug:authority>/<slug:slug>/", adapting.adapt, name="adapt_pathway"),
]
