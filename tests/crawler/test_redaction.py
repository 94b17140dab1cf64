"""Personal numbers are blacked out in every form they are written in, and nothing that only looks like one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.page.redaction import EMAIL_PLACEHOLDER, NIK_PLACEHOLDER, PHONE_PLACEHOLDER, redact
from crawler.page.telephones import find

DIGITS = st.text("0123456789", min_size=1, max_size=9)
SIGNS = st.sampled_from(
    ["", " ", "-", ".", "/", ",", "(", ")", "+", " - ", "+62", "62", "08", "@", "Rp ", "telp ", ":"]
)
NUMBERED = st.lists(st.tuples(DIGITS, SIGNS).map("".join), max_size=12).map("".join)
SUMS = st.integers(1, 10**15).flatmap(
    lambda n: st.sampled_from(
        [
            f"Rp {n:,}".replace(",", "."),
            f"Rp{n:,},00".replace(",", ".", f"{n:,}".count(",")),
            f"Rp. {n}",
            f"{n:,} rupiah".replace(",", "."),
            f"{n:,} orang".replace(",", "."),
            f"USD {n:,}",
            f"{n % 1000},{n % 97} persen",
            f"{n % 900 + 1},5 miliar",
        ]
    )
)
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1)).flatmap(
    lambda day: st.sampled_from(
        [
            day.isoformat(),
            f"{day:%d/%m/%Y}",
            f"{day:%d-%m-%Y}",
            f"{day:%d.%m.%Y}",
            f"{day:%d-%m-%Y} pukul 08.30-10.00 WIB",
            f"{day:%d %m %Y} 09.15",
            f"tahun {day:%Y}-{day.year + 1}",
            f"{day:%Y}/{day.year + 1}",
            f"Perda Nomor {day.day:03}/{day.month}/{day.year}",
            f"{day:%Y%m%d}",
        ]
    )
)


@pytest.mark.parametrize(
    "number",
    [
        "wa.me/6281234567890",
        "https://wa.me/6281234567890",
        "https://api.whatsapp.com/send?phone=6281234567890",
        "tel:+6281234567890",
        "(0333) 12 34 56",
        "(0333)-123456",
        "0333 421234",
        "0333.421234",
        "0333 - 421234",
        "(+62) 812-3456-7890",
        "+62 (333) 421234",
        "+62 (0)812 3456 7890",
        "+62 0812 3456 7890",
        "0062 812 3456 7890",
        "0812\u20133456\u20137890",
        "0812\u20113456\u20117890",
        "0812 34 56 78 90",
        "081-234-567-890",
        "0811 333 4444",
        "(021) 555-1234",
        "telp 0215551234",
        "+65 6123 4567",
        "Hp.0812 345 678",
    ],
)
def test_a_telephone_number_goes_in_every_form(number: str) -> None:
    redacted = redact(f"Pendaftaran lewat {number}, pada 2018.")
    assert PHONE_PLACEHOLDER in redacted
    assert [c for c in redacted if c.isdigit()] == list("2018")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("081234567890 pada 2018", f"{PHONE_PLACEHOLDER} pada 2018"),
        ("0812 3456 7890 2018", f"{PHONE_PLACEHOLDER} 2018"),
        ("081234567890 5 orang", f"{PHONE_PLACEHOLDER} 5 orang"),
        ("0812 3456 7890, 0813 9876 5432", f"{PHONE_PLACEHOLDER}, {PHONE_PLACEHOLDER}"),
        ("0812345678/0812-3456-789", f"{PHONE_PLACEHOLDER}/{PHONE_PLACEHOLDER}"),
        ("NIK 3510121708450001, HP 081234567890", f"NIK {NIK_PLACEHOLDER}, HP {PHONE_PLACEHOLDER}"),
        ("siti@gmail.com/081234567890", f"{EMAIL_PLACEHOLDER}/081234567890"),
    ],
)
def test_only_the_number_goes(text: str, wanted: str) -> None:
    assert redact(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Rp 62.812.345.678",
        "62.812.345.678 jiwa",
        "Rp 62 812 345 678",
        "senilai Rp 6281234567890",
        "625000000 orang",
        "+1.234.567 suara",
        "pukul 08.30 - 10.00",
        "08.30-10.00, 11.00-12.15",
        "nomor 050-123456/2018",
        "kode AB081234567890",
        "081234567890X",
        "call center 112, 1500-123",
        "skor 0-2, 080 kali",
        "https://warta.example/0333-421234/judul",
        "NPWP 01.234.567.8-901.000",
        "NIP 19810812 200604 1 002",
        "koordinat 0.0333421234",
    ],
)
def test_what_is_no_telephone_number_stays(text: str) -> None:
    assert redact(text) == text


@given(st.lists(SUMS | DAYS, min_size=1, max_size=4))
def test_no_sum_of_money_date_or_year_is_ever_taken(said: list[str]) -> None:
    text = f"Anggarannya {'; lalu '.join(said)}."
    assert redact(text) == text


@given(NUMBERED)
def test_redaction_is_final_whatever_stands_beside_the_numbers(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


@given(st.text(), NUMBERED)
def test_what_is_found_lies_in_the_text_in_order(before: str, text: str) -> None:
    last = 0
    for start, end in find(before + text):
        assert last <= start < end <= len(before + text)
        last = end


@pytest.mark.parametrize("area", ["333", "334", "411", "751", "21", "31"])
@pytest.mark.parametrize("local", ["421234", "4212345", "42123"])
@pytest.mark.parametrize("form", ["(0{a}) {n}", "0{a}-{n}", "0{a} {n}", "+62 {a} {n}", "+62{a}{n}", "telp. 0{a}{n}"])
def test_a_landline_goes_with_its_area_code(area: str, local: str, form: str) -> None:
    number = form.format(a=area, n=local)
    assert not any(c.isdigit() for c in redact(f"Kantor di {number} setiap hari"))
