"""URLs of learning that are not Wagtail pages."""

from django.urls import path

from learning import views
from learning.reports import urls as report_urls

app_name = "learning"
urlpatterns = [
    path("my-learning/", views.my_learning, name="my_learning"),
    path("my-learning/modules/<uuid:uid>/carry-on/", views.carry_on, name="carry_on"),
    path("my-learning/lessons/<uuid:uid>/complete/", views.complete, name="complete"),
    path("my-learning/lessons/<uuid:uid>/place/", views.keep_place, name="keep_place"),
    path("my-learning/lessons/<uuid:uid>/notes/<str:prompt>/", views.save_note, name="save_note"),
    path("my-learning/lessons/<uuid:uid>/what-changed/", views.what_changed, name="what_changed"),
    *report_urls.urlpatterns,
]
