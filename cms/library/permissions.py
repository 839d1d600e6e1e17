"""Who may open an uploaded file."""

from django.apps import apps

from cms.library.usage import pages_using
from cms.page_tree.permissions import may_read
from cms.page_tree.snapshot import current_tree
from cms.people.permissions import may_use_desk


def may_open_file(user, file):
    """Return whether the user may open an uploaded picture, document or recording (a model instance).

    A file is open to the readers of any published page it is used on. A file on no published page is open only to people who may use
    the desk.
    """
    if may_use_desk(user):
        return True
    tree = current_tree()
    return any(may_read(user, apps.get_model(page.kind)) for page in pages_using(file) if tree.is_open(page.id))
