"""A release as of a day, made later, is the one that was made on that day: whatever has happened since."""

from __future__ import annotations

import contextlib
import hashlib
import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from article import Article, RunReport
from crawler.again.rescore import rescore
from storage import copies, decisions, history, runs
from storage.database import Database, new_file, open_database
from storage.digest import changes, recovered
from storage.digest.recovered import Text
from storage.health import alarms, gaps
from storage.health.alarms import Found
from storage.health.gaps import Covered
from storage.migrations import migrations
from storage.release import building, snapshot
from storage.release.building import DATABASE
from storage.removal import takedown
from storage.removal.takedown import Page
from storage.values import from_time, to_time
from tests.rescoring import SLEMAN, TUBAN, scripted, who
from tests.storing import DAY, HOUR, NOW, another, begin, save, text_hash

WHO = "sari"


def built(db: Database, folder: Path, as_of: datetime | None = None) -> dict[str, list[dict[str, Any]]]:
    """The rows of each table of the release, under its name, and the digest of the file's bytes."""
    folder.mkdir()
    tables = building.build(db, folder, as_of=as_of, since=None, with_text=False).tables
    with new_file(folder / DATABASE) as made:
        found = {table.name: made.rows(f"SELECT * FROM {table.name} ORDER BY 1, 2") for table in tables}
    return found | {"bytes": [{"sha256": hashlib.sha256((folder / DATABASE).read_bytes()).hexdigest()}]}


def numbers(db: Database, table: str) -> list[int]:
    return [row["id"] for row in db.rows(f"SELECT id FROM {table} ORDER BY id")]


