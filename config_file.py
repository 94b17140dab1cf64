"""Reading the operator's file: raw TOML values into settings; whatever is wrong names line, key and mend."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import timetable
from config_values import Reader, plain
from timetable import Timetable


class ConfigError(Exception):
    """A setting that cannot be used; the message names file, line, key and the mend."""


def hint(name: str, known: Collection[str]) -> str:
    """The nearest right name, or all of them."""
    near = difflib.get_close_matches(name, known, 1, 0.5)
    return f'did you mean "{near[0]}"?' if near else f"known: {', '.join(known)}"


# How the variables of the environment begin that are ours, and those that state no setting.
PREFIX = "JUJUGAN_"
NO_SETTINGS = ("JUJUGAN_CONFIG", "JUJUGAN_PROGRAM")
# Of each section its keys, each with the name of its setting (dots lead into a setting that has parts) and its reader.
Keys = Mapping[str, Mapping[str, tuple[str, Reader]]]


def read_file(path: Path, keys: Keys, sites: Collection[str]) -> dict[str, Any]:
    """The settings that a file states, by name. Raises ConfigError."""
    try:
        written = path.read_text(encoding="utf-8-sig")
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
