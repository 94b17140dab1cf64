"""Readers of single settings: a raw TOML or text value into what the program works with."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import timetable
from timetable import TIMEZONE

# A raw TOML or text value and the folder that paths start from -> a setting; each raises ValueError.
Reader = Callable[[Any, Path], Any]
_LABEL = r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST = re.compile(rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})*\.?")
# Outside these years some time zone or timetable reaches the calendar's edge.
YEARS = range(1990, 2200)


def text(value: Any, _: Path) -> str:
    if not isinstance(value, str):
        raise ValueError('wants a text in quotes, such as "..."')
    if any("\ud800" <= sign <= "\udfff" for sign in value):  # bytes of the environment that are no UTF-8
        raise ValueError("wants UTF-8 text")
    return value


def path(value: Any, base: Path) -> Path:
    given = text(value, base)
    if not given:
        raise ValueError('wants a path, such as "data/jujugan.db"')
    try:
        return (base / Path(given).expanduser()).resolve()
    except (RuntimeError, OSError) as error:  # a home of nobody, links in a circle
        raise ValueError(f"wants a path that can be followed ({error})") from None


def paths(value: Any, base: Path) -> tuple[Path, ...]:
    """One path or a list of them."""
    given = value if isinstance(value, list) else [value]
    if not given:
        raise ValueError("wants a path, or a list of paths")
    found = tuple(path(one, base) for one in given)
    for one in found:
        if os.pathsep in str(one):  # crawls are told of them in an environment variable
            raise ValueError(f'names {one}: a path here may hold no "{os.pathsep}"')
    return found


def listed_paths(value: Any, base: Path) -> tuple[Path, ...]:
    """Paths as an environment variable lists them, with the system's own sign between them."""
    return paths(text(value, base).split(os.pathsep), base)


def path_or_none(value: Any, base: Path) -> Path | None:
    return path(value, base) if text(value, base) else None


def whole(low: int, high: int) -> Reader:
    def read(value: Any, _: Path) -> int:
        if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,18}", value):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError(f"wants a whole number from {low} to {high}")
        return value

    return read


def number(low: float, high: float) -> Reader:
    def read(value: Any, _: Path) -> float:
        if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]+)?(e-?[0-9]{1,3})?", value):
            value = float(value)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise ValueError(f"wants a number from {low:g} to {high:g}")
        return value

    return read


def never_or(low: int, high: int) -> Reader:
    """Reads a whole number within these bounds, or 0 for never."""
    least, within = whole(0, high), whole(low, high)

    def read(value: Any, base: Path) -> Any:
        if least(value, base) == 0:
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


def is_host(name: str) -> bool:
    """Whether a name may be that of a host (RFC 1123, and "_" as containers have it), or an IP address."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return bool(_HOST.fullmatch(name))
    return True


def host(value: Any, base: Path) -> str:
    """A host, or nothing."""
    given = text(value, base)
    if given and not is_host(given):
        raise ValueError(f'names "{given}"; wants the name of a host, such as "smtp.example.org", or its address')
    return given


def host_names(value: Any, _: Path) -> tuple[str, ...]:
    given = timetable.names(value)
    for name in given:
        if not is_host(name):
            raise ValueError(f'names "{name}"; wants host names without http:// and without a port')
    return given


def slotted(*slots: str) -> Reader:
    """Reads an address with these slots in it; None where it is empty."""

    def read(value: Any, base: Path) -> str | None:
        given = text(value, base)
        if given and not (_is_web(re.sub(r"[?#{].*", "", given)) and all(slot in given for slot in slots)):
            example = f"http://127.0.0.1:9000/{'/'.join(slots)}"
            raise ValueError(f'wants an address with {" and ".join(slots)} in it, such as "{example}"')
        return given or None

    return read


def web_address(value: Any, base: Path) -> str:
    """A whole address, or nothing."""
    given = text(value, base)
    if given and not _is_web(given):
        raise ValueError('wants an address, such as "https://jujugan.example.org/"')
    return given


def server(value: Any, base: Path) -> str:
    """The address of a PostgreSQL database, or nothing for a SQLite file."""
    given = text(value, base)
    if given and not (_is_plain(given) and _scheme(given) in ("postgresql", "postgres")):
        raise ValueError('wants the address of a database, such as "postgresql://jujugan@db.example.org/jujugan"')
    return given


def server_in_file(value: Any, base: Path) -> str:
    """Likewise, without a password, since a configuration is copied about."""
    given = server(value, base)
    if urlsplit(given).password or "password" in parse_qs(urlsplit(given).query):
        raise ValueError("has a password in it: give that in ~/.pgpass, in PGPASSWORD or as JUJUGAN_STORE")
    return given


def _is_web(address: str) -> bool:
    if not (address.isascii() and _is_plain(address) and _scheme(address) in ("http", "https")):
        return False
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and is_host(parts.hostname or "") and parts.port != 0
    except ValueError:  # no port
        return False


def _is_plain(address: str) -> bool:
    return address.isprintable() and " " not in address


def _scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme
    except ValueError:
        return ""


def moment(value: Any, base: Path) -> datetime:
    try:
        found = datetime.fromisoformat(text(value, base))
    except ValueError:
        raise ValueError("wants a time such as 2026-10-01T06:00:00+07:00") from None
    if found.year not in YEARS:
        raise ValueError(f"wants a time of the years {YEARS[0]} to {YEARS[-1]}")
    return found if found.tzinfo else found.replace(tzinfo=TIMEZONE)


def plain(reader: Callable[[Any], Any]) -> Reader:
    """A reader that needs no folder."""
    return lambda value, _: reader(value)