class Growing:
    """A database to which one thing after another happens, an hour apart."""

    def __init__(self, path: Path, seed: int) -> None:
        self.db = open_database(path, create=True)
        self.run = begin(self.db)
        self.now = NOW
        self.chance = random.Random(seed)
        self.steps: tuple[Callable[[], object], ...] = (
            self.article, self.article, self.article, self.new_text, self.judged_again, self.copy, self.not_copy,
            self.decide, self.decide, self.merge, self.split, self.edit, self.undo, self.rescore, self.corrected,
            self.gap, self.gap_ends, self.alarm, self.run_ends, self.interrupted, self.withdrawn, self.back,
        )  # fmt: skip

    def step(self) -> None:
        self.now += HOUR
        try:
            self.chance.choice(self.steps)()
        except (decisions.NotDecidable, IndexError):
            self.article()

    def one(self, table: str) -> int:
        return self.chance.choice(numbers(self.db, table))

    def article(self) -> None:
        known = numbers(self.db, "visit")
        visit = self.chance.choice(known) if known and self.chance.random() < 0.3 else None
        with self.db.write():
            save(self.db, self.run, another(), visit_id=visit, flagged=self.chance.random() < 0.8, now=self.now)

    def new_text(self) -> None:
        row = self.db.rows("SELECT key, url FROM article WHERE id = ?", [self.one("article")])[0]
        with self.db.write():
            save(self.db, self.run, another(url=row["url"]), key=row["key"], now=self.now)

    def judged_again(self) -> None:
        self.rescore(flags=bool(self.chance.getrandbits(1)))

    def rescore(self, flags: bool = True) -> None:
        """Half of the texts report another visit than before, or none."""
        name = str(self.chance.random())
        bodies = [row["body"] for row in self.db.rows("SELECT body FROM version ORDER BY id")]
        found = {
            body: (who(self.chance.choice((SLEMAN, TUBAN))),) if flags and self.chance.random() < 0.5 else None
            for body in bodies
        }
        rescore(self.db, scripted(found, name), self.now)

    def copy(self) -> None:
        one, other = self.one("article"), self.one("article")
        with self.db.write():
            if one != other and not self.db.one("SELECT 1 FROM copy WHERE article = ?", [one]):
                copies.link(self.db, one, other, "near", 0.75, self.now)

    def not_copy(self) -> None:
        article = self.db.rows("SELECT article FROM copy ORDER BY article")[0]["article"]
        with self.db.write():
            history.at(self.db, self.now)
            copies.unlink(self.db, article)

    def decide(self) -> None:
        verdict = self.chance.choice(("confirm", "dismiss", "unsure"))
        about = self.chance.choice(("visit", "article"))
        with self.db.write():
            decisions.decide(
                self.db, verdict, who=WHO, now=self.now, reason="not a visit" if verdict == "dismiss" else None,
                **{about: self.one(about)},  # type: ignore[arg-type]
            )  # fmt: skip

    def merge(self) -> None:
        with self.db.write():
            decisions.merge(self.db, self.one("visit"), self.one("visit"), who=WHO, now=self.now)

    def split(self) -> None:
        row = self.chance.choice(self.db.rows("SELECT visit, article FROM standing ORDER BY id"))
        with self.db.write():
            decisions.split(self.db, row["visit"], row["article"], who=WHO, now=self.now)

    def edit(self) -> None:
        with self.db.write():
            decisions.edit(self.db, self.one("visit"), "headcount", [str(self.now.hour + 1)], who=WHO, now=self.now)

    def undo(self) -> None:
        with self.db.write():
            decisions.undo(self.db, self.one("decision"), who=WHO, now=self.now)

    def corrected(self) -> None:
        """A mended parser puts a text in front, corrects the present one, and drops what came between."""
        article = self.one("article")
        stored = recovered.texts(self.db, article)
        before, last = another(body=f"Teks yang tersembunyi {self.now}."), stored[-1]
        mended = replace(last.article, title=f"{last.article.title}, dibetulkan")
        with self.db.write():
            history.at(self.db, self.now)
            texts = [self._text(None, before, stored[0].read), self._text(last.version_id, mended, last.read)]
            version = recovered.rewrite(self.db, article, texts, self.run)[-1]
            self.db.execute("UPDATE verdict SET version = ? WHERE article = ?", [version, article])
            recovered.drop(self.db, article)

    @staticmethod
    def _text(version: int | None, article: Article, read: datetime) -> Text:
        return Text(version, article, text_hash(article.body), b"", [], read, is_mended=True)

    def gap(self) -> None:
        covered = Covered("feed", self.run, NOW, NOW, None, 1.0)
        with self.db.write():
            gaps.note(self.db, "berita", covered, self.run, self.now - DAY, self.now, "no overlap", self.now)

    def gap_ends(self) -> None:
        gap = gaps.of_site(self.db, "berita", "open")[0].gap_id
        with self.db.write():
            gaps.end(self.db, gap, self.chance.choice(("closed", "declared")), "read back", self.now)

    def alarm(self) -> None:
        found = [Found("challenge", "", "a page asks who is there", "wait")] if self.chance.getrandbits(1) else []
        well = [] if found else [("challenge", "")]
        with self.db.write():
            alarms.record(self.db, "berita", found, well, self.now)

    def run_ends(self) -> None:
        with self.db.write():
            runs.finish(self.db, self.run, RunReport("berita", "good", seen=3, known=3), self.now)
        self.now += HOUR
        self.run = begin(self.db, now=self.now)

    def interrupted(self) -> None:
        """The daemon gives a run up that ends all the same."""
        with self.db.write():
            runs.close_stale(self.db, self.now)

    def withdrawn(self) -> None:
        article = self.one("article")
        with self.db.write():
            changes.revisited(self.db, article, 1, "gone", self.now)
            changes.revisited(self.db, article, 1, "gone", self.now)

    def back(self) -> None:
        with self.db.write():
            history.at(self.db, self.now)
            for article in numbers(self.db, "article"):
                changes.read_again(self.db, article)


@pytest.mark.parametrize("seed", range(4))
def test_a_release_as_of_a_moment_is_the_one_made_then(tmp_path: Path, seed: int) -> None:
    growing = Growing(tmp_path / "news.db", seed)
    made: list[tuple[datetime, dict[str, list[dict[str, Any]]]]] = []
    for number in range(30):
        growing.step()
        made.append((growing.now, built(growing.db, tmp_path / f"then-{number}")))
    for number, (moment, then) in enumerate(made):
        later = built(growing.db, tmp_path / f"later-{number}", moment)
        for table in then:
            assert later[table] == then[table], f"step {number}"


