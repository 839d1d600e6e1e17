"""Wagtail's image form, which checks uploads and strips their metadata.

Pictures are decoded in the request, so every step here is bounded: pixels before decoding, one picture at a time in each process, one copy
in memory, and a number of pictures an hour for each person.
"""

import re
from contextlib import contextmanager, suppress
from io import BytesIO
from threading import BoundedSemaphore

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageOps, UnidentifiedImageError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms.library.file_types import TAGS_HELP, random_name
from cms.library.upload_limits import count_upload

CANNOT_BE_READ = "This picture cannot be read: the file is damaged or is not a picture."
HEIC = (
    "This picture is in the HEIC format, which many browsers cannot show. Save it as JPEG and choose that file. On an iPhone: open it in "
    "Photos, select Share, Options, then Most Compatible, and save it to Files."
)
BUSY = "Other people are uploading pictures at the moment. Try again in a minute."
TOO_DEEP = "This picture is built in a way that takes far too long to show. Save it again as an ordinary JPEG and choose that file."
# A JPEG can be decoded at half or a quarter of its size. Other formats cannot, so their limit is what we can hold in memory.
MAX_DECODED_PIXELS = 12_000_000
MAX_FRAMES = 400
MAX_ANIMATION_PIXELS = 20_000_000  # every frame is compressed again
MAX_SCANS = 100  # a progressive JPEG has about ten; each costs one pass over the whole picture
WAIT_SECONDS = 10
# The entries of Pillow's `info` that are needed to show a picture. All others are metadata.
DISPLAY_INFO = {"transparency", "icc_profile", "duration", "loop", "background", "disposal"}
# What may differ from frame to frame, so that Pillow has to take it from each of them.
FRAME_INFO = {"GIF": {"duration", "disposal", "transparency", "background"}, "PNG": {"duration", "disposal", "transparency"}, "WEBP": set()}
SAVE_OPTIONS = {"JPEG": {"quality": 90}, "WEBP": {"quality": 90}}
NO_METADATA = {"exif": b"", "xmp": b"", "comment": b""}
JPEG_FORMATS = {"JPEG", "MPO"}  # some phones add a second picture to a JPEG, which Pillow calls MPO

_decoder = BoundedSemaphore(1)


@contextmanager
def one_picture_at_a_time():
    """Let one thread of this process decode a picture, so that memory does not grow with the number of uploads.

    Raises ValidationError if the others take too long.
    """
    if not _decoder.acquire(timeout=WAIT_SECONDS):
        raise ValidationError(BUSY)
    try:
        yield
    finally:
        _decoder.release()


def check_pixels(file):
    """Raise ValidationError if decoding the picture would take too much, going by its header. Rewinds the file."""
    limit = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    try:
        with Image.open(file) as picture:
            is_jpeg = picture.format in JPEG_FORMATS
            frames = 1 if is_jpeg else getattr(picture, "n_frames", 1)
            pixels = picture.width * picture.height
            is_progressive = is_jpeg and "progressive" in picture.info
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        is_jpeg, frames, pixels, is_progressive = False, 1, limit + 1, False
    finally:
        file.seek(0)
    most = limit if is_jpeg else MAX_DECODED_PIXELS
    if pixels > most:
        advice = (
            "Make a smaller copy and choose that one."
            if pixels > limit
            else "Make a smaller copy, or save it as JPEG, and choose that one."
        )
        raise ValidationError(f"This picture has more than {most // 1_000_000} million pixels. {advice}")
    if frames > 1 and (pixels * frames > MAX_ANIMATION_PIXELS or frames > MAX_FRAMES):
        raise ValidationError("This animation has too many pictures in it. Make it shorter or smaller, or upload it as a video.")
    if is_progressive and _count_scans(file) > MAX_SCANS:
        raise ValidationError(TOO_DEEP)


def _count_scans(file):
    """Count the start-of-scan markers. Compressed data cannot contain them, because JPEG escapes the byte 255."""
    content = file.read()
    file.seek(0)
    return content.count(b"\xff\xda")


def is_heic(file):
    """Return whether the file is a HEIC or HEIF picture, whatever its name says. Rewinds the file."""
    file.seek(0)
    head = file.read(32)
    file.seek(0)
    return re.match(rb"....ftyp.{0,16}(heic|heix|hevc|heim|heis|mif1|msf1)", head, re.DOTALL) is not None


def reduce_while_decoding(picture, pixels):
    """Make Pillow decode a JPEG of more than `pixels` at half, a quarter or an eighth of its size. Other formats stay as they are."""
    if picture.format in JPEG_FORMATS and picture.width * picture.height > pixels:
        scale = next(scale for scale in (2, 4, 8) if scale == 8 or picture.width * picture.height <= pixels * scale * scale)
        picture.draft(picture.mode, (picture.width // scale, picture.height // scale))


def strip_picture(file):
    """Return the picture as bytes, turned upright and without its metadata: place, camera, author and comments.

    JPEGs of more than MAX_DECODED_PIXELS are made smaller. Rewinds the file. Raises ValidationError if it cannot be read.
    """
    try:
        with one_picture_at_a_time(), Image.open(file) as picture:
            buffer = BytesIO()
            image_format = "JPEG" if picture.format in JPEG_FORMATS else str(picture.format)
            reduce_while_decoding(picture, MAX_DECODED_PIXELS)
            options = SAVE_OPTIONS.get(image_format, {}) | NO_METADATA
            if image_format != "JPEG" and getattr(picture, "n_frames", 1) > 1:
                # Pillow then reads the frames one by one from the picture itself, rather than from a list of copies.
                picture.save(buffer, image_format, save_all=True, **_display_info(picture, without=FRAME_INFO[image_format]), **options)
            else:
                ImageOps.exif_transpose(picture, in_place=True)
                picture.info = info = _display_info(picture)
                picture.save(buffer, image_format, **info, **options)
    except (OSError, ValueError, SyntaxError, EOFError):
        raise ValidationError(CANNOT_BE_READ) from None
    finally:
        file.seek(0)
    return buffer.getvalue()


def _display_info(picture, without=()):
    return {key: value for key, value in picture.info.items() if key in DISPLAY_INFO and key not in without}


class CheckedImageField(WagtailImageField):
    """Wagtail's image field, with clear messages for pictures that are incomplete or have too many pixels."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.error_messages |= {"invalid_image": CANNOT_BE_READ, "heic": HEIC}

    def to_python(self, data):
        try:
            if data and data.size <= settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
                if is_heic(data):
                    raise ValidationError(self.error_messages["heic"], code="heic")
                with suppress(UnidentifiedImageError, OSError, SyntaxError):  # super() has the message for files that are not pictures
                    check_pixels(data)
            return super().to_python(data)
        except (UnidentifiedImageError, OSError, SyntaxError):
            raise ValidationError(self.error_messages["invalid_image"]) from None


class CheckedImageForm(BaseImageForm):
    """Wagtail's image form with our field. It strips the metadata of new pictures."""

    file = CheckedImageField(label="File")

    def __init__(self, *args, **kwargs):
        self.user = kwargs.get("user")
        super().__init__(*args, **kwargs)
        if "tags" in self.fields:
            self.fields["tags"].help_text = TAGS_HELP

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        if self.user is not None:
            count_upload(self.user, "picture")
        stripped = SimpleUploadedFile(random_name(file.name), strip_picture(file), file.content_type)
        stripped.image = getattr(file, "image", None)
        return stripped
