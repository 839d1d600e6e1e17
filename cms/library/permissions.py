"""Who may open an uploaded file."""

from django.apps import apps

from cms.library.usage import pages_using
from cms.page_tree.permissions import may_read_type
from cms.page_tree.snapshot import whole_tree
from cms.people.permissions import may_use_desk


def may_open_file(user, file):
    """Return whether the user may open an uploaded file: an instance of the image, document or recording model.

    Everyone who may read a published page may open the files used on it. Other files are only for people who may use the admin.
    """
    if may_use_desk(user):
        return True
    tree = whole_tree().as_read_by(user)
    return any(may_read_type(user, apps.get_model(page.kind)) for page in pages_using(file) if tree.is_open(page.id))


def may_be_stored(file):
    """Return whether a browser may keep a copy of the file: not if it is used on a page that can be withdrawn.

    A model of such pages says so by `may_be_withdrawn`. Cached with the page tree: a page of many pictures asks once for each.
    """

    def read(keys):
        return {key: not any(getattr(apps.get_model(page.kind), "may_be_withdrawn", False) for page in pages_using(file)) for key in keys}

    key = (file._meta.label, file.pk)
    return whole_tree().cached("files to store", [key], read)[key]
