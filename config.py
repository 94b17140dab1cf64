"""The operator's settings: one TOML file, checked at the start, overridden by JUJUGAN_* variables."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import timetable
from timetable import TIMEZONE, Timetable

VERSION = "0.1.0"
ROOT = Path(__file__).resolve().parent
DEFAULT_PATH = ROOT / "jujugan.toml"


class ConfigError(Exception):
    """A setting that cannot be used; the message names file, line, key and the mend."""


class AlreadyRunning(Exception):
    """Another daemon works on this database."""


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting, with its default."""

    path: Path = DEFAULT_PATH
    contact: str = ""
    database: Path = ROOT / "data" / "jujugan.db"
    watch: Path = ROOT / "watch" / "banyuwangi.toml"
    sites: tuple[str, ...] = ()
    delay: float = 3.0
    gateway: str | None = None
    archive: str | None = None
    keep_raw_days: int = 30
    keep_raw_mb: int = 2000
    run_seconds: int = 900
    run_memory_mb: int = 512
    parallel_runs: int = 2
    timetable: Timetable = field(default_factory=Timetable)
    review_host: str = "127.0.0.1"
    review_port: int = 8600
    review_names: tuple[str, ...] = ()
    review_login: bool = False
    now: datetime | None = None

    @property
    def is_on_loopback(self) -> bool:
        """Whether the page answers this machine alone."""
        try:
            return ip_address(self.review_host).is_loopback
        except ValueError:
            return self.review_host == "localhost"

    @property
    def asks_for_log_in(self) -> bool:
        return self.review_login or not self.is_on_loopback

    def require_contact(self) -> None:
        """Raises ConfigError where live sites would be asked without an address to complain to."""
        if not self.contact.strip():
            raise ConfigError(
                f'{self.path}: contact is empty; set contact = "you@example.org" (or a page) under [jujugan], '
                "so that the sites' webmasters can reach you"
            )

    def environment(self) -> dict[str, str]:
        """The JUJUGAN_* variables that make a child process see these settings."""
        given = {
            "JUJUGAN_CONFIG": str(self.path),
            "JUJUGAN_DB": str(self.database),
            "JUJUGAN_WATCH": str(self.watch),
            "JUJUGAN_CONTACT": self.contact,
            "JUJUGAN_DELAY": str(self.delay),
            "JUJUGAN_GATEWAY": self.gateway or "",
        }
        if self.now is not None:
            given["JUJUGAN_NOW"] = self.now.isoformat()
        return given


def load(path: Path | None = None, environ: Mapping[str, str] = os.environ, **overrides: Any) -> Config:
    """Read the settings from `path` (else JUJUGAN_CONFIG, else jujugan.toml beside this file).

    Overrides given by name win over JUJUGAN_* variables, those over the file; None overrides nothing.
    Raises ConfigError.
    """
    chosen = (path or Path(environ.get("JUJUGAN_CONFIG") or DEFAULT_PATH)).absolute()
    config = _from_file(chosen)
    config = replace(config, **_from_environment(environ))
    return replace(config, **{key: value for key, value in overrides.items() if value is not None})


def site_names() -> tuple[str, ...]:
    """Every site that has a file, without importing any (a site file is named after its site)."""
    return tuple(sorted(path.stem for path in (ROOT / "spiders").glob("[a-z]*.py")))


# Readers: a raw TOML or text value and the folder that paths start from -> a setting; each raises ValueError.


def _text(value: Any, _: Path) -> str:
    if not isinstance(value, str):
        raise ValueError('wants a text in quotes, such as "..."')
    return value


def _path(value: Any, base: Path) -> Path:
    text = _text(value, base)
    if not text:
        raise ValueError("wants a path")
    return (base / Path(text).expanduser()).resolve()


def _sites(value: Any, _: Path) -> tuple[str, ...]:
    given, known = timetable.names(value), site_names()
    for name in given:
        if name not in known:
            raise ValueError(f'names "{name}", which is no site; {hint(name, list(known))}')
    return given


def _hosts(value: Any, _: Path) -> tuple[str, ...]:
    given = timetable.names(value)
    for name in given:
        if not re.fullmatch(r"[A-Za-z0-9.-]+", name):
            raise ValueError(f'names "{name}"; wants host names without http:// and without a port')
    return given


def _yes_or_no(value: Any, _: Path) -> bool:
    if not isinstance(value, bool):
        raise ValueError("wants true or false")
    return value


def _number(low: float, high: float, whole: bool) -> Callable[[Any, Path], Any]:
    def read(value: Any, _: Path) -> Any:
        if isinstance(value, str):
            value = (int if whole else float)(value) if re.fullmatch(r"-?\d+(\.\d+)?", value) else value
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)) or not low <= value <= high:
            raise ValueError(f"wants a {'whole ' if whole else ''}number from {low:g} to {high:g}")
        return value

    return read


def gateway(value: str) -> str | None:
    """The gateway that a command line names. Raises ConfigError."""
    try:
        return _address("{url}")(value, Path.cwd())
    except ValueError as error:
        raise ConfigError(f"--gateway {error}") from None


def _address(*slots: str) -> Callable[[Any, Path], str | None]:
    def read(value: Any, base: Path) -> str | None:
        text = _text(value, base)
        if text and not (re.match(r"https?://[^/?#{}]+", text) and all(slot in text for slot in slots)):
            example = f"http://127.0.0.1:9000/{'/'.join(slots)}"
            raise ValueError(f'wants an address with {" and ".join(slots)} in it, such as "{example}"')
        return text or None

    return read


