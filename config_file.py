"""Reading the operator's file: raw TOML values into settings; whatever is wrong names line, key and mend."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import timetable
from timetable import TIMEZONE, Timetable


class ConfigError(Exception):
    """A setting that cannot be used; the message names file, line, key and the mend."""


def hint(name: str, known: Collection[str]) -> str:
    """The nearest right name, or all of them."""
    near = difflib.get_close_matches(name, known, 1, 0.5)
    return f'did you mean "{near[0]}"?' if near else f"known: {', '.join(known)}"


# Readers: a raw TOML or text value and the folder that paths start from -> a setting; each raises ValueError.
Reader = Callable[[Any, Path], Any]
# How the variables of the environment begin that are ours, and those that state no setting.
PREFIX = "JUJUGAN_"
NO_SETTINGS = ("JUJUGAN_CONFIG", "JUJUGAN_PROGRAM")
# Of each section its keys, each with the name of its setting (dots lead into a setting that has parts) and its reader.
Keys = Mapping[str, Mapping[str, tuple[str, Reader]]]


def text(value: Any, _: Path) -> str:
    if not isinstance(value, str):
        raise ValueError('wants a text in quotes, such as "..."')
    return value


def path(value: Any, base: Path) -> Path:
    given = text(value, base)
    if not given:
        raise ValueError('wants a path, such as "data/jujugan.db"')
    return (base / Path(given).expanduser()).resolve()


def paths(value: Any, base: Path) -> tuple[Path, ...]:
    """One path or a list of them."""
    given = value if isinstance(value, list) else [value]
    if not given:
        raise ValueError("wants a path, or a list of paths")
    return tuple(path(one, base) for one in given)


def listed_paths(value: Any, base: Path) -> tuple[Path, ...]:
    """Paths as an environment variable lists them, with the system's own sign between them."""
    return paths(text(value, base).split(os.pathsep), base)


def path_or_none(value: Any, base: Path) -> Path | None:
    return path(value, base) if text(value, base) else None


def number(low: float, high: float, whole: bool) -> Reader:
    def read(value: Any, _: Path) -> Any:
        if isinstance(value, str):
            value = (int if whole else float)(value) if re.fullmatch(r"-?\d+(\.\d+)?", value) else value
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)) or not low <= value <= high:
            raise ValueError(f"wants a {'whole ' if whole else ''}number from {low:g} to {high:g}")
        return value

    return read


def never_or(low: int, high: int) -> Reader:
    """Reads a whole number within these bounds, or 0 for never."""
    within = number(low, high, True)

    def read(value: Any, base: Path) -> Any:
        if number(0, high, True)(value, base) == 0:
            return 0
        try:
            return within(value, base)
        except ValueError as error:
            raise ValueError(f"{error}, or 0 for never") from None

    return read


def choice(*known: str) -> Reader:
    def read(value: Any, _: Path) -> str:
        if value not in known:
            raise ValueError(f"wants one of {', '.join(one or 'nothing' for one in known)}")
        return str(value)

    return read


def yes_or_no(value: Any, _: Path) -> bool:
    if not isinstance(value, bool):
        raise ValueError("wants true or false")
    return value


def host_names(value: Any, _: Path) -> tuple[str, ...]:
    given = timetable.names(value)
    for name in given:
        if not re.fullmatch(r"[A-Za-z0-9.-]+", name):
            raise ValueError(f'names "{name}"; wants host names without http:// and without a port')
    return given


def slotted(*slots: str) -> Reader:
    """Reads an address with these slots in it; None where it is empty."""

    def read(value: Any, base: Path) -> str | None:
        given = text(value, base)
        if given and not (re.match(r"https?://[^/?#{}]+", given) and all(slot in given for slot in slots)):
            example = f"http://127.0.0.1:9000/{'/'.join(slots)}"
            raise ValueError(f'wants an address with {" and ".join(slots)} in it, such as "{example}"')
        return given or None

    return read


def web_address(value: Any, base: Path) -> str:
    """A whole address, or nothing."""
    given = text(value, base)
    if given and not (given.isascii() and given.isprintable() and " " not in given and _has_host(given)):
        raise ValueError('wants an address, such as "https://jujugan.example.org/"')
    return given


def server(value: Any, base: Path) -> str:
    """The address of a PostgreSQL database, or nothing for a SQLite file."""
    given = text(value, base)
    if given and not (given.isprintable() and " " not in given and given.startswith(("postgresql://", "postgres://"))):
        raise ValueError('wants the address of a database, such as "postgresql://jujugan@db.example.org/jujugan"')
    return given


def server_in_file(value: Any, base: Path) -> str:
    """Likewise, without a password, since a configuration is copied about."""
    given = server(value, base)
    if urlsplit(given).password:
        raise ValueError("has a password in it: give that in ~/.pgpass, in PGPASSWORD or as JUJUGAN_STORE")
    return given


