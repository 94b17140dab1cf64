"""A database moved to PostgreSQL and back: every row as it was, and the same release from either."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import jujugan
from config import Config
from storage import pages
from storage.database import Database, open_database, open_store
from storage.decisions import decide
from storage.digest import digests
from storage.digest.digests import Rendered
from storage.health import alarms, gaps
from storage.health.alarms import Found
from storage.health.gaps import Covered
from storage.searching import saved
from storage.searching.search import search
from tests.postgres import Cluster
from tests.releasing import export
from tests.storing import DAY, NOW, another, begin, save


def fill(db: Database) -> None:
    """Something in most tables; texts are synthetic."""
    run = begin(db)
    with db.write():
        first = save(db, run, another(title="Kafé „Bahagia“ 100 %", author=None))
        save(db, run, another(), visit_id=first.visit_ids[0], copy_of=first.article_id)
        save(db, run, another(), found=(), flagged=False)
        pages.keep(db, first.version_id, "https://berita.example/1", bytes(range(256)), {"a": "b"}, NOW)
        gaps.note(db, "berita", Covered("feed", run, NOW, NOW, None, 0.1 + 0.2), run, NOW - DAY, NOW, "unknown", NOW)
        alarms.record(db, "berita", [Found("challenge", "", "tertahan", "tunggu")], (), NOW)
        saved.save(db, "kunjungan", "kunjungan", who="rina", now=NOW)
        digests.compose(db, NOW, lambda _: Rendered("ringkasan", ""))
    with db.write():
        decide(db, "confirm", visit=first.visit_ids[0], who="rina", now=NOW + DAY)


@pytest.fixture
def new(cluster: Cluster) -> Iterator[str]:
    """The address of a database with nothing in it."""
    with cluster.server.database() as address:
        yield address


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    with open_database(path, create=True) as db:
        fill(db)
    return path


def migrate(way: str, file: Path, store: str, *, code: int = 0) -> str:
    done = CliRunner().invoke(jujugan, ["migrate", way, "--db", str(file)], env={"JUJUGAN_STORE": store})
    assert done.exit_code == code, done.output
    return done.output if code == 0 else str(done.exception)


def test_there_and_back_again_every_row_is_as_it_was(file: Path, new: str, tmp_path: Path) -> None:
    there = migrate("sqlite-to-pg", file, new)
    back = migrate("pg-to-sqlite", tmp_path / "back.db", new)
    assert there.splitlines()[:-1] == back.splitlines()[:-1]
    assert "article 3 " in there and "version 3 " in there and "decision 1 " in there
    with open_database(file) as was, open_database(tmp_path / "back.db") as is_now:
        for table in was.sql.table_names():
            if not table.startswith(("search", "_sqlite")):
                assert was.rows(f"SELECT * FROM {table}") == is_now.rows(f"SELECT * FROM {table}"), table
        assert search(is_now, "kafe").count == 1
        before = is_now.rows("SELECT count(*) AS n FROM history")[0]["n"]
        with is_now.write():
            is_now.execute("UPDATE article SET decided = 'dismissed' WHERE id = 1")
        assert is_now.rows("SELECT count(*) AS n FROM history")[0]["n"] == before + 1


def test_work_goes_on_where_it_stopped(file: Path, new: str) -> None:
    migrate("sqlite-to-pg", file, new)
    with open_store(Config(database=file, store=new)) as db:
        assert search(db, "kafe").count == 1
        run = begin(db)
        with db.write():
            stored = save(db, run, another())
        assert (run, stored.article_id) == (2, 4)


def test_either_gives_the_same_release(file: Path, new: str, tmp_path: Path) -> None:
    migrate("sqlite-to-pg", file, new)
    with open_database(file) as single, open_store(Config(database=file, store=new)) as shared:
        for db, name in ((single, "one"), (shared, "other")):
            export(db, tmp_path / name)
    files = [path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file()]
    assert len(files) > 20
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes(), name


def test_a_database_that_is_in_use_is_not_written_over(file: Path, new: str) -> None:
    migrate("sqlite-to-pg", file, new)
    assert "has a database of this program already: name a new one" in migrate("sqlite-to-pg", file, new, code=1)
    assert "exists: name a new file" in migrate("pg-to-sqlite", file, new, code=1)


def test_where_a_row_does_not_come_over_nothing_is_kept(
    file: Path, new: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.postgres import moving

    look = moving._look
    monkeypatch.setattr(moving, "_look", lambda db, table, columns: look(db, table, columns[: 2 if db.is_file else 3]))
    assert "did not come over as it was" in migrate("sqlite-to-pg", file, new, code=1)
    monkeypatch.undo()
    migrate("sqlite-to-pg", file, new)
    monkeypatch.setattr(moving, "_look", lambda db, table, columns: look(db, table, columns[: 2 if db.is_file else 3]))
    assert "did not come over as it was" in migrate("pg-to-sqlite", tmp_path / "back.db", new, code=1)
    assert not (tmp_path / "back.db").exists()


def test_without_a_server_the_setting_is_asked_for(file: Path) -> None:
    assert "store is empty; set store" in migrate("sqlite-to-pg", file, "", code=1)
