"""What stands in front of views that are for members."""

from functools import wraps

from django.shortcuts import redirect

from cms.accounts.permissions import is_member


def members_only(view):
    """Let members in; a signed-in person without membership goes home, where it says whom their request is with."""

    @wraps(view)
    def door(request, *args, **kwargs):
        if not is_member(request.user):
            return redirect("/")
        return view(request, *args, **kwargs)

    return door
