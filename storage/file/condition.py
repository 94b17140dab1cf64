"""Whether a database can be where it is to be, and whether one that is there is sound."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from storage.errors import PUT_BACK, Damaged, FolderMissing, NewerSchema, NotWritable, OnTheNetwork, give_right

if TYPE_CHECKING:
    from storage.database import Database

# Where SQLite's log of writes does not work (https://sqlite.org/wal.html): all who use it must share memory.
_ON_THE_NETWORK = frozenset(("afs", "ceph", "cifs", "fuse.glusterfs", "fuse.sshfs", "nfs", "nfs4", "smb3", "smbfs"))
_MOUNTS = Path("/proc/self/mounts")


def check_steps(path: Path, applied: frozenset[str], known: frozenset[str], *, is_empty: bool) -> None:
    """Whether a database has had steps of ours, and none that only a newer version knows. Raises Damaged,
    NewerSchema."""
    if not applied and not is_empty:
        raise Damaged(f"{path} is another program's database: name another file")
    unknown = sorted(applied - known)
    if unknown:
        raise NewerSchema(
            f"{path} was changed by a newer version of this program ({', '.join(unknown)}): "
            "install that version, or restore a backup from before"
        )


def check_place(path: Path) -> None:
    """Whether a database can be at `path`; nothing is made. Raises FolderMissing, NotWritable, OnTheNetwork,
    Damaged."""
    folder = path.absolute().parent
    if not folder.is_dir():
        raise FolderMissing(f"the folder {folder} of the database {path.name} does not exist: create it")
    kind = _kind_of_disk(folder)
    if kind in _ON_THE_NETWORK:
        raise OnTheNetwork(
            f"the folder {folder} of the database is on a disk of the network ({kind}), where locks do not hold: "
            "name one on this machine's own disk"
        )
    if path.is_dir():
        raise Damaged(f"{path} is a folder, not a database file: name a file in it")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise NotWritable(f"the folder {folder} of the database is not writable: {give_right()}")
    if path.exists() and not os.access(path, os.R_OK | os.W_OK):
        raise NotWritable(f"the database {path} is not readable and writable: {give_right()}")


def _kind_of_disk(folder: Path) -> str | None:
    """The file system that a folder is on, as the kernel calls it; None where it does not tell."""
    try:
        mounts = [line.split(" ")[1:3] for line in _MOUNTS.read_text("utf-8", "surrogateescape").splitlines()]
    except OSError:  # no Linux
        return None
    # the last mount on a folder hides those before it; the kernel writes a blank as \040
    kinds = {Path(place.replace("\\040", " ")): kind for place, kind in mounts}
    real = folder.resolve()
    return next((kinds[one] for one in (real, *real.parents) if one in kinds), None)


def check(db: Database, pragma: Literal["quick_check", "integrity_check"] = "quick_check") -> None:
    """Look through the whole file (SQLite's own check, and foreign_key_check). Raises Damaged.

    A server looks after its files itself (checksums of pages, where they are on).
    """
    if not db.is_file:
        return
    found = [str(row[pragma]) for row in db.rows(f"PRAGMA {pragma}(5)")]
    if found != ["ok"]:
        raise Damaged(f"{db.path} is damaged ({'; '.join(found)}): {PUT_BACK}")
    orphans = db.rows("PRAGMA foreign_key_check")
    if orphans:
        tables = ", ".join(sorted({str(row["table"]) for row in orphans}))
        raise Damaged(f"{db.path} has {len(orphans)} rows that refer to nothing ({tables}): {PUT_BACK}")
