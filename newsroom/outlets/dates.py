"""Indonesian names of days and months, for the date formats of the outlets."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli",
          "Agustus", "September", "Oktober", "November", "Desember")  # fmt: skip
SHORT = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


def day(moment: date) -> str:
    return DAYS[moment.weekday()]


def long(moment: date) -> str:
    """27 Maret 2018"""
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def short(moment: date) -> str:
    """02 Nov 2023"""
    return f"{moment.day:02d} {SHORT[moment.month - 1]} {moment.year}"


def iso(moment: datetime) -> str:
    """2023-11-02T20:59:53+07:00"""
    return moment.isoformat(timespec="seconds")


def http_date(moment: datetime) -> str:
    """Thu, 02 Nov 2023 13:59:53 GMT"""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def rfc822(moment: datetime) -> str:
    """Thu, 02 Nov 2023 20:59:53 +0700; in English whatever the locale."""
    return format_datetime(moment)


def ago(moment: datetime, now: datetime) -> str:
    """7 menit yang lalu, 3 jam yang lalu, sehari lalu, 5 hari yang lalu; a date beyond a week."""
    gap = now - moment
    if gap < timedelta(hours=1):
        return f"{max(1, int(gap.total_seconds() // 60))} menit yang lalu"
    if gap < timedelta(days=1):
        return f"{int(gap.total_seconds() // 3600)} jam yang lalu"
    if gap < timedelta(days=2):
        return "sehari lalu"
    return f"{gap.days} hari yang lalu" if gap < timedelta(days=7) else long(moment)
