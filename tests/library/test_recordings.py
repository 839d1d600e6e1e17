"""Recordings: which uploads are accepted, who may play them, range requests, and recordings in use on pages."""

import struct
from io import BytesIO

import av
import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, ReferenceIndex
from wagtailmedia.forms import get_media_form

from cms.desk.dashboard import scheduled_panel
from cms.desk.rights import set_desk_rights
from cms.library.captions import check_captions
from cms.library.file_types import matches_extension
from cms.library.models import Recording, RecordingUnfinished
from cms.library.strip_metadata import CANNOT_BE_READ, NO_SOUND, NO_VIDEO
from cms.pages.models import StandardPage
from learning.lesson_text import paragraphs
from learning.models import Item, LessonPage
from tests.builders import publish
from tests.library.recorded import TELLS, recorded
from tests.pages.blocks.parts import MP4, VTT, a_recording

pytestmark = pytest.mark.django_db
LONG = MP4 + bytes(range(256)) * 1000


def form(name="talk.mp4", content="", sort="video", captions=None, instance=None, **fields):
    """Return wagtailmedia's own form, as its pages use it. The default duration is three seconds."""
    content = recorded("mp4") if content == "" else content
    data = {"title": "A talk", "transcript": "Hello.", "collection": Collection.get_first_root_node().pk, **fields}
    files = {"file": SimpleUploadedFile(name, content)} if content is not None else {}
    if captions is not None:
        files["captions"] = captions if isinstance(captions, SimpleUploadedFile) else SimpleUploadedFile("Talk (1).vtt", captions)
    return get_media_form(Recording)(data, files, instance=instance or Recording(type=sort))


def lesson_with(site, recording, kind="video"):
    """Return a draft lesson with the recording."""
    lesson = site.lessons[0]
    lesson.body = [(kind, {"recording": recording, "called": ""})]
    return lesson


def test_a_recording_is_stored_with_its_size_duration_and_a_safe_name():
    recording = form("Ellie's talk (final).MP4", captions=VTT).save()
    assert (round(recording.duration), recording.size, len(recording.file_hash)) == (3, recording.file.size, 64)
    assert "ellie" not in recording.filename and recording.filename.endswith(".mp4")
    assert recording.missing == []
    assert Recording.objects.get().captions.open("rb").read() == VTT


def test_a_file_of_the_wrong_kind_is_refused_with_the_reason():
    for name, content, sort, said in [
        ("talk.mp4", b"MZ\x90\x00" * 40, "video", ".mp4"),
        ("talk.mp4", b"\x00\x00\x00\x20ftypqt  ", "video", ".mp4"),
        ("talk.webm", b"\x1a\x45\xdf\xa3matroska", "video", ".webm"),
        ("talk.mp3", b"RIFF0000WAVE", "audio", ".mp3"),
        ("talk.mp3", b"ID3\x04", "video", "mp4, webm"),
        ("talk.mov", MP4, "video", "mp4, webm"),
    ]:
        errors = form(name, content, sort).errors
        assert list(errors) == ["file"] and len(errors["file"]) == 1 and said in errors["file"][0], (name, content[:12], errors)


def test_a_recording_that_is_too_large_is_refused_with_its_size_and_the_limit(settings):
    settings.MAX_UPLOAD_MEGABYTES = {"video": 1, "audio": 1, "document": 1, "captions": 1}
    said = form(content=MP4 + b"\x00" * 1_600_000).errors["file"][0]
    assert "1.5 MB" in said and "1 MB" in said


def test_an_upload_above_every_limit_is_refused_before_it_is_stored(site, people, signed_in, settings):
    settings.MAX_UPLOAD_MEGABYTES = {"video": 0, "audio": 0, "document": 0, "captions": 0}
    set_desk_rights()
    data = {"title": "A talk", "file": SimpleUploadedFile("talk.mp4", b"\x00" * (21 * 1024 * 1024))}
    assert signed_in(people.dana).post(reverse("wagtailmedia:add", args=["video"]), data).status_code == 413
    assert not Recording.objects.exists()


