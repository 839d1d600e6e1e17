"""Email addresses and keys never reach the log, from our code or from a library."""

import logging

import pytest
from django.conf import settings
from django.urls import URLResolver, get_resolver, reverse

from cms.settings.log_format import MaskSecrets

KEY = "Zk3q8s-Live_Key:42"


def _line(message, *arguments, raised=None):
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, message, arguments, raised)
    return MaskSecrets("{levelname} {message}", style="{").format(record)


def test_addresses_are_removed_from_log_lines_and_errors():
    try:
        raise OSError("refused: dana@example.org")
    except OSError as error:
        raised = (OSError, error, error.__traceback__)
    line = _line("No email to %s", "dana.okafor@example.org", raised=raised)
    assert line.startswith("WARNING No email to (an address)")
    assert "@" not in line


def test_a_long_line_is_searched_once():
    """Anyone can make a line long, with a header that Django refuses and logs. Going back in it took minutes."""
    assert _line("Invalid HTTP_HOST header: %s", "9" * 200_000 + " dana@example.org").endswith("9 (an address)")


def _names_with_a_key(patterns, prefix=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names_with_a_key(pattern.url_patterns, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif {"key", "token"} & set(pattern.pattern.regex.groupindex):
            yield f"{prefix}{pattern.name}", list(pattern.pattern.regex.groupindex)


def test_every_url_with_a_key_is_logged_without_it():
    names = list(_names_with_a_key(get_resolver().url_patterns))
    assert "join" in {name for name, _ in names}
    for name, arguments in names:
        url = reverse(name, kwargs={argument: "MQ" if argument == "uidb36" else KEY for argument in arguments})
        for line in (_line("Unprocessable Entity: %s", url), _line(f"<WSGIRequest: POST '{url}?next=/'>"), _line(f"GET {url} 403")):
            assert KEY not in line, name
            assert "(a key)" in line


def test_a_code_in_a_query_is_not_logged():
    assert KEY not in _line(f"Bad Request: /accounts/with/ashdale/login/callback/?code={KEY}&state={KEY}")


def test_the_log_settings_mask_secrets_and_nothing_is_emailed():
    assert settings.LOGGING["formatters"]["line"]["()"] == "cms.settings.log_format.MaskSecrets"
    assert logging.getLogger("django").handlers == []


@pytest.mark.django_db
def test_pages_with_a_key_do_not_pass_it_on_as_referrer(client):
    """Other hosts get nothing, and our own pages only the host, so that no later line of an access log has the key."""
    assert client.get(f"/join/{KEY}/")["Referrer-Policy"] == "strict-origin"
    assert client.get("/accounts/login/")["Referrer-Policy"] == "same-origin"
