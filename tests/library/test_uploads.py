"""Validation of uploaded documents and pictures. For who may open them see test_file_audience.py."""

import json
import struct
import zlib
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pikepdf
import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Drawing
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from cms.library.file_types import DAMAGED, RECORDING_MIME_TYPES, matches_extension
from cms.library.forms.pictures import one_picture_at_a_time
from cms.library.upload_limits import MAX_UPLOADS_PER_HOUR, count_upload
from tests.library.recorded import a_pdf
from tests.pages.blocks.parts import a_document, an_image, png

pytestmark = pytest.mark.django_db

Document, Image = get_document_model(), get_image_model()
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04" + b"\x00" * 60
HTML = b"<!doctype html><html><script>alert(1)</script></html>"


def a_zip(*names):
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "<xml/>")
    return out.getvalue()


DOCX = a_zip("[Content_Types].xml", "word/document.xml")
GOOD = {
    "sheet.pdf": a_pdf(),
    "SHEET.PDF": a_pdf(),
    "plan.docx": DOCX,
    "rota.xlsx": a_zip("[Content_Types].xml", "xl/workbook.xml"),
    "slides.pptx": a_zip("[Content_Types].xml", "ppt/presentation.xml"),
    "notes.odt": a_zip("mimetype", "content.xml"),
    "notes.txt": "Words, ‘quoted’.".encode(),
    "rota.csv": b"day,who\nMon,Ann\n",
}
BAD = {
    "sheet.pdf": EXE,
    "page.pdf": HTML,
    "other.docx": a_zip("evil.exe"),
    "wrong.docx": a_zip("[Content_Types].xml", "xl/workbook.xml"),
    "rota.csv": a_zip("a.csv"),
    "notes.txt": EXE,
}


def document_form(name, content):
    data = {"title": "A file", "collection": Collection.get_first_root_node().pk, "tags": ""}
    return get_document_form(Document)(data, {"file": SimpleUploadedFile(name, content)})


def test_a_document_whose_content_matches_its_extension_is_accepted():
    assert {name: errors for name, content in GOOD.items() if (errors := document_form(name, content).errors)} == {}


def test_a_document_whose_content_does_not_match_its_extension_is_refused_with_one_error():
    for name, content in BAD.items():
        errors = document_form(name, content).errors
        assert list(errors) == ["file"] and len(errors["file"]) == 1, name
        assert f".{name.rpartition('.')[2]}" in errors["file"][0], name


def test_other_extensions_are_refused_and_the_error_lists_those_we_accept():
    for name in ("run.exe", "page.html", "picture.svg", "macro.docm", "nothing", "sheet.pdf.exe", "talk.mp4", "talk.vtt"):
        form = document_form(name, HTML)
        assert not form.is_valid() and "pdf" in str(form.errors["file"]), name


def test_an_empty_file_is_refused():
    assert list(document_form("sheet.pdf", b"").errors) == ["file"]


def test_a_document_can_be_renamed_without_uploading_it_again():
    document = a_document("sheet.pdf", GOOD["sheet.pdf"])
    data = {"title": "Renamed", "collection": document.collection_id, "tags": ""}
    form = get_document_form(Document)(data, {}, instance=document)
    assert form.is_valid(), form.errors
    assert form.save().title == "Renamed"


def test_checking_a_file_rewinds_it():
    file = BytesIO(GOOD["sheet.pdf"])
    assert matches_extension(file, "pdf")
    assert file.tell() == 0


def test_every_accepted_extension_is_checked(settings):
    for extension in [*settings.WAGTAILDOCS_EXTENSIONS, *RECORDING_MIME_TYPES, "vtt", "html"]:
        assert not matches_extension(BytesIO(b"\x00" + HTML), extension), extension


def locked(content):
    """Return a zip archive with its first entry marked as encrypted."""
    out = bytearray(content)
    out[6] |= 1
    out[out.index(b"PK\x01\x02") + 8] |= 1
    return bytes(out)


