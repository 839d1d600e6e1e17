"""Recordings at the desk: wagtailmedia's pages, with what it does not say."""

from django.shortcuts import get_object_or_404, redirect
from wagtail.admin import messages
from wagtailmedia.views import media as wagtailmedia_views

from cms.components import and_words
from cms.library.models import Recording

TAKE_IT_OUT_FIRST = "“{title}” stands on {pages}, so it is not deleted. Take it out there first."
ANOTHER_FILE = "“{title}” has another file now. Its {kept} stayed as before: see whether the new recording says the same.{pages}"
ON_PAGES = " It stands on {}."
MOST_NAMED = 3


def delete_recording(request, media_id):
    """wagtailmedia's own, unless a page still has the recording: then it says so, and shows where."""
    recording = get_object_or_404(Recording, pk=media_id)
    if pages := _named(recording):
        messages.error(request, TAKE_IT_OUT_FIRST.format(title=recording.title, pages=pages))
        return redirect(recording.usage_url)
    return wagtailmedia_views.delete(request, media_id)


def edit_recording(request, media_id):
    """wagtailmedia's own; whoever puts another file in place of the old is told what stayed, and where the recording stands."""
    response = wagtailmedia_views.edit(request, media_id)
    if request.method == "POST" and request.FILES.get("file") and response.status_code == 302:
        recording = get_object_or_404(Recording, pk=media_id)
        stayed = [] if request.FILES.get("captions") or not recording.captions else ["captions"]
        stayed += ["transcript"] if recording.transcript else []
        pages = _named(recording)
        if stayed:
            told = {"title": recording.title, "kept": and_words(stayed), "pages": ON_PAGES.format(pages) if pages else ""}
            messages.warning(request, ANOTHER_FILE.format(**told))
    return response


def _named(recording):
    return and_words([f"“{page.title}”" for page in pages]) if (pages := list(recording.pages[:MOST_NAMED])) else ""
