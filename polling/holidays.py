"""Indonesia's holidays: holidays.toml, which says how it is extended."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

_DATA: Mapping[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

YEARS = tuple(sorted(int(name) for name in _DATA if name.isdecimal()))


def holiday(day: date) -> str | None:
    """The name of the national holiday or of the collective leave on a day in Indonesia; None on any other day.

    Of a year outside YEARS only the fixed days are known.
    """
    return _of_year(day.year).get(day)


def is_holiday(day: date) -> bool:
    """Whether a day in Indonesia is a national holiday or one of collective leave."""
    return holiday(day) is not None


@cache
def _of_year(year: int) -> Mapping[date, str]:
    days = {
        date.fromisoformat(f"{year:04}-{day}"): one["name"]
        for day, one in _DATA["fixed"].items()
        if year >= one["since"]
    }
    stated = _DATA.get(str(year), {"holidays": [], "leave": []})
    for kind, prefix in (("leave", "Cuti bersama "), ("holidays", "")):
        for line in stated[kind]:
            day, _, name = line.partition(" ")
            days[date.fromisoformat(f"{year:04}-{day}")] = prefix + name
    return days
