"""URLs of the home page, help and the health check, followed by those of all pages that editors write."""

from django.urls import path, re_path

from cms.pages import views

urlpatterns = [
    path("health/", views.health, name="health"),
    path("help/", views.help, name="help"),
    path("help/<slug:slug>/", views.help_page, name="help_page"),
    path("", views.page, {"path": ""}, name="home"),
    re_path(r"^((?:[\w\-]+/)*)$", views.page, name="wagtail_serve"),
]
