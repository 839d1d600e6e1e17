"""URLs of uploaded files."""

from django.urls import path, re_path
from wagtail.documents.views.serve import authenticate_with_password

from cms.library import views

urlpatterns = [
    # These replace Wagtail's own URLs, because visitors may open documents on public pages.
    re_path(r"^documents/(\d+)/(.*)$", views.document, name="wagtaildocs_serve"),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        authenticate_with_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    path("media/<path:path>", views.media, name="media"),
    path("recordings/<int:pk>/captions.vtt", views.recording_captions, name="recording_captions"),
    path("recordings/<int:pk>/<str:name>", views.recording, name="recording"),
]
