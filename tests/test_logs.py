"""Email addresses never reach the log, from our code or from a library."""

import logging

from django.conf import settings

from cms.settings.log_format import MaskEmailAddresses


def test_addresses_are_removed_from_log_lines_and_errors():
    try:
        raise OSError("refused: dana@example.org")
    except OSError as error:
        raised = (OSError, error, error.__traceback__)
    record = logging.LogRecord("wagtail.admin", logging.ERROR, "", 1, "No letter to %s", ("dana.okafor@example.org",), raised)
    line = MaskEmailAddresses("{levelname} {message}", style="{").format(record)
    assert line.startswith("ERROR No letter to (an address)")
    assert "@" not in line


def test_the_log_settings_use_the_formatter_that_removes_addresses():
    assert settings.LOGGING["formatters"]["line"]["()"] == "cms.settings.log_format.MaskEmailAddresses"
