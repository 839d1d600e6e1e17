"""No input of a visitor or a member gives a server error, on either engine, whichever URL and field it is sent to."""

import re
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.forms import BaseForm
from django.test import Client
from django.urls import reverse

from tests.test_who_may import ADDRESSES, client_of, copy_of, name_of, rows

pytestmark = [pytest.mark.django_db, pytest.mark.engine]

UNUSABLE = {"a NUL": "a\0b"}
STRANGE = {
    "a number too large for the database": "99999999999999999999",
    "a number of 5,000 digits": "9" * 5_000,
    "a very long text": "ä" * 10_000,
    "an escaped NUL": "\\u0000",
    "half a surrogate pair in JSON": '{"id": "\\ud800", "response": {}}',
    "a list where a number is expected": "[1, 2]",
    "a bad percent escape": "%ff%00",
    "a date out of range": "99999-13-45",
}
TOO_LONG_FOR_A_URL = 4_000


@pytest.fixture
def who_may_world(site, people, starting_rows, settings):
    """Return at least one object for every URL."""
    world = starting_rows["who_may_world"]
    settings.MEDIA_ROOT, settings.STORAGES = world.files["MEDIA_ROOT"], world.files["STORAGES"]
    return world


def _names():
    """Return every name that our views read from a query or a form."""
    names = set()
    for app in ("cms", "learning", "casestudies", "community"):
        for file in (settings.ROOT / app).rglob("*.py"):
            names |= set(re.findall(r"(?:GET|POST)(?:\.get(?:list)?\(|\[)\"([\w-]+)\"", file.read_text()))
    kinds = [BaseForm]
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        if hasattr(kind, "base_fields") and not kind.__module__.startswith("wagtail"):
            names |= set(kind.base_fields)
    return sorted(names | {"q", "page", "next", "event", "version", "word-file", "csrfmiddlewaretoken"})


def _rows():
    """Return one row for each method and URL name."""
    found = {}
    for row in rows():
        if not name_of(row).startswith("closed_"):
            found.setdefault((row.split(" ")[0], name_of(row)), row)
    return found.values()


def _address(row, world):
    case = row.split(" ", 1)[1]
    return (ADDRESSES[case](world) if case in ADDRESSES else reverse(case)).partition("?")[0]


def _send(client, row, world, fields):
    address = _address(row, world)
    if row.startswith("POST"):
        return client.post(address, fields)
    longest = TOO_LONG_FOR_A_URL // len(fields)
    return client.get(address, query_params={name: value[:longest] for name, value in fields.items()})


def test_no_value_of_a_field_is_a_server_error(who_may_world):
    """Each URL is sent every field once, and each field has every kind of value at some URL."""
    signed_in, names, values, errors = client_of(who_may_world, "alice"), _names(), list(STRANGE.values()), []
    assert len(names) > 40
    for shift, row in enumerate(_rows()):
        fields = {name: values[(number + shift) % len(values)] for number, name in enumerate(names)}
        with transaction.atomic():
            response = _send(copy_of(signed_in), row, who_may_world, fields)
            transaction.set_rollback(True)
        if response.status_code >= 500:
            errors.append(f"{row}: {response.status_code}")
    assert errors == []
    for row in list(_rows())[:: len(values)]:
        assert _send(copy_of(signed_in), row, who_may_world, dict.fromkeys(names[:3], "a\0b")).status_code == 400, row


def test_no_path_is_a_server_error(who_may_world):
    signed_in, errors = client_of(who_may_world, "alice"), []
    values = ["a\0b", STRANGE["a number too large for the database"], STRANGE["a very long text"][:1_000]]
    paths = set()
    for shift, address in enumerate(sorted({_address(row, who_may_world) for row in _rows()})):
        segments = address.strip("/").split("/")
        for number in range(1, len(segments)):
            value = values[(number + shift) % len(values)]
            paths.add("/".join([*segments[:number], quote(value, safe=""), *segments[number + 1 :]]))
    assert len(paths) > 100
    for path in paths:
        with transaction.atomic():
            response = copy_of(signed_in).get(f"/{path}/")
            transaction.set_rollback(True)
        if response.status_code >= 500:
            errors.append(f"/{path[:60]}/: {response.status_code}")
    assert errors == []


def test_no_cookie_or_header_is_a_server_error(site):
    cookies = ["sessionid", "csrftoken", "messages", "drumbeat_last"]
    headers = ["HTTP_USER_AGENT", "HTTP_REFERER", "HTTP_ACCEPT_LANGUAGE", "HTTP_X_FORWARDED_FOR", "HTTP_ORIGIN", "HTTP_RANGE"]
    headers += ["HTTP_IF_MODIFIED_SINCE", "HTTP_IF_NONE_MATCH", "HTTP_X_CSRFTOKEN", "CONTENT_TYPE"]
    values = {**UNUSABLE, **STRANGE, "an escaped NUL in quotes": '"a\\000b"', "a broken encoding": "\xff\xfe"}
    first, errors = Client(raise_request_exception=False), []
    for method, path in (("get", "/"), ("post", "/accounts/login/"), ("get", "/media/a.png")):
        for value in values.values():
            cookie = "; ".join(f"{name}={value}" for name in cookies)
            for sent in ({"HTTP_COOKIE": cookie}, dict.fromkeys(headers, value), {"HTTP_HOST": value}):
                response = getattr(copy_of(first), method)(path, **sent)
                errors += [f"{path}: {sent}"[:80]] if response.status_code >= 500 else []
    assert errors == []


@pytest.mark.parametrize(
    "url", ["/accounts/login/", "/ask-to-join/", "/accounts/password/reset/", "/admin/images/add/", "/directory/your-card/photo/"]
)
def test_a_large_body_is_refused_before_it_is_read(url, client):
    file = SimpleUploadedFile("big.bin", b"x" * (4 * 1024 * 1024))
    response = client.post(url, {"email": "a@example.org", "file": file})
    assert response.status_code == 413
    assert "too large" in response.content.decode()


def test_a_member_can_send_a_photo_up_to_its_own_limit(people, signed_in):
    """The form answers, in its own words, because the file is smaller than the limit of this page."""
    file = SimpleUploadedFile("big.png", b"x" * (6 * 1024 * 1024))
    response = signed_in(people.alice).post(reverse("directory:set_photo"), {"photo": file})
    assert response.status_code not in {400, 413, 500}


def test_a_nul_in_the_name_of_a_file_is_refused(people, signed_in):
    body = '--x\r\nContent-Disposition: form-data; name="photo"; filename="a\0.png"\r\nContent-Type: image/png\r\n\r\nx\r\n--x--\r\n'
    response = signed_in(people.alice).post(reverse("directory:set_photo"), body, content_type="multipart/form-data; boundary=x")
    assert response.status_code < 500


def test_the_refusal_is_in_our_words(client):
    response = client.get("/media/%00")
    assert response.status_code == 400
    assert "We could not read that request" in response.content.decode()
    assert client.get("/find/?q=%00").status_code == 400
