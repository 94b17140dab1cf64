"""Every fault shows on the wire, seen through a raw socket; each can be switched off."""

from __future__ import annotations

import gzip
import re
import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from lxml import etree

from newsroom.faults import ARTICLE_FAULTS, FAULTS, NONE, SOURCE_FAULTS, Rates, misfortunes
from newsroom.hostile import HOSTILE, SHELVES
from newsroom.noise import noise
from newsroom.server import Newsroom
from newsroom.web import UnknownFault
from tests.newsroom.test_world import NOON, small_world

AGENT = "Mozilla/5.0 (compatible; Jujugan/0.1; +mailto:redaksi@contoh.example)"
FEED = "https://beritajatim.com/feed/"
ARTICLE = next(piece for piece in small_world().by_site["mediakampung"] if piece.live(NOON) and not piece.archive).url


@dataclass(frozen=True)
class Raw:
    """What came over the socket: `head` is empty where the server hung up at once."""

    status: int
    head: str
    body: bytes

    def header(self, name: str) -> str | None:
        found = re.search(rf"^{name}: (.*?)\r?$", self.head, re.MULTILINE | re.IGNORECASE)
        return found[1] if found else None


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(small_world(), NOON, rates=NONE) as running:
        yield running


def ask(newsroom: Newsroom, url: str, *headers: str, most: int = 1 << 20) -> Raw:
    """One request on a connection of its own, read until the server hangs up or `most` bytes have come."""
    port = urlsplit(newsroom.base_url).port
    lines = [f"GET /{url} HTTP/1.1", "Host: localhost", f"User-Agent: {AGENT}", "Connection: close", *headers, "", ""]
    with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as connection:
        connection.sendall("\r\n".join(lines).encode())
        data = b""
        while len(data) < most:
            try:
                piece = connection.recv(65536)
            except ConnectionResetError:
                break
            if not piece:
                break
            data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    first = head.decode("latin-1").split("\r\n", 1)[0].split(" ")
    status = int(first[1]) if len(first) > 1 and first[1].isdecimal() else 0
    return Raw(status, head.decode("latin-1"), body)


def test_an_honest_newsroom_declares_what_it_sends(newsroom: Newsroom) -> None:
    raw = ask(newsroom, ARTICLE)
    assert raw.status == 200
    assert int(raw.header("Content-Length") or 0) == len(raw.body)


def test_an_unchanged_feed_is_304_by_etag_and_by_date(newsroom: Newsroom) -> None:
    first = ask(newsroom, FEED)
    assert ask(newsroom, FEED, f"If-None-Match: {first.header('ETag')}").status == 304
    assert ask(newsroom, FEED, f"If-Modified-Since: {first.header('Last-Modified')}").status == 304
    assert ask(newsroom, FEED, 'If-None-Match: "lain"').status == 200
    assert ask(newsroom, FEED, "If-Modified-Since: kemarin").status == 200
    newsroom.now = NOON + timedelta(days=2)
    assert ask(newsroom, FEED, f"If-None-Match: {first.header('ETag')}").status == 200


def test_compression_is_used_only_when_asked_for(newsroom: Newsroom) -> None:
    packed = ask(newsroom, FEED, "Accept-Encoding: gzip")
    assert packed.header("Content-Encoding") == "gzip"
    assert gzip.decompress(packed.body) == ask(newsroom, FEED).body


def test_busy_answers_429_with_retry_after_and_heals(newsroom: Newsroom) -> None:
    newsroom.misbehave("*", "busy")
    seen = set()
    for url in (ARTICLE, f"{ARTICLE}?a", FEED, f"{FEED}?"):
        raw = ask(newsroom, url)
        assert raw.status == 429
        seen.add((raw.header("Retry-After") or "")[-3:])
        assert ask(newsroom, url).status != 429
    assert seen == {"1", "GMT"}


def test_a_hiccup_is_one_503(newsroom: Newsroom) -> None:
    newsroom.misbehave(ARTICLE, "hiccup")
    assert [ask(newsroom, ARTICLE).status for _ in range(3)] == [503, 200, 200]


def test_a_truncated_body_is_shorter_than_declared_and_heals(newsroom: Newsroom) -> None:
    newsroom.misbehave(ARTICLE, "truncated")
    cut, whole = ask(newsroom, ARTICLE), ask(newsroom, ARTICLE)
    assert len(cut.body) < int(cut.header("Content-Length") or 0) == len(whole.body)


def test_a_reset_is_no_answer_at_all_and_heals(newsroom: Newsroom) -> None:
    newsroom.misbehave(ARTICLE, "reset")
    assert ask(newsroom, ARTICLE).head == ""
    assert ask(newsroom, ARTICLE).status == 200


