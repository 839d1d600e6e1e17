"""gunicorn's settings, read from the folder it is started in. What its command line says comes first."""

import os
import subprocess
import sys
from pathlib import Path

# Read Django's settings before any worker starts, so that a missing variable is one sentence and not a traceback in every worker. In a
# process of its own: workers would inherit the modules, and keep the old settings when gunicorn reloads.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
_command = [sys.executable, "-c", "import manage; manage.read_settings()"]
if _status := subprocess.run(_command, cwd=Path(__file__).parent, check=False).returncode:  # noqa: S603 - our own command
    sys.exit(_status)
