"""The operator's settings: one TOML file, checked at the start, overridden by JUJUGAN_* variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from ipaddress import ip_address
from pathlib import Path
from typing import Any, TypeVar

import config_file as read
import config_values as values
import timetable
from config_digest import DIGEST_KEYS, DIGEST_VARIABLES, SECRETS, Chat, Digest, Mail, Webhook
from config_file import ConfigError, hint
from config_release import RELEASE_KEYS, Publishing
from config_values import Reader
from timetable import Entry, Timetable

__all__ = [
    "QUEUE",
    "SECRETS",
    "AlreadyRunning",
    "Backup",
    "Chat",
    "Cluster",
    "Config",
    "ConfigError",
    "Digest",
    "Mail",
    "Webhook",
    "hint",
    "load",
    "site_names",
]

VERSION = "1.0.0"
ROOT = Path(__file__).resolve().parent
DEFAULT_PATH = ROOT / "jujugan.toml"


# The variable that may hold the queue's password, of which no crawl needs to know.
QUEUE = "JUJUGAN_CLUSTER_QUEUE"

T = TypeVar("T")


class AlreadyRunning(Exception):
    """Another daemon works on this database."""


@dataclass(frozen=True, slots=True)
class Backup:
    """When the database is copied, where to (else to the folder `backups` beside it), and how many copies are kept."""

    folder: Path | None = None
    at: tuple[time, ...] = (time(2, 30),)
    keep: int = 7

    @property
    def entry(self) -> Entry | None:
        """Its place in the timetable; None where it is made on demand only."""
        return Entry(at=self.at) if self.at else None


@dataclass(frozen=True, slots=True)
class Cluster:
    """Many machines: the address of the PostgreSQL that keeps the queue of site runs, where it is not the store's.

    A worker shows every `heartbeat` seconds that it is alive; a run that was not good is tried again after `retry`
    seconds, then after twice as long.
    """

    queue: str = field(default="", repr=False)
    heartbeat: int = 10
    retry: int = 600


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting, with its default."""

    path: Path = DEFAULT_PATH
    contact: str = ""
    database: Path = ROOT / "data" / "jujugan.db"
    store: str = ""
    watch: tuple[Path, ...] = (ROOT / "watch" / "banyuwangi.toml",)
    sites: tuple[str, ...] = ()
    delay: float = 3.0
    gateway: str | None = None
    unverified: tuple[str, ...] = ()
    archive: str | None = None
    keep_raw_days: int = 30
    keep_raw_mb: int = 2000
    keep_texts_days: int = 0
    run_seconds: int = 900
    run_memory_mb: int = 512
    parallel_runs: int = 2
    timetable: Timetable = field(default_factory=Timetable)
    review_host: str = "127.0.0.1"
    review_port: int = 8600
    review_names: tuple[str, ...] = ()
    review_login: bool = False
    digest: Digest = field(default_factory=Digest)
    backup: Backup = field(default_factory=Backup)
    cluster: Cluster = field(default_factory=Cluster)
    release: Publishing = field(default_factory=Publishing)
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

    @property
    def queue(self) -> str:
        """The address of the PostgreSQL that keeps the queue of site runs; empty on one machine, which has none."""
        return self.cluster.queue or self.store

    @property
    def profiles(self) -> tuple[Path, ...]:
        """The files of the watched places: those that `watch` names, and all of a folder that it names."""
        return tuple(file for one in self.watch for file in (sorted(one.glob("*.toml")) if one.is_dir() else (one,)))

    @property
    def page(self) -> str:
        """The page's address as links in messages give it, with a slash at its end."""
        host = f"[{self.review_host}]" if ":" in self.review_host else self.review_host
        return (self.digest.page or f"http://{host}:{self.review_port}").rstrip("/") + "/"

    @property
    def backup_folder(self) -> Path:
        """The folder of the nightly backups."""
        return self.backup.folder or self.database.absolute().parent / "backups"

    def environment(self) -> dict[str, str]:
        """The JUJUGAN_* variables that make a child process see these settings."""
        given = {
            "JUJUGAN_CONFIG": str(self.path),
            "JUJUGAN_DB": str(self.database),
            "JUJUGAN_STORE": self.store,
            "JUJUGAN_WATCH": os.pathsep.join(map(str, self.watch)),
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
    config = Config(path=chosen, database=chosen.parent / "data" / "jujugan.db")
    for settings in (read.read_file(chosen, KEYS, site_names()), read.read_environment(environ, ENVIRONMENT)):
        for name, value in settings.items():
            config = _put(config, name, value)
    config.digest.check(chosen)
    return replace(config, **{key: value for key, value in overrides.items() if value is not None})


def _put(whole: T, name: str, value: object) -> T:
    """The settings with one of them changed; dots in its name lead into a setting that has parts."""
    first, _, inner = name.partition(".")
    changed = _put(getattr(whole, first), inner, value) if inner else value
    return replace(whole, **{first: changed})  # type: ignore[type-var]


def site_names() -> tuple[str, ...]:
    """Every site that has a file, without importing any (a site file is named after its site)."""
    return tuple(sorted(path.stem for path in (ROOT / "spiders").glob("[a-z]*.py")))


def _sites(value: Any, _: Path) -> tuple[str, ...]:
    given, known = timetable.names(value), site_names()
    for name in given:
        if name not in known:
            raise ValueError(f'names "{name}", which is no site; {hint(name, known)}')
    return tuple(dict.fromkeys(given))  # a site named twice would be read by two runs at once


def gateway(value: str) -> str | None:
    """The gateway that a command line names. Raises ConfigError."""
    try:
        return str(values.slotted("{url}")(value, Path.cwd()))
    except ValueError as error:
        raise ConfigError(f"--gateway {error}") from None


KEYS: dict[str, dict[str, tuple[str, Reader]]] = {
    "jujugan": {
        "contact": ("contact", values.text),
        "database": ("database", values.path),
        "store": ("store", values.server_in_file),
        "watch": ("watch", values.paths),
        "sites": ("sites", _sites),
    },
    "crawl": {
        "delay": ("delay", values.number(0, 600)),
        "gateway": ("gateway", values.slotted("{url}")),
        "unverified": ("unverified", values.host_names),
        "archive": ("archive", values.slotted("{timestamp}", "{url}")),
        "keep_raw_days": ("keep_raw_days", values.whole(0, 3650)),
        "keep_raw_mb": ("keep_raw_mb", values.whole(1, 10_000_000)),
        "run_seconds": ("run_seconds", values.whole(10, 86400)),
        "run_memory_mb": ("run_memory_mb", values.whole(128, 65536)),
        "parallel_runs": ("parallel_runs", values.whole(1, 64)),
    },
    "keep": {"texts_days": ("keep_texts_days", values.never_or(60, 36500))},
    "timetable": {
        "default": ("default", values.plain(timetable.entry)),
        "quiet": ("quiet", values.plain(timetable.quiet)),
    },
    "timetable.sites": {},
    "review": {
        "host": ("review_host", values.host),
        "port": ("review_port", values.whole(0, 65535)),
        "names": ("review_names", values.host_names),
        "login": ("review_login", values.yes_or_no),
    },
    "backup": {
        "folder": ("backup.folder", values.path_or_none),
        "at": ("backup.at", values.plain(timetable.clocks)),
        "keep": ("backup.keep", values.whole(1, 10_000)),
    },
    "cluster": {
        "queue": ("cluster.queue", values.server_in_file),
        "heartbeat_seconds": ("cluster.heartbeat", values.whole(1, 600)),
        "retry_seconds": ("cluster.retry", values.whole(1, 86400)),
    },
    "release": RELEASE_KEYS,
    **DIGEST_KEYS,
}

ENVIRONMENT: dict[str, tuple[str, Reader]] = (
    {
        "JUJUGAN_DB": ("database", values.path),
        "JUJUGAN_STORE": ("store", values.server),
        "JUJUGAN_NOW": ("now", values.moment),
        "JUJUGAN_REVIEW_HOST": ("review_host", values.host),
        "JUJUGAN_REVIEW_PORT": ("review_port", values.whole(0, 65535)),
    }
    | {
        f"JUJUGAN_{key.upper()}": pair
        for section in ("jujugan", "crawl")
        for key, pair in KEYS[section].items()
        if key not in ("database", "store")
    }
    | {"JUJUGAN_WATCH": ("watch", values.listed_paths)}
    | {f"JUJUGAN_BACKUP_{key.upper()}": pair for key, pair in KEYS["backup"].items()}
    | {f"JUJUGAN_CLUSTER_{key.upper()}": pair for key, pair in KEYS["cluster"].items()}
    | {f"JUJUGAN_RELEASE_{key.upper()}": pair for key, pair in RELEASE_KEYS.items()}
    | {QUEUE: ("cluster.queue", values.server)}
    | {"JUJUGAN_KEEP_TEXTS_DAYS": KEYS["keep"]["texts_days"]}
    | dict(DIGEST_VARIABLES)
)
