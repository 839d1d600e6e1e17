"""URLs of absences and cover, below /team/."""

from django.urls import path

from learning.absences import views

urlpatterns = [
    path("team/people/<uuid:subject>/away/", views.away, name="away"),
    path("team/hub/<int:pk>/cover/", views.cover, name="cover"),
]
