"""URLs of the home page, help and authorities, followed by those of all pages that editors write."""

from django.urls import path, re_path

from cms.pages import authority_views, views

urlpatterns = [
    path("help/", views.help, name="help"),
    path("help/<slug:slug>/", views.help_page, name="help_page"),
    path("authorities/", authority_views.authorities, name="authorities"),
    path("authorities/<slug:slug>/", authority_views.authority, name="authority"),
    path("", views.page, {"path": ""}, name="home"),
    re_path(r"^((?:[\w\-]+/)*)$", views.page, name="wagtail_serve"),
]
