"""Saved pages and reported problems."""

from django.urls import path, re_path

from cms.members import views

urlpatterns = [
    path("kept/", views.kept, name="kept"),
    path("reported/", views.reported_problems, name="reported_problems"),
    re_path(r"^pages/(?P<pk>[0-9]{1,18})/keep/$", views.keep, name="keep"),
    re_path(r"^pages/(?P<pk>[0-9]{1,18})/take-back/$", views.take_back, name="take_back"),
    re_path(r"^pages/(?P<pk>[0-9]{1,18})/problem/$", views.report_problem, name="report_problem"),
]