def _moment(value: Any, base: Path) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(value, base))
    except ValueError:
        raise ValueError("wants a time such as 2026-10-01T06:00:00+07:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=TIMEZONE)


Reader = Callable[[Any, Path], Any]


def _plain(reader: Callable[[Any], Any]) -> Reader:
    """A reader of the timetable, which needs no folder."""
    return lambda value, _: reader(value)


KEYS: dict[str, dict[str, tuple[str, Reader]]] = {
    "jujugan": {
        "contact": ("contact", _text),
        "database": ("database", _path),
        "watch": ("watch", _path),
        "sites": ("sites", _sites),
    },
    "crawl": {
        "delay": ("delay", _number(0, 600, False)),
        "gateway": ("gateway", _address("{url}")),
        "archive": ("archive", _address("{timestamp}", "{url}")),
        "keep_raw_days": ("keep_raw_days", _number(0, 3650, True)),
        "keep_raw_mb": ("keep_raw_mb", _number(1, 10_000_000, True)),
        "run_seconds": ("run_seconds", _number(10, 86400, True)),
        "run_memory_mb": ("run_memory_mb", _number(128, 65536, True)),
        "parallel_runs": ("parallel_runs", _number(1, 64, True)),
    },
    "timetable": {"default": ("default", _plain(timetable.entry)), "quiet": ("quiet", _plain(timetable.quiet))},
    "timetable.sites": {},
    "review": {
        "host": ("review_host", _text),
        "port": ("review_port", _number(0, 65535, True)),
        "names": ("review_names", _hosts),
        "login": ("review_login", _yes_or_no),
    },
}

ENVIRONMENT: dict[str, tuple[str, Reader]] = {
    "JUJUGAN_DB": ("database", _path),
    "JUJUGAN_NOW": ("now", _moment),
    "JUJUGAN_REVIEW_HOST": ("review_host", _text),
    "JUJUGAN_REVIEW_PORT": ("review_port", _number(0, 65535, True)),
} | {
    f"JUJUGAN_{key.upper()}": pair
    for section in ("jujugan", "crawl")
    for key, pair in KEYS[section].items()
    if key != "database"
}


def _from_file(path: Path) -> Config:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"{path}: the configuration cannot be read ({error.strerror}); name it with --config"
        ) from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: the configuration is not UTF-8 text; save it as UTF-8") from None
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from None
    return _Reading(path, text).config(raw)


class _Reading:
    """One pass over one file; knows the text, so that an error can name its line."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.lines = text.splitlines()

    def config(self, raw: Mapping[str, Any]) -> Config:
        settings: dict[str, Any] = {}
        for section, table in raw.items():
            if section not in KEYS or "." in section:
                raise self.unknown(section, "", [name for name in KEYS if "." not in name], "section")
            if not isinstance(table, dict):
                raise self.wrong(section, "", "wants to be a [section]")
            if section == "timetable":
                settings["timetable"] = self.timetable(table)
            else:
                settings |= self.section(section, table)
        return Config(path=self.path, **{"database": self.path.parent / "data" / "jujugan.db"} | settings)

    def section(self, section: str, table: Mapping[str, Any]) -> dict[str, Any]:
        known = KEYS[section]
        out: dict[str, Any] = {}
        for key, value in table.items():
            if key not in known:
                raise self.unknown(key, section, list(known))
            name, reader = known[key]
            out[name] = self.read(reader, value, key, section)
        return out

    def timetable(self, table: Mapping[str, Any]) -> Timetable:
        plain = {key: value for key, value in table.items() if key != "sites"}
        sites = table.get("sites", {})
        if not isinstance(sites, dict):
            raise self.wrong("sites", "timetable", "wants to be the section [timetable.sites]")
        for name in sites:
            if name not in site_names():
                raise self.unknown(name, "timetable.sites", list(site_names()), "site")
        entries = {
            name: self.read(_plain(timetable.entry), value, name, "timetable.sites") for name, value in sites.items()
        }
        return Timetable(sites=entries, **self.section("timetable", plain))

    def read(self, reader: Reader, value: Any, key: str, section: str) -> Any:
        try:
            return reader(value, self.path.parent)
        except ValueError as error:
            raise self.wrong(key, section, str(error)) from None

    def wrong(self, key: str, section: str, message: str) -> ConfigError:
        where = f"{section}.{key}" if section else key
        return ConfigError(f"{self.path}:{self.line(key, section)}: {where} {message}")

    def unknown(self, key: str, section: str, known: list[str], kind: str = "key") -> ConfigError:
        return self.wrong(key, section, f"is no {kind}; {hint(key, known)}")

    def line(self, key: str, section: str) -> int:
        """The line on which `key` of `section` stands, counted from 1 (1 when it cannot be told)."""
        inside = ""
        for number, line in enumerate(self.lines, 1):
            head = re.match(r"\s*\[+\s*([\w.\"-]+)\s*\]+", line)
            if head:
                inside = head[1].replace('"', "")
                if inside == (f"{section}.{key}" if section else key):
                    return number
            elif inside == section and re.match(rf'\s*"?{re.escape(key)}"?\s*[=.]', line):
                return number
        return 1


def hint(name: str, known: list[str]) -> str:
    """The nearest right name, or all of them."""
    near = difflib.get_close_matches(name, known, 1, 0.5)
    return f'did you mean "{near[0]}"?' if near else f"known: {', '.join(known)}"


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for variable, (name, reader) in ENVIRONMENT.items():
        if variable in environ:
            try:
                out[name] = reader(environ[variable], Path.cwd())
            except ValueError as error:
                raise ConfigError(f"the environment variable {variable} {error}") from None
    return out
