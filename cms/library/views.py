"""Uploaded pictures, documents and recordings, for people who may open them."""

from pathlib import PurePath

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.views.decorators.http import require_safe
from django.views.static import serve as serve_file
from wagtail.documents.views.serve import serve as serve_document
from wagtail.images import get_image_model

from cms.library import byte_ranges
from cms.library.file_types import RECORDING_KINDS, extension_of
from cms.library.models import Recording
from cms.library.permissions import may_open_file
from cms.page_tree.snapshot import current_tree


@login_not_required
@require_safe
def media(request, path):
    """An uploaded picture, in the size a page shows it or as it is. Documents have a door of their own."""
    picture = _picture_at(path)
    if picture is None or not may_open_file(request.user, picture):
        return _not_theirs(request)
    response = serve_file(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Cache-Control"] = "private, max-age=86400"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _picture_at(path):
    """The picture of which this path in the media folder is a file, or None for any other path."""
    return current_tree().cached("pictures by path", [path], _read_pictures).get(path)


def _read_pictures(paths):
    sizes = get_image_model().get_rendition_model().objects.filter(file__in=paths).select_related("image")
    whole = get_image_model().objects.filter(file__in=paths)
    return {**{one.file.name: one.image for one in sizes}, **{one.file.name: one for one in whole}}


@login_not_required
@require_safe
def document(request, document_id, document_filename):
    """An uploaded document, by Wagtail's own view; the hook in cms/wagtail_hooks.py says to whom it is open."""
    try:
        return serve_document(request, document_id, document_filename)
    except Http404:
        return _not_theirs(request)


def _not_theirs(request):
    """A file that is not there and one that is not theirs get the same answer."""
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(request.get_full_path())


def _sent(request, file, **words):
    try:
        return byte_ranges.send(request, file, **words)
    except FileNotFoundError:
        return _not_theirs(request)


@login_not_required
@require_safe
def recording(request, pk, name):
    """A recording, whole or in the part that is asked for, so that one can skip in it."""
    found = Recording.objects.filter(pk=pk).first()
    kind = RECORDING_KINDS.get(extension_of(found.file.name)) if found else None
    if kind is None or name != found.filename or not may_open_file(request.user, found):
        return _not_theirs(request)
    return _sent(request, found.file, content_type=kind, etag=found.file_hash, name=found.filename)


@login_not_required
@require_safe
def recording_captions(request, pk):
    """The captions of a recording."""
    found = Recording.objects.filter(pk=pk).first()
    if found is None or not found.captions or not may_open_file(request.user, found):
        return _not_theirs(request)
    stored = PurePath(found.captions.name)
    return _sent(request, found.captions, content_type="text/vtt; charset=utf-8", etag=stored.stem, name="captions.vtt")
