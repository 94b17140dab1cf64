import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.web.charset import decode

TEXT = "Bupati menyebut “kafé” di Jum’at pagi — naïve, katanya. " * 3


def page(meta: str = "") -> str:
    return f"<html><head>{meta}</head><body>{TEXT}</body></html>"


def in_latin_letters(text: str) -> str:
    """What a reader sees who takes UTF-8 for latin-1."""
    return text.encode().decode("latin-1")


META_UTF8, META_LATIN = (
    '<meta charset="utf-8">',
    '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">',
)
READABLE = {
    "utf-8, said in the header": (page().encode(), "text/html; charset=utf-8"),
    "utf-8, said in the page": (page(META_UTF8).encode(), "text/html"),
    "utf-8, not said": (page().encode(), None),
    "utf-8, the header says latin-1": (page(META_UTF8).encode(), "text/html; charset=ISO-8859-1"),
    "utf-8, the page says latin-1": (page(META_LATIN).encode(), "text/html"),
    "utf-8, the page says utf-16": (page('<meta charset="utf-16">').encode(), "text/html"),
    "utf-8 with a byte order mark, the header says latin-1": (
        codecs.BOM_UTF8 + page().encode(),
        "text/html; charset=latin1",
    ),
    "utf-8, the header names no real encoding": (page().encode(), "text/html; charset=x-apa"),
    "utf-16 with a byte order mark": (codecs.BOM_UTF16_LE + page().encode("utf-16-le"), None),
    "cp1252, said": (page().encode("cp1252"), "text/html; charset=windows-1252"),
    "cp1252, said to be utf-8": (page().encode("cp1252"), "text/html; charset=utf-8"),
    "cp1252, not said": (page().encode("cp1252"), None),
    "utf-8 encoded twice": (in_latin_letters(page()).encode(), "text/html; charset=utf-8"),
}


@pytest.mark.fault("E7")
@pytest.mark.parametrize(("body", "content_type"), READABLE.values(), ids=READABLE.keys())
def test_the_letters_are_readable_whatever_the_server_says(body: bytes, content_type: str | None) -> None:
    text, mark = decode(body, content_type)
    assert TEXT in text
    assert mark is None


@pytest.mark.fault("E7")
def test_what_stays_unreadable_is_marked() -> None:
    mixed = page().encode() + in_latin_letters(page()).encode() + page().encode("cp1252")
    _, mark = decode(mixed, "text/html; charset=utf-8")
    assert mark is not None
    assert "letters in doubt" in mark


@pytest.mark.fault("E7")
def test_a_body_cut_inside_a_character_is_marked() -> None:
    cut = (page("x" * 2000) + "é").encode()[:-1]
    assert decode(cut, "text/html; charset=utf-8")[1] == "cut off inside a character"


def test_packed_bytes_are_marked() -> None:
    packed = b"\x1f\x8b\x08" + bytes(range(256)) * 20
    assert decode(packed, "text/html")[1] is not None


@given(
    st.binary(max_size=300),
    st.sampled_from([None, "text/html", "text/html; charset=utf-16", "text/html; charset=utf-7", "x;charset="]),
)
def test_any_bytes_become_text(body: bytes, content_type: str | None) -> None:
    text, mark = decode(body, content_type)
    assert isinstance(text, str)
    assert mark is None or mark
