"""A photo of a person: checked to be what it says, and made anew without what the camera wrote into it."""

from io import BytesIO

from django.core.exceptions import ValidationError
from PIL import Image, ImageOps

from cms.files.pictures import CheckedImageField

MAX_PHOTO_BYTES = 5 * 1024 * 1024  # bytes: more than any phone's camera makes of one face
MAX_PHOTO_PIXELS = 40_000_000
PHOTO_SIDE = 320


class PhotoField(CheckedImageField):
    """A photo of a person: JPEG, PNG or WebP that is what it says, and neither heavy nor huge. Gives it made anew, as bytes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.allowed_image_extensions = ["jpg", "jpeg", "png", "webp"]
        self.max_upload_size, self.max_image_pixels = MAX_PHOTO_BYTES, MAX_PHOTO_PIXELS
        self.help_text = "JPEG, PNG or WebP, at most 5 MB. We keep the middle of it as a square."  # Wagtail's names its own limits
        self.widget.attrs["accept"] = "image/jpeg, image/png, image/webp"
        self.error_messages |= {
            "required": "Choose a photo",
            "invalid_image": "This photo cannot be read: the file is damaged or is no picture.",
            "invalid_image_extension": "Take a JPEG, PNG or WebP picture. Others cannot be shown everywhere.",
            "invalid_image_known_format": "The name of this photo says one kind of picture, and its content is another.",
            "file_too_large": "This photo is %(file_size)s. 5 MB is the most.",
            "file_too_many_pixels": "This photo has more than 40 million pixels. Make it smaller and try again.",
        }

    def clean(self, value, initial=None):
        try:
            return square_photo(super().clean(value, initial))
        except (OSError, SyntaxError, Image.DecompressionBombError):  # what Pillow says of files torn off in the middle
            raise ValidationError(self.error_messages["invalid_image"]) from None


def square_photo(file):
    """The middle of a picture as a square WebP of at most PHOTO_SIDE pixels, without place, time, camera or thumbnail in it."""
    file.seek(0)
    with Image.open(file) as picture:
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    side = min(*upright.size, PHOTO_SIDE)
    out = BytesIO()
    ImageOps.fit(upright, (side, side)).save(out, "WEBP", quality=82, exif=b"", icc_profile=None)
    return out.getvalue()