def _has_host(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0


def moment(value: Any, base: Path) -> datetime:
    try:
        found = datetime.fromisoformat(text(value, base))
    except ValueError:
        raise ValueError("wants a time such as 2026-10-01T06:00:00+07:00") from None
    return found if found.tzinfo else found.replace(tzinfo=TIMEZONE)


def plain(reader: Callable[[Any], Any]) -> Reader:
    """A reader that needs no folder."""
    return lambda value, _: reader(value)


def read_file(path: Path, keys: Keys, sites: Collection[str]) -> dict[str, Any]:
    """The settings that a file states, by name. Raises ConfigError."""
    try:
        written = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"{path}: the configuration cannot be read ({error.strerror}); name it with --config"
        ) from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: the configuration is not UTF-8 text; save it as UTF-8") from None
    try:
        raw = tomllib.loads(written)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}; mend it there") from None
    return _Reading(path, written, keys, sites).settings(raw)


def read_environment(environ: Mapping[str, str], variables: Mapping[str, tuple[str, Reader]]) -> dict[str, Any]:
    """The settings that the environment states, by name. Raises ConfigError, also where a variable is none of ours."""
    for variable in environ:
        if variable.startswith(PREFIX) and variable not in variables and variable not in NO_SETTINGS:
            raise ConfigError(f"the environment variable {variable} is not known; {hint(variable, [*variables])}")
    out: dict[str, Any] = {}
    for variable, (name, reader) in variables.items():
        if variable in environ:
            try:
                out[name] = reader(environ[variable], Path.cwd())
            except ValueError as error:
                raise ConfigError(f"the environment variable {variable} {error}") from None
    return out


class _Reading:
    """One pass over one file; knows the text, so that an error can name its line."""

    def __init__(self, path: Path, written: str, keys: Keys, sites: Collection[str]) -> None:
        self.path = path
        self.lines = written.splitlines()
        self.keys = keys
        self.sites = sites

    def settings(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for section, table in raw.items():
            if section not in self.keys or "." in section:
                raise self.unknown(section, "", [name for name in self.keys if "." not in name], "section")
            if not isinstance(table, dict):
                raise self.wrong(section, "", "wants to be a [section]")
            if section == "timetable":
                out["timetable"] = self.timetable(table)
            else:
                out |= self.section(section, table)
        return out

    def section(self, section: str, table: Mapping[str, Any]) -> dict[str, Any]:
        known = self.keys[section]
        inner = [name.removeprefix(f"{section}.") for name in self.keys if name.startswith(f"{section}.")]
        out: dict[str, Any] = {}
        for key, value in table.items():
            if key in inner and isinstance(value, dict):
                out |= self.section(f"{section}.{key}", value)
                continue
            if key not in known:
                raise self.unknown(key, section, [*known, *inner])
            name, reader = known[key]
            out[name] = self.read(reader, value, key, section)
        return out

    def timetable(self, table: Mapping[str, Any]) -> Timetable:
        without_sites = {key: value for key, value in table.items() if key != "sites"}
        sites = table.get("sites", {})
        if not isinstance(sites, dict):
            raise self.wrong("sites", "timetable", "wants to be the section [timetable.sites]")
        for name in sites:
            if name not in self.sites:
                raise self.unknown(name, "timetable.sites", self.sites, "site")
        entries = {
            name: self.read(plain(timetable.entry), value, name, "timetable.sites") for name, value in sites.items()
        }
        return Timetable(sites=entries, **self.section("timetable", without_sites))

    def read(self, reader: Reader, value: Any, key: str, section: str) -> Any:
        try:
            return reader(value, self.path.parent)
        except ValueError as error:
            raise self.wrong(key, section, str(error)) from None

    def wrong(self, key: str, section: str, message: str) -> ConfigError:
        where = f"{section}.{key}" if section else key
        return ConfigError(f"{self.path}:{self.line(key, section)}: {where} {message}")

    def unknown(self, key: str, section: str, known: Collection[str], kind: str = "key") -> ConfigError:
        return self.wrong(key, section, f"is no {kind}; {hint(key, known)}")

    def line(self, key: str, section: str) -> int:
        """The line on which `key` of `section` stands, counted from 1 (1 when it cannot be told)."""
        inside = ""
        for count, line in enumerate(self.lines, 1):
            head = re.match(r"\s*\[+\s*([\w.\"-]+)\s*\]+", line)
            if head:
                inside = head[1].replace('"', "")
                if inside == (f"{section}.{key}" if section else key):
                    return count
            elif inside == section and re.match(rf'\s*"?{re.escape(key)}"?\s*[=.]', line):
                return count
        return 1
