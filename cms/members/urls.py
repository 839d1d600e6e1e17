"""URLs of saved pages, private answers to provocations, and reported problems."""

from django.urls import path, re_path

from cms.members import views

urlpatterns = [
    path("kept/", views.saved_pages, name="saved_pages"),
    path("reported/", views.reported_problems, name="reported_problems"),
    path("provocations/<slug:slug>/answer/", views.answer_provocation, name="answer_provocation"),
    re_path(r"^pages/(?P<pk>[0-9]{1,18})/keep/$", views.save_page, name="save_page"),
    re_path(r"^pages/(?P<pk>[0-9]{1,18})/take-back/$", views.unsave_page, name="unsave_page"),
    re_path(r"^pages/(?P<pk>[0-9]{1,18})/problem/$", views.report_problem, name="report_problem"),
]
