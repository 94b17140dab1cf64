"""Answers of news searches, honest and hostile. Every headline and address is synthetic."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.facts import Query
from crawler.press import queries
from crawler.press.answers import Hit, publisher_address, read_answer
from crawler.press.queries import Words, address, concerns, default_words, halves, is_press, texts
from detect.profile import Profile
from spiders.elsewhere import Elsewhere

NOW = datetime(2026, 10, 14, 5, 0, tzinfo=UTC)
GDELT, BING, GOOGLE = Elsewhere.facts.queries
PLACE = Profile(
    name="Contoh",
    code="35.99",
    names=("Contoh", "Cantoh"),
    not_the_place=("Radar Contoh",),
    places=("Kawah Contoh Biru",),
)
WEEK = NOW - timedelta(days=7)


def token(url: str) -> str:
    """A link token as Google wrote them until 2024."""
    size = len(url)
    length = bytes([size]) if size < 128 else bytes([size & 0x7F | 0x80, size >> 7])
    raw = b'\x08\x13"' + length + url.encode() + b"\xd2\x01\x00"
    return "https://news.google.com/rss/articles/" + urlsafe_b64encode(raw).decode().rstrip("=") + "?oc=5"


@pytest.mark.parametrize("length", [30, 127, 128, 300])
def test_an_old_token_holds_the_publishers_address(length: int) -> None:
    url = "https://kabar.example/".ljust(length, "a")
    assert publisher_address(token(url)) == url


@pytest.mark.parametrize(
    "link",
    [
        "https://news.google.com/rss/articles/CBMiAU_yqLsintetis?oc=5",
        "https://news.google.com/rss/articles/",
        "https://news.google.com/rss/articles/%%%",
        "https://news.google.com/topics/CAAqsintetis",
        token("javascript:alert(1)"),
        token("file:///etc/passwd"),
        "http://www.bing.com/news/apiclick.aspx?url=",
        "http://www.bing.com/news/apiclick.aspx?url=ftp%3a%2f%2fx.example%2f",
    ],
)
def test_a_link_that_names_no_web_page_does_not_say_where_it_leads(link: str) -> None:
    assert publisher_address(link) is None


@given(st.binary(max_size=400), st.sampled_from([GDELT, BING, GOOGLE]))
def test_no_answer_makes_the_reader_raise(body: bytes, query: Query) -> None:
    answer = read_answer(body, "https://cari.example/", query, NOW)
    assert all(hit.url.startswith(("http://", "https://")) for hit in answer.hits)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["articles", "url", "title"]), inner)
        ),
        max_leaves=20,
    )
)
def test_no_json_makes_the_reader_raise(told: object) -> None:
    read_answer(json.dumps(told).encode(), "https://cari.example/", GDELT, NOW)


@pytest.mark.parametrize("query", [BING, GOOGLE])
def test_a_web_page_is_no_feed(query: Query) -> None:
    answer = read_answer(b"<!doctype html><html><body>masuk dulu</body></html>", "https://cari.example/", query, NOW)
    assert answer.hits == () and "web page now" in (answer.problem or "")


def test_words_instead_of_json_are_passed_on() -> None:
    answer = read_answer(b"Please limit requests to one every 5 seconds.", "https://cari.example/", GDELT, NOW)
    assert "limit requests" in (answer.problem or "")


def test_nothing_found_is_no_problem() -> None:
    assert read_answer(b"{}", "https://cari.example/", GDELT, NOW).problem is None
    empty = b'<?xml version="1.0"?><rss version="2.0"><channel><title>contoh</title></channel></rss>'
    assert read_answer(empty, "https://cari.example/", GOOGLE, NOW).problem is None


@pytest.mark.parametrize(
    "seen", ["20261014T070000Z", "20991231T000000Z", "00000000T000000Z", "kemarin", "", "2026-10-14"]
)
def test_a_wrong_time_is_none(seen: str) -> None:
    body = json.dumps({"articles": [{"url": "https://kabar.example/a", "title": "x", "seendate": seen}]}).encode()
    [hit] = read_answer(body, "https://cari.example/", GDELT, NOW).hits
    assert hit.published is None


def test_an_answer_with_as_many_as_the_search_gives_is_full() -> None:
    listed = [{"url": f"https://kabar.example/{n}", "title": "x"} for n in range(GDELT.items)]
    assert read_answer(json.dumps({"articles": listed}).encode(), "https://x.example/", GDELT, NOW).full
    assert not read_answer(json.dumps({"articles": listed[1:]}).encode(), "https://x.example/", GDELT, NOW).full


def test_a_full_answer_is_asked_for_in_halves_down_to_a_day() -> None:
    (first, last), (start, middle) = halves(GDELT, WEEK, NOW)
    assert (start, last, first) == (WEEK, NOW, middle)
    assert halves(GDELT, NOW - timedelta(days=1), NOW) == ()
    assert halves(BING, WEEK, NOW) == ()


def test_every_word_is_asked_for_within_the_limit_of_words() -> None:
    words = default_words().asked
    found = texts(PLACE, words, 12)
    assert all("(Contoh OR Cantoh)" in text for text in found)
    assert all(any(word in text for text in found) for word in words)
    assert all(len(text.replace("OR", "").split()) <= 12 for text in found)


def test_single_words_have_neither_brackets_nor_quotes() -> None:
    place = Profile(name="Contoh", code="", names=("Contoh",))
    assert texts(place, ["kunker"], 24) == ("Contoh kunker",)
    assert texts(place, ["studi banding"], 24) == ('Contoh "studi banding"',)


def test_a_search_by_days_is_asked_to_the_end_of_the_last_one() -> None:
    assert "before%3A2026-10-15" in address(GOOGLE, "x", WEEK, NOW)
    assert "before%3A2026-10-14" in address(GOOGLE, "x", WEEK, datetime(2026, 10, 14, tzinfo=UTC))
    assert "enddatetime=20261014050000" in address(GDELT, "x", WEEK, NOW)


@pytest.mark.parametrize(
    ("title", "snippet", "is_asked"),
    [
        ("Pemkab Melur Studi Tiru Layanan Publik", "", True),
        ("Harga cabai naik", "Pedagang di Contoh mengeluh", True),
        ("Senja di Kawah Contoh Biru", "", True),
        ("Harga cabai naik", "dikutip dari Radar Contoh", False),
        ("Harga cabai naik di pasar induk", "", False),
        (None, "", False),
    ],
)
def test_only_what_can_concern_the_place_is_worth_a_request(title: str | None, snippet: str, is_asked: bool) -> None:
    assert concerns(Hit("https://kabar.example/a", title, None, snippet), PLACE, default_words()) is is_asked


def test_hosts_that_show_what_others_publish_are_no_press() -> None:
    words = Words((), (), ("video.example",))
    assert not is_press("https://m.video.example/x", words)
    assert is_press("https://myvideo.example/x", words)


def test_a_second_place_needs_no_code() -> None:
    from config import ROOT
    from detect.profile import load_profile

    place = load_profile(ROOT / "watch" / "yogyakarta.toml")
    assert all("Yogyakarta" in text for text in queries.texts(place, default_words().asked, 24))
