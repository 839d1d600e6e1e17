"""The doors of community that are not pages."""

from django.urls import path

from community import views

app_name = "community"
urlpatterns = [
    path("community/events/<int:pk>/interested/", views.be_interested, name="be_interested"),
    path("community/events/<int:pk>/not-interested/", views.take_back_interest, name="take_back_interest"),
    path("community/events/<int:pk>/event.ics", views.calendar, name="calendar"),
]