def an_odt(*more, manifest="<manifest:manifest/>", without=()):
    """Return an OpenDocument text with extra parts and a manifest."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name in ("mimetype", "content.xml", *more):
            if name not in without:
                archive.writestr(name, "<xml/>")
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


LOCKED = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
PROTECTED = "This file is protected with a password"
UNFIT = {
    "locked pdf": ("a.pdf", b"%PDF-1.7\n" + b"x" * 1_100_000 + b"\ntrailer << /Root 1 0 R /Encrypt 5 0 R >>", PROTECTED),
    "locked xref pdf": ("a.pdf", b"%PDF-1.7\n<< /Type /XRef /Encrypt << /V 4 >> >>", PROTECTED),
    "locked word": ("a.docx", b"\xd0\xcf\x11\xe0" + b"\x00" * 600, PROTECTED),
    "locked zip": ("a.docx", locked(DOCX), PROTECTED),
    "locked odt": ("a.odt", an_odt(manifest=LOCKED), PROTECTED),
    "odt locked whole": ("a.odt", an_odt("encrypted-package", manifest=LOCKED, without=["content.xml"]), PROTECTED),
    "odt with Basic": ("a.odt", an_odt("Basic/Standard/Module1.xml"), "There are macros or controls"),
    "odt with a script": ("a.odt", an_odt("Scripts/python/run.py"), "There are macros or controls"),
    "macros": ("a.xlsx", a_zip("xl/workbook.xml", "xl/vbaProject.bin"), "There are macros or controls"),
    "torn": ("a.pptx", a_zip("ppt/presentation.xml")[:-30], DAMAGED),
}


def test_protected_damaged_and_macro_files_are_refused_with_the_reason():
    assert {
        case: errors for case, (name, content, said) in UNFIT.items() if said not in (errors := str(document_form(name, content).errors))
    } == {}


def test_an_odt_that_mentions_encryption_or_has_empty_folders_is_accepted():
    odt = an_odt("Basic/", "Configurations2/x.xml", manifest='<manifest:file-entry manifest:full-path="encryption-data.xml"/>')
    assert document_form("a.odt", odt).is_valid()


def test_a_pdf_that_mentions_encryption_is_accepted():
    assert document_form("a.pdf", a_pdf() + b"\n% we say /Encrypt and mean it\n").is_valid()


def test_a_broken_pdf_is_refused():
    assert document_form("a.pdf", b"%PDF-1.7\nand no more").errors["file"] == [DAMAGED]


PROPERTIES = {
    "a.docx": ("word/document.xml", ["docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"]),
    "a.xlsx": ("xl/workbook.xml", ["docProps/core.xml"]),
    "a.pptx": ("ppt/presentation.xml", ["docProps/core.xml"]),
    "a.odt": ("content.xml", ["meta.xml"]),
}


@pytest.mark.parametrize("name", PROPERTIES)
def test_the_author_of_an_office_document_is_removed_and_its_text_stays(name):
    words, properties = PROPERTIES[name]
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "first, and not packed", ZIP_STORED)
        archive.writestr(words, "<x>What it says.</x>")
        for part in properties:
            archive.writestr(part, "<x>Ellie wrote it</x>")
        archive.comment = b"Ellie packed it"
    form = document_form(name, out.getvalue())
    assert form.is_valid(), form.errors
    document = form.save()
    kept = document.file.open("rb").read()
    with ZipFile(BytesIO(kept)) as archive:
        assert archive.infolist()[0].filename == "mimetype" and archive.infolist()[0].compress_type == ZIP_STORED
        assert archive.testzip() is None and archive.comment == b""
        assert archive.read(words) == b"<x>What it says.</x>"
        for part in properties:
            assert b"Ellie" not in archive.read(part) and BeautifulSoup(archive.read(part), "xml").find(True)
    assert (document.filename.rpartition(".")[2], document.file_size) == (name[2:], len(kept))


def test_the_author_of_a_pdf_is_removed_and_its_pages_stay():
    form = document_form("a.pdf", a_pdf())
    assert form.is_valid(), form.errors
    kept = form.save().file.open("rb").read()
    with pikepdf.open(BytesIO(kept)) as pdf:
        assert len(pdf.pages) == 1 and not dict(pdf.docinfo) and "/Metadata" not in pdf.Root
    assert b"Ellie" in a_pdf() and b"Ellie" not in kept


def test_a_damaged_zip_is_refused():
    assert document_form("torn.docx", DOCX[:40]).errors["file"] == [DAMAGED]
    torn = bytearray(DOCX)
    torn[DOCX.index(b"<xml/>")] ^= 1
    assert document_form("a.docx", bytes(torn)).errors["file"] == [DAMAGED]


def test_a_zip_bomb_is_refused_without_unpacking_it(monkeypatch):
    monkeypatch.setattr("cms.library.file_types.MAX_UNPACKED_SIZE", 50_000)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<x/>")
        archive.writestr("word/big.xml", b"0" * 1_000_000)
    assert len(out.getvalue()) < 5_000
    assert list(document_form("a.docx", out.getvalue()).errors) == ["file"]


def test_a_document_that_is_too_large_is_refused_with_its_size_and_the_limit(settings):
    settings.MAX_UPLOAD_MEGABYTES = {**settings.MAX_UPLOAD_MEGABYTES, "document": 1}
    said = document_form("a.pdf", GOOD["sheet.pdf"] + b"\x00" * 1_150_000).errors["file"][0]
    assert "1.1 MB" in said and "1 MB" in said


def test_the_name_of_an_uploaded_file_is_not_used():
    for form in (document_form("Ellie’s plan (final) .PDF", GOOD["sheet.pdf"]), image_form("Ellie at the door.PNG", picture("PNG"))):
        assert form.is_valid(), form.errors
        name = form.cleaned_data["file"].name
        assert "ellie" not in name.lower() and name.endswith((".pdf", ".png"))


PDF_SCRIPTS = {
    "a script when it opens": lambda pdf: pdf.Root.__setitem__(
        "/OpenAction", pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    ),
    "a named script": lambda pdf: pdf.Root.__setitem__(
        "/Names", pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["a", pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1")]))
    ),
    "a program to start": lambda pdf: pdf.Root.__setitem__("/OpenAction", pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")),
    "an attached file": lambda pdf: pdf.attachments.__setitem__("a.exe", b"MZ"),
}


@pytest.mark.parametrize("change", PDF_SCRIPTS.values(), ids=PDF_SCRIPTS)
@pytest.mark.parametrize("is_compressed", [False, True], ids=["plain", "in object streams"])
def test_a_pdf_that_does_things_is_refused(change, is_compressed):
    out = BytesIO()
    with pikepdf.open(BytesIO(a_pdf())) as pdf:
        change(pdf)
        mode = pikepdf.ObjectStreamMode.generate if is_compressed else pikepdf.ObjectStreamMode.disable
        pdf.save(out, object_stream_mode=mode)
    (error,) = document_form("sheet.pdf", out.getvalue()).errors["file"]
    assert "Print it to PDF" in error


@pytest.mark.parametrize("name", ["word/activeX/a.xml", "xl/macrosheets/a.xml", "word/embeddings/a.xlsm", "word/vbaProject.bin"])
def test_office_files_with_programs_in_them_are_refused(name):
    (error,) = document_form("plan.docx", a_zip("[Content_Types].xml", "word/document.xml", name)).errors["file"]
    assert "macros" in error


def test_csv_and_text_in_utf_16_as_excel_saves_it_is_accepted_as_utf_8():
    for name in ("rota.csv", "notes.txt"):
        for encoding in ("utf-16", "utf-8-sig"):
            form = document_form(name, "day,who\nMon,Siân\n".encode(encoding))
            assert form.is_valid(), form.errors
            assert form.cleaned_data["file"].read().decode("utf-8-sig") == "day,who\nMon,Siân\n"


@pytest.fixture
def desk(site, people, signed_in):
    people.frank.is_superuser = people.frank.is_staff = True
    people.frank.save()
    return signed_in(people.frank)


def test_the_upload_page_keeps_what_was_typed_and_stores_no_invalid_file(desk):
    data = {"title": "Team sheet", "collection": Collection.get_first_root_node().pk, "tags": "", "file": SimpleUploadedFile("a.pdf", EXE)}
    response = desk.post(reverse("wagtaildocs:add"), data)
    html = response.content.decode()
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["file"]
    assert 'value="Team sheet"' in html
    assert Document.objects.count() == 0


def test_the_upload_page_stores_a_valid_file(desk):
    data = {"title": "Team sheet", "collection": Collection.get_first_root_node().pk, "tags": ""}
    response = desk.post(reverse("wagtaildocs:add"), {**data, "file": SimpleUploadedFile("a.pdf", GOOD["sheet.pdf"])})
    assert response.status_code == 302
    assert Document.objects.get().title == "Team sheet"


def test_uploading_several_documents_checks_each(desk):
    for content, is_accepted in ((HTML, False), (GOOD["sheet.pdf"], True)):
        response = desk.post(
            reverse("wagtaildocs:add_multiple"),
            {"title": "Talk", "files[]": SimpleUploadedFile("talk.pdf", content)},
            headers={"x-requested-with": "XMLHttpRequest"},
        )
        assert json.loads(response.content)["success"] is is_accepted
        assert Document.objects.count() == is_accepted


def test_uploading_in_the_chooser_checks_the_file(desk):
    fields = {"title": "Talk", "tags": "", "file": SimpleUploadedFile("talk.docx", a_zip("a.txt"))}
    data = {f"document-chooser-upload-{name}": value for name, value in fields.items()}
    response = desk.post(reverse("wagtaildocs_chooser:create"), data)
    assert "error" in response.json()["htmlFragment"] and response.json()["step"] == "reshow_creation_form"
    assert Document.objects.count() == 0


def picture(kind):
    out = BytesIO()
    Drawing.new("RGB", (20, 20), "purple").save(out, kind)
    return out.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def image_form(name, content):
    data = {"title": "A picture", "collection": Collection.get_first_root_node().pk, "tags": ""}
    return get_image_form(Image)(data, {"file": SimpleUploadedFile(name, content)})


def test_a_picture_whose_content_matches_its_extension_is_accepted():
    for name, kind in {"a.png": "PNG", "a.jpg": "JPEG", "a.jpeg": "JPEG", "a.webp": "WEBP", "a.gif": "GIF"}.items():
        assert image_form(name, picture(kind)).errors == {}, name


def test_a_picture_whose_content_does_not_match_its_extension_is_refused():
    refused = {
        "svg": ("a.svg", SVG),
        "svg as png": ("a.png", SVG),
        "html as png": ("a.png", HTML),
        "png as jpg": ("a.jpg", picture("PNG")),
        "jpg as png": ("a.png", picture("JPEG")),
        "exe as gif": ("a.gif", EXE),
        "zip as webp": ("a.webp", a_zip("a.txt")),
        "avif": ("a.avif", picture("PNG")),
        "truncated": ("a.png", picture("PNG")[:30]),
        "empty": ("a.png", b""),
    }
    assert [case for case, (name, content) in refused.items() if list(image_form(name, content).errors) != ["file"]] == []


def with_a_past(kind, orientation=6):
    """Return a picture 30 pixels wide and 20 high, with its location, author and a rotation in the metadata."""
    out, drawn = BytesIO(), Drawing.new("RGB", (30, 20), "purple")
    exif = drawn.getexif()
    exif[0x0112], exif[0x013B], exif[0x010F] = orientation, "Ellie Photographer", "Spy camera"
    exif.get_ifd(0x8825)[1] = "N"
    more = {"xmp": b"<x:xmpmeta>Ellie</x:xmpmeta>"} if kind in {"JPEG", "WEBP"} else {}
    drawn.save(out, kind, exif=exif, comment=b"Ellie was here", **more)
    return out.getvalue()


@pytest.mark.parametrize(("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP")])
def test_camera_metadata_is_removed_and_the_picture_is_upright(name, kind):
    content = with_a_past(kind)
    assert b"Ellie" in content
    form = image_form(name, content)
    assert form.is_valid(), form.errors
    kept = form.cleaned_data["file"].read()
    assert not any(word in kept for word in (b"Ellie", b"Spy camera", b"Exif", b"xmpmeta"))
    with Drawing.open(BytesIO(kept)) as shown:
        assert (shown.format, shown.size) == (kind, (20, 30))
        assert dict(shown.getexif()) == {}


def test_an_animated_gif_stays_animated():
    out, frames = BytesIO(), [Drawing.new("RGB", (20, 20), colour) for colour in ("purple", "white", "green")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=80, loop=0, comment=b"Ellie")
    form = image_form("a.gif", out.getvalue())
    assert form.is_valid(), form.errors
    kept = form.cleaned_data["file"].read()
    with Drawing.open(BytesIO(kept)) as shown:
        assert shown.n_frames == 3
    assert b"Ellie" not in kept


@pytest.mark.parametrize("size", [(9_000, 9_000), (40_000, 40_000)], ids=["81 million", "1,600 million"])
def test_a_picture_with_too_many_pixels_is_refused_from_its_header(size):
    head = (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)) + _chunk(b"IDAT", b"") + _chunk(b"IEND", b"")
    )
    (error,) = image_form("a.png", head).errors["file"]
    assert "12 million" in error


def bomb(kind, size, mode="RGB", **options):
    out = BytesIO()
    Drawing.new(mode, size).save(out, kind, **options)
    return out.getvalue()


BOMBS = {
    "flat PNG": ("a.png", lambda: bomb("PNG", (6_300, 6_300), "RGBA")),
    "flat WebP": ("a.webp", lambda: bomb("WEBP", (5_000, 2_500))),
    "many frames": (
        "a.gif",
        lambda: bomb("GIF", (9, 9), save_all=True, append_images=[Drawing.new("RGB", (9, 9), (n % 256, n % 7, 9)) for n in range(1, 450)]),
    ),
    "many scans": ("a.jpg", lambda: bomb("JPEG", (64, 64), progressive=True)[:-2] + b"\xff\xda\x00\x08" * 200 + b"\xff\xd9"),
}


@pytest.mark.parametrize(("name", "make"), BOMBS.values(), ids=BOMBS)
def test_pictures_that_take_long_to_decode_are_refused_before_that(name, make, monkeypatch):
    monkeypatch.setattr("cms.library.forms.pictures.strip_picture", None)
    assert list(image_form(name, make()).errors) == ["file"]


def test_a_large_photo_is_made_smaller_while_it_is_decoded():
    form = image_form("a.jpg", bomb("JPEG", (7_000, 5_000)))
    assert form.is_valid(), form.errors
    with Drawing.open(form.cleaned_data["file"]) as shown:
        assert shown.size == (3_500, 2_500)


def test_only_one_picture_is_decoded_at_a_time(monkeypatch):
    monkeypatch.setattr("cms.library.forms.pictures.WAIT_SECONDS", 0.01)
    with one_picture_at_a_time():
        (error,) = image_form("a.png", picture("PNG")).errors["file"]
    assert "Try again" in error
    assert image_form("a.png", picture("PNG")).is_valid()


def test_a_person_can_upload_so_many_pictures_an_hour(people, monkeypatch, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "uploads"}}
    monkeypatch.setitem(MAX_UPLOADS_PER_HOUR, "picture", 2)
    for _ in range(2):
        count_upload(people.dana, "picture")
    with pytest.raises(ValidationError):
        count_upload(people.dana, "picture")
    count_upload(people.frank, "picture")


def test_a_heic_photo_is_refused_with_advice_under_any_name():
    head = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 64
    for name in ("IMG_1.HEIC", "IMG_1.jpg"):
        (error,) = image_form(name, head).errors["file"]
        assert "Most Compatible" in error


def _chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def test_a_picture_that_is_too_large_is_refused_with_the_limit(settings):
    form = image_form("a.png", picture("PNG") + b"\x00" * (settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE + 1))
    assert "10.0" in str(form.errors["file"])


@pytest.fixture
def stored(settings, tmp_path):
    """A picture and a document stored on disk where uploads go."""
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    for folder, name, content in [("images", "door.png", png()), ("documents", "sheet.pdf", GOOD["sheet.pdf"])]:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes(content)
    (tmp_path.parent / "outside.txt").write_text("not for anyone")
    return tmp_path


@pytest.fixture
def outsiders(people, signed_in):
    """Signed-in people without a membership: a newcomer, a leaver and a closed account."""
    people.carol.memberships.update(ended_on=date(2026, 10, 1))
    return [signed_in(people.newcomer), signed_in(people.carol)]


def test_a_document_is_served_as_an_attachment_to_people_who_may_read_it(site, stored, people, signed_in):
    response = signed_in(people.dana).get(a_document("sheet.docx", DOCX).url)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_document_is_closed_to_outsiders(site, stored, client, outsiders):
    url = a_document("sheet.pdf", GOOD["sheet.pdf"]).url
    answer = client.get(url)
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/accounts/login/")
    assert [outsider.get(url).status_code for outsider in outsiders] == [404, 404]
    assert [outsider.head(url).status_code for outsider in outsiders] == [404, 404]


def test_a_picture_is_served_privately_to_people_who_may_see_it(site, stored, people, signed_in):
    response = signed_in(people.dana).get(an_image().file.url)
    assert response.status_code == 200
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "private" in response["Cache-Control"]


def test_a_picture_is_closed_to_outsiders(site, stored, client, outsiders):
    address = an_image().file.url
    assert client.get(address).status_code == 302
    assert [outsider.get(address).status_code for outsider in outsiders] == [404, 404]


def test_a_file_without_a_picture_row_is_not_served(site, stored, people, signed_in):
    assert signed_in(people.dana).get("/media/images/door.png").status_code == 404


def test_documents_are_not_served_below_media(site, stored, people, signed_in):
    dana = signed_in(people.dana)
    for path in (
        "documents/sheet.pdf",
        "/documents/sheet.pdf",
        "./documents/sheet.pdf",
        "images/../documents/sheet.pdf",
        "images//../documents/sheet.pdf",
    ):
        assert dana.get(f"/media/{path}").status_code == 404, path


def test_directories_and_files_outside_media_are_not_served(site, stored, people, signed_in):
    dana = signed_in(people.dana)
    for path in ("../outside.txt", "images/../../outside.txt", "%2e%2e/outside.txt", "", "images/"):
        assert dana.get(f"/media/{path}").status_code in {301, 302, 400, 404}, path
