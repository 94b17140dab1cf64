"""How values look inside the database: times, days, lists and text that SQLite can hold."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from storage.errors import NaiveTime

_REPLACEMENT = "\ufffd"
_UNSTORABLE = dict.fromkeys((0, *range(0xD800, 0xE000)), _REPLACEMENT)


def to_time(moment: datetime) -> str:
    """UTC to the second, as in 2018-10-17T03:22:00Z: sorts as text. Raises NaiveTime."""
    if moment.tzinfo is None:
        raise NaiveTime(f"{moment.isoformat()} has no time zone: pass an aware datetime")
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat() + "Z"


def from_time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def from_time_or_none(text: str | None) -> datetime | None:
    return None if text is None else from_time(text)


def to_stated_time(moment: datetime | None) -> tuple[str | None, int | None]:
    """(UTC text, stated offset in minutes); both None for no time, and for one that UTC cannot express (year 1 at
    +07:00), since a page's nonsense must not lose its article. Raises NaiveTime."""
    if moment is None:
        return None, None
    try:
        text = to_time(moment)
    except OverflowError:
        return None, None
    offset = moment.utcoffset() or timedelta()
    return text, int(offset.total_seconds() // 60)


def from_stated_time(text: str | None, offset: int | None) -> datetime | None:
    if text is None:
        return None
    moment = from_time(text)
    return moment.astimezone(timezone(timedelta(minutes=offset))) if offset else moment


def to_list(values: Iterable[str]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


def from_list(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def storable(value: Any) -> Any:
    """The value, with lone surrogates and NULs in a text replaced one for one, so that spans keep their places.

    SQLite refuses the first (UnicodeEncodeError) and its own functions stop at the second.
    """
    if not isinstance(value, str):
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.translate(_UNSTORABLE)
    return value.replace("\0", _REPLACEMENT)
