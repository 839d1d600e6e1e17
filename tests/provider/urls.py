"""The provider's addresses: allauth's own, and two that spare the tests a password and a screen for its IT."""

from allauth.idp.oidc.models import Client
from django.contrib.auth import get_user_model, login
from django.http import HttpResponse
from django.urls import include, path


def come_in(request, name):
    """Be signed in at the provider as one of its people."""
    login(request, get_user_model().objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    return HttpResponse()


def register(request):
    """What an authority's IT does once: say where people may be sent back to."""
    Client.objects.update(redirect_uris=request.GET["uri"])
    return HttpResponse()


urlpatterns = [
    path("as/<str:name>/", come_in),
    path("register/", register),
    path("accounts/", include("allauth.account.urls")),
    path("", include("allauth.idp.urls")),
]
