"""Recognise errors that are the database's or the disk's fault, or the fault of what was sent, whatever the engine.

The lowest module after `hooks`: any app may use it to leave out a write that can wait.
"""

import errno
import logging
from contextlib import contextmanager
from enum import StrEnum

from django.db import DatabaseError, DataError, InterfaceError, OperationalError, connection, transaction

logger = logging.getLogger(__name__)


class Fault(StrEnum):
    """Why the site cannot work for now. The values are what `/health/` answers."""

    AWAY = "database away"
    BUSY = "database busy"
    READ_ONLY = "database read-only"
    DISK_FULL = "disk full"
    DAMAGED = "database damaged"


# Beginnings of SQLite's names of errors, https://www.sqlite.org/rescode.html.
_SQLITE = {
    "SQLITE_BUSY": Fault.BUSY,
    "SQLITE_LOCKED": Fault.BUSY,
    "SQLITE_READONLY": Fault.READ_ONLY,
    "SQLITE_FULL": Fault.DISK_FULL,
    "SQLITE_IOERR": Fault.AWAY,
    "SQLITE_CANTOPEN": Fault.AWAY,
    "SQLITE_CORRUPT": Fault.DAMAGED,
    "SQLITE_NOTADB": Fault.DAMAGED,
}
# Beginnings of PostgreSQL's error codes, https://www.postgresql.org/docs/current/errcodes-appendix.html.
_POSTGRESQL = {
    "08": Fault.AWAY,  # the connection failed
    "57P": Fault.AWAY,  # shutting down, or not started yet
    "58": Fault.AWAY,  # the operating system failed
    "3D000": Fault.AWAY,  # there is no such database
    "28": Fault.AWAY,  # the server refuses our user
    "53100": Fault.DISK_FULL,
    "53": Fault.BUSY,  # out of connections or memory
    "55P03": Fault.BUSY,  # a lock was not free in time
    "57014": Fault.BUSY,  # a statement took too long
    "40": Fault.BUSY,  # a deadlock
    "25006": Fault.READ_ONLY,
    "XX001": Fault.DAMAGED,
    "XX002": Fault.DAMAGED,
}
_DISK = {errno.ENOSPC: Fault.DISK_FULL, errno.EDQUOT: Fault.DISK_FULL, errno.EROFS: Fault.READ_ONLY}
_BAD_TEXT = ("null character", "null byte", "NUL (0x00)", "Exceeds the limit", "surrogates not allowed")


def fault_of(error):
    """Return the Fault that `error`, or an error behind it, reports, or None."""
    return next((fault for step in _chain(error) if (fault := _fault_of_step(step))), None)


def is_bad_input(error):
    """Return whether `error`, or an error behind it, means that a value cannot be stored or read: a NUL, a huge number, a long text."""
    return any(_is_bad_input_step(step) for step in _chain(error))


@contextmanager
def optional_write():
    """Give up quietly on a write that nobody waits for if the database cannot take it now.

    Inside a transaction nothing is caught, because the transaction could not go on.
    """
    try:
        yield
    except DatabaseError as error:
        fault = fault_of(error)
        if fault is None or transaction.get_connection().in_atomic_block:
            raise
        logger.warning("A write that can wait was left out: %s.", fault)


def _chain(error):
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _fault_of_step(error):
    if isinstance(error, OSError) and not isinstance(error, ConnectionError):
        return _DISK.get(error.errno or 0)
    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    cause = error.__cause__ or error
    if name := getattr(cause, "sqlite_errorname", ""):
        return next((fault for beginning, fault in _SQLITE.items() if name.startswith(beginning)), None)
    code = getattr(cause, "sqlstate", None)
    if code is None:
        is_lost = connection.vendor == "postgresql" and isinstance(error, OperationalError | InterfaceError)
        return Fault.AWAY if is_lost else None
    found = [beginning for beginning in _POSTGRESQL if code.startswith(beginning)]
    return _POSTGRESQL[max(found, key=len)] if found else None


def _is_bad_input_step(error):
    if isinstance(error, DataError | OverflowError) or (isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG):
        return True
    return isinstance(error, ValueError) and any(text in str(error) for text in _BAD_TEXT)
