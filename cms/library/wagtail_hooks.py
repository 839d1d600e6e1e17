"""Permission to open documents."""

from django.http import Http404
from wagtail import hooks

from cms.library.permissions import may_open_file


@hooks.register("before_serve_document")
def check_document_permission(document, request):
    """Raise Http404 unless the user may open the document."""
    if not may_open_file(request.user, document):
        raise Http404
