"""No reader of ours breaks its promise, whatever bytes it is given; `make faults` goes on with atheris."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler import urls
from crawler.discover import read_source
from crawler.facts import Sitemap
from crawler.politeness import retry_after
from crawler.web.charset import decode
from tests.fuzz.seeds import seeds
from tests.fuzz.targets import FACTS, HOME, NOW, TARGETS, Target

_MADE = ("pages", "lexicon files", "listings")  # of these only the seeds that are made here: real ones are large

_PIECES = st.sampled_from(
    (
        b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\\ud800", b"<![CDATA[", b"]]>", b"<!--", b"&#0;", b"&#xd800;",
        b"<br/>", b"=?utf-8?q?=0AX:_y?=", b"\r\n", b"%00", b"\xe2\x80\xae", b"</script>", b'"', b"{", b"9" * 40,
        b" \xe2\x80\x8b\xc2\xad ", b" \xcc\x81 ", b" \xc2\xb2 ", b"9" * 4400, b"}",
    )
)  # fmt: skip


def beginnings(target: Target) -> list[bytes]:
    return list(seeds(target.name))[: 2 if target.name in _MADE else None]


@st.composite
def damaged(draw: st.DrawFn, known: list[bytes]) -> bytes:
    """A seed with something cut out and something else put in, once or twice."""
    body = draw(st.sampled_from(known))
    for _ in range(draw(st.integers(1, 2))):
        at, gone = draw(st.integers(0, len(body))), draw(st.integers(0, 40))
        body = body[:at] + draw(st.binary(max_size=20) | _PIECES) + body[at + gone :]
    return body


@pytest.mark.fault("E10", "C14")
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_no_input_breaks_a_promise(target: Target) -> None:
    known = beginnings(target)
    for seed in known:
        target.read(seed)

    @settings(max_examples=60)
    @given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode) | damaged(known))
    def read(data: bytes) -> None:
        target.read(data)

    read()


def test_an_address_with_half_a_surrogate_is_nobodys() -> None:
    url = f"{HOME}/berita/4/kabar?a=\ud800"
    assert urls.canonical(url, FACTS) == url
    assert not urls.is_article(url, FACTS) and not urls.on_site(url, FACTS)
    assert urls.site_id(url, FACTS) is None


def test_an_entry_with_half_a_surrogate_costs_a_sitemap_no_other() -> None:
    good = f"<url><loc>{HOME}/berita/3/kabar</loc><lastmod>&#xdfff;</lastmod></url>"
    body = f"<urlset><url><loc>{HOME}/berita/&#xd800;</loc></url>{good}</urlset>".encode()
    found = read_source(body, f"{HOME}/s.xml", Sitemap(f"{HOME}/s.xml", "D"), FACTS, site="warta", now=NOW)
    assert [one.url for one in found.candidates] == [f"{HOME}/berita/3/kabar"]


@pytest.mark.fault("C14")
def test_a_day_too_long_for_a_number_is_no_retry_after() -> None:
    assert retry_after(f"Wed, {'1' * 60} Oct 2026 08:00:00 GMT", NOW) is None


@pytest.mark.fault("E7")
@pytest.mark.parametrize("name", ["uu", "zlib", "hex", "rot13", "idna", "punycode", "undefined", "unicode_escape"])
def test_an_encoding_of_no_text_is_taken_for_none(name: str) -> None:
    said = f'<meta charset="{name}"><p>caf\u00e9</p>'
    for header in (f"text/html; charset={name}", "text/html"):
        assert decode(said.encode(), header)[0] == said
