from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.signals import connection_created


def check_sqlite_is_safe(connection, **kwargs):
    """Check each new SQLite connection for the settings that make commits durable and deletions real.

    Raises ImproperlyConfigured unless journal_mode is WAL (or memory, in tests), synchronous is FULL, secure_delete is on and
    transactions are IMMEDIATE.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
        secure_delete = cursor.execute("PRAGMA secure_delete").fetchone()[0]
    if secure_delete != 1 or journal not in {"wal", "memory"} or synchronous != 2 or connection.transaction_mode != "IMMEDIATE":
        raise ImproperlyConfigured(
            "SQLite must run with journal_mode=WAL, synchronous=FULL, secure_delete=ON and transaction_mode=IMMEDIATE: "
            "see SQLITE_OPTIONS in cms/settings/base.py."
        )


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "The site"

    def ready(self):
        from cms.operations import database_role  # noqa: F401, PLC0415 - registers its check

        connection_created.connect(check_sqlite_is_safe, dispatch_uid="cms_check_sqlite_is_safe")
