"""A text that is taken down is in nothing that the installation holds, and does not come back. All is synthetic."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import jujugan
from crawler.storing.barring import TAKEN_DOWN
from crawler.takedown import removal
from digest import compose
from ready import problems
from storage import articles, decisions, visits
from storage.database import check, new_file, open_database
from storage.digest import digests
from storage.file import holdings
from storage.removal import tombstones
from storage.searching.search import search
from tests import hostile as web
from tests import taken, warta
from tests.warta import NOW

pytestmark = pytest.mark.sqlite_file


@pytest.fixture
def crawl(server: web.Hostile, tmp_path: Path) -> warta.Crawl:
    (tmp_path / "data").mkdir()
    return taken.installation(server, tmp_path / "data")


def take_down(crawl: warta.Crawl, *options: str, url: str = taken.URL) -> Result:
    arguments = ["takedown", url, "--reason", "uji coba", *options, "--db", str(crawl.config.database)]
    return CliRunner().invoke(jujugan, arguments, catch_exceptions=False)


def asked(server: web.Hostile) -> set[str]:
    return {one.url for one in server.asked}


def copied(database: Path, path: Path) -> None:
    """A copy as an operator makes one."""
    with new_file(database) as raw:
        raw.sql.execute("VACUUM INTO ?", [str(path)])


def reasons(crawl: warta.Crawl) -> dict[str, str | None]:
    with crawl.database() as db:
        return {row["key"]: row["reason"] for row in db.rows("SELECT key, reason FROM candidate")}


def test_it_is_held_in_many_places_before(crawl: warta.Crawl) -> None:
    assert len(taken.leftovers(crawl.config.database.parent)) > len(taken.SENTENCES)
    with crawl.database() as db:
        assert search(db, taken.RARE).count == 1
        assert taken.in_pages(db) != []


@pytest.mark.fault("I2")
def test_afterwards_its_bytes_are_in_no_file(crawl: warta.Crawl) -> None:
    done = take_down(crawl)
    assert done.exit_code == 0, done.output
    assert taken.leftovers(crawl.config.database.parent) == []
    with crawl.database() as db:
        check(db)
        assert taken.in_pages(db) == []
        assert search(db, taken.RARE).count == 0
        assert [one.reason for one in tombstones.every(db)] == ["uji coba"]
        assert tombstones.unfinished(db) == []


def test_what_else_is_stored_stays(crawl: warta.Crawl) -> None:
    with crawl.database() as db:
        before = db.rows("SELECT article, title, body FROM version WHERE article NOT IN (SELECT article FROM report)")
    take_down(crawl)
    with crawl.database() as db:
        assert db.rows("SELECT article, title, body FROM version") == before
        assert search(db, "sintetis").count == len(before)
        with db.write():
            db.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")


def test_a_trial_says_the_same_and_changes_nothing(crawl: warta.Crawl) -> None:
    with crawl.database() as db:
        before = {table: db.rows(f"SELECT * FROM {table}") for table in db.sql.table_names()}
    shown = take_down(crawl, "--dry-run")
    with crawl.database() as db:
        assert {table: db.rows(f"SELECT * FROM {table}") for table in db.sql.table_names()} == before
    assert not tombstones.beside(crawl.config.database).exists()
    said = shown.output.partition("would remove ")[2].splitlines()[0]
    assert "2 texts" in said and f"removed {said}" in take_down(crawl).output


@pytest.mark.fault("I2")
def test_the_next_crawl_neither_asks_for_it_nor_stores_it(server: web.Hostile, crawl: warta.Crawl) -> None:
    take_down(crawl)
    taken.publish(server, 1, 2, 3, 4)
    report = crawl(taken.SITE)
    assert (report.state, report.seen, report.rejected, report.new) == ("good", 4, 1, 1)
    assert taken.URL not in asked(server)
    assert reasons(crawl)["1"] == TAKEN_DOWN
    assert taken.leftovers(crawl.config.database.parent) == []


@pytest.mark.fault("I2")
def test_it_does_not_come_back_under_another_address(server: web.Hostile, crawl: warta.Crawl) -> None:
    take_down(crawl)
    server.answers[warta.FEED] = warta.xml(warta.feed((7, 8), {7: taken.TITLE, 8: "Judul lain sama sekali"}))
    server.answers[warta.article_url(7)] = taken.page()
    server.answers[warta.article_url(8)] = taken.page("Judul lain sama sekali", "Kabar ini dimuat ulang dari warta.")
    report = crawl(taken.SITE)
    assert (report.state, report.rejected, report.new) == ("good", 2, 0)
    assert [reasons(crawl)[key] for key in "78"] == [TAKEN_DOWN, TAKEN_DOWN]
    assert taken.leftovers(crawl.config.database.parent) == []
    with crawl.database() as db:
        assert taken.in_pages(db) == []


def test_adding_it_by_hand_is_refused_with_a_clear_line(
    server: web.Hostile, crawl: warta.Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_down(crawl)
    monkeypatch.setattr("crawler.run.site_of", lambda _: taken.SITE)
    monkeypatch.setenv("JUJUGAN_GATEWAY", server.gateway)
    monkeypatch.setenv("JUJUGAN_DELAY", "0")
    server.asked.clear()
    refused = CliRunner().invoke(jujugan, ["add", taken.URL, "--db", str(crawl.config.database)])
    assert refused.exit_code == 2
    assert "was taken down" in refused.output and "uji coba" in refused.output
    assert taken.URL not in asked(server)


def test_a_visit_that_nothing_else_reports_is_gone(crawl: warta.Crawl) -> None:
    with crawl.database() as db:
        [visit] = db.rows("SELECT id FROM visit")
        with db.write():
            decisions.decide(db, "confirm", visit=visit["id"], who="rina", now=NOW)
            decisions.edit(db, visit["id"], "leader", ["Kunthilaras Wirabumi"], who="rina", now=NOW)
    take_down(crawl)
    with crawl.database() as db:
        assert visits.newest(db, 10) == [] and db.rows("SELECT * FROM visit") == []
        assert [row["kind"] for row in db.rows("SELECT kind FROM decision")] == ["confirm", "edit", "undo"]
        assert digests.preview(db, NOW).visits == ()
    assert taken.leftovers(crawl.config.database.parent) == []


def test_a_visit_that_others_report_keeps_what_they_say(server: web.Hostile, crawl: warta.Crawl) -> None:
    other = (
        "Pemkab Banyuwangi kedatangan tamu dari Kabupaten Tuban, Rabu (14/10/2026). Sebanyak 42 pegawai melakukan "
        "kunjungan kerja untuk belajar pasar rakyat di Banyuwangi. Mereka diterima di kantor dinas dan berkeliling "
        "pasar sampai siang hari bersama para pedagang yang sudah lama berjualan di sana setiap pagi."
    )
    server.answers[warta.FEED] = warta.xml(warta.feed((9,), {9: "Tamu Tuban Belajar Pasar Rakyat"}))
    server.answers[warta.article_url(9)] = web.page(
        warta.article(9, "Tamu Tuban Belajar Pasar Rakyat", f"<p>{other}</p>")
    )
    crawl(taken.SITE)
    with crawl.database() as db:
        assert [card.reports for card in visits.newest(db, 10)] == [2]
        compose.compose(db, replace(crawl.config, sites=("detik",)), crawl.now)
    take_down(crawl)
    with crawl.database() as db:
        [card] = visits.newest(db, 10)
        assert (card.reports, card.urls) == (1, (warta.article_url(9),))
        assert "pasar rakyat" in digests.newest(db, 1)[0].rendered.text.lower()
    assert taken.leftovers(crawl.config.database.parent) == []


def test_copies_are_named_and_go_too_when_asked(server: web.Hostile, crawl: warta.Crawl) -> None:
    copy = warta.article_url(11)
    server.answers[warta.FEED] = warta.xml(warta.feed((11,), {11: "Judul salinan"}))
    server.answers[copy] = taken.page(
        "Judul salinan", "Acara ditutup makan siang bersama seluruh peserta di pendopo kabupaten."
    )
    assert crawl(taken.SITE).copies == 1
    first = take_down(crawl)
    assert f"the same text: {copy} (stays" in first.output
    with crawl.database() as db:
        assert articles.at(db, copy) is not None
        assert db.rows("SELECT * FROM copy") == []
    server.answers[warta.FEED] = warta.xml(warta.feed((11,), {11: "Judul salinan berubah"}))
    assert crawl(taken.SITE).rejected == 0  # it was left on purpose, and may be read again
    assert take_down(crawl, url=copy).exit_code == 0
    assert taken.leftovers(crawl.config.database.parent) == []


def test_both_go_at_once_with_copies(server: web.Hostile, crawl: warta.Crawl) -> None:
    server.answers[warta.FEED] = warta.xml(warta.feed((11,), {11: "Judul salinan"}))
    server.answers[warta.article_url(11)] = taken.page("Judul salinan")
    crawl(taken.SITE)
    assert take_down(crawl, "--copies").exit_code == 0
    with crawl.database() as db:
        assert [one.key for one in tombstones.every(db)] == ["1", "11"]
    assert taken.leftovers(crawl.config.database.parent) == []


@pytest.mark.fault("I2")
def test_a_known_backup_is_rewritten_and_another_copy_named(crawl: warta.Crawl, tmp_path: Path) -> None:
    backup, stray = tmp_path / "cadangan.db", crawl.config.database.with_name("salinan.db")
    copied(crawl.config.database, backup)
    copied(crawl.config.database, stray)
    with crawl.database() as db, db.write():
        holdings.record(db, "backup", backup, NOW, sha256="aa")
        holdings.record(db, "backup", tmp_path / "lost.db", NOW)
    done = take_down(crawl)
    assert done.exit_code == 3
    assert f"{backup}: the backup is rewritten: removed 1 articles, 2 texts" in done.output
    assert f"left: {stray}: delete it" in done.output
    with crawl.database() as db:
        assert [(one.path, len(one.sha256 or "")) for one in holdings.known(db)] == [(backup, 64)]
        assert tombstones.unfinished(db) == [taken.URL]
    stray.unlink()
    assert take_down(crawl).exit_code == 0
    assert taken.leftovers(tmp_path) == []
    with open_database(backup) as held:
        check(held)
        assert [one.url for one in tombstones.every(held)] == [taken.URL]


def test_a_backup_whose_disk_was_away_is_named_when_it_is_back(crawl: warta.Crawl, tmp_path: Path) -> None:
    disk, away = tmp_path / "disk", tmp_path / "away"
    disk.mkdir()
    copied(crawl.config.database, disk / "cadangan.db")
    with crawl.database() as db, db.write():
        holdings.record(db, "backup", disk / "cadangan.db", NOW)
    disk.rename(away)
    done = take_down(crawl)
    assert done.exit_code == 0 and f"{disk / 'cadangan.db'}: the backup is not there" in done.output
    away.rename(disk)
    saved = CliRunner().invoke(jujugan, ["backup", "--db", str(crawl.config.database)])
    assert f"{disk / 'cadangan.db'} had been missing and is there again" in saved.output
    with crawl.database() as db:
        assert tombstones.unfinished(db) == [taken.URL]
    again = CliRunner().invoke(jujugan, ["takedown", "--again", "--db", str(crawl.config.database)])
    assert again.exit_code == 0, again.output
    assert taken.leftovers(tmp_path) == []


def test_a_release_that_tells_of_it_is_named_until_it_is_deleted(crawl: warta.Crawl, tmp_path: Path) -> None:
    release = tmp_path / "rilis"
    made = CliRunner().invoke(jujugan, ["export", str(release), "--db", str(crawl.config.database)])
    assert made.exit_code == 0, made.output
    done = take_down(crawl)
    assert done.exit_code == 3 and f"left: {release}: delete this release" in done.output
    shutil.rmtree(release)
    assert take_down(crawl).exit_code == 0


@pytest.mark.fault("I2")
def test_restoring_an_older_backup_does_not_bring_it_back(crawl: warta.Crawl, tmp_path: Path) -> None:
    database, backup = crawl.config.database, tmp_path / "lama.db"
    copied(database, backup)
    take_down(crawl)
    done = CliRunner().invoke(jujugan, ["restore", str(backup), "--db", str(database)])
    assert done.exit_code == 0, done.output
    assert "what was taken down is taken down in it too" in done.output
    assert taken.leftovers(database.parent) == []
    with crawl.database() as db:
        assert [one.url for one in tombstones.every(db)] == [taken.URL] and tombstones.unfinished(db) == []


def test_an_older_backup_put_in_place_is_brought_in_line(
    server: web.Hostile, crawl: warta.Crawl, tmp_path: Path
) -> None:
    database, backup = crawl.config.database, tmp_path / "lama.db"
    copied(database, backup)
    take_down(crawl)
    shutil.copy(backup, database)
    with crawl.database() as db:
        assert tombstones.every(db) == [] and [one.url for one in removal.known(db)] == [taken.URL]
    done = CliRunner().invoke(jujugan, ["takedown", "--again", "--db", str(database)])
    assert done.exit_code == 0, done.output
    assert taken.leftovers(database.parent) == []
    taken.publish(server, 1, 2)
    assert crawl(taken.SITE).rejected == 1


def test_a_file_too_large_for_the_memory_is_rewritten_by_a_backup_and_a_restore(
    crawl: warta.Crawl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.file.scrub.free_memory", lambda: 1e3)
    done = take_down(crawl)
    assert done.exit_code == 3 and "run `jujugan backup FILE` and `jujugan restore FILE`" in done.output
    database, backup = crawl.config.database, tmp_path / "baru.db"
    for step in ("backup", "restore"):
        done = CliRunner().invoke(jujugan, [step, str(backup), "--db", str(database)])
        assert done.exit_code == 0, done.output
    for left in (backup, *database.parent.glob("*-before-restore-*")):
        left.unlink()
    assert take_down(crawl).exit_code == 0
    assert taken.leftovers(tmp_path) == []


def test_doctor_names_what_is_not_carried_through(crawl: warta.Crawl) -> None:
    assert not [one for one in problems(crawl.config) if "taken down" in one]
    with crawl.database() as db:
        wanted = removal.tombstone(db, removal.find(db, taken.URL).pages[0], "uji", NOW)
        removal.enforce(db, [wanted], NOW)
    [said] = [one for one in problems(crawl.config) if "taken down" in one]
    assert said.startswith(taken.URL) and "takedown --again" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["https://warta.example/berita/404/tidak-ada", "--reason", "x"], "nothing is stored under"),
        ([taken.URL], "say why"),
        ([taken.URL, "--reason", " "], "say why"),
        ([], "name one address"),
        ([taken.URL, "--again"], "name one address"),
    ],
)
def test_what_cannot_be_taken_down_is_one_clear_line(crawl: warta.Crawl, arguments: list[str], said: str) -> None:
    refused = CliRunner().invoke(jujugan, ["takedown", *arguments, "--db", str(crawl.config.database)])
    assert refused.exit_code == 2 and said in refused.output


@pytest.mark.parametrize(
    "url",
    [
        "http://warta.example/berita/1/kabar-1",
        "https://www.warta.example/berita/1/kabar-1/",
        "https://warta.example/berita/1/kabar-1?utm_source=x#atas",
    ],
)
def test_the_address_may_be_written_otherwise(crawl: warta.Crawl, url: str) -> None:
    assert take_down(crawl, url=url).exit_code == 0
    assert taken.leftovers(crawl.config.database.parent) == []
