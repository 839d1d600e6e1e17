"""URLs of Find."""

from django.urls import path

from cms.search import views

urlpatterns = [
    path("find/", views.find, name="find"),
    path("find/suggest/", views.suggest, name="suggest"),
]
