"""Wagtail's form for pictures: they must be pictures, of a sane size, and keep nothing of where and by whom they were taken."""

from contextlib import suppress
from io import BytesIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms.library.file_types import safe_name

CANNOT_BE_READ = "This picture cannot be read: the file is damaged or is no picture."
# What of a picture's own words is needed to show it; all else (place, camera, author, comments) goes.
NEEDED = {"transparency", "icc_profile", "duration", "loop", "background", "disposal"}
QUALITY = {"JPEG": {"quality": 90}, "WEBP": {"quality": 90}}


def check_pixels(file):
    """Refuse a picture of too many pixels by what its head says, before it is unpacked. Leaves the file at its beginning."""
    most = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    try:
        with Image.open(file) as picture:
            many = picture.width * picture.height * getattr(picture, "n_frames", 1)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        many = most + 1
    finally:
        file.seek(0)
    if many > most:
        raise ValidationError(f"This picture has more than {most // 1_000_000} million pixels. Make it smaller, and choose that one.")


def without_its_past(file):
    """The picture again as bytes, upright, without place, camera, author and other words in it. Raises ValidationError."""
    try:
        with Image.open(file) as picture:
            frames = [_bare(frame) for frame in ImageSequence.Iterator(picture)]
            out, kept = BytesIO(), {key: value for key, value in picture.info.items() if key in NEEDED}
            more = {"save_all": True, "append_images": frames[1:]} if len(frames) > 1 else {}
            frames[0].save(out, picture.format, **{**kept, **QUALITY.get(str(picture.format), {}), **more})
    except (OSError, ValueError, SyntaxError):
        raise ValidationError(CANNOT_BE_READ) from None
    finally:
        file.seek(0)
    return out.getvalue()


def _bare(frame):
    turned = ImageOps.exif_transpose(frame) or frame
    bare = turned.copy()
    bare.info = {key: value for key, value in turned.info.items() if key in NEEDED}
    return bare


class CheckedImageField(WagtailImageField):
    """Wagtail's picture field, with a sentence for a file that is torn off in the middle, and for one that is far too large."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.error_messages |= {"invalid_image": CANNOT_BE_READ}

    def to_python(self, data):
        try:
            if data and data.size <= settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
                with suppress(UnidentifiedImageError, OSError, SyntaxError):  # what is no picture is told of below, by its kind
                    check_pixels(data)
            return super().to_python(data)
        except (UnidentifiedImageError, OSError, SyntaxError):
            raise ValidationError(self.error_messages["invalid_image"]) from None


class CheckedImageForm(BaseImageForm):
    """Wagtail's picture form with the checked field; what a camera wrote into the picture is taken out."""

    file = CheckedImageField(label="File")

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        cleaned = SimpleUploadedFile(safe_name(file.name), without_its_past(file), file.content_type)
        cleaned.image = getattr(file, "image", None)
        return cleaned
