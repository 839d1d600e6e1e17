"""The directory, a member's own card, and an authority's numbers for tonight."""

from django.urls import path

from cms.directory import views

app_name = "directory"
urlpatterns = [
    path("", views.index, name="index"),
    path("your-card/", views.your_card, name="your_card"),
    path("your-card/up/", views.put_up, name="put_up"),
    path("your-card/down/", views.take_down, name="take_down"),
    path("your-card/photo/", views.set_photo, name="set_photo"),
    path("your-card/photo/remove/", views.remove_photo, name="remove_photo"),
    path("<uuid:uid>/", views.card, name="card"),
    path("<uuid:uid>/photo/", views.photo, name="photo"),
]

# Below /people/, in the namespace "people", which cms/urls.py puts together from several apps.
people_patterns = [path("in/<slug:slug>/tonight/", views.tonight, name="tonight")]
