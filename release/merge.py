"""Several releases become one, made by the same writers as any other."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from config import VERSION
from config_release import UNSAID, Publishing
from release import figures, manifest, parquet
from release.about import About
from release.datapackage import digest
from release.folder import files, whole
from release.make import complete
from storage.database import new_file
from storage.errors import StorageError
from storage.release import building
from storage.release.merge import Release, of_merged


class ReleaseDamaged(StorageError):
    """A release whose files are not those that its manifest names; the message says which."""


class OtherFormat(StorageError):
    """A release whose tables are of another version than this program's; the message says which."""


@dataclass(frozen=True, slots=True)
class Found:
    """A release to be merged: its folder, the SHA-256 of its manifest, and the releases that it holds."""

    folder: Path
    digest: str
    is_merged: bool
    releases: tuple[Release, ...]

    @property
    def database(self) -> Path:
        return self.folder / building.DATABASE


def merge(
    folders: Sequence[Path],
    into: Path,
    publishing: Publishing = UNSAID,
    note: Callable[[Path], None] = lambda _: None,
) -> list[Path]:
    """Write a release that holds what these hold, each row once, into a new or empty folder; the files written.

    The order of the folders makes no difference, nor does naming one again that is in it already. Bodies of articles
    are in it when all of them have them. `publishing` says whom the whole is by. `note` is called as `make` calls it.
    Raises ReleaseDamaged, OtherFormat, FolderMissing, NotWritable, DiskFull.
    """
    found = _apart([_look(folder) for folder in folders])
    releases = {release.manifest: release for one in found for release in one.releases}.values()
    with_text = all(release.with_text for release in releases)
    with whole(into) as partial:
        sources = [(one.database, None if one.is_merged else one.releases[0]) for one in found]
        bounds = {release.since for release in releases}
        since = bounds.pop() if len(bounds) == 1 else None
        built = building.build_merged(sources, partial, with_text=with_text, since=since)
        complete(
            partial,
            built.tables,
            About(
                as_of=built.newest,
                kept_since=built.kept_since,
                since=since,
                with_text=with_text,
                parquet=parquet.is_there(),
                figures=figures.is_there(),
                program=VERSION,
                gazetteer=", ".join(sorted({release.gazetteer for release in releases})),
                publishing=publishing,
                merged=tuple(sorted(releases, key=lambda release: release.manifest)),
            ),
        )
        note(partial)
    return files(into)


def _apart(found: Sequence[Found]) -> list[Found]:
    """Each once, in an order of their own, and none that another one holds."""
    merged = {one.digest: one for one in found if one.is_merged}
    held = {release.manifest for one in merged.values() for release in one.releases}
    single = {one.digest: one for one in found if not one.is_merged and one.digest not in held}
    return [one for _, one in sorted((merged | single).items())]


def _look(folder: Path) -> Found:
    told = _told(folder)
    if told.get("format") != building.FORMAT:
        raise OtherFormat(
            f"{folder} is a release of format {told.get('format')}, and this program merges format "
            f"{building.FORMAT}: export it anew, or merge with the version that made it ({told.get('program')})"
        )
    _check_files(folder, told)
    name = digest(folder / manifest.NAME)
    if not told["merged"]:
        return Found(folder, name, False, (_release(name, told),))
    with new_file(folder / building.DATABASE) as db:
        return Found(folder, name, True, tuple(of_merged(db)))


def _told(folder: Path) -> Mapping[str, Any]:
    path = folder / manifest.NAME
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ReleaseDamaged(
            f"{folder} is no release, it has no {manifest.NAME}: name folders that export made"
        ) from None
    except (OSError, ValueError, RecursionError) as error:
        raise ReleaseDamaged(f"{path} cannot be read ({error}): fetch that release again") from error
    if not isinstance(told, dict):
        raise ReleaseDamaged(f"{path} is no manifest: fetch that release again")
    return told


def _check_files(folder: Path, told: Mapping[str, Any]) -> None:
    try:
        sums = {str(name): str(one["sha256"]) for name, one in told["files"].items()}
        _release("", told)
        said = told["merged"]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ReleaseDamaged(f"{folder / manifest.NAME} is incomplete ({error!r}): fetch that release again") from error
    if building.DATABASE not in sums or not isinstance(said, list):
        raise ReleaseDamaged(f"{folder / manifest.NAME} names no {building.DATABASE}: fetch that release again")
    for name, expected in sums.items():
        path = folder / name
        if not path.is_file() or digest(path) != expected:
            raise ReleaseDamaged(f"{path} is not the file that {manifest.NAME} names: fetch that release again")


def _release(name: str, told: Mapping[str, Any]) -> Release:
    return Release(
        manifest=name,
        as_of=datetime.fromisoformat(told["as_of"]),
        since=told["since"] and datetime.fromisoformat(told["since"]),
        with_text=bool(told["with_text"]),
        program=str(told["program"]),
        gazetteer=str(told["gazetteer"]),
    )
