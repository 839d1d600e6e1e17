"""Take pictures out of a Word file."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from cms.library.forms.pictures import check_pixels, strip_picture

MAX_PICTURES = 40
MAX_PICTURE_BYTES = 10 * 1024 * 1024
PICTURE_EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp"}


@dataclass
class Picture:
    """A picture from the file, which may become an image of the site."""

    number: int
    name: str
    alternative: str
    content: bytes


def add_picture(image, pictures, refused):
    """Append a usable picture to `pictures`, or the reason to `refused`. Return mammoth's attributes for its <img>."""
    try:
        with image.open() as opened:
            content = opened.read(MAX_PICTURE_BYTES + 1)
    except Exception:
        return {"src": ""}
    if len(pictures) == MAX_PICTURES:
        refused.append(f"A picture after the first {MAX_PICTURES}. Left out.")
        return {"src": ""}
    extension, content, problem = _clean_picture(content)
    if problem:
        refused.append(f"A picture that {problem}. Left out.")
        return {"src": ""}
    number = len(pictures) + 1
    pictures.append(Picture(number, f"picture-{number}.{extension}", (image.alt_text or "").strip()[:250], content))
    return {"src": f"picture:{number}"}


def _clean_picture(content):
    """Return (file extension, content without camera metadata, why it cannot be used or "")."""
    if len(content) > MAX_PICTURE_BYTES:
        return None, b"", "is larger than 10 MB"
    try:
        check_pixels(BytesIO(content))
        with Image.open(BytesIO(content)) as opened:
            extension = PICTURE_EXTENSIONS.get(str(opened.format))
        if not extension:
            return None, b"", "is in a format the site cannot show"
        return extension, strip_picture(BytesIO(content)), ""
    except Exception:
        return None, b"", "is damaged, far too large, or in a format the site cannot show"
