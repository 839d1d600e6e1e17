"""URLs of the home page and help, followed by those of all pages that editors write."""

from django.urls import path, re_path

from cms.pages import views

urlpatterns = [
    path("help/", views.help, name="help"),
    path("help/<slug:slug>/", views.help_page, name="help_page"),
    path("", views.page, {"path": ""}, name="home"),
    re_path(r"^((?:[\w\-]+/)*)$", views.page, name="wagtail_serve"),
]