def grown(folder: Path) -> Growing:
    """To which each thing has happened once."""
    growing = Growing(folder / "news.db", 3)
    for happens in growing.steps:
        growing.now += HOUR
        with contextlib.suppress(decisions.NotDecidable):
            happens()
    return growing


def test_all_that_a_release_takes_of_a_changing_row_is_kept(tmp_path: Path) -> None:
    growing = grown(tmp_path)
    kept = {
        row["kind"]: set(json.loads(row["was"]))
        for row in growing.db.rows("SELECT kind, was FROM history WHERE was IS NOT NULL GROUP BY kind")
    }
    assert {"version", "verdict", "visit", "report", "fact", "article"} <= kept.keys()
    for table, columns in kept.items():
        assert set(snapshot.TAKEN[table][1:]) <= columns, table


def test_a_database_from_before_is_shown_as_it_stands_and_keeps_what_changes_from_then_on(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with new_file(path) as before:
        migrations.apply(before.sql, stop_before="history_schema")
        before.sql.execute("INSERT INTO site VALUES ('berita', '[]', '2018-01-01T00:00:00Z')")
        before.sql.execute(
            """INSERT INTO run (id, site, state, baseline, by_hand, started, finished, pid)
            VALUES (1, 'berita', 'good', 1, 0, '2018-10-16T00:00:00Z', '2018-10-16T01:00:00Z', 7)"""
        )
    with open_database(path) as db:
        assert db.rows("SELECT at, since FROM moment") == [
            {"at": "2018-10-16T01:00:00Z", "since": "2018-10-16T01:00:00Z"}
        ]
        then = built(db, tmp_path / "then")
        with db.write():
            runs.finish(db, 1, RunReport("berita", "partial"), NOW)
        assert built(db, tmp_path / "later", from_time("2018-10-16T01:00:00Z")) == then


def test_a_clock_that_was_wrong_by_years_is_not_the_measure_for_ever(db: Database) -> None:
    begin(db, now=NOW + 9999 * DAY)
    begin(db, now=NOW)
    assert db.rows("SELECT at FROM moment") == [{"at": to_time(NOW)}]


def test_a_takedown_leaves_no_history(tmp_path: Path) -> None:
    growing = grown(tmp_path)
    rows = growing.db.rows("SELECT id, site, key, url FROM article ORDER BY id")
    with growing.db.write():
        takedown.remove(growing.db, [Page(r["site"], r["key"], r["url"], r["id"]) for r in rows], growing.now)
    assert growing.db.rows("SELECT DISTINCT kind FROM history WHERE kind NOT IN ('run', 'site', 'visit')") == []


def test_between_two_things_it_is_as_after_the_first(tmp_path: Path) -> None:
    growing = Growing(tmp_path / "news.db", 1)
    growing.article()
    then = built(growing.db, tmp_path / "then")
    growing.now += DAY
    growing.decide()
    assert built(growing.db, tmp_path / "later", growing.now - HOUR) == then
    assert built(growing.db, tmp_path / "now", growing.now) != then


def test_before_anything_happened_there_is_nothing(tmp_path: Path) -> None:
    growing = Growing(tmp_path / "news.db", 1)
    growing.article()
    with open_database(tmp_path / "empty.db", create=True) as empty:
        assert built(growing.db, tmp_path / "later", NOW - DAY) == built(empty, tmp_path / "then")


def test_what_a_fact_was_is_kept_with_when_its_own_report_was_made(tmp_path: Path) -> None:
    with open_database(tmp_path / "j.db", create=True) as db:
        run = begin(db)
        with db.write():
            save(db, run, another(), now=NOW)
            late = save(db, run, another(), now=NOW + DAY)
        with db.write():
            db.execute("DELETE FROM fact WHERE report IN (SELECT id FROM report WHERE article = ?)", [late.article_id])
        began = {
            json.loads(row["was"])["began"]
            for row in db.rows("SELECT was FROM history WHERE kind = 'fact' AND was <> ''")
        }
    assert began == {to_time(NOW + DAY)}
