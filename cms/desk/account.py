"""One's own page at the desk: Wagtail's, without what has a place of its own on the site."""

from wagtail.admin.views.account import AccountView

# The photo people choose to show stands on their card in the directory, without what a camera writes into it.
ELSEWHERE = {"avatar"}


class DeskAccount(AccountView):
    """Name, letters about one's pages, and how the desk looks. The address one signs in with is changed on the site, by a code."""

    def get_panels(self):
        return [panel for panel in super().get_panels() if panel.name not in ELSEWHERE]
