"""Days as the papers write them: "Rabu (14/10/2026)", "Selasa (3/11)", "kemarin (3/11)", "14-16 Oktober 2026"."""

from __future__ import annotations

from datetime import date
from random import Random

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
ENGLISH_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def month(day: date) -> str:
    return MONTHS[day.month - 1]


def long_date(day: date) -> str:
    return f"{day.day} {month(day)} {day.year}"


def one_day(day: date, published: date, rng: Random) -> str:
    """`day` as a paper of `published` writes it; always with its number, so that it can be resolved."""
    name, number = weekday(day), f"{day.day}/{day.month}"
    ways = [
        f"{name} ({number}/{day.year})",
        f"{name} ({number}/{day.year})",
        f"{name} ({number})",
        f"{name} ({number}/{day.year % 100:02d})",
        f"{name}, {long_date(day)}",
    ]
    ahead = (day - published).days
    if ahead == -1:
        ways += [f"kemarin ({number})", f"{name} ({number}) kemarin"]
    if ahead == 1:
        ways.append(f"besok, {name} ({number})")
    if ahead > 1:
        ways.append(f"{name} ({number}/{day.year}) mendatang")
    if ahead < -7:
        ways = [f"{name} ({number}/{day.year}) lalu", f"{long_date(day)}", f"{name}, {long_date(day)} lalu"]
    return rng.choice(ways)


def period(first: date, last: date, published: date, rng: Random) -> str:
    """Several days: "Rabu-Jumat (14-16/10/2026)", "14-16 Oktober 2026"; one day is written as `one_day` does."""
    if first == last:
        return one_day(first, published, rng)
    names = f"{weekday(first)}{rng.choice(('-', ' hingga ', ' sampai '))}{weekday(last)}"
    if (first.year, first.month) != (last.year, last.month):
        return rng.choice(
            (
                f"{first.day} {month(first)} hingga {long_date(last)}",
                f"{names} ({first.day}/{first.month}-{last.day}/{last.month}/{last.year})",
            )
        )
    return rng.choice(
        (
            f"{names} ({first.day}-{last.day}/{last.month}/{last.year})",
            f"{names} ({first.day}-{last.day}/{last.month})",
            f"{first.day}-{last.day} {month(last)} {last.year}",
            f"{names}, {first.day}-{last.day} {month(last)} {last.year}",
        )
    )


def english_day(day: date, rng: Random) -> str:
    name, named = ENGLISH_WEEKDAYS[day.weekday()], ENGLISH_MONTHS[day.month - 1]
    return rng.choice(
        (
            f"{name} ({day.day}/{day.month}/{day.year})",
            f"{name}, {named} {day.day}, {day.year}",
            f"{name} ({named} {day.day})",
        )
    )


def english_period(first: date, last: date, rng: Random) -> str:
    if first == last:
        return english_day(first, rng)
    if first.month == last.month:
        return f"{ENGLISH_MONTHS[first.month - 1]} {first.day}-{last.day}, {first.year}"
    start, end = ENGLISH_MONTHS[first.month - 1], ENGLISH_MONTHS[last.month - 1]
    return f"{start} {first.day} to {end} {last.day}, {last.year}"
