"""gunicorn's settings, read from the folder it is started in. What its command line says comes first."""

import os
import subprocess
import sys
from pathlib import Path

# Read the settings before any worker starts, so that a missing variable is one sentence and not a traceback in every worker. In a
# process of its own: workers would inherit the modules, and keep the old settings when gunicorn reloads.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
_done = subprocess.run(  # noqa: S603 - our own command
    [sys.executable, Path(__file__).with_name("manage.py"), "version"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
)
if _done.returncode:
    sys.exit(_done.stderr.decode().strip())
