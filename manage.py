#!/usr/bin/env python
"""Drumbeat's command line: migrate, load_starter_content, rebuild_progress and Django's own."""

import os
import sys


def main():
    """Run one management command; settings default to those for trying and developing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    from django.conf import settings  # noqa: PLC0415 - after the settings are named
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    try:
        settings.INSTALLED_APPS  # noqa: B018 - reads the settings
    except ImproperlyConfigured as error:
        sys.exit(str(error))  # the sentences alone; a traceback would hide them
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
