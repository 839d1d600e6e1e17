"""Start a module, from a pattern or from a Word file. Everything created is a draft."""

from io import BytesIO

from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.images import get_image_model

from learning.models import LearnIndexPage, LessonPage, ModulePage, WordFile


class AlreadyImported(Exception):
    """The Word file has already become a module. `module` is its page, or None if that has been deleted."""

    def __init__(self, module):
        super().__init__()
        self.module = module


class NothingToSplit(Exception):
    """The lesson has no heading at this block, or it begins with it, so there are not two parts."""


@transaction.atomic
def start_module(*, title, owner, lessons, by, intro=""):
    """Create a draft module with draft lessons in the catalogue and return the ModulePage.

    `lessons` is a list of (title, blocks), with blocks as the raw data of a StreamField.
    """
    module = LearnIndexPage.objects.get().add_child(
        instance=ModulePage(title=title, owner_words=owner, intro=intro, live=False, has_unpublished_changes=True, owner=by)
    )
    module.save_revision(user=by, log_action=True)
    stream_block = LessonPage._meta.get_field("body").stream_block
    for lesson_title, blocks in lessons:
        body = stream_block.to_python(blocks)
        lesson = module.add_child(instance=LessonPage(title=lesson_title, body=body, live=False, has_unpublished_changes=True, owner=by))
        lesson.save_revision(user=by, log_action=True)
    return module


@transaction.atomic
def module_from_word(*, word_file, title, owner, pictures, by):
    """Create a module from what was read in a Word file, delete what was read, and return the ModulePage.

    `pictures` is {number: {"alternative", "decorative"}}, with None for a picture to leave out.
    Raises AlreadyImported if the file has already become a module.
    """
    row = WordFile.objects.select_for_update(of=("self",)).get(pk=word_file.pk)
    if not row.read:
        raise AlreadyImported(row.module)
    blocks = [block for lesson in row.read["lessons"] for block in lesson["blocks"]]
    used_numbers = [block["value"]["number"] for block in blocks if block["type"] == "picture"]
    image_ids = {
        picture.number: _create_image(picture, pictures[picture.number], by)
        for picture in row.pictures.filter(number__in=used_numbers)
        if pictures.get(picture.number)
    }
    lessons = [(lesson["title"], list(_with_images(lesson["blocks"], image_ids, pictures))) for lesson in row.read["lessons"]]
    module = start_module(title=title, owner=owner, lessons=lessons, by=by, intro=row.read["intro"])
    row.module, row.read = module.page_ptr, {}
    row.save(update_fields=["module", "read"])
    row.pictures.all().delete()
    return module


@transaction.atomic
def split_lesson(*, lesson, at_block, by):
    """Move the second part of a lesson's latest draft to a new draft lesson after it, and return the new LessonPage.

    `at_block` is the id of the heading that the second part begins with, which becomes its title. Readers see no change until the drafts
    are published. Blocks keep their ids. Raises NothingToSplit.
    """
    draft = lesson.get_latest_revision_as_object()
    raw = draft.body.get_prep_value()
    index = next((index for index, block in enumerate(raw) if block["id"] == at_block and block["type"] == "heading"), 0)
    if index == 0:
        raise NothingToSplit(at_block)
    stream_block = draft.body.stream_block
    second = LessonPage(title=raw[index]["value"]["text"], body=stream_block.to_python(raw[index + 1 :]))
    second.live, second.has_unpublished_changes, second.owner = False, True, by
    lesson.add_sibling(instance=second, pos="right")
    second.save_revision(user=by, log_action=True)
    draft.body = stream_block.to_python(raw[:index])
    draft.save_revision(user=by, log_action=True)
    return second


@transaction.atomic
def forget_word_files(*, at):
    """Delete what was read from expired Word files and return how many files that was."""
    expired = WordFile.objects.expired(at)
    count = expired.count()
    expired.delete()
    return count


def _create_image(picture, description, by):
    """Return the id of a new image of the site."""
    file = ImageFile(BytesIO(bytes(picture.content)), name=picture.name)
    image = get_image_model()(title=description["alternative"] or picture.name, file=file, uploaded_by_user=by)
    image._set_image_file_metadata()
    image.save()
    return image.pk


def _with_images(blocks, image_ids, pictures):
    """Yield the blocks with each picture replaced by its image, and pictures without an image left out."""
    for block in blocks:
        if block["type"] != "picture":
            yield block
        elif (number := block["value"]["number"]) in image_ids:
            yield {"type": "picture", "value": {"image": image_ids[number], "caption": "", "credit": "", **pictures[number]}}
