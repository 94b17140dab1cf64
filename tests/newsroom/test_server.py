"""The newsroom's server: original URLs in the path, a clock, a log, and no request that brings it down."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.faults import NONE, Rates
from newsroom.log import RequestLog
from newsroom.publication import WIB
from newsroom.remote import RemoteNewsroom
from newsroom.server import Newsroom, gateway_at, original, stated
from newsroom.web import Web
from tests.newsroom.test_world import NOON, small_world

FEED = "https://www.detik.com/jatim/rss"
AGENT = {"User-Agent": "Mozilla/5.0 (compatible; Jujugan/0.1; +mailto:redaksi@contoh.example)"}
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(small_world(), NOON, rates=NONE) as running:
        yield running


def port(newsroom: Newsroom) -> int:
    found = urlsplit(newsroom.base_url).port
    assert found is not None
    return found


def fetch(newsroom: Newsroom, path: str, method: str = "GET") -> tuple[int, bytes]:
    with closing(HTTPConnection("127.0.0.1", port(newsroom), timeout=10)) as connection:
        connection.request(method, path, headers=AGENT)
        answer = connection.getresponse()
        return answer.status, answer.read()


@pytest.mark.parametrize(
    "path",
    [
        "/https://www.detik.com/jatim/rss",
        "/https:/www.detik.com/jatim/rss",
        "/https%3A//www.detik.com/jatim/rss",
        "/https%3A%2F%2Fwww.detik.com%2Fjatim%2Frss",
        "//https://www.detik.com/jatim/rss",
    ],
)
def test_the_original_url_is_found_in_the_path(path: str) -> None:
    assert original(path) == FEED


def test_a_query_in_the_path_belongs_to_the_original_url(newsroom: Newsroom) -> None:
    url = "https://www.detik.com/jatim/indeks?date=10/06/2026&page=1"
    assert original(f"/{url}") == url
    assert original(f"/{quote(url, safe='')}") == url
    assert fetch(newsroom, f"/{url}")[0] == 200


def test_the_gateway_has_the_place_for_the_url(newsroom: Newsroom) -> None:
    assert newsroom.gateway == f"{newsroom.base_url}/{{url}}"


def test_one_connection_serves_many_requests(newsroom: Newsroom) -> None:
    with closing(HTTPConnection("127.0.0.1", port(newsroom), timeout=10)) as connection:
        for _ in range(3):
            connection.request("GET", f"/{FEED}", headers=AGENT)
            answer = connection.getresponse()
            assert answer.status == 200
            answer.read()
            first = connection.sock
        assert first is not None


def test_head_sends_no_body(newsroom: Newsroom) -> None:
    assert fetch(newsroom, f"/{FEED}", "HEAD") == (200, b"")


def test_an_unknown_host_is_a_bad_gateway(newsroom: Newsroom) -> None:
    assert fetch(newsroom, "/https://tidak-ada.example/")[0] == 502


def test_the_clock_moves_what_is_served(newsroom: Newsroom) -> None:
    newsroom.now = NOON - timedelta(days=4)
    before = fetch(newsroom, f"/{FEED}")
    newsroom.now = NOON
    assert fetch(newsroom, f"/{FEED}") != before


def test_a_clock_without_a_zone_is_refused(newsroom: Newsroom) -> None:
    with pytest.raises(ValueError, match="time zone"):
        newsroom.now = datetime(2026, 10, 7)
    with pytest.raises(ValueError, match="time zone"):
        Newsroom(small_world(), datetime(2026, 10, 7))


def test_a_newsroom_that_is_not_started_has_no_address() -> None:
    with pytest.raises(RuntimeError, match="start"):
        _ = Newsroom(small_world(), NOON).base_url


def test_the_log_counts_by_host_and_path(newsroom: Newsroom) -> None:
    newsroom.log.clear()
    for _ in range(2):
        fetch(newsroom, f"/{FEED}")
    fetch(newsroom, "/https://jatimnow.com/rss?x=1")
    counts = newsroom.log.counts()
    assert counts["www.detik.com"] == {"/jatim/rss": 2}
    assert counts["jatimnow.com"] == {"/rss": 1}
    seen = newsroom.log.seen("jatimnow.com")[0]
    assert (seen.status, seen.agent, seen.clock) == (200, AGENT["User-Agent"], NOON.isoformat())


def test_the_log_tells_how_many_requests_a_host_had_at_once() -> None:
    log = RequestLog()
    with (
        log.request("https://a.example/1", "", NOON) as first,
        log.request("https://a.example/2", "", NOON) as second,
        log.request("https://b.example/", "", NOON) as other,
    ):
        assert (first.together, second.together, other.together) == (1, 2, 1)
    with log.request("https://a.example/3", "", NOON) as third:
        assert third.together == 1


def test_a_remote_newsroom_is_steered_like_a_near_one(newsroom: Newsroom) -> None:
    remote = RemoteNewsroom(newsroom.base_url)
    remote.now = NOON + timedelta(hours=1)
    assert newsroom.now == remote.now == NOON + timedelta(hours=1)
    remote.misbehave(FEED, "error", times=1)
    assert [fetch(newsroom, f"/{FEED}")[0] for _ in range(2)] == [500, 200]
    remote.misbehave("*", "down")
    remote.behave()
    assert fetch(newsroom, f"/{FEED}")[0] == 200
    remote.now = NOON


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("clock", '{"now": "kemarin"}'),
        ("clock", '{"now": "2026-10-07T12:00:00"}'),
        ("fault", '{"fault": "tak-ada"}'),
        ("lupa", "{}"),
        ("clock", "{"),
    ],
)
def test_an_order_not_understood_is_a_bad_request(newsroom: Newsroom, name: str, order: str) -> None:
    with closing(HTTPConnection("127.0.0.1", port(newsroom), timeout=10)) as connection:
        connection.request("POST", f"/_newsroom/{name}", order)
        answer = connection.getresponse()
        assert answer.status == 400
        assert answer.read().strip()
    assert newsroom.now == NOON


def test_a_wrong_order_raises_at_the_remote(newsroom: Newsroom) -> None:
    with pytest.raises(HTTPError) as caught:
        RemoteNewsroom(newsroom.base_url).misbehave("*", "tak-ada")
    caught.value.close()


def test_the_log_can_be_read_from_afar(newsroom: Newsroom) -> None:
    newsroom.log.clear()
    fetch(newsroom, f"/{FEED}")
    status, body = fetch(newsroom, "/_newsroom/log")
    assert status == 200
    assert json.loads(body)["requests"][0]["url"] == FEED


GARBAGE = (
    b"",
    b"\r\n\r\n",
    b"\x00\x01\x02\xff\xfe" * 50,
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"BREW /kopi HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
    b"GET /https://www.detik.com/jatim/rss HTTP/1.1\r\n" + b"X-A: b\r\n" * 500 + b"\r\n",
    b"GET /https://[::1/ HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /https://www.detik.com:99999999/ HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /javascript:alert(1) HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /https://www.detik.com/jatim/indeks?page=99999999999999999999 HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /https://banyuwangikab.go.id/agenda/9999/12 HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /https://beritajatim.com/wp-json/wp/v2/posts?per_page=-1&page=x&after=y HTTP/1.1\r\nHost: a\r\n\r\n",
    b"POST /_newsroom/clock HTTP/1.1\r\nContent-Length: banyak\r\n\r\n",
    b"POST /https://www.detik.com/ HTTP/1.1\r\nContent-Length: 5\r\n\r\nhalo!",
)


@pytest.mark.parametrize("garbage", GARBAGE, ids=range(len(GARBAGE)))
def test_the_server_survives_garbage(newsroom: Newsroom, garbage: bytes) -> None:
    with closing(socket.create_connection(("127.0.0.1", port(newsroom)), timeout=10)) as connection:
        connection.sendall(garbage)
        connection.shutdown(socket.SHUT_WR)
        while True:
            try:
                if not connection.recv(65536):
                    break
            except ConnectionResetError:
                break
    assert fetch(newsroom, f"/{FEED}")[0] == 200


@given(
    st.text(max_size=120),
    st.sampled_from(sorted({host for site in small_world().by_site.values() for host in {site[0].url.split("/")[2]}})),
)
def test_no_address_raises(path: str, host: str) -> None:
    web = Web(small_world(), Rates())
    for url in (path, f"https://{host}/{path}", f"https://{path}/"):
        assert web.answer(url, {"user-agent": "Mozilla/5.0"}, NOON).status >= 200


@given(
    st.dictionaries(
        st.sampled_from(["if-none-match", "if-modified-since", "accept-encoding", "user-agent"]), st.text(max_size=60)
    )
)
def test_no_header_raises(headers: dict[str, str]) -> None:
    assert Web(small_world(), NONE).answer(FEED, headers, NOON).status in (200, 304)


def test_a_gateway_may_state_its_own_time(newsroom: Newsroom) -> None:
    earlier = NOON - timedelta(days=2)
    path = gateway_at("", earlier).replace("{url}", FEED)
    assert stated(path) == (earlier, FEED)
    then, now = fetch(newsroom, path)[1], fetch(newsroom, f"/{FEED}")[1]
    assert then == newsroom.web.answer(FEED, {"user-agent": AGENT["User-Agent"]}, earlier).body
    assert then != now
    assert newsroom.log.seen()[-2].clock == earlier.isoformat()


@pytest.mark.parametrize("path", ["/_at/gestern/https://www.detik.com/", "/_at/", "/https://www.detik.com/_at/x"])
def test_what_states_no_time_is_an_ordinary_address(path: str) -> None:
    assert stated(path) is None


def test_the_log_tells_the_kind_of_a_page_and_whether_its_text_was_known(newsroom: Newsroom) -> None:
    newsroom.log.clear()
    for _ in range(2):
        fetch(newsroom, f"/{FEED}")
    fetch(newsroom, "/https://www.detik.com/robots.txt")
    rows = RemoteNewsroom(newsroom.base_url).requests()
    assert [(row["kind"], row["known"]) for row in rows] == [("feed", False), ("feed", True), ("robots", False)]


def test_many_clients_at_once_get_the_same_page(newsroom: Newsroom) -> None:
    urls = [piece.url for piece in small_world().publications if piece.live(NOON)][:24]
    first = {url: fetch(newsroom, f"/{url}") for url in urls}
    wrong: list[str] = []

    def read() -> None:
        wrong.extend(url for url in urls if fetch(newsroom, f"/{url}") != first[url])

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_the_module_serves_as_a_process_and_writes_the_truth(tmp_path: Path) -> None:
    file = tmp_path / "truth.json"
    command = [sys.executable, "-m", "newsroom", "serve", "--port", "0", "--seed", "3", "--start", "2026-10-01"]
    command += ["--days", "3", "--per-day", "20", "--visits", "3", "--truth", str(file)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        remote = RemoteNewsroom(process.stdout.readline().strip())
        remote.now = datetime(2026, 10, 2, 8, tzinfo=WIB)
        assert remote.now == datetime(2026, 10, 2, 8, tzinfo=WIB)
        process.terminate()
        assert process.wait(timeout=20) == 0
    assert json.loads(file.read_text(encoding="utf-8"))["plan"]["seed"] == 3
