"""All components on one page, while developing."""

from django.urls import path

from cms.pages import views

urlpatterns = [path("", views.design, name="design")]
