"""The provider's URLs: allauth's own, and two that save the tests a password and a screen for its IT staff."""

from allauth.idp.oidc.models import Client
from django.contrib.auth import get_user_model, login
from django.http import HttpResponse
from django.urls import include, path


def come_in(request, name):
    """Sign in at the provider as one of its people."""
    login(request, get_user_model().objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    return HttpResponse()


def register(request):
    """Set the allowed redirect URLs, as an authority's IT staff do once."""
    Client.objects.update(redirect_uris=request.GET["uri"])
    return HttpResponse()


urlpatterns = [
    path("as/<str:name>/", come_in),
    path("register/", register),
    path("accounts/", include("allauth.account.urls")),
    path("", include("allauth.idp.urls")),
]