def test_slow_waits_before_it_answers(newsroom: Newsroom) -> None:
    assert newsroom.web.answer(ARTICLE, {"user-agent": AGENT}, NOON).wait == 0
    newsroom.misbehave(ARTICLE, "slow")
    assert 0.2 <= newsroom.web.answer(ARTICLE, {"user-agent": AGENT}, NOON).wait <= 0.5


def test_the_latin_1_header_lies_about_utf_8(newsroom: Newsroom) -> None:
    honest = ask(newsroom, ARTICLE)
    newsroom.misbehave(ARTICLE, "latin1_header")
    raw = ask(newsroom, ARTICLE)
    assert raw.header("Content-Type") == "text/html; charset=iso-8859-1"
    assert raw.body.decode() == honest.body.decode().replace('<meta charset="utf-8">', "", 1)


def test_the_cp1252_body_is_not_the_utf_8_it_claims(newsroom: Newsroom) -> None:
    newsroom.misbehave("*", "cp1252_body")
    url = next(piece.url for piece in small_world().by_site["timesindonesia"] if piece.live(NOON))
    raw = ask(newsroom, url)
    assert "utf-8" in (raw.header("Content-Type") or "")
    with pytest.raises(UnicodeDecodeError):
        raw.body.decode()
    assert raw.body.decode("cp1252")


def test_a_stale_etag_stays_when_the_body_changes(newsroom: Newsroom) -> None:
    pieces = [piece for piece in small_world().by_site["beritajatim"] if not piece.archive]
    newest = next(piece for piece in pieces if piece.published.hour > 8)
    newsroom.now = newest.published - timedelta(minutes=1)
    newsroom.misbehave(FEED, "stale_etag")
    before = ask(newsroom, FEED)
    newsroom.now = newest.published
    after = ask(newsroom, FEED, f"If-None-Match: {before.header('ETag')}")
    assert after.status == 200
    assert after.header("ETag") == before.header("ETag")
    assert after.body != before.body


def test_a_stuck_etag_says_304_whatever_has_changed(newsroom: Newsroom) -> None:
    newsroom.misbehave(FEED, "stuck_etag")
    assert ask(newsroom, FEED).status == 200
    assert ask(newsroom, FEED, 'If-None-Match: "lama"').status == 304


def test_a_fresh_etag_changes_though_the_body_does_not(newsroom: Newsroom) -> None:
    newsroom.misbehave(FEED, "fresh_etag")
    first, second = ask(newsroom, FEED), ask(newsroom, FEED)
    assert first.body == second.body
    assert first.header("ETag") != second.header("ETag")


def test_a_bare_ampersand_breaks_the_xml(newsroom: Newsroom) -> None:
    etree.fromstring(ask(newsroom, FEED).body)
    newsroom.misbehave(FEED, "bare_ampersand")
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(ask(newsroom, FEED).body)


def test_soft_404_links_answer_200() -> None:
    loud = Newsroom(small_world(), NOON, rates=replace(NONE, dead=1.0))
    assert loud.web.noise.dead
    with loud:
        for url in sorted(loud.web.noise.dead)[:8]:
            raw = ask(loud, url)
            assert raw.status == 200
            assert b"Halaman tidak ditemukan" in raw.body


def test_listings_carry_tracking_amp_plain_http_and_off_site_links_when_switched_on() -> None:
    rates = replace(NONE, tracking=0.3, amp=0.3, insecure=0.3, offsite=1.0)
    found = noise(small_world(), rates)
    links = [link for site in found.linked.values() for link in site.values()]
    assert any("utm_source" in link for link in links)
    assert any("/amp" in link or "//amp." in link for link in links)
    assert any(link.startswith("http://") for link in links)
    with Newsroom(small_world(), NOON, rates=rates) as running:
        shown = ask(running, "https://www.detik.com/jatim/indeks").body.decode()
        assert "https://mitra-detik.example/" in shown


def test_without_noise_listings_link_the_clean_addresses() -> None:
    found = noise(small_world(), NONE)
    assert not found.dead
    assert not any(found.linked.values())
    assert not any(found.strays.values())


@pytest.mark.parametrize("name", ARTICLE_FAULTS)
def test_each_article_fault_can_be_switched_on_alone(name: str) -> None:
    drawn = misfortunes(small_world(), replace(NONE, **{name: 1.0}))
    assert set(drawn.articles.values()) == {name}
    assert not drawn.sources


@pytest.mark.parametrize("name", SOURCE_FAULTS)
def test_each_source_fault_can_be_switched_on_alone(name: str) -> None:
    drawn = misfortunes(small_world(), replace(NONE, **{name: 1.0}))
    assert set(drawn.sources.values()) == {SOURCE_FAULTS[name]}
    assert not drawn.articles


