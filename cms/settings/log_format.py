"""Log formatter that masks email addresses. Wagtail, for example, logs the address of an email that could not be sent."""

import logging
import re

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


class MaskEmailAddresses(logging.Formatter):
    """Replace every email address in the formatted record, including its traceback."""

    def format(self, record):
        return _ADDRESS.sub("(an address)", super().format(record))
