"""A form field for photos of people, which are validated and re-encoded without metadata."""

from io import BytesIO

from django.core.exceptions import ValidationError
from PIL import ExifTags, Image, ImageOps

from cms.library.forms.pictures import CheckedImageField, one_picture_at_a_time, reduce_while_decoding
from cms.library.upload_limits import count_upload

MAX_PHOTO_BYTES = 5 * 1024 * 1024  # larger than a phone's photo of a face
MAX_PHOTO_PIXELS = 40_000_000
PHOTO_SIDE = 320
SMOOTH_MODES = {"RGB", "RGBA", "L", "LA", "CMYK"}  # Pillow resizes other modes without smoothing


class PhotoField(CheckedImageField):
    """Accept a JPEG, PNG or WebP photo within the limits. The cleaned value is a square WebP as bytes."""

    user = None  # the form sets it, so that uploads are counted

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
        if value and self.user is not None:
            count_upload(self.user, "photo")
        try:
            return square_photo(super().clean(value, initial))
        except (OSError, SyntaxError, Image.DecompressionBombError):  # raised by Pillow for truncated files
            raise ValidationError(self.error_messages["invalid_image"]) from None


def square_photo(file):
    """Return the middle of the picture as a square WebP of at most PHOTO_SIDE pixels, without metadata."""
    file.seek(0)
    with one_picture_at_a_time(), Image.open(file) as picture:
        reduce_while_decoding(picture, 16 * PHOTO_SIDE * PHOTO_SIDE)
        orientation = picture.getexif().get(ExifTags.Base.Orientation, 1)
        side = min(*picture.size, PHOTO_SIDE)
        # Shrink first: turning and converting then cost nothing, whatever was uploaded.
        small = ImageOps.fit(picture if picture.mode in SMOOTH_MODES else picture.convert("RGB"), (side, side))
    small.getexif()[ExifTags.Base.Orientation] = orientation
    ImageOps.exif_transpose(small, in_place=True)
    out = BytesIO()
    small.convert("RGB").save(out, "WEBP", quality=82, exif=b"", icc_profile=None)
    return out.getvalue()
