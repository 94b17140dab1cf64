"""The desk as a whole: what it shows, what it never lets a page's text do, and how it looks in a browser."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from config import Config
from review.app import create_app
from storage.database import Damaged, Database, open_store
from storage.health import beats, gaps
from storage.health.gaps import Covered
from tests.serving import Serving
from tests.storing import NOW, begin, end, save, synthetic_article

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def db(tmp_path: Path, store: str) -> Iterator[Database]:
    with open_store(Config(database=tmp_path / "j.db", store=store), create=True) as opened:
        yield opened


class Client:
    """Asks the app without a network."""

    def __init__(self, db: Database, tmp_path: Path) -> None:
        config = Config(database=tmp_path / "j.db", sites=("seblang", "detik"))
        self.transport = httpx.ASGITransport(create_app(db, config, lambda: NOW), raise_app_exceptions=False)
        self.cookies = httpx.Cookies()
        self.token = ""

    def get(self, path: str, **given: Any) -> httpx.Response:
        return self.ask("GET", path, **given)

    def post(self, path: str, *, headers: Mapping[str, str] | None = None, **form: str) -> httpx.Response:
        """What a page's form sends, with the token that every form carries."""
        if not self.token:
            found = re.search(r'name="token" value="(\w+)"', self.get("/add").text)
            assert found
            self.token = found[1]
        return self.ask("POST", path, data={"token": self.token, **form}, headers=headers)

    def ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        async def asked() -> httpx.Response:
            async with httpx.AsyncClient(
                transport=self.transport, base_url="http://127.0.0.1", cookies=self.cookies
            ) as client:
                answer = await client.request(method, path, **given)
                self.cookies = client.cookies
                return answer

        return asyncio.run(asked())


def store_visit(db: Database, **given: str) -> None:
    run = begin(db, "seblang")
    with db.write():
        save(db, run, synthetic_article(site="seblang", **given))
    end(db, run, "seblang")


def test_an_empty_database_says_what_will_fill_the_page(db: Database, tmp_path: Path) -> None:
    page = Client(db, tmp_path)
    assert "Nothing is waiting" in page.get("/").text
    assert "2 sites have never been read" in page.get("/health").text


@pytest.mark.fault("I6")
def test_a_visit_is_shown_with_its_facts_its_sentence_and_its_address(db: Database, tmp_path: Path) -> None:
    store_visit(db)
    text = Client(db, tmp_path).get("/").text
    for shown in (
        "Kabupaten Contoh",
        "42 people",
        "17 Oct 2018",
        "Sebanyak 42 pegawai",
        "https://berita.example/a/1",
        "1 independent report",
    ):
        assert shown in text


@pytest.mark.fault("I6")
@pytest.mark.parametrize("path", ["/", "/visit/1", "/article/1", "/digest/preview"])
def test_every_page_that_shows_a_report_names_its_outlet_its_address_and_its_time(
    path: str, db: Database, tmp_path: Path
) -> None:
    store_visit(db)
    text = Client(db, tmp_path).get(path).text
    assert 'href="https://berita.example/a/1"' in text and "17 Oct 2018" in text
    assert "berita.example" in text.replace("https://berita.example/a/1", "") or "seblang" in text


@pytest.mark.fault("I6")
def test_a_search_names_outlet_address_and_times_and_leads_to_the_article(db: Database, tmp_path: Path) -> None:
    store_visit(db)
    text = Client(db, tmp_path).get("/search?q=layanan").text
    assert ">berita.example</a>" in text and 'href="https://berita.example/a/1"' in text
    assert "17 Oct 2018, 10:22 WIB" in text and "first seen" in text and 'href="/article/1"' in text


@pytest.mark.fault("G1", "G2")
def test_nothing_that_a_page_wrote_becomes_markup_or_a_link_that_runs(db: Database, tmp_path: Path) -> None:
    store_visit(
        db, title=HOSTILE, url="javascript:alert(1)", body=f"{HOSTILE} Sebanyak 42 pegawai Kabupaten Contoh datang."
    )
    answer = Client(db, tmp_path).get("/")
    assert "<script>" not in answer.text
    assert "<img" not in answer.text
    assert 'href="javascript' not in answer.text


@pytest.mark.fault("G19")
def test_every_answer_forbids_scripts_frames_and_caching(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError

    page = Client(db, tmp_path)
    monkeypatch.setattr("storage.desk.queue.page", fails)
    for path, status in (("/", 500), ("/healthz", 503), ("/static/page.css", 200), ("/nowhere", 404)):
        answer = page.get(path)
        assert answer.status_code == status
        headers = answer.headers
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


def test_the_next_poll_stands_there_with_its_reason_and_a_gap_with_its_times(db: Database, tmp_path: Path) -> None:
    run = begin(db, "seblang")
    end(db, run, "seblang")
    with db.write():
        known = Covered("https://seblang.com/feed/", run, NOW, None, None, 1.0)
        gaps.note(db, "seblang", known, run, NOW - timedelta(hours=3), NOW, "nothing was known", NOW)
    text = Client(db, tmp_path).get("/health").text
    assert "soon: the last poll noticed a gap" in text
    assert text.index("1 site needs a look</h2>") < text.index("1 site has never been read</h2>")
    assert "seblang: gap from 17 Oct 2018, 07:22 WIB to 17 Oct 2018, 10:22 WIB" in text


@pytest.mark.fault("G9")
def test_a_rebound_name_is_refused(db: Database, tmp_path: Path) -> None:
    page = Client(db, tmp_path)
    for host in ("evil.example", "127.0.0.1.evil.example", "evil.example:8600", ""):
        assert page.get("/", headers={"host": host}).status_code == 400
    for host in ("127.0.0.1:8600", "localhost:9000", "[::1]:8600"):
        assert page.get("/", headers={"host": host}).status_code == 200


def test_a_database_that_cannot_be_read_is_told_in_one_line(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise Damaged("j.db is damaged: restore the newest backup")

    monkeypatch.setattr("storage.health.beats.last", fails)
    for path in ("/", "/healthz"):
        answer = Client(db, tmp_path).get(path)
        assert (answer.status_code, answer.text) == (503, "j.db is damaged: restore the newest backup\n")


@pytest.mark.fault("B10")
def test_healthz_fails_when_the_daemon_is_silent(db: Database, tmp_path: Path) -> None:
    page = Client(db, tmp_path)
    assert page.get("/healthz").status_code == 503
    with db.write():
        beats.beat(db, "daemon", NOW - timedelta(minutes=1))
    assert page.get("/healthz").status_code == 200
    with db.write():
        beats.beat(db, "daemon", NOW - timedelta(minutes=6))
    assert page.get("/healthz").status_code == 503


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine")
@pytest.mark.parametrize("width", [390, 1280])
def test_in_a_browser_the_page_fits_and_runs_nothing(db: Database, tmp_path: Path, store: str, width: int) -> None:
    from axe_core_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    store_visit(db, title=HOSTILE, body=f"{HOSTILE} Sebanyak 42 pegawai Kabupaten Contoh datang.")
    with Serving(Config(database=tmp_path / "j.db", store=store)) as port, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": 900})
        said: list[str] = []
        page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"http://127.0.0.1:{port}/")
        assert page.locator("article.card").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert said == []
        # the checker is a script, which the page's own policy forbids
        checked = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 900}).new_page()
        checked.goto(f"http://127.0.0.1:{port}/")
        assert [item["id"] for item in Axe().run(checked)["violations"]] == []
        browser.close()
