"""A form field for photos of people, which are validated and re-encoded without metadata."""

from io import BytesIO

from django.core.exceptions import ValidationError
from PIL import Image, ImageOps

from cms.library.forms.pictures import CheckedImageField

MAX_PHOTO_BYTES = 5 * 1024 * 1024  # larger than a phone's photo of a face
MAX_PHOTO_PIXELS = 40_000_000
PHOTO_SIDE = 320


class PhotoField(CheckedImageField):
    """Accept a JPEG, PNG or WebP photo within the limits. The cleaned value is a square WebP as bytes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.allowed_image_extensions = ["jpg", "jpeg", "png", "webp"]
        self.max_upload_size, self.max_image_pixels = MAX_PHOTO_BYTES, MAX_PHOTO_PIXELS
        self.help_text = "JPEG, PNG or WebP, at most 5 MB. We crop it to a square."  # Wagtail's help text names its own limits
        self.widget.attrs["accept"] = "image/jpeg, image/png, image/webp"
        self.error_messages |= {
            "required": "Choose a photo",
            "invalid_image": "We cannot read this photo. The file is damaged or is not a picture.",
            "invalid_image_extension": "Choose a JPEG, PNG or WebP picture. Not every browser can show other kinds.",
            "invalid_image_known_format": "The name of this file does not match the kind of picture in it.",
            "file_too_large": "This photo is %(file_size)s. The limit is 5 MB.",
            "file_too_many_pixels": "This photo has more than 40 million pixels. Make it smaller and try again.",
        }

    def clean(self, value, initial=None):
        try:
            return square_photo(super().clean(value, initial))
        except (OSError, SyntaxError, Image.DecompressionBombError):  # raised by Pillow for truncated files
            raise ValidationError(self.error_messages["invalid_image"]) from None


def square_photo(file):
    """Return the middle of the picture as a square WebP of at most PHOTO_SIDE pixels, without metadata."""
    file.seek(0)
    with Image.open(file) as picture:
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    side = min(*upright.size, PHOTO_SIDE)
    out = BytesIO()
    ImageOps.fit(upright, (side, side)).save(out, "WEBP", quality=82, exif=b"", icc_profile=None)
    return out.getvalue()
