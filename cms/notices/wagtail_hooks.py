"""The navigation entry with the number of unread notices, their email, and the personal data of this app."""

from django.urls import reverse
from wagtail import hooks

from cms.hooks import EXPORT_MEMBER, FORGET_MEMBER, NAVIGATION, WHO_SEES
from cms.notices import emails, personal_data
from cms.notices.models import UNREAD_FLAG, Notice
from cms.people.mailer import register_composer

MAX_COUNT = 99

register_composer(emails.COMPOSER, emails.compose)


@hooks.register(NAVIGATION)
def navigation(request):
    """Count only for people with an unread notice, which is read with their session: for all others this takes no query."""
    entry = {"title": "Notices", "url": reverse("notices:index"), "order": 90}
    if getattr(request.user, UNREAD_FLAG, False):
        count = Notice.objects.visible_to(request.user).unread().values("pk")[: MAX_COUNT + 1].count()
        entry["unread"] = f"{MAX_COUNT}+" if count > MAX_COUNT else str(count or "")
    return entry


hooks.register(EXPORT_MEMBER, personal_data.export)
hooks.register(FORGET_MEMBER, personal_data.erase)
hooks.register(WHO_SEES, personal_data.visibility)
