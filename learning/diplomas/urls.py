"""URLs of diplomas, below /team/."""

from django.urls import path

from learning.diplomas import views

urlpatterns = [path("team/people/<uuid:subject>/diploma/", views.diploma, name="diploma")]
