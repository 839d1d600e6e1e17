"""What a case study shows by reference: when a picture, a recording or a figure changes, the case studies that show it are looked at."""

from casestudies.actions.approval import unpublish_changed
from casestudies.actions.withdraw import forget_words
from casestudies.models import Submission
from cms.library.usage import pages_using


def check_pages_that_show(instance, created=False, **kwargs):
    """Unpublish the case studies that show this file or figure, if that is no longer what was approved.

    A receiver of post_save of Wagtail's and our models; an app of its own has no other way to hear of them.
    """
    if created or kwargs.get("raw"):
        return
    if keys := [node.id for node in pages_using(instance) if node.kind == "casestudies.casestudypage"]:
        unpublish_changed(pages=keys)


def forget_desk_submissions(instance, **kwargs):
    """Empty the submissions of a page that is being deleted at the desk, where their words are. A receiver of pre_delete."""
    for submission in Submission.objects.filter(page=instance, is_from_desk=True).exclude(state=Submission.State.WITHDRAWN):
        forget_words(submission)
