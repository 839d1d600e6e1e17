"""Loading what the person who asks may see, or answering 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from cms.people import permissions


def get_led_authority(request, slug):
    """The authority of an address, if the person who asks looks after its people; otherwise it is not there."""
    return get_object_or_404(permissions.led_authorities(request.user), slug=slug)


def get_person(request, subject):
    return get_object_or_404(permissions.people_led_by(request.user), subject=subject)


def get_changeable_person(request, subject):
    who = get_person(request, subject)
    if not permissions.may_change(request.user, who):
        raise Http404
    return who
