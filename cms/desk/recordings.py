"""wagtailmedia's edit and delete views, with warnings about the pages that use a recording."""

from django.shortcuts import get_object_or_404, redirect
from wagtail.admin import messages
from wagtailmedia.views import media as wagtailmedia_views

from cms.components import join_with_and
from cms.library.models import Recording

IN_USE = "You cannot delete “{title}” because it is used on {pages}. Remove it from there first."
FILE_REPLACED = "“{title}” has a new file. We did not change its {unchanged}: check that they still match the recording.{pages}"
USED_ON = " It is used on {}."
MAX_PAGES_NAMED = 3


def delete_recording(request, media_id):
    """Delete a recording with wagtailmedia's view, or say which pages use it and show them."""
    recording = get_object_or_404(Recording, pk=media_id)
    if pages := _page_titles(recording):
        messages.error(request, IN_USE.format(title=recording.title, pages=pages))
        return redirect(recording.usage_url)
    return wagtailmedia_views.delete(request, media_id)


def edit_recording(request, media_id):
    """Edit a recording with wagtailmedia's view. If its file was replaced, warn that captions and transcript were not."""
    response = wagtailmedia_views.edit(request, media_id)
    if request.method == "POST" and request.FILES.get("file") and response.status_code == 302:
        recording = get_object_or_404(Recording, pk=media_id)
        unchanged = [] if request.FILES.get("captions") or not recording.captions else ["captions"]
        unchanged += ["transcript"] if recording.transcript else []
        pages = _page_titles(recording)
        if unchanged:
            values = {"title": recording.title, "unchanged": join_with_and(unchanged), "pages": USED_ON.format(pages) if pages else ""}
            messages.warning(request, FILE_REPLACED.format(**values))
    return response


def _page_titles(recording):
    """Return the titles of the first pages that use the recording, as text, or ""."""
    titles = [f"“{page.title}”" for page in recording.pages[:MAX_PAGES_NAMED]]
    return join_with_and(titles) if titles else ""
