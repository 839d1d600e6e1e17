"""Settings for a real server that a test starts on the suite's own database."""

import os

from cms.settings.test import *
from cms.settings.test import DATABASES

DATABASES["default"]["NAME"] = os.environ["DRUMBEAT_SERVED_NAME"]
