"""Who may open a document."""

from django.http import Http404
from wagtail import hooks

from cms.library.permissions import may_open_file


@hooks.register("before_serve_document")
def ask_whether_they_may_open(document, request):
    """A document opens for whoever may read a page it stands on."""
    if not may_open_file(request.user, document):
        raise Http404
