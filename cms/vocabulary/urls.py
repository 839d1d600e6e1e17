"""URLs of the glossary, the provocations and the wording guide."""

from django.urls import path

from cms.vocabulary import views

urlpatterns = [
    path("words/", views.glossary, name="glossary"),
    path("words/that-care/", views.wording, name="wording"),
    path("words/suggest/", views.suggest_words, name="suggest_words"),
    path("provocations/", views.provocation_list, name="provocation_list"),
    path("provocations/<slug:slug>/", views.provocation, name="provocation"),
]

# Below /people/, in the namespace "people", which cms/urls.py puts together from several apps.
people_patterns = [
    path("in/<slug:slug>/wording/", views.authority_wording, name="wording"),
    path("wording/<int:pk>/remove/", views.remove_wording, name="remove_wording"),
]
