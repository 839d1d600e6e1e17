"""The account page in Wagtail's admin, without what people change elsewhere on the site."""

from wagtail.admin.views.account import AccountView

# Photos are on people's directory cards, where their metadata is stripped.
HIDDEN_PANELS = {"avatar"}


class DeskAccountView(AccountView):
    """Name, email notifications and the look of the admin. People change their email address on the site, confirmed by a code."""

    def get_panels(self):
        return [panel for panel in super().get_panels() if panel.name not in HIDDEN_PANELS]
