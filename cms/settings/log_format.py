"""What goes into the log: no e-mail addresses, whoever writes it. Wagtail names the address of a letter that could not be sent."""

import logging
import re

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


class WithoutAddresses(logging.Formatter):
    """As Python's own; every e-mail address in the finished line, and in what an error says, is left out."""

    def format(self, record):
        return _ADDRESS.sub("(an address)", super().format(record))
