"""Serve uploaded pictures, documents and recordings to people who may open them."""

from pathlib import PurePath

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.views.decorators.http import require_safe
from django.views.static import serve as serve_static
from wagtail.documents.views.serve import serve as serve_document
from wagtail.images import get_image_model

from cms.library.byte_ranges import file_response
from cms.library.file_types import RECORDING_MIME_TYPES, extension_of
from cms.library.models import Recording
from cms.library.permissions import may_be_stored, may_open_file
from cms.page_tree.snapshot import current_tree


@login_not_required
@require_safe
def media(request, path):
    """Serve an uploaded picture or one of its renditions. Other files in the media folder have their own views."""
    picture = _picture_by_path(path)
    if picture is None or not may_open_file(request.user, picture):
        return _not_found_or_sign_in(request)
    response = serve_static(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Cache-Control"] = "private, max-age=86400" if may_be_stored(picture) else "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _picture_by_path(path):
    """Return the picture whose file, or whose rendition's file, has this path in the media folder; None if there is none."""
    return current_tree().cached("pictures by path", [path], _read_pictures).get(path)


def _read_pictures(paths):
    renditions = get_image_model().get_rendition_model().objects.filter(file__in=paths).select_related("image")
    pictures = get_image_model().objects.filter(file__in=paths)
    return {rendition.file.name: rendition.image for rendition in renditions} | {picture.file.name: picture for picture in pictures}


@login_not_required
@require_safe
def document(request, document_id, document_filename):
    """Serve an uploaded document with Wagtail's view, which asks the hook in cms/library/wagtail_hooks.py for permission."""
    try:
        return serve_document(request, document_id, document_filename)
    except Http404:
        return _not_found_or_sign_in(request)


def _not_found_or_sign_in(request):
    """Redirect visitors to sign in, and raise Http404 for others.

    The response must not show whether the file exists.
    """
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(request.get_full_path())


def _file_response(request, file, **options):
    try:
        return file_response(request, file, **options)
    except FileNotFoundError:
        return _not_found_or_sign_in(request)


@login_not_required
@require_safe
def recording(request, pk, name):
    """Serve a recording or the requested range of it."""
    recording = Recording.objects.filter(pk=pk).first()
    mime_type = RECORDING_MIME_TYPES.get(extension_of(recording.file.name)) if recording else None
    if mime_type is None or name != recording.filename or not may_open_file(request.user, recording):
        return _not_found_or_sign_in(request)
    response = _file_response(request, recording.file, content_type=mime_type, etag=recording.file_hash, name=recording.filename)
    return _not_stored(response, recording)


@login_not_required
@require_safe
def recording_captions(request, pk):
    """Serve the captions of a recording."""
    recording = Recording.objects.filter(pk=pk).first()
    if recording is None or not recording.captions or not may_open_file(request.user, recording):
        return _not_found_or_sign_in(request)
    captions_name = PurePath(recording.captions.name)
    response = _file_response(
        request, recording.captions, content_type="text/vtt; charset=utf-8", etag=captions_name.stem, name="captions.vtt"
    )
    return _not_stored(response, recording)


def _not_stored(response, file):
    if not may_be_stored(file):
        response["Cache-Control"] = "no-store"
    return response
