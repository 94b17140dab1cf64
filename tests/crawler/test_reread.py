"""A broken parser, and its mending: the database is then as if it had never been broken. The site is synthetic."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import pytest

from article import Article, Verdict
from crawler.again.reread import Counts, Rereader
from crawler.facts import Layout, SiteFacts
from crawler.rules import Rules, alone
from crawler.site import NewsSite
from digest.compose import compose
from storage.database import Database, open_database
from storage.digest import recovered
from tests import hostile as web
from tests import warta
from tests.kept import kept

NOW = warta.NOW + timedelta(days=2)
VISIT = (
    "Rombongan {count} pegawai Dinas Kominfo Kabupaten Tuban melakukan kunjungan kerja ke Banyuwangi untuk belajar "
    "Smart Kampung, Rabu (14/10/2026). Rombongan diterima Kepala Dinas Kominfo Banyuwangi di kantornya. Mereka "
    "mempelajari layanan desa yang dijalankan Kabupaten Banyuwangi. Kami ingin meniru layanan itu di Tuban, kata ketua "
    "rombongan."
)
MENDED = replace(
    warta.Warta.facts,
    layouts=(Layout("data", "D", "isi", title="judul", published="terbit", data="#app::attr(data-page) | artikel"),),
)
# The object moved in a relaunch that nobody noticed: nothing is found, and where the page has a box of notices, that.
BROKEN = replace(MENDED, layouts=(Layout("data", "D", "isi", title="judul", data="#app::attr(data-page) | konten"),))
BOX = f"<div class='isi'>{warta.body(99)}</div>"


def site(facts: SiteFacts) -> type[NewsSite]:
    return type("Warta", (NewsSite,), {"name": "warta", "facts": facts})


def page(number: int, text: str, box: str = "") -> web.Answer:
    """A page whose article a script shows; `box` is what else stands on it."""
    article = {"judul": warta.title(number), "isi": f"<p>{text}</p>", "terbit": "2026-10-14T08:00:00+07:00"}
    data = escape(json.dumps({"artikel": article}), quote=True)
    return web.page(f'<!doctype html><html><body><div id="app" data-page="{data}"></div>{box}</body></html>')


def text(number: int) -> str:
    """Every third article is about a visit."""
    if number % 3 == 0:
        return f"{VISIT.format(count=30 + number)} Ini kunjungan nomor {number}."
    return warta.body(number).replace("<p>", "").replace("</p>", " ")


def publish(server: web.Hostile, *numbers: int) -> None:
    server.answers[warta.FEED] = warta.xml(warta.feed(numbers))
    for number in numbers:
        server.answers.setdefault(warta.article_url(number), page(number, text(number), BOX if number % 2 else ""))


@cache
def rules() -> Rules:
    return alone(warta.config(None, Path()).profiles)


def verdict(article: Article) -> Verdict:
    return rules().judge(article)


def play(server: web.Hostile, folder: Path, *, breaks: bool) -> Path:
    """Twenty runs: the parser is broken from the fifth to the fifteenth, if it breaks at all."""
    crawl = warta.Crawl(server, folder)
    for run in range(20):
        numbers = [2 * run, 2 * run + 1]
        if run == 8:  # a copy of an article of the break, and one of an article from before it
            server.answers[warta.article_url(16)] = page(16, text(15))
            server.answers[warta.article_url(17)] = page(17, text(3), BOX)
        publish(server, *numbers)
        if run == 10:  # an article from before the break is changed, and listed under another title
            server.answers[warta.article_url(6)] = page(6, text(6).replace("36 pegawai", "38 pegawai"))
            titled = warta.feed([*numbers, 6], {6: f"{warta.title(6)} (Diperbarui)"})
            server.answers[warta.FEED] = warta.xml(titled)
        if run == 12:  # and one that was not changed
            titled = warta.feed([*numbers, 5], {5: f"{warta.title(5)} (Diperbarui)"})
            server.answers[warta.FEED] = warta.xml(titled)
        crawl(site(BROKEN if breaks and 4 <= run < 15 else MENDED))
    return crawl.config.database


def played(folder: Path, *, breaks: bool) -> Path:
    with web.hostile() as server:
        return play(server, folder, breaks=breaks)


@pytest.fixture(scope="module")
def never_broke(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return played(tmp_path_factory.mktemp("never"), breaks=False)


@pytest.fixture(scope="module")
def has_broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return played(tmp_path_factory.mktemp("broke"), breaks=True)


@pytest.fixture
def never(never_broke: Path, tmp_path: Path) -> Iterator[Database]:
    with open_database(Path(shutil.copy(never_broke, tmp_path / "never.db"))) as db:
        yield db


@pytest.fixture
def broke(has_broken: Path, tmp_path: Path) -> Iterator[Database]:
    with open_database(Path(shutil.copy(has_broken, tmp_path / "broke.db"))) as db:
        yield db


def reread(db: Database, facts: SiteFacts = MENDED) -> Counts:
    return Rereader(db, "warta", facts, verdict, NOW).run()


def everything(db: Database) -> dict[str, list[dict[str, Any]]]:
    return {table: db.rows(f"SELECT * FROM {table}") for table in db.sql.table_names()}


def test_after_a_break_and_its_mending_the_database_is_as_if_it_had_never_broken(
    never: Database, broke: Database
) -> None:
    expected, spoilt = kept(never), kept(broke)
    assert len(expected["articles"]) == 40
    assert spoilt["articles"] != expected["articles"] and spoilt["versions"] != expected["versions"]
    counts = reread(broke)
    assert (counts.new > 5, counts.corrected > 5, counts.refused, counts.unreadable) == (True, True, 0, 0)
    mended = kept(broke)
    for name, rows in expected.items():
        assert mended[name] == rows, name
    assert {one.kind for one in recovered.untold(broke)} == {"hidden", "corrected"}


def test_a_second_re_reading_changes_nothing(broke: Database) -> None:
    first = reread(broke)
    before = everything(broke)
    second = reread(broke)
    assert everything(broke) == before
    assert (second.new, second.corrected, second.same) == (0, 0, first.new + first.corrected + first.same)


def test_one_that_was_broken_off_goes_on(never: Database, broke: Database) -> None:
    class BreakOffError(Exception):
        pass

    def after_twenty(counts: Counts) -> None:
        if counts.new + counts.corrected + counts.same == 20:
            raise BreakOffError

    with pytest.raises(BreakOffError):
        Rereader(broke, "warta", MENDED, verdict, NOW).run(progress=after_twenty)
    rest = reread(broke)
    assert rest.new > 0 and rest.corrected > 0 and rest.same > 20 - 12
    assert kept(broke) == kept(never)


def test_a_site_that_never_broke_is_left_alone(never: Database) -> None:
    before = everything(never)
    assert reread(never) == Counts(same=40)
    assert everything(never) == before


def test_no_worse_parser_takes_an_article_away(never: Database) -> None:
    assert reread(never, BROKEN).unreadable > 0
    assert len(kept(never)["articles"]) == 40


def test_only_what_was_read_since_a_day_is_read_again(broke: Database) -> None:
    some = Rereader(broke, "warta", MENDED, verdict, NOW).run(since=date(2026, 10, 15))
    assert 0 < some.same + some.new + some.corrected < 40


def test_the_next_digest_marks_what_was_recovered_once(broke: Database) -> None:
    config = warta.config(None, broke.path.parent, sites=("warta",))
    first = compose(broke, config, NOW).rendered
    assert "recovered" not in first.text
    counts = reread(broke)
    second, third = compose(broke, config, NOW).rendered, compose(broke, config, NOW).rendered
    assert counts.flagged > 0 and second.text.count("recovered: a break had hidden it since") > 0
    assert second.html.count("recovered: a break had") == second.text.count("recovered: a break had")
    assert "recovered" not in third.text
