"""What stands in front of views that are for members."""

from functools import wraps

from django.http import Http404
from django.shortcuts import redirect

from cms.people.permissions import is_administrator, is_member, led_authorities, needs_second_factor


def members_only(view):
    """Let members in; a signed-in person without membership goes home, where it says whom their request is with."""

    @wraps(view)
    def door(request, *args, **kwargs):
        if not is_member(request.user):
            return redirect("/")
        return view(request, *args, **kwargs)

    return door


def administrators_only(view):
    """Let in whoever looks after the whole network, with a second factor; to everybody else the page is not there."""

    @wraps(view)
    def door(request, *args, **kwargs):
        if not is_administrator(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return leads_only(door)


def leads_only(view):
    """Let in whoever looks after somebody's people, with a second factor; to everybody else the page is not there."""

    @wraps(view)
    def door(request, *args, **kwargs):
        if not is_member(request.user):
            return redirect("/")
        if not led_authorities(request.user).exists():
            raise Http404
        if needs_second_factor(request.user):
            return redirect("second_factor")
        return view(request, *args, **kwargs)

    return door
