"""Small, valid recordings and documents with personal metadata that uploads must remove."""

from functools import cache
from io import BytesIO
from zipfile import ZipFile

import av
import pikepdf

SAID = {"title": "Ellie at home", "artist": "Ellie", "comment": "Mill Lane 3", "location": "+54.0-1.5/"}
TELLS = (b"Ellie", b"Mill Lane", b"54.0")  # none of these may remain in a stored file
MADE = {  # {extension: (container, video codec, audio codec, sample rate in Hz, sample format)}
    "mp4": ("mp4", "libx264", "aac", 44100, "fltp"),
    "webm": ("webm", "libvpx", "libopus", 48000, "s16"),
    "mp3": ("mp3", None, "libmp3lame", 44100, "s16p"),
    "m4a": ("ipod", None, "aac", 44100, "fltp"),
}
SAMPLES, PICTURES_A_SECOND = 1024, 10


@cache
def recorded(extension, seconds=3, is_silent=False):
    """Return the bytes of a silent recording of `seconds` seconds. Videos show a grey picture."""
    container, picture, sound, rate, kind = MADE[extension]
    out = BytesIO()
    with av.open(out, "w", format=container) as written:
        written.metadata.update(SAID)
        seen = written.add_stream(picture, rate=PICTURES_A_SECOND, width=64, height=48, pix_fmt="yuv420p") if picture else None
        heard = None if is_silent else written.add_stream(sound, rate=rate, layout="mono")
        for stream in filter(None, (seen, heard)):
            stream.metadata.update({"title": "Ellie’s phone", "handler_name": "Ellie"})
        if seen:
            frames = (_blank(av.VideoFrame(64, 48, "yuv420p"), number) for number in range(seconds * PICTURES_A_SECOND))
            _encode(written, seen, frames)
        if heard:
            starts = range(0, seconds * rate, SAMPLES)
            frames = (_blank(av.AudioFrame(kind, "mono", SAMPLES), start, rate) for start in starts)
            _encode(written, heard, frames)
    return out.getvalue()


def _blank(frame, pts, rate=None):
    frame.pts = pts
    if rate:
        frame.sample_rate = rate
    for plane in frame.planes:
        plane.update(bytes(plane.buffer_size))
    return frame


def _encode(written, stream, frames):
    for frame in [*frames, None]:
        written.mux(stream.encode(frame))


def a_pdf():
    """Return a PDF of one empty page with its author in the metadata."""
    out, pdf = BytesIO(), pikepdf.new()
    pdf.add_blank_page()
    pdf.docinfo["/Author"] = "Ellie"
    with pdf.open_metadata() as said:
        said["dc:creator"] = ["Ellie"]
    pdf.save(out)
    return out.getvalue()


def an_archive(*names, **contents):
    """Return a zip archive of these parts, each with some text."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, contents.get(name, "<xml>Ellie</xml>"))
    return out.getvalue()
