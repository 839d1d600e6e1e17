"""Log formatter that masks what must not be in a log: email addresses, and keys in URLs that let someone in.

Wagtail, for example, logs the address of an email that could not be sent, and Django logs the path of each refused request.
"""

import logging
import re

# The URLs whose next parts are a key; tests/test_logs.py compares them with the URLs of the site.
KEY_PATHS = ("/join/", "/password/reset/key/", "/confirm-email/", "/password_reset/confirm/", "/notices/off/")
# Begins where a word begins, and never goes back: a long line without an address would take minutes otherwise.
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++\.[\w.-]++")
_KEY = re.compile(rf"({'|'.join(KEY_PATHS)})[^\s'\"?]+")
_KEY_IN_QUERY = re.compile(r"([?&](?:code|key|token|state)=)[^\s&'\"]+")


class MaskSecrets(logging.Formatter):
    """Replace every email address and key in the formatted record, including its traceback."""

    def format(self, record):
        line = _ADDRESS.sub("(an address)", super().format(record))
        return _KEY_IN_QUERY.sub(r"\1(a key)", _KEY.sub(r"\1(a key)", line))
