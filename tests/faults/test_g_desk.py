"""The desk: ways to other hosts, headers that forward, searches that inject, editors at once."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

import httpx
import pytest

from config import Config
from review.desk import back
from storage.database import Database, open_database
from tests.review.test_review import Client
from tests.serving import Serving
from tests.storing import another, begin, save

_HERE = "http://127.0.0.1:8600"
_ELSEWHERE = (
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\\/evil.example",
    "https://evil.example", "https:evil.example", "https:/evil.example", "http:\\\\evil.example", "HTTPS://evil.example",
    "/\t/evil.example", "\t//evil.example", "/\n/evil.example",
    "/\r/evil.example", " //evil.example", "\x00//evil.example",
    "/\x0b/evil.example", "//evil.example@127.0.0.1", "//127.0.0.1@evil.example",
    "javascript:alert(1)", "data:text/html,x",
    "evil.example", "?next=//evil.example", "", "/\u2028/evil.example", "/\x85/evil.example",
    "/a\r\nLocation: //evil.example", "//evil。example", "/%09//evil.example/../..//evil.example",
)  # fmt: skip


def as_a_browser_reads(address: str) -> str:
    """The host that a browser asks (WHATWG URL: tabs and line ends are dropped, \\ counts as / )."""
    dropped = "".join(char for char in address.strip("".join(map(chr, range(33)))) if char not in "\t\n\r")
    return urlsplit(urljoin(_HERE, dropped.replace("\\", "/"))).netloc


@pytest.mark.fault("G8")
def test_g8_no_way_back_leads_to_another_host(measured: Callable[[str], None]) -> None:
    for asked in _ELSEWHERE:
        location = back(asked).headers["location"]
        assert as_a_browser_reads(location) == urlsplit(_HERE).netloc, asked
        assert location.startswith("/") and location.isprintable()
    measured(f"0 of {len(_ELSEWHERE)}")


@pytest.mark.fault("G8")
@pytest.mark.parametrize("path", ["/", "/health?x=1", "/visit/3#laporan", "/search?q=a%2F%2Fb"])
def test_g8_a_page_of_ours_is_gone_back_to(path: str) -> None:
    assert back(path).headers["location"] == path


@pytest.mark.fault("G9")
def test_g9_forwarding_headers_change_nothing(db: Database, tmp_path: Path, measured: Callable[[str], None]) -> None:
    page = Client(db, tmp_path)
    page.get("/health")  # the first answer gives the browser its seat
    plain = page.get("/health")
    tried = 0
    for name in ("X-Forwarded-Host", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Prefix", "Forwarded"):
        for value in ("evil.example", "https", "127.0.0.1", "host=evil.example;proto=https", "/admin", "a\tb"):
            answer = page.get("/health", headers={name: value})
            assert (answer.status_code, answer.text) == (plain.status_code, plain.text)
            assert dict(answer.headers) == dict(plain.headers)
            tried += 1
    for name in ("X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override"):
        assert page.get("/health", headers={name: "/decisions"}).text == plain.text
        tried += 1
    measured(f"0 effects of {tried} headers")


_PROBES = (
    "' OR 1=1 --", '" OR ""="', "'; DROP TABLE article; --", "1 UNION SELECT password FROM person", "NEAR(a b, 2)",
    "a*", "^a", "title:x", "tags:zzall", "{title body}:x", "a AND", "NOT", "OR OR", "(((((", "a\x00b", "%' AND 1=1",
    "\\", '"', "a + b", "-", "--", "-site:", "site:'", "date:9999-99", "date:2024-02..1",
    "province:99999999999999999999", "visited:x", "from:'\"", "SELECT * FROM sqlite_master",
    "randomblob(1000000000)", "load_extension('x')", "ATTACH 'x' AS y", "\ud800".encode("utf-8", "replace").decode(),
    "a" * 301, "* * *", "\u202e", "zzall zzs", "x" * 250 + "*",
)  # fmt: skip


@pytest.mark.fault("G18")
def test_g18_no_probe_for_injection_is_more_than_a_search(
    db: Database, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    run = begin(db)
    with db.write():
        save(db, run, another())
    page = Client(db, tmp_path)
    before = db.rows("SELECT name FROM sqlite_master ORDER BY name")
    frames = (("", ""), ("site:", ""), ('"', '"'), ("-", ""), ("a OR ", ""), ("to:", " b"))
    ways = [f"{lead}{probe}{end}" for probe in _PROBES for lead, end in frames]
    for way in ways:
        answer = page.get(f"/search?{urlencode({'q': way})}")
        assert answer.status_code in (200, 400), way
        assert "Traceback" not in answer.text and "OperationalError" not in answer.text
    assert db.rows("SELECT name FROM sqlite_master ORDER BY name") == before
    measured(f"0 errors of {len(ways)}")


@pytest.mark.fault("G11")
@pytest.mark.timeout(900)
def test_g11_two_editors_at_once_make_one_decision(
    tmp_path: Path, often: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    pairs, path = often(60, 500), tmp_path / "j.db"
    with open_database(path, create=True) as db:
        run = begin(db)
        with db.write():
            visits = [save(db, run, another()).visit_ids[0] for _ in range(pairs)]
    answers: list[int] = []

    def decide(port: int, who: int) -> None:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            token = re.search(r'name="token" value="([^"]+)"', client.get("/add").text)
            assert token
            for visit in visits:
                form = {"token": token[1], "say": ("confirm", "old")[who], "seen": "0"}
                answers.append(client.post(f"/visit/{visit}/decide", data=form).status_code)

    with Serving(Config(database=path)) as port:
        editors = [threading.Thread(target=decide, args=(port, who)) for who in range(2)]
        for one in editors:
            one.start()
        for one in editors:
            one.join()
    with open_database(path) as db:
        made = db.rows("SELECT visit, count(*) AS n FROM decision GROUP BY visit")
    assert [(row["visit"], row["n"]) for row in made] == [(visit, 1) for visit in sorted(set(visits))]
    assert sorted(answers) == [303] * pairs + [409] * pairs
    measured(f"{pairs} pairs at once, 1 decision each")
