"""URLs of the glossary and the provocations."""

from django.urls import path

from cms.vocabulary import views

urlpatterns = [
    path("words/", views.glossary, name="glossary"),
    path("provocations/", views.provocation_list, name="provocation_list"),
    path("provocations/<slug:slug>/", views.provocation, name="provocation"),
]
