"""Wagtail's bulk actions on pages, which say before they ask what cannot be done and why."""

from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction
from wagtail.admin.views.pages.bulk_actions.unpublish import UnpublishBulkAction
from wagtail.models import Page

from learning.permissions import has_evidence


class DeletePages(DeleteBulkAction):
    """Delete pages, except those that a learning record depends on."""

    models = [Page]
    template_name = "learning/desk/bulk_delete.html"

    def check_perm(self, page):
        return super().check_perm(page) and not has_evidence(page.get_descendants(inclusive=True).values_list("pk", flat=True))


class UnpublishPages(UnpublishBulkAction):
    """Unpublish pages, except those that are not published."""

    models = [Page]
    template_name = "learning/desk/bulk_unpublish.html"
