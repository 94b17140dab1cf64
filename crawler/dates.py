"""Dates as Indonesian news sites write them.

Own code, because on the forms of these sites the general parsers fail in silence: dateparser gives None for "Jum'at"
and a future day for "Rabu (5/12)". What leaves a doubt is None here, never today.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from crawler.text import tidy, words


def numbered(*lines: str) -> dict[str, int]:
    """Each word of a line with the line's number, from 1."""
    return {name: number for number, line in enumerate(lines, start=1) for name in line.split()}


# Western Indonesian Time, hours from UTC; it has had no other since 1964.
WIB = 7

_LONGEST = 200
_AHEAD = timedelta(hours=36)
_OLDEST = timedelta(days=30 * 365.25)

_MONTHS = numbered(
    "januari january jan",
    "februari february pebruari febuari feb peb",
    "maret march mar mrt",
    "april apr",
    "mei may",
    "juni june jun",
    "juli july jul",
    "agustus august agu ags agt aug agst",
    "september sept sep",
    "oktober october okt oct",
    "november nopember nov nop",
    "desember december des dec",
)
_WEEKDAYS = numbered(
    "senin senen monday mon",
    "selasa tuesday tue",
    "rabu rebo wednesday wed",
    "kamis kemis thursday thu",
    "jumat friday fri",
    "sabtu saturday sat",
    "minggu ahad sunday sun",
)
_ZONES = {"wib": 7, "wita": 8, "wit": 9, "utc": 0, "gmt": 0, "z": 0}
_UNITS = {
    **dict.fromkeys(("detik", "second", "seconds", "sec"), timedelta(seconds=1)),
    **dict.fromkeys(("menit", "minute", "minutes", "min", "mins"), timedelta(minutes=1)),
    **dict.fromkeys(("jam", "hour", "hours"), timedelta(hours=1)),
    **dict.fromkeys(("hari", "day", "days"), timedelta(days=1)),
    **dict.fromkeys(("minggu", "pekan", "week", "weeks"), timedelta(days=7)),
}
_UPDATES = words("diperbarui diperbaharui diupdate update updated modified disunting perubahan")

_DATE_WORDS = {*_MONTHS, *_WEEKDAYS, *_ZONES, "pukul", "jam", "at", "on"}
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = re.compile(r"\d{4}")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[t ]{1,2}\d{2}:?\d{2}.*)?")
_DAY_MONTH_YEAR = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s./-]*(?P<m>{_MONTH})(?![a-z])[\s.,/-]*(?P<y>\d{{4}})(?!\d)"
)
_MONTH_DAY_YEAR = re.compile(rf"\b(?P<m>{_MONTH})\b[\s.]*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s,]+(?P<y>\d{{4}})(?!\d)")
_NUMBERS = re.compile(r"(?<![\d/.-])(?P<d>\d{1,2})\s?([/.-])\s?(?P<m>\d{1,2})\s?\2\s?(?P<y>\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<![\d/.-])(?P<y>\d{4})([/.-])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?!\d)")
_TIME = re.compile(
    r"(?<![\d.:,])(?P<h>\d{1,2})\s?[:.]\s?(?P<min>\d{2})(?:\s?[:.]\s?(?P<sec>\d{2}))?(?!\d|\s?[.,:]\s?\d)"
    r"\s?(?P<half>[ap]\.?m\b)?\s?(?P<zone>(?:wib|wita|wit|utc|gmt|z)\b)?"
    r"\s?(?P<offset>[+-]\d{4}\b|\+\d{2}:\d{2}\b|(?<=[ct])[+-]\d{1,2}\b)?(?![a-z])"
)
_AGO = re.compile(r"(?:(?P<n>\d{1,3}) ?|se|an? )(?P<unit>[a-z]+) (?:yang |yg )?(?:lalu|ago)")
_NAMED_DAY = re.compile(r"(?P<day>hari ini|today|kemarin|yesterday)\b[,|\s]*(?:pukul |jam |at )?(?P<rest>.*)")


def plausible(moment: datetime, now: datetime) -> bool:
    """Whether an article can have been published then: at most 36 hours ahead of `now`, at most 30 years before."""
    return now - _OLDEST <= moment <= now + _AHEAD


def parse(text: str, *, now: datetime, utc_offset: int = WIB) -> datetime | None:
    """The moment that a short text (at most 200 characters) states; None when unsure.

    Aware, in the UTC offset that the text states, else in `utc_offset` hours; midnight where it states no time of
    day. Of several dates the first that is not the time of an update counts. `now` (aware) is what "2 jam lalu" is
    reckoned from. Without a year there is no date.
    """
    text = _plain(text)
    if not text or len(text) > _LONGEST:
        return None
    zone = timezone(timedelta(hours=utc_offset))
    try:
        return _stamp(text, zone) or _calendar(text, zone) or _relative(text, now.astimezone(zone))
    except ValueError:
        return None


