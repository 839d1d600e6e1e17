"""The URL of the design page, which is included in development only."""

from django.urls import path

from cms.pages import views

urlpatterns = [path("", views.design, name="design")]
