"""Beginning a module: from a pattern, or from what was read in a Word file. Everything made is a draft."""

from io import BytesIO

from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.images import get_image_model

from learning.models import LearnIndexPage, LessonPage, ModulePage, WordFile


class AlreadyMade(Exception):
    """The Word file has become a module before. Carries the module's page, or None when that has gone since."""

    def __init__(self, module):
        super().__init__()
        self.module = module


@transaction.atomic
def start_module(*, title, owner, lessons, by, intro=""):
    """Make a draft module with draft lessons below the catalogue. Returns the ModulePage.

    `lessons` are pairs of a title and a list of blocks as a StreamField writes them.
    """
    module = LearnIndexPage.objects.get().add_child(
        instance=ModulePage(title=title, owner_words=owner, intro=intro, live=False, has_unpublished_changes=True, owner=by)
    )
    module.save_revision(user=by, log_action=True)
    block = LessonPage._meta.get_field("body").stream_block
    for name, blocks in lessons:
        lesson = module.add_child(
            instance=LessonPage(title=name, body=block.to_python(blocks), live=False, has_unpublished_changes=True, owner=by)
        )
        lesson.save_revision(user=by, log_action=True)
    return module


@transaction.atomic
def module_from_word(*, word_file, title, owner, pictures, by):
    """Make the module of what was read in a Word file, and forget what was read. Returns the ModulePage.

    `pictures` says of each number {"alternative", "decorative"}, or None for one to leave out. Raises AlreadyMade the second time.
    """
    row = WordFile.objects.select_for_update(of=("self",)).get(pk=word_file.pk)
    if not row.read:
        raise AlreadyMade(row.module)
    blocks = [block for lesson in row.read["lessons"] for block in lesson["blocks"]]
    shown = [block["value"]["number"] for block in blocks if block["type"] == "picture"]
    images = {
        one.number: _picture(one, pictures[one.number], by) for one in row.pictures.filter(number__in=shown) if pictures.get(one.number)
    }
    lessons = [(lesson["title"], list(_with_pictures(lesson["blocks"], images, pictures))) for lesson in row.read["lessons"]]
    module = start_module(title=title, owner=owner, lessons=lessons, by=by, intro=row.read["intro"])
    row.module, row.read = module.page_ptr, {}
    row.save(update_fields=["module", "read"])
    row.pictures.all().delete()
    return module


@transaction.atomic
def forget_word_files(*, at):
    """Forget what was read in Word files nobody came back to. Returns how many files."""
    old = WordFile.objects.old(at)
    many = old.count()
    old.delete()
    return many


def _picture(picture, said, by):
    file = ImageFile(BytesIO(bytes(picture.content)), name=picture.name)
    image = get_image_model()(title=said["alternative"] or picture.name, file=file, uploaded_by_user=by)
    image._set_image_file_metadata()
    image.save()
    return image.pk


def _with_pictures(blocks, images, pictures):
    for block in blocks:
        if block["type"] != "picture":
            yield block
        elif (number := block["value"]["number"]) in images:
            yield {"type": "picture", "value": {"image": images[number], "caption": "", "credit": "", **pictures[number]}}
