"""View decorators: members, leads and administrators."""

from functools import wraps

from django.http import Http404
from django.shortcuts import redirect

from cms.people.permissions import is_administrator, is_member, led_authorities, needs_second_factor


def members_only(view):
    """Redirect people without a membership to the home page, which explains the state of their request."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if not is_member(request.user):
            return redirect("/")
        return view(request, *args, **kwargs)

    return wrapped


def administrators_only(view):
    """Let administrators in, with a second factor; 404 for everyone else."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if not is_administrator(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return authority_leads_only(wrapped)


def authority_leads_only(view):
    """Let authority leads and administrators in, with a second factor; 404 for other members."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if not is_member(request.user):
            return redirect("/")
        if not led_authorities(request.user).exists():
            raise Http404
        if needs_second_factor(request.user):
            return redirect("second_factor")
        return view(request, *args, **kwargs)

    return wrapped


def programme_leads_only(view):
    """Let programme leads in, with a second factor; 404 for other members."""

    @wraps(view)
    @members_only
    def wrapped(request, *args, **kwargs):
        if not request.user.leads_programme:
            raise Http404
        if needs_second_factor(request.user):
            return redirect("second_factor")
        return view(request, *args, **kwargs)

    return wrapped