@pytest.mark.parametrize(("extension", "sort"), [("mp4", "video"), ("webm", "video"), ("mp3", "audio"), ("m4a", "audio")])
def test_metadata_of_a_recording_is_removed_and_it_still_plays(extension, sort):
    content = recorded(extension)
    assert any(word in content for word in TELLS)
    recording = form(f"talk.{extension}", content, sort).save()
    kept = recording.file.open("rb").read()
    assert not any(word in kept for word in TELLS)
    assert matches_extension(BytesIO(kept), extension)
    assert 2.9 < recording.duration < 3.1
    with av.open(BytesIO(kept)) as before_and_after:
        assert sum(frame.samples for frame in before_and_after.decode(audio=0)) >= 3 * 44100 - 2048
    if sort == "video":
        with av.open(BytesIO(kept)) as again:
            assert sum(1 for _ in again.decode(video=0)) == 30


def test_a_portrait_video_stays_portrait():
    """A phone stores its orientation in the header of the video track."""
    flat = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    upright = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)
    before, after = recorded("mp4").split(b"tkhd", 1)
    content = before + b"tkhd" + after.replace(flat, upright, 1)
    assert upright in form(content=content).save().file.open("rb").read()


def test_tags_at_the_end_of_an_mp3_are_removed():
    content = recorded("mp3") + b"TAG" + b"Ellie".ljust(125, b"\x00")
    assert b"Ellie" not in form("talk.mp3", content, "audio").save().file.open("rb").read()