def is_of_update(text: str) -> bool:
    """Whether every date that the text writes out is the time of an update, as in "Diperbarui 18 Jun 2025"."""
    plain = _plain(text)
    days = _days(plain) if len(plain) <= _LONGEST else []
    return bool(days) and all(_is_update(plain, day.start) for day in days)


def is_only_date(text: str) -> bool:
    """Whether a line is nothing but a date, as it stands under a title."""
    parts = [part for part in _NOT_WORD.split(_plain(text)) if part]
    return bool(_days(_plain(text)[:_LONGEST])) and all(part.isdigit() or part in _DATE_WORDS for part in parts)


def _plain(text: str) -> str:
    return tidy(text[: 4 * _LONGEST]).lower().replace("’", "'").replace("‘", "'").replace("jum'at", "jumat")


def _stamp(text: str, zone: timezone) -> datetime | None:
    """ISO 8601 or unix time: what programs write for programs."""
    if text.isascii() and text.isdigit() and len(text) in (10, 13):
        return datetime.fromtimestamp(int(text[:10]), zone)
    if not _ISO.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text.upper().replace(" T", "T"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


@dataclass(frozen=True, slots=True)
class _Day:
    """A date found in a text, with the characters that write it."""

    day: date
    start: int
    end: int


def _calendar(text: str, zone: timezone) -> datetime | None:
    days = _days(text)
    if not days:
        return None
    chosen = next((found for found in days if not _is_update(text, found.start)), days[0])
    following = min((found.start for found in days if found.start > chosen.start), default=len(text))
    clock = _clock(text[chosen.end : following], zone)
    if clock is None and following == len(text):
        clock = _clock(text[: chosen.start], zone)
    return datetime.combine(chosen.day, clock or time(tzinfo=zone))


def _is_update(text: str, start: int) -> bool:
    """Whether the date is the time of an update: the word stands before it with at most a weekday in between."""
    before = [word.strip(":,.-|()") for word in text[:start].split()]
    return any(word in _UPDATES for word in before[-4:])


def _days(text: str) -> list[_Day]:
    """The real days that the text writes out, in their order."""
    found: list[_Day] = []
    if not _YEAR.search(text):
        return found  # as nearly all texts are: looking for each form takes many times as long
    for pattern in (_DAY_MONTH_YEAR, _MONTH_DAY_YEAR, _NUMBERS, _YEAR_FIRST):
        for match in pattern.finditer(text):
            month = _MONTHS.get(match["m"]) or int(match["m"])
            day = _real(int(match["y"]), month, int(match["d"]))
            if pattern is _NUMBERS:
                day = _by_weekday(day, _real(int(match["y"]), int(match["d"]), month), text[: match.start()])
            if day is not None:
                found.append(_Day(day, match.start(), match.end()))
    return sorted(found, key=lambda written: written.start)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2100 else None
    except ValueError:
        return None


def _by_weekday(day_first: date | None, month_first: date | None, before: str) -> date | None:
    """05/03/2018 is 5 March, unless the weekday before it is that of 3 May and not that of 5 March."""
    last = before.replace(",", " ").split()[-1:]
    weekday = _WEEKDAYS.get(last[0].strip("(-.")) if last else None
    if weekday and month_first and month_first.isoweekday() == weekday:
        return day_first if day_first and day_first.isoweekday() == weekday else month_first
    return day_first


def _clock(text: str, zone: timezone) -> time | None:
    """The first real time of day of the text, in the zone it states or else in `zone`."""
    for match in _TIME.finditer(text):
        hour, minute, second = int(match["h"]), int(match["min"]), int(match["sec"] or 0)
        if match["half"] and 1 <= hour <= 12:
            hour = hour % 12 + (12 if match["half"][0] == "p" else 0)
        if hour < 24 and minute < 60 and second < 60:
            return time(hour, minute, second, tzinfo=_stated_zone(match["zone"], match["offset"]) or zone)
    return None


def _stated_zone(name: str | None, offset: str | None) -> timezone | None:
    if offset:
        digits = offset[1:].replace(":", "")
        hours, minutes = (int(digits[:2]), int(digits[2:])) if len(digits) == 4 else (int(digits), 0)
        away = timedelta(hours=hours, minutes=minutes)
        return timezone(-away if offset[0] == "-" else away)
    return timezone(timedelta(hours=_ZONES[name])) if name else None


def _relative(text: str, now: datetime) -> datetime | None:
    """What is reckoned from now: "2 jam yang lalu", "kemarin 19.30". Months and years back are too vague."""
    ago = _AGO.fullmatch(text)
    if ago:
        unit = _UNITS.get(ago["unit"])
        return now - int(ago["n"] or 1) * unit if unit else None
    named = _NAMED_DAY.fullmatch(text)
    if not named:
        return None
    day = now.date() - timedelta(days=named["day"] in ("kemarin", "yesterday"))
    clock = _clock(named["rest"], timezone(now.utcoffset() or timedelta()))
    if clock is None and (named["rest"] or day == now.date()):
        return None
    return datetime.combine(day, clock or time(tzinfo=now.tzinfo))
