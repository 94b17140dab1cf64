"""What an answer looks like; every page here is synthetic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.health.looks import likeness, look, skeleton
from tests import warta

NEWS = "<p>Bupati membuka lomba kampung bersih di Kecamatan Glagah, Rabu.</p>" * 40
CASINO = "<p>Slot gacor hari ini, maxwin, scatter hitam, bonus new member, link alternatif, rtp live.</p>"


def page(body: str, title: str = "Warta") -> bytes:
    return f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>".encode()


@pytest.mark.fault("D11", "D10")
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b'{"posts": []}', "json"),
        (warta.feed([1]).encode(), "xml"),
        (b"\x1f\x8b\x08rest", "xml"),
        (b"User-agent: *\nDisallow:", "other"),
        (page(NEWS), "html"),
        (warta.article(1).encode(), "html"),
        (page("<h1>Checking your browser</h1>", "Just a moment..."), "challenge"),
        (page(CASINO, "Slot Gacor Maxwin"), "hacked"),
        (page(NEWS + f"<div style='display:none'>{CASINO}</div>"), "hacked"),
        (page("<p>Domain ini dijual. Hubungi pemilik.</p>"), "parked"),
        (page("<p>This account has been suspended.</p>", "Account Suspended"), "parked"),
        (page("<p>Kami menghargai privasi Anda. Terima semua cookie?</p>"), "consent"),
        (page("<form><input name=u><input type='password' name=s></form><p>Silakan masuk.</p>"), "login"),
        (page("<p>Coba kata lain.</p>", "Halaman tidak ditemukan - Warta"), "missing"),
    ],
)
def test_an_answer_is_named_after_what_it_looks_like(body: bytes, expected: str) -> None:
    assert look(body) == expected


@pytest.mark.parametrize(
    "beside",
    [
        "<div class='cookie'>Kami menghargai privasi Anda. Terima semua cookie.</div>",
        "<form><input type='password'></form>",
        "<p>Iklan baris: domain ini dijual oleh seorang warga.</p>",
        "<p>Polisi menangkap bandar togel online; situs judi dan judi slot itu dikelola agen judi dari rumah.</p>",
        "<p>Satgas menutup laman slot gacor dan rtp live.</p>",
    ],
)
def test_a_page_of_news_is_not_taken_for_what_it_has_beside_or_tells_of(beside: str) -> None:
    assert look(page(NEWS + beside)) == "html"


@given(st.binary(max_size=2_000))
def test_any_bytes_look_like_something(body: bytes) -> None:
    look(body)
    look(b"<html>" + body)


def test_pages_of_one_design_share_their_names() -> None:
    one, other = warta.article(1), warta.article(2)
    assert likeness(skeleton(one), skeleton(other)) == 1.0
    renamed = '<div class="baru-kepala"><p id="baru-isi-3">x</p></div>'
    assert likeness(skeleton(one), skeleton(renamed)) == 0.0
    assert skeleton('<a class="post-12 kartu">') == skeleton('<a class="post-77 kartu">') == {"post-00", "kartu"}
    assert likeness(frozenset(), frozenset()) == 1.0
