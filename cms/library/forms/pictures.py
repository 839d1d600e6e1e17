"""Wagtail's image form, which checks uploads and strips their metadata."""

from contextlib import suppress
from io import BytesIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms.library.file_types import safe_name

CANNOT_BE_READ = "This picture cannot be read: the file is damaged or is not a picture."
# The entries of Pillow's `info` that are needed to show a picture. All others are metadata.
DISPLAY_INFO = {"transparency", "icc_profile", "duration", "loop", "background", "disposal"}
SAVE_OPTIONS = {"JPEG": {"quality": 90}, "WEBP": {"quality": 90}}


def check_pixels(file):
    """Raise ValidationError if the picture's header gives too many pixels, before it is decoded. Rewinds the file."""
    limit = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    try:
        with Image.open(file) as picture:
            pixels = picture.width * picture.height * getattr(picture, "n_frames", 1)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        pixels = limit + 1
    finally:
        file.seek(0)
    if pixels > limit:
        raise ValidationError(f"This picture has more than {limit // 1_000_000} million pixels. Make a smaller copy and choose that one.")


def strip_picture(file):
    """Return the picture as bytes, turned upright and without its metadata: place, camera, author and comments.

    Rewinds the file. Raises ValidationError if it cannot be read.
    """
    try:
        with Image.open(file) as picture:
            frames = [_strip_frame(frame) for frame in ImageSequence.Iterator(picture)]
            options = _display_info(picture) | SAVE_OPTIONS.get(str(picture.format), {})
            if len(frames) > 1:
                options |= {"save_all": True, "append_images": frames[1:]}
            buffer = BytesIO()
            frames[0].save(buffer, picture.format, **options)
    except (OSError, ValueError, SyntaxError):
        raise ValidationError(CANNOT_BE_READ) from None
    finally:
        file.seek(0)
    return buffer.getvalue()


def _strip_frame(frame):
    upright = ImageOps.exif_transpose(frame) or frame
    stripped = upright.copy()
    stripped.info = _display_info(upright)
    return stripped


def _display_info(picture):
    return {key: value for key, value in picture.info.items() if key in DISPLAY_INFO}


class CheckedImageField(WagtailImageField):
    """Wagtail's image field, with clear messages for pictures that are incomplete or have too many pixels."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.error_messages |= {"invalid_image": CANNOT_BE_READ}

    def to_python(self, data):
        try:
            if data and data.size <= settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
                with suppress(UnidentifiedImageError, OSError, SyntaxError):  # super() has the message for files that are not pictures
                    check_pixels(data)
            return super().to_python(data)
        except (UnidentifiedImageError, OSError, SyntaxError):
            raise ValidationError(self.error_messages["invalid_image"]) from None


class CheckedImageForm(BaseImageForm):
    """Wagtail's image form with our field. It strips the metadata of new pictures."""

    file = CheckedImageField(label="File")

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        stripped = SimpleUploadedFile(safe_name(file.name), strip_picture(file), file.content_type)
        stripped.image = getattr(file, "image", None)
        return stripped
