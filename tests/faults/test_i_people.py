"""Personal numbers in two hundred made-up texts, beside numbers that are nobody's."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from crawler.page.redaction import EMAIL_PLACEHOLDER, NIK_PLACEHOLDER, PHONE_PLACEHOLDER, redact
from tests import warta

Measured = Callable[[str], None]
TEXTS = 200


def nik(chance: random.Random) -> str:
    region = f"{chance.choice((35, 33, 32, 51))}{chance.randrange(1, 30):02}{chance.randrange(1, 30):02}"
    day = chance.randrange(1, 29) + chance.choice((0, 40))
    birth = f"{day:02}{chance.randrange(1, 13):02}{chance.randrange(0, 100):02}"
    serial = f"{chance.randrange(1, 9999):04}"
    return chance.choice((f"{region}{birth}{serial}", f"{region} {birth} {serial}", f"{region}.{birth}.{serial}"))


def telephone(chance: random.Random) -> str:
    prefix, rest = chance.choice(("812", "813", "857", "878", "899")), f"{chance.randrange(10**7, 10**8)}"
    return chance.choice((
        f"0{prefix}{rest}", f"0{prefix}-{rest[:4]}-{rest[4:]}", f"+62 {prefix} {rest[:4]} {rest[4:]}",
        f"0{prefix} {rest[:4]} {rest[4:]}", f"0{prefix}.{rest[:4]}.{rest[4:]}", f"+62{prefix}{rest}",
        f"62{prefix}{rest}",
    ))  # fmt: skip


def harmless(chance: random.Random) -> str:
    """Numbers as articles have them: sums, dates, years, decisions, staff numbers, coordinates."""
    number, large = chance.randrange(100, 999), chance.randrange(100_000, 999_999)
    ways = (
        f"Rp {number}.{number}.000.000", f"tahun {1990 + number % 36}", f"SK Nomor 188/{number}/KEP/429.011/2026",
        f"{number % 10},{number % 90 + 10} persen", f"{number % 18 + 10}/10/2026", f"NIP 19750817 200112 1 {number:03}",
        f"{number}0 hektare", f"-8.{large}, 114.{large}", f"pukul {number % 13 + 7:02}.{number % 60:02} WIB",
        f"Rp{large}00000",
    )  # fmt: skip
    return chance.choice(ways)


@pytest.mark.fault("I4")
def test_i4_personal_numbers_are_found_and_others_left(measured: Measured) -> None:
    chance = random.Random(16)
    found = {"NIK": 0, "telephone": 0}
    kept = blanked = 0
    for number in range(TEXTS):
        plain = warta.body(number).replace("<p>", "").replace("</p>", "\n")
        there, phone, nothing = nik(chance), telephone(chance), harmless(chance)
        text = f"{plain}Warga dengan NIK {there} dapat menghubungi {phone}. Anggarannya {nothing}.\n"
        done = redact(text)
        found["NIK"] += there not in done and NIK_PLACEHOLDER in done
        found["telephone"] += phone not in done and PHONE_PLACEHOLDER in done
        kept += nothing in done
        blanked += sum(done.count(one) for one in (NIK_PLACEHOLDER, PHONE_PLACEHOLDER, EMAIL_PLACEHOLDER))
    precision = (found["NIK"] + found["telephone"]) / blanked
    measured(
        f"{TEXTS} texts: recall {found['NIK'] / TEXTS:.3f} (NIK) and {found['telephone'] / TEXTS:.3f} (telephone), "
        f"precision {precision:.3f}, {kept} of {TEXTS} other numbers kept"
    )
    assert found["NIK"] / TEXTS >= 0.99 and found["telephone"] / TEXTS >= 0.95 and precision >= 0.95