def test_faults_are_drawn_the_same_each_time() -> None:
    assert misfortunes(small_world(), Rates()) == misfortunes(small_world(), Rates())
    assert noise(small_world(), Rates()) == noise(small_world(), Rates())


def test_a_fated_article_shows_its_fault() -> None:
    rates = replace(NONE, hiccup=1.0)
    with Newsroom(small_world(), NOON, rates=rates) as running:
        assert [ask(running, ARTICLE).status for _ in range(2)] == [503, 200]
        assert ask(running, FEED).status == 200


def test_an_ordered_fault_ends_after_its_times(newsroom: Newsroom) -> None:
    newsroom.misbehave(ARTICLE, "error", times=2)
    assert [ask(newsroom, ARTICLE).status for _ in range(3)] == [500, 500, 200]


def test_behave_ends_every_ordered_fault(newsroom: Newsroom) -> None:
    newsroom.misbehave("*", "down")
    newsroom.behave()
    assert ask(newsroom, ARTICLE).status == 200


def test_an_unknown_fault_is_refused_with_those_there_are(newsroom: Newsroom) -> None:
    with pytest.raises(UnknownFault, match="gzip_bomb"):
        newsroom.misbehave("*", "gzipbomb")


QUICK = sorted(set(HOSTILE) - {"endless", "drip", "no_answer", "gzip_bomb", "huge_header"})


@pytest.mark.parametrize("name", QUICK)
def test_a_hostile_answer_ends_and_the_server_lives(newsroom: Newsroom, name: str) -> None:
    newsroom.misbehave(ARTICLE, name)
    honest = ask(newsroom, FEED)
    raw = ask(newsroom, ARTICLE, most=8 << 20)
    assert raw.head != honest.head
    assert ask(newsroom, FEED).status == 200


def test_endless_bodies_go_on_until_the_client_hangs_up(newsroom: Newsroom) -> None:
    for name in ("endless", "gzip_bomb"):
        newsroom.misbehave(ARTICLE, name, times=1)
        raw = ask(newsroom, ARTICLE, most=300_000)
        assert len(raw.body) > 200_000
        assert raw.header("Content-Length") is None
    assert ask(newsroom, FEED).status == 200


def test_a_drip_sends_byte_after_byte(newsroom: Newsroom) -> None:
    newsroom.misbehave(ARTICLE, "drip", times=1)
    raw = ask(newsroom, ARTICLE, most=20)
    assert raw.status == 200
    assert len(raw.body) <= 2


def test_robots_can_be_unavailable(newsroom: Newsroom) -> None:
    newsroom.misbehave("https://beritajatim.com/robots.txt", "unavailable")
    assert ask(newsroom, "https://beritajatim.com/robots.txt").status == 503
    assert ask(newsroom, FEED).status == 200


def test_a_redesign_renames_every_class_and_keeps_the_text(newsroom: Newsroom) -> None:
    before = ask(newsroom, ARTICLE).body
    newsroom.misbehave("https://mediakampung.com/*", "redesign")
    after = ask(newsroom, ARTICLE).body
    assert b'class="entry-content"' in before
    assert b'class="entry-content"' not in after
    assert b'class="baru-entry-content"' in after


def test_an_emptied_page_keeps_its_title_and_loses_its_paragraphs(newsroom: Newsroom) -> None:
    newsroom.misbehave("https://mediakampung.com/*", "emptied")
    piece = next(piece for piece in small_world().by_site["mediakampung"] if piece.url == ARTICLE)
    body = ask(newsroom, ARTICLE).body.decode()
    assert "entry-title" in body
    main = body.partition("<main")[2]
    assert piece.versions[0].paragraphs[-1] not in main


@pytest.mark.parametrize("name", SHELVES)
def test_a_site_can_fall_silent_or_lose_half_of_its_listing(newsroom: Newsroom, name: str) -> None:
    later = NOON + timedelta(days=2)
    newsroom.misbehave("https://beritajatim.com/*", name)
    newsroom.now = later
    shown = ask(newsroom, "https://beritajatim.com/wp-sitemap-posts-post-1.xml").body.decode()
    fresh = [
        piece for piece in small_world().by_site["beritajatim"] if NOON < piece.published <= later and piece.live(later)
    ]
    listed = [piece for piece in fresh if piece.address(later) in shown]
    assert fresh
    assert len(listed) < len(fresh)
    assert name == "halved" or not listed


def test_faults_have_no_name_in_common() -> None:
    assert not set(FAULTS) & set(HOSTILE)
    assert not set(SHELVES) & (set(FAULTS) | set(HOSTILE))
