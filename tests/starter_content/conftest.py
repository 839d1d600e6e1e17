"""Fixtures: the small starter files, read by the loader in place of the repository's."""

import pytest

from cms.library.file_types import matches_extension
from tests.pages.blocks.parts import png
from tests.starter_content.parts import EVERY_BLOCK, RECORDINGS, small_starter_files, texts


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a copy of the small starter files for a module; the search index is not written, because no test here searches."""
    copy = tmp_path_factory.mktemp("small")
    with small_starter_files(copy):
        yield copy


@pytest.fixture
def files(folder):
    """Return the small starter files, which the test may change."""
    before = texts(folder)
    yield folder
    for name in texts(folder).keys() - before.keys():
        (folder / name).unlink()
    for name, content in before.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


@pytest.fixture
def loaded(small_content, files):
    """Load the small starter content, which the test may change. Return the loader's report."""
    return small_content


@pytest.fixture
def every_block(files):
    """Return the module's folder, with an extra lesson that has every block of the format, and the files it needs."""
    module = files / "learning/starter/modules/01-what-is-no-wrong-door"
    (module / "06-every-block.md").write_text(EVERY_BLOCK)
    (module / "door.png").write_bytes(png())
    for name, content in RECORDINGS.items():
        (module / name).write_bytes(content)
        assert matches_extension((module / name).open("rb"), name[-3:])
    return module


@pytest.fixture
def stores(settings):
    """Return a function that gives the site an empty file storage, as on a new machine."""

    def use(path):
        settings.MEDIA_ROOT = path
        settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}

    return use