@pytest.mark.parametrize(
    ("name", "content", "sort", "said"),
    [
        ("talk.mp4", lambda: MP4, "video", CANNOT_BE_READ),
        ("talk.mp3", lambda: b"ID3\x04" + b"\x00" * 4000, "audio", CANNOT_BE_READ),
        ("talk.webm", lambda: b"\x1a\x45\xdf\xa3webm" + b"\x00" * 400, "video", CANNOT_BE_READ),
        ("talk.mp4", lambda: recorded("m4a"), "video", NO_VIDEO),
        ("talk.m4a", lambda: recorded("mp4", is_silent=True), "audio", NO_SOUND),
        ("talk.webm", lambda: recorded("webm", 10)[: len(recorded("webm", 10)) // 3], "video", "the file is incomplete"),
    ],
    ids=["no mp4", "no mp3", "no webm", "sound as film", "no sound", "truncated"],
)
def test_an_unplayable_file_is_refused_and_nothing_is_stored(name, content, sort, said):
    refused = form(name, content(), sort)
    assert said in refused.errors["file"][0] and list(refused.errors) == ["file"]
    assert not Recording.objects.exists()


def test_a_recording_without_a_duration_is_measured_when_saved():
    recording = a_recording(duration=0)
    recording.file.save("talk.mp4", ContentFile(recorded("mp4")))
    assert round(form(content=None, instance=Recording.objects.get()).save().duration) == 3


def test_a_replaced_file_is_measured_and_its_captions_must_fit():
    late = b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n\n00:07.000 --> 00:08.000\nGoodbye\n"
    recording = form(content=recorded("mp4", 10), captions=late).save()
    assert round(recording.duration) == 10
    replaced = form(instance=Recording.objects.get())
    assert list(replaced.errors) == ["captions"]
    assert all(part in replaced.errors["captions"][0] for part in ("6", "0:07", "0:03"))
    replaced = form(instance=Recording.objects.get(), captions=VTT)
    assert replaced.is_valid(), replaced.errors
    assert round(replaced.save().duration) == 3


# Captions, and what the error must contain: the line if there is one, and the wrong time or text.
CAPTIONS = {
    b"WEBVTT\n": "",
    b"WEBVTTING is not": "WEBVTT",
    b"WEBVTT\n\n00:00.000 --> 00:02.000\n\xff\xfe\n": "Line 4: ",
    b"WEBVTT\n\n0.0 --> 2\nHello\n": "Line 3: “0.0 --> 2”",
    b"WEBVTT\n\n00:04.000 --> 00:02.000\nHello\n": "Line 3: ",
    b"WEBVTT\n\n00:02.000 --> 00:02.500\nHello\n\n00:01.000 --> 00:02.000\nAgain\n": "Line 6: ",
    b"WEBVTT\n\n02:40.000 --> 02:50.000\nLate\n": "Line 3: ",
    b"WEBVTT\n\n00:00.000 --> 07:00:01.000\nLate\n": "6 hours",
}


def test_captions_that_do_not_fit_are_refused_with_the_line():
    for content, said in CAPTIONS.items():
        errors = form(captions=content).errors
        assert list(errors) == ["captions"] and said in errors["captions"][0], (content, errors)


TEAMS = (
    "WEBVTT\r\n\r\n0b3c4d-1a/12-0\r\n00:00:00.470 --> 00:00:02.190\r\n<v Dana Trainer>Hello,\r\nand welcome.</v>\r\n\r\n"
    "0b3c4d-1a/14-0\r\n00:00:01.000 --> 00:00:02.900\r\n<v Erin>Hi.</v>\r\n"
)
YOUTUBE = (
    "WEBVTT\nKind: captions\nLanguage: en\n\n00:00:00.160 --> 00:00:01.310 align:start position:0%\n \nhello<00:00:00.480><c> there</c>\n\n"
    "00:00:01.310 --> 00:00:01.320 align:start position:0%\nhello there\n \n"
)
SRT = "1\r\n00:00:00,500 --> 00:00:01,500\r\nHello\r\n\r\n2\r\n0:00:01,4 --> 0:00:02,000\r\nSiân\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(("name", "text"), [("a.vtt", TEAMS), ("a.vtt", YOUTUBE), ("a.srt", SRT)], ids=["Teams", "YouTube", "SubRip"])
def test_captions_as_other_programs_export_them_are_stored_as_webvtt(name, text, encoding):
    captions = SimpleUploadedFile(name, text.encode(encoding))
    recording = form(captions=captions).save()
    stored = recording.captions.open("rb").read().decode()
    assert stored.removeprefix("\ufeff").startswith("WEBVTT") and recording.captions.name.endswith(".vtt")
    assert name != "a.srt" or ("00:00:01.400 --> 00:00:02.000\nSiân" in stored and "," not in stored)


def test_captions_with_notes_styles_and_names_are_accepted():
    text = "WEBVTT - Kitchen\n\nNOTE\nby hand\n\nSTYLE\n::cue { color: white }\n\n1\n00:00.000 --> 00:02.000 align:start\n<v Ann>Hello.\n"
    check_captions(ContentFile(text.encode()), duration=10)


# Playing


@pytest.fixture
def player(site, people, signed_in):
    """Alice's browser, the URL of a recording, and its bytes."""
    recording = Recording(type="video", title="A talk")
    recording.file, recording.captions = ContentFile(LONG, name="talk.mp4"), ContentFile(VTT, name="talk.vtt")
    recording.save()
    lesson = lesson_with(site, recording)
    lesson.save()
    return signed_in(people.alice), recording.url, LONG


def bytes_of(response):
    return b"".join(response.streaming_content)


def test_the_whole_file_is_sent_and_accepts_range_requests(player):
    alice, url, content = player
    response = alice.get(url)
    assert (response.status_code, response["Accept-Ranges"], response["Content-Length"]) == (200, "bytes", str(len(content)))
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("video/mp4", "nosniff")
    assert response["Content-Disposition"].startswith("inline") and "private" in response["Cache-Control"]
    assert bytes_of(response) == content


def test_a_range_is_sent_as_requested(player):
    alice, url, content = player
    for header, first, end in [
        ("0-", 0, None),
        ("0-1", 0, 2),
        ("1000-1999", 1000, 2000),
        ("-500", -500, None),
        ("200000-99999999", 200000, None),
    ]:
        response = alice.get(url, headers={"range": f"bytes={header}"})
        part = content[first:end]
        assert (response.status_code, response["Content-Length"]) == (206, str(len(part))), header
        start = first % len(content)
        assert response["Content-Range"] == f"bytes {start}-{start + len(part) - 1}/{len(content)}", header
        assert bytes_of(response) == part, header


def test_a_range_beyond_the_end_is_refused(player):
    alice, url, content = player
    for header in ("bytes=999999999-", "bytes=-0", f"bytes={'9' * 40}-"):
        response = alice.get(url, headers={"range": header})
        assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{len(content)}"), header


def test_an_invalid_range_gets_the_whole_file(player):
    alice, url, content = player
    for header in ("bytes=5-2", "bytes=-", "lines=1-2", "bytes=0-1,5-9", "bytes=a-b", ""):
        response = alice.get(url, headers={"range": header})
        assert (response.status_code, bytes_of(response)) == (200, content), header


def test_a_range_of_another_version_gets_the_whole_file(player):
    alice, url, _ = player
    tag = alice.get(url)["ETag"]
    assert alice.get(url, headers={"range": "bytes=0-9", "if-range": tag}).status_code == 206
    assert alice.get(url, headers={"range": "bytes=0-9", "if-range": '"another"'}).status_code == 200
    assert alice.get(url, headers={"if-none-match": tag}).status_code == 304


def test_a_head_request_has_the_same_headers_and_no_body(player):
    alice, url, content = player
    response = alice.head(url, headers={"range": "bytes=0-9"})
    assert (response.status_code, response["Content-Length"], response.content) == (206, "10", b"")
    assert alice.head(url)["Content-Length"] == str(len(content))


def test_captions_are_served_with_the_recording(player):
    alice, _, _ = player
    response = alice.get(Recording.objects.get().captions_url)
    assert (response["Content-Type"], bytes_of(response)) == ("text/vtt; charset=utf-8", VTT)


def test_a_recording_is_closed_to_outsiders_and_has_one_url(player, people, signed_in, client):
    alice, url, _ = player
    captions = Recording.objects.get().captions_url
    for address in (url, captions):
        assert client.get(address).status_code == 302
        assert signed_in(people.newcomer).get(address).status_code == 404
        assert signed_in(people.newcomer).head(address).status_code == 404
    assert alice.get(url + "x").status_code == 404
    assert alice.get(f"/media/{Recording.objects.get().file.name}").status_code == 404
    assert alice.get("/recordings/999999/talk.mp4").status_code == 404


def test_a_file_missing_from_the_disk_gives_404(player):
    alice, url, _ = player
    recording = Recording.objects.get()
    recording.file.storage.delete(recording.file.name)
    assert alice.get(url).status_code == 404


# On pages


def test_a_page_with_an_unfinished_recording_cannot_be_published(site, people):
    lesson = lesson_with(site, a_recording(captions="", transcript=""))
    before = LessonPage.objects.get(pk=lesson.pk).body.get_prep_value()
    with pytest.raises(RecordingUnfinished, match=r"A hub in the morning.* captions .* transcript"):
        publish(lesson)
    assert LessonPage.objects.get(pk=lesson.pk).body.get_prep_value() == before


def test_a_scheduled_page_with_an_unfinished_recording_stays_a_draft_and_trainers_see_why(site, people):
    page = site.home.add_child(instance=StandardPage(title="Watch", slug="watch", live=False))
    page.body = [("video", {"recording": a_recording(captions=""), "called": ""})]
    page.go_live_at = timezone.now()
    revision = page.save_revision(approved_go_live_at=page.go_live_at)
    call_command("publish_scheduled", verbosity=0)
    revision.refresh_from_db()
    page.refresh_from_db()
    assert not page.live and revision.approved_go_live_at is None
    people.dana.is_superuser = True
    assert any(row.title == "Watch" and "Was not published on" in row.words for row in scheduled_panel(people.dana).rows)
    page.save_revision()
    assert not scheduled_panel(people.dana).rows


def test_a_recording_on_a_live_page_cannot_lose_its_captions(site):
    recording = a_recording()
    lesson = lesson_with(site, recording)
    publish(lesson)
    ReferenceIndex.create_or_update_for_object(LessonPage.objects.get(pk=lesson.pk))
    lost = form(content=None, instance=Recording.objects.get(), transcript="", **{"captions-clear": "on"})
    assert set(lost.errors) == {"captions", "transcript"}


def test_a_lesson_version_keeps_the_transcript_that_was_read(site):
    recording = a_recording()
    lesson = lesson_with(site, recording)
    lesson.change, lesson.what_changed = "clarified", "A film."
    publish(lesson)
    Recording.objects.update(transcript="Other words.")
    kept = Item.objects.get(page=lesson).current.snapshot
    assert paragraphs(kept)[-2:] == ["A hub in the morning", "The kettle goes on."]


@pytest.fixture
def desk(site, people, signed_in):
    set_desk_rights()
    return signed_in(people.dana)


def test_a_recording_in_use_cannot_be_deleted_and_its_page_is_named(site, desk, people):
    recording = a_recording(uploaded_by_user=people.dana)
    publish(lesson_with(site, recording))
    address = reverse("wagtailmedia:delete", args=[recording.pk])
    for ask in (desk.get, desk.post):
        response = ask(address, follow=True)
        assert site.lessons[0].title in response.content.decode()
    assert Recording.objects.filter(pk=recording.pk).exists()


def test_an_unused_recording_can_be_deleted_by_its_uploader(desk, people):
    recording = a_recording(uploaded_by_user=people.dana)
    assert desk.post(reverse("wagtailmedia:delete", args=[recording.pk])).status_code == 302
    assert not Recording.objects.exists()


def test_a_trainer_can_upload_find_and_choose_a_recording(desk):
    data = {"title": "A talk", "transcript": "Hello.", "collection": Collection.get_first_root_node().pk}
    files = {"file": SimpleUploadedFile("talk.mp3", recorded("mp3")), "captions": SimpleUploadedFile("talk.vtt", VTT)}
    assert desk.post(reverse("wagtailmedia:add", args=["audio"]), {**data, **files}).status_code == 302
    recording = Recording.objects.get()
    assert "A talk" in desk.get(reverse("wagtailmedia:index")).content.decode()
    assert "A talk" in desk.get(reverse("wagtailmedia:chooser_typed", args=["audio"])).json()["html"]
    assert "A talk" not in desk.get(reverse("wagtailmedia:chooser_typed", args=["video"])).json()["html"]
    edited = desk.get(reverse("wagtailmedia:edit", args=[recording.pk])).content.decode()
    assert f'href="{recording.captions_url}"' in edited and "/media/recordings/" not in edited
    assert reverse("wagtailmedia:index") in desk.get(reverse("wagtailadmin_home")).content.decode()


def test_replacing_a_file_warns_about_old_captions_and_transcript_and_shows_its_uses(site, desk, people):
    recording = a_recording(uploaded_by_user=people.dana)
    publish(lesson_with(site, recording))
    address = reverse("wagtailmedia:edit", args=[recording.pk])
    data = {"title": recording.title, "transcript": recording.transcript, "collection": recording.collection_id}

    def warnings(**files):
        response = desk.post(address, {**data, **files}, follow=True)
        return [str(message) for message in response.context["messages"] if "warning" in message.tags]

    assert warnings() == []
    (warning,) = warnings(file=SimpleUploadedFile("talk.mp4", recorded("mp4")))
    assert "captions" in warning and "transcript" in warning and site.lessons[0].title in warning
    both = {"file": SimpleUploadedFile("talk.mp4", recorded("mp4")), "captions": SimpleUploadedFile("talk.vtt", VTT)}
    (warning,) = warnings(**both)
    assert "captions" not in warning and "transcript" in warning


def test_typed_text_is_kept_when_a_file_is_refused(desk):
    data = {"title": "A talk", "transcript": "All that is said.", "collection": Collection.get_first_root_node().pk}
    response = desk.post(reverse("wagtailmedia:add", args=["video"]), {**data, "file": SimpleUploadedFile("talk.mp4", b"MZ" * 99)})
    assert list(response.context["form"].errors) == ["file"] and "All that is said." in response.content.decode()


def test_setting_the_permissions_twice_grants_each_once():
    set_desk_rights()
    set_desk_rights()
    rights = Permission.objects.filter(content_type__app_label="wagtailmedia", groupcollectionpermission__group__name__contains="rainer")
    assert sorted(rights.values_list("codename", flat=True)) == ["add_media", "change_media"]
