"""Decorators for views of case studies."""

from functools import wraps

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from casestudies.models import Submission
from casestudies.permissions import is_author, is_reviewer, may_contribute
from cms.people.decorators import members_only
from cms.people.permissions import needs_second_factor


def contributors_only(view):
    """Let members in who may write a case study; 404 for partners."""

    @wraps(view)
    @members_only
    def wrapped(request, *args, **kwargs):
        if not may_contribute(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped


def authors_only(view):
    """Let the authors of the submission in, and give it to the view; 404 for everyone else."""

    @wraps(view)
    @members_only
    def wrapped(request, uid, *args, **kwargs):
        submission = get_object_or_404(Submission.objects.select_related("author", "second_author", "page"), uid=uid)
        if not is_author(request.user, submission):
            raise Http404
        return view(request, submission, *args, **kwargs)

    return wrapped


def reviewers_only(view):
    """Let reviewers in, with a second factor; 404 for other members."""

    @wraps(view)
    @members_only
    def wrapped(request, *args, **kwargs):
        if not is_reviewer(request.user):
            raise Http404
        if needs_second_factor(request.user):
            return redirect("second_factor")
        return view(request, *args, **kwargs)

    return wrapped
