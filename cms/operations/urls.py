"""The URL of the health check."""

from django.urls import path

from cms.operations import views

urlpatterns = [
    path("health/", views.health, name="health"),
]
