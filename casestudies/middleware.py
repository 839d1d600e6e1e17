"""The tombstone of a withdrawn case study, at its old address."""

from django.shortcuts import render

from casestudies.actions.withdraw import hash_path
from casestudies.models import Withdrawal
from cms.page_tree.snapshot import current_tree
from cms.people.permissions import is_member

NOT_FOUND, GONE = 404, 410


def withdrawn_pages(get_response):
    """Answer 410 instead of 404 at the address of a withdrawn case study, to members who could read it. One query, for a 404 only."""

    def middleware(request):
        response = get_response(request)
        if response.status_code != NOT_FOUND or request.method not in ("GET", "HEAD") or not is_member(request.user):
            return response
        withdrawal = Withdrawal.objects.filter(path_hash=hash_path(request.path)).last()
        if withdrawal is None or not _could_read(request.user, withdrawal):
            return response
        index = current_tree().first_live("casestudies.casestudyindexpage")
        gone = render(request, "casestudies/withdrawn.html", {"at": withdrawal.at, "index_url": index.url if index else ""}, status=GONE)
        gone["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return gone

    return middleware


def _could_read(user, withdrawal):
    if withdrawal.readers_authority_id is None:
        return True
    membership = user.membership
    if membership is None or membership.authority_id != withdrawal.readers_authority_id:
        return False
    return withdrawal.readers_hub_id in (None, membership.hub_id)
