"""Pages under /notices/."""

from django.urls import path

from cms.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.index, name="index"),
    path("read/", views.read_all, name="read_all"),
    path("choices/", views.choices, name="choices"),
    path("off/<str:token>/", views.off, name="off"),
    path("<int:pk>/", views.show, name="show"),
]
