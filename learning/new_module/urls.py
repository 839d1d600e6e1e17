"""URLs for starting a module, below the admin's URL."""

from django.urls import path

from learning.new_module import views

app_name = "newmodule"
urlpatterns = [
    path("", views.start, name="start"),
    path("pattern/", views.from_pattern, name="from_pattern"),
    path("copy/", views.from_copy, name="from_copy"),
    path("split/<int:pk>/", views.split, name="split"),
    path("word/", views.from_word, name="from_word"),
    path("word/<uuid:uid>/", views.word_report, name="word_report"),
    path("word/<uuid:uid>/forget/", views.forget, name="forget"),
    path("word/<uuid:uid>/pictures/<int:number>/", views.word_picture, name="word_picture"),
]
