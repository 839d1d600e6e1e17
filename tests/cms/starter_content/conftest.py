"""The small starter files, read by the loader instead of the repository's."""

import shutil

import pytest
from django.conf import settings as configured
from django.db import transaction
from django.test import override_settings

from cms.library.file_types import is_what_it_says
from cms.starter_content.load import load
from tests.cms.blocks.parts import png
from tests.cms.starter_content.parts import EVERY_BLOCK, FILES, FOLDERS, RECORDINGS, texts

BACKEND = {**configured.WAGTAILSEARCH_BACKENDS["default"], "AUTO_UPDATE": False}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A copy of the small starter files for one module; nothing is written to the search index, which no test here asks."""
    copy = tmp_path_factory.mktemp("small")
    for name in FOLDERS:
        shutil.copytree(FILES / name, copy / name)
    with pytest.MonkeyPatch.context() as patch, override_settings(WAGTAILSEARCH_BACKENDS={"default": BACKEND}):
        patch.setattr("cms.starter_content.content_types.ROOT", copy)
        patch.setattr("cms.starter_content.content_types.STARTER", copy / "cms" / "starter")
        for module in ("learning.starter_content", "community.starter_content", "casestudies.starter_content"):
            patch.setattr(f"{module}.ROOT", copy)
            patch.setattr(f"{module}.STARTER", copy / module.partition(".")[0] / "starter")
        yield copy


@pytest.fixture
def files(folder):
    """The small starter files, for one test to change as it likes."""
    before = texts(folder)
    yield folder
    for name in texts(folder).keys() - before.keys():
        (folder / name).unlink()
    for name, content in before.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


@pytest.fixture(scope="module")
def loaded_once(folder, django_db_setup, django_db_blocker):
    """The small starter content, loaded once for a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load()
        transaction.set_rollback(True)


@pytest.fixture
def loaded(loaded_once, files, db):
    """The site with the small starter content, for one test to change as it likes. Returns the report of the loading."""
    return loaded_once


@pytest.fixture
def every_block(files):
    """The folder of the module, with one more lesson that has every block of the format, and the files it needs."""
    module = files / "learning/starter/modules/01-what-is-no-wrong-door"
    (module / "06-every-block.md").write_text(EVERY_BLOCK)
    (module / "door.png").write_bytes(png())
    for name, content in RECORDINGS.items():
        (module / name).write_bytes(content)
        assert is_what_it_says((module / name).open("rb"), name[-3:])
    return module


@pytest.fixture
def stores(settings):
    """A function that gives the site an empty store for uploaded files, as a new machine has."""

    def use(path):
        settings.MEDIA_ROOT = path
        settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}

    return use
