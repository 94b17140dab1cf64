import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.page.redaction import EMAIL_PLACEHOLDER, NIK_PLACEHOLDER, PHONE_PLACEHOLDER, redact
from crawler.text import clean, has_lookalikes, normalise, tidy

# Any code point, lone surrogates too.
ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.fault("E8")
@pytest.mark.parametrize(
    ("given_text", "wanted"),
    [
        ("Bupati\ud800 Ani", "Bupati\ufffd Ani"),
        ("Bu\x00pati\x07 Ani\x1b", "Bupati Ani"),
        ("satu\r\ndua\rtiga\u2028empat\x0blima", "satu\ndua\ntiga\nempat\nlima"),
        ("a\u00a0b\tc\u3000d", "a b c d"),
        ("\ufeffBupati \u202eAni\u202c me\u00adnerima\u200b", "Bupati Ani menerima"),
        ("cafe\u0301", "café"),
        ("\ue000\U0010ffff\ufdd0x", "x"),
    ],
)
def test_stored_text_has_nothing_that_hides_or_breaks(given_text: str, wanted: str) -> None:
    assert clean(given_text) == wanted


@pytest.mark.fault("E8")
@given(ANY_TEXT)
def test_cleaned_text_is_clean_and_can_be_stored(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert "\x00" not in cleaned
    cleaned.encode("utf-8")


@given(ANY_TEXT)
def test_normalised_text_is_normal(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert once == " ".join(once.split())


def test_tidy_text_is_one_line() -> None:
    assert tidy("  Bupati \n\n  Ani\t ") == "Bupati Ani"


@pytest.mark.fault("I4")
@pytest.mark.parametrize(
    "text",
    [
        "NIK 3510121708450001",
        "NIK: 3510 1217 0845 0001.",
        "(3510125708450001)",
        "ber-KTP 351012-570845-0001 itu",
        "NIK 3273010101900002, warga",
    ],
)
def test_an_identity_number_is_hidden(text: str) -> None:
    assert NIK_PLACEHOLDER in redact(text)
    assert not any(c.isdigit() for c in redact(text))


@pytest.mark.fault("I4")
@pytest.mark.parametrize(
    "text",
    [
        "081234567890",
        "0812-3456-7890",
        "0812 3456 7890",
        "0812.3456.789",
        "+6281234567890",
        "+62 812-3456-7890",
        "62 812 3456 7890",
        "(0333) 421234",
        "(0333)421 234",
        "0333-421234",
        "021-5551234",
        "+62 333 421234",
        "telp.081234567890",
        "WA:081234567890.",
        "hubungi 081234567890/082345678901",
    ],
)
def test_a_telephone_number_is_hidden(text: str) -> None:
    redacted = redact(f"Pendaftaran ke {text} setiap hari")
    assert PHONE_PLACEHOLDER in redacted
    assert not any(c.isdigit() for c in redacted)


@pytest.mark.fault("I4")
@pytest.mark.parametrize(
    "address", ["siti.aminah@gmail.com", "budi_88@yahoo.co.id", "s.aminah@dinas.banyuwangikab.go.id"]
)
def test_a_persons_address_is_hidden(address: str) -> None:
    assert redact(f"Kirim ke {address}.") == f"Kirim ke {EMAIL_PLACEHOLDER}."


@pytest.mark.fault("I4")
@pytest.mark.parametrize(
    "text",
    [
        "Rp 1.081.234.567.890",
        "Rp1.234.567.890.123,45",
        "senilai Rp 0812 juta",
        "NIP 197508172001121003",
        "NIP. 19750817 200112 1 003",
        "ISBN 978-602-8519-93-9",
        "ISBN 9786028519939",
        "tanggal 08-11-2018",
        "08/11/2018 pukul 08.30-10.00",
        "2018-11-08T08:30:00",
        "Nomor 050-123456/2018",
        "putusan 0812/PUU-XI/2013",
        "kartu 4111 1111 1111 1111",
        "nomor urut 9999999999999999",
        "3510131708450000",
        "https://warta.example/berita/081234567890/judul",
        "https://warta.example/?id=081234567890",
        "penduduk 1.708.114 jiwa, luas 5.782,50 kilometer",
        "humas.banyuwangi@gmail.com",
        "redaksi@warta.example",
        "info@dinas.banyuwangikab.go.id",
        "telepon 112",
        "@banyuwangi_kab",
        "skor 08-12, 13.000 langkah",
        "koordinat -8.2192335, 114.3691416",
    ],
)
def test_other_numbers_and_offices_stay(text: str) -> None:
    assert redact(text) == text


@given(ANY_TEXT)
def test_redaction_takes_any_clean_text_and_is_final(text: str) -> None:
    once = redact(clean(text))
    assert redact(once) == once


@pytest.mark.fault("E3")
def test_letters_of_another_script_inside_a_word_are_noticed() -> None:
    assert has_lookalikes("Bupati B\u0430nyuwangi")
    assert not has_lookalikes("Bupati Banyuwangi dan Путин")
    assert not has_lookalikes("kafé naïve")


@pytest.mark.parametrize("mark", "‘’“”–—•…")
@pytest.mark.parametrize("beside", ["a", "é", "\u0301", "\u200b\u0301", "\ufb01", "\n", "\u2028", "\x00", "\u0430"])
def test_marks_of_print_are_marks_like_any_other(mark: str, beside: str) -> None:
    """Most texts have them alone besides plain ASCII, and take a shorter way."""
    assert normalise(f"e{mark}{beside}{mark}Z") == normalise(f"e!{beside}!Z")
    plain = clean(f"e!{beside}!Z")
    assert clean(f"e{mark}{beside}{mark}Z") == plain.replace("!", mark)
