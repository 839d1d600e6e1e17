"""What a member may open of what Find covers: the only module of Find that decides it."""

from cms.page_tree.snapshot import current_tree
from cms.search.permissions import may_search


class Access:
    """Remembers for one search what the user may open. Takes no query."""

    def __init__(self, user):
        self._is_member = may_search(user)
        self._tree = current_tree()
        self._open_pages: dict[int, bool] = {}

    def may_open(self, document):
        """Return whether the user may open a Document. Everything that is no page is open to every member."""
        if document.pk is None:
            return self._is_member
        return self.may_open_page(document.pk)

    def may_open_page(self, page_id):
        if page_id not in self._open_pages:
            self._open_pages[page_id] = self._is_member and self._tree.is_open(page_id)
        return self._open_pages[page_id]

    def open_url(self, page_id):
        """Return the URL of a page that the user may open, else None."""
        return self._tree.url(page_id) if self.may_open_page(page_id) else None
