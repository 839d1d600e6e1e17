"""URLs of saved pages and reported problems."""

from django.urls import path, re_path

from cms.members import views

urlpatterns = [
    path("kept/", views.saved_pages, name="kept"),
    path("reported/", views.reported_problems, name="reported_problems"),
    re_path(r"^pages/(?P<pk>[0-9]{1,18})/keep/$", views.save_page, name="keep"),
    re_path(r"^pages/(?P<pk>[0-9]{1,18})/take-back/$", views.unsave_page, name="take_back"),
    re_path(r"^pages/(?P<pk>[0-9]{1,18})/problem/$", views.report_problem, name="report_problem"),
]
