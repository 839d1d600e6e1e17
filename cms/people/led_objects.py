"""Load what the user manages, or answer 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from cms.people import permissions


def get_led_authority(request, slug):
    """Return the authority if the user manages its people. Raises Http404."""
    return get_object_or_404(permissions.led_authorities(request.user), slug=slug)


def get_person(request, subject):
    """Return the person if the user manages them. Raises Http404."""
    return get_object_or_404(permissions.people_led_by(request.user), subject=subject)


def get_changeable_person(request, subject):
    """Return the person if the user manages and may change them. Raises Http404."""
    person = get_person(request, subject)
    if not permissions.may_change(request.user, person):
        raise Http404
    return person
