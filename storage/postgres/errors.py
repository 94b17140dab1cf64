"""What can go wrong with a PostgreSQL server, each as one clear line for the operator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import errors

from storage.errors import Busy, DatabaseMissing, DiskFull, NotWritable, ServerMissing, StorageError

_LATE = (errors.LockNotAvailable, errors.QueryCanceled, errors.DeadlockDetected, errors.SerializationFailure)
# Classes of SQLSTATE: the connection failed, the operator ended it.
_GONE = ("08", "57")
_REFUSED = (errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)


def shown(address: str) -> str:
    """An address without what is secret in it."""
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    user = f"{parts.username}@" if parts.username else ""
    return f"{parts.scheme}://{user}{host}{parts.path}"


@contextmanager
def plain_errors(name: str) -> Iterator[None]:
    """Let an error of the server be told in plain words; mistakes in a statement stay as they are."""
    try:
        yield
    except psycopg.Error as error:
        plain = _in_plain_words(error, name)
        if plain is None:
            raise
        raise plain from error


def _in_plain_words(error: psycopg.Error, name: str) -> StorageError | None:
    said = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if isinstance(error, _LATE):
        return Busy(f"another process kept {name} locked for too long ({said}): see what else writes to it")
    if isinstance(error, errors.DiskFull):
        return DiskFull(f"the disk of {name} is full ({said}): make room, nothing half is stored")
    if isinstance(error, errors.InvalidCatalogName) or f'"{name.rpartition("/")[2]}" does not exist' in said:
        return DatabaseMissing(
            f"there is no database {name} ({said}): make it with "
            "createdb --template=template0 --locale=C --encoding=UTF8"
        )
    if isinstance(error, _REFUSED):
        return NotWritable(f"{name} may not be written to ({said}): give this program's user the right")
    if isinstance(error, errors.ProgramLimitExceeded):
        return StorageError(f"{name} takes no value as long as this ({said}): nothing of it is stored")
    if isinstance(error, psycopg.OperationalError) and (error.sqlstate or "08")[:2] in _GONE:
        return ServerMissing(f"the server of {name} does not answer ({said}): start it, or correct `store`")
    return None
