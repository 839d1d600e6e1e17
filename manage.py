#!/usr/bin/env python
"""Drumbeat's command line: migrate, load_starter_content, rebuild_progress and Django's own."""

import os
import sys


def read_settings():
    """Read the settings. If any is missing or wrong, exit with 1 and its sentence alone, which a traceback would hide."""
    from django.conf import settings  # noqa: PLC0415 - after the settings are named
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415

    try:
        settings.INSTALLED_APPS  # noqa: B018 - any setting reads them all
    except ImproperlyConfigured as error:
        sys.exit(str(error))


def main():
    """Run one management command; settings default to those for trying and developing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the settings are named

    read_settings()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
