"""The digests on the page: what is next, what was sent exactly as it was, and the feed; none changes anything."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest

from config import Config, Digest
from digest import deliver
from digest.compose import compose
from digest.deliver import Outcome
from storage.database import Database, open_store
from storage.digest import digests, outbox
from tests.posting import Post
from tests.review.test_review import HOSTILE, Client
from tests.serving import Serving
from tests.storing import DAY, HOUR, NOW, another, begin, end, save


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(database=tmp_path / "j.db", sites=("seblang", "detik"), digest=Digest(mail=Post().mail(port=9)))


@pytest.fixture
def db(tmp_path: Path, store: str) -> Database:
    return open_store(Config(database=tmp_path / "j.db", store=store), create=True)


@pytest.fixture
def told(db: Database, config: Config) -> Database:
    """Two digests of visits whose pages do not mean well."""
    run = begin(db, "seblang")
    for day in range(2):
        with db.write():
            body = f"{HOSTILE} Sebanyak 42 pegawai Kabupaten Contoh datang, {day}."
            save(db, run, another(site="seblang", title=HOSTILE, body=body, url=f"https://seblang.com/{day}"))
        compose(db, config, NOW + day * DAY)
    end(db, run, "seblang")
    return db


def everything(db: Database) -> dict[str, list[dict[str, object]]]:
    """Every row of every table."""
    return {name: db.rows(f"SELECT * FROM {name}") for name in db.sql.table_names()}


def test_the_archive_says_of_each_number_how_it_went_out(told: Database, tmp_path: Path, config: Config) -> None:
    parcel = deliver.claim(told, NOW + DAY)
    assert parcel is not None
    deliver.settle(told, config, parcel, Outcome("refused", "550 <b>no</b> such mailbox"), NOW + DAY)
    page = Client(told, tmp_path).get("/digests")
    assert page.status_code == 200
    assert page.text.index('href="/digests/2"') < page.text.index('href="/digests/1"')
    assert "Jujugan 2: 1 new visit (Kabupaten Contoh)" in page.text
    assert "feed: sent 17 Oct 2018, 10:22 WIB" in page.text
    assert page.text.count("refused: 550 &lt;b&gt;no&lt;/b&gt; such mailbox") == 2


def test_a_digest_is_shown_as_it_was_sent_whatever_became_of_its_visits(told: Database, tmp_path: Path) -> None:
    sent = digests.get(told, 1)
    assert sent is not None
    with told.write():
        told.execute("DELETE FROM fact")
        told.execute("UPDATE version SET title = 'later'")
    client = Client(told, tmp_path)
    body = sent.rendered.html.partition("<body>")[2].partition("</body>")[0].strip()
    assert body in client.get("/digests/1").text
    assert client.get("/digests/1.html").text == sent.rendered.html
    assert client.get("/digests/1.txt").text == sent.rendered.text
    assert client.get("/digests/1.json").json() == json.loads(sent.rendered.json)
    assert client.get("/digests/1.html").headers["content-disposition"].startswith("attachment")


def test_a_preview_shows_the_next_one_and_numbers_nothing(told: Database, tmp_path: Path) -> None:
    run = begin(told, "detik")
    with told.write():
        save(told, run, another(site="detik", url="https://detik.com/9"))
    before = everything(told)
    page = Client(told, tmp_path).get("/digest/preview")
    assert "nothing is numbered yet" in page.text
    assert "Digest 3" in page.text and "1 new visit" in page.text
    assert everything(told) == before


@pytest.mark.parametrize(
    "path", ["/digests/99", "/digests/0", "/digests/99999999999999999999", "/digests/1.pdf", "/digests/x"]
)
def test_what_is_not_there_is_not_found(told: Database, tmp_path: Path, path: str) -> None:
    assert Client(told, tmp_path).get(path).status_code == 404


def test_the_archive_goes_back_as_far_as_there_are_digests(db: Database, config: Config, tmp_path: Path) -> None:
    for number in range(62):
        compose(db, config, NOW + number * HOUR)
    client = Client(db, tmp_path)
    first = client.get("/digests").text
    assert 'href="/digests?before=3"' in first
    older = client.get("/digests?before=3").text
    assert 'href="/digests/2"' in older and 'href="/digests/3"' not in older
    assert 'href="/digests?before=' not in older
    for odd in ("x", "-1", "9" * 40, "٣"):
        assert client.get(f"/digests?before={odd}").status_code == 200


def test_before_the_first_digest_the_pages_say_so(db: Database, tmp_path: Path) -> None:
    client = Client(db, tmp_path)
    assert "No digest has been composed yet." in client.get("/digests").text
    assert feedparser.parse(client.get("/feed.atom").content).bozo is False


def test_the_feed_holds_each_number_once_under_a_constant_id(told: Database, tmp_path: Path) -> None:
    answer = Client(told, tmp_path).get("/feed.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    read = feedparser.parse(answer.content)
    assert read.bozo is False
    assert [one.link for one in read.entries] == [f"http://127.0.0.1:8600/digests/{number}" for number in (2, 1)]
    again = feedparser.parse(Client(told, tmp_path).get("/feed.atom").content)
    assert [one.id for one in again.entries] == [one.id for one in read.entries]
    assert "Kabupaten Contoh" in read.entries[0].content[0].value


@pytest.mark.fault("G10")
def test_no_link_of_a_mail_changes_anything_when_it_is_opened(told: Database, tmp_path: Path) -> None:
    sent = digests.get(told, 1)
    assert sent is not None
    client, before = Client(told, tmp_path), everything(told)
    ours = {part.partition('"')[0] for part in sent.rendered.html.split('href="http://127.0.0.1:8600')[1:]}
    assert {"/digests/1"} <= ours
    for path in sorted(ours | {"/digests", "/digest/preview", "/feed.atom", "/digests/1.html"}):
        for _ in range(2):
            client.get(path)
    assert everything(told) == before


@pytest.mark.fault("G1")
def test_nothing_that_a_page_wrote_becomes_markup_in_a_digest(told: Database, tmp_path: Path) -> None:
    sent = digests.get(told, 1)
    assert sent is not None
    for text in (sent.rendered.html, *(Client(told, tmp_path).get(path).text for path in ("/digests", "/digests/1"))):
        assert "<script" not in text and "<img" not in text


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine")
def test_in_a_browser_the_pages_fit_in_light_and_dark_and_have_no_fault(
    told: Database, tmp_path: Path, store: str
) -> None:
    from axe_core_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    mail = tmp_path / "mail.html"
    sent = digests.get(told, 1)
    assert sent is not None
    mail.write_text(sent.rendered.html, encoding="utf-8")
    with Serving(Config(database=tmp_path / "j.db", store=store)) as port, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        home = f"http://127.0.0.1:{port}"
        for address in (mail.as_uri(), f"{home}/digests", f"{home}/digests/1", f"{home}/digest/preview"):
            for width, scheme in ((390, "light"), (1280, "dark")):
                context = browser.new_context(
                    bypass_csp=True, viewport={"width": width, "height": 900}, color_scheme=scheme
                )
                page = context.new_page()
                page.goto(address)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, address
                faults = {one["id"] for one in Axe().run(page)["violations"]}
                # landmarks are for pages: a letter stands inside its reader's
                assert faults <= ({"region", "landmark-one-main"} if address == mail.as_uri() else set()), address
                context.close()
        browser.close()


def test_the_feed_counts_as_sent_with_the_commit(db: Database, config: Config) -> None:
    silent = replace(config, digest=Digest())
    compose(db, silent, NOW)
    [row] = outbox.of_digests(db, [1])[1]
    assert (row.channel, row.state, row.sent) == ("feed", "sent", NOW)
    assert deliver.claim(db, NOW + timedelta(days=9)) is None
