"""The feed: one that readers take without complaint, whatever stands in a title."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.feed import Entry, atom, body_of
from wording.clean import one_line, printable

NOW = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)
PAGE = "https://jujugan.example.org/"

PIECES = (
    *map(chr, range(0x20)), "\x7f", "\x80", "\x85", "\x9f", "\ud800", "\udfff", "\ufffe", "\uffff", "\U0001fffe",
    "\u2028", "\u2029", "\u200b", "\u202e", "\u2066", "\ufeff", "\u0301", "🎉", "漢", "ﷺ", "&", "&amp;", "&#0;",
    "&#x1F;",
    "&bogus;", "<", ">", "<b>", "</title>", "</entry></feed>", "<![CDATA[", "]]>", "<!--", "-->", "<?xml?>",
    "<!DOCTYPE x [<!ENTITY a 'b'>]>", "&a;", '"', "'", "<script>alert(1)</script>", "%00", "\\u0000", "{{ 7*7 }}",
    "{% raw %}", "Dinas Contoh", " ", "é",
)  # fmt: skip


def entry(number: int, title: str) -> Entry:
    name = f"<digest.{number}.20261102T233000Z.feed@example.org>"
    return Entry(name, title, NOW + timedelta(days=number), f"{PAGE}digests/{number}", f"<p>{title}</p>")


def feed(entries: list[Entry]) -> str:
    return atom(entries, "Jujugan", f"{PAGE}feed.atom", PAGE, "en")


def parsed(entries: list[Entry]) -> feedparser.FeedParserDict:
    read = feedparser.parse(feed(entries).encode(), response_headers={"content-type": "application/atom+xml"})
    assert read.bozo is False, read.get("bozo_exception")
    assert read.version == "atom10"
    return read


@pytest.mark.fault("G14")
@pytest.mark.slow
def test_ten_thousand_hostile_titles_are_read_without_complaint() -> None:
    chance = random.Random(5)
    titles = ["".join(chance.choices(PIECES, k=chance.randrange(1, 12))) for _ in range(10_000)]
    read = parsed([entry(number, title) for number, title in enumerate(titles)])
    assert len(read.entries) == 10_000
    assert len({one.id for one in read.entries}) == 10_000
    # The feed is type="text": what a reader shows is the title itself, not markup of it.
    for one, title in zip(read.entries, titles, strict=True):
        assert one.title_detail.type == "text/plain"
        assert "".join(one.title.split()) == "".join(one_line(title).split())


@pytest.mark.fault("G14")
@given(st.lists(st.text(), max_size=5))
def test_any_text_makes_a_feed_that_is_read(titles: list[str]) -> None:
    assert len(parsed([entry(number, title) for number, title in enumerate(titles)]).entries) == len(titles)


def test_the_id_of_an_entry_never_changes() -> None:
    first = parsed([entry(1, "a")])
    later = parsed([entry(2, "b"), entry(1, "a, corrected")])
    assert later.entries[1].id == first.entries[0].id
    assert later.feed.id == first.feed.id
    assert later.entries[0].id != first.entries[0].id


def test_a_feed_says_when_it_changed_last_and_where_its_entries_stand() -> None:
    read = parsed([entry(2, "b"), entry(1, "a")])
    assert read.feed.updated == "2026-11-04T23:30:00+00:00"
    assert read.entries[1].link == f"{PAGE}digests/1"
    assert [one.href for one in read.feed.links] == [f"{PAGE}feed.atom", PAGE]
    assert parsed([]).feed.updated == "1970-01-01T00:00:00+00:00"


@given(st.text())
def test_what_is_printable_holds_no_control_of_a_terminal(text: str) -> None:
    clean = printable(text)
    assert all(char in "\t\n" or (char >= " " and not "\x7f" <= char <= "\x9f") for char in clean)
    clean.encode()


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_one_line_is_one_line_and_no_longer_than_asked(text: str, most: int) -> None:
    line = one_line(text, most)
    assert len(line) <= most
    assert len(line.splitlines()) <= 1


def test_the_body_is_what_stands_between_its_tags() -> None:
    assert body_of("<html><body>\n<p>a</p>\n</body></html>") == "<p>a</p>"
