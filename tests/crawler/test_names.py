"""A person finds out where the name stands, has it corrected or blanked out, and it stays blanked. All is synthetic."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from cli import jujugan
from storage import articles
from storage.database import Database, check
from storage.removal import names
from storage.removal.names import HELD, SIGN, Blanks
from storage.searching.search import search
from tests import hostile as web
from tests import taken, warta
from tests.crawler.test_takedown_reach import PLAIN
from tests.storage.test_schema import our_tables

NAME = "Kunthilaras Wirabumi"
FAMILY = "Wirabumi"
Measured = Callable[[str], None]

# Of the tables that go with an article: what holds no text.
OWN = {
    "article": {"site", "key", "site_id", "url", "first_seen", "last_read", "decided", "withdrawn"},
    "version": {"url", "published", "language", "method", "parser", "marks", "content_hash", "read"},
    "signature": {"signature"},
    "copy": {"kind", "linked"},
    "recovered": {"kind", "hidden_since", "at"},
    "revisit": {"at", "result"},
    "change": {"what", "at"},
    "verdict": {"direction", "status", "undecided", "lexicon", "watch", "judged", "place"},
    "evidence": {"rule"},
    "report": {"day", "reported", "place"},
    "fact": {"kind", "code", "mark"},
    "candidate": {
        "site", "key", "url", "source", "published", "first_seen", "last_seen", "state", "reason", "settled",
        "modified", "last_listed", "settled_modified", "found_by", "found_in", "listed_by",
    },
    "gauge_draw": {"stratum", "answer", "who", "at"},
    "gauge_flagged": set(),
    "tombstone": {"site", "key", "url", "at", "finished"},
    "tombstone_mark": {"kind", "value"},
    "moment": {"at", "since"},
    "history": {"kind", "row", "until"},
    # Pages on which the name stands are dropped.
    "raw_page": {"site", "key", "reason", "url", "headers", "at", "body"},
}  # fmt: skip


@pytest.fixture
def crawl(server: web.Hostile, tmp_path: Path) -> warta.Crawl:
    (tmp_path / "data").mkdir()
    return taken.installation(server, tmp_path / "data")


def ask(crawl: warta.Crawl, *options: str, name: str = NAME) -> Result:
    arguments = ["person", name, *options, "--db", str(crawl.config.database)]
    return CliRunner().invoke(jujugan, arguments, catch_exceptions=False)


def redact(crawl: warta.Crawl) -> Result:
    return ask(crawl, "--redact", "--reason", f"{NAME} asks for it")


def named_in(folder: Path) -> list[str]:
    return taken.leftovers(folder, (), FAMILY) + taken.leftovers(folder, (), taken.RARE)


@pytest.mark.fault("I3")
def test_where_a_name_stands_is_listed_however_it_is_written(crawl: warta.Crawl) -> None:
    for spelling in (NAME, NAME.upper(), "  kunthilaras,  wirabumi "):
        done = ask(crawl, name=spelling)
        assert done.exit_code == 0
        [line] = [line for line in done.output.splitlines() if "\t" in line]
        assert line.startswith(f"warta\tvisit 1\t{taken.URL}\t")
        assert "1 articles, 1 visits; visit 1 is corrected at /visit/1 of the desk" in done.output
    assert "0 articles" in ask(crawl, name="Orang Lain").output


@pytest.mark.fault("I3")
def test_a_name_that_is_blanked_out_stands_in_no_file_and_its_article_stays(
    crawl: warta.Crawl, measured: Measured
) -> None:
    arguments = ["backup", str(crawl.config.database.parent / "copy.db"), "--db", str(crawl.config.database)]
    assert CliRunner().invoke(jujugan, arguments, catch_exceptions=False).exit_code == 0
    with crawl.database() as db:
        before = db.rows("SELECT id, title, length(body) AS many FROM version")
    assert named_in(crawl.config.database.parent)
    began = time.monotonic()
    done = redact(crawl)
    took = time.monotonic() - began
    assert done.exit_code == 0, done.output
    assert "the backup is rewritten" in done.output
    assert named_in(crawl.config.database.parent) == []
    with crawl.database() as db:
        check(db)
        assert db.rows("SELECT id, title, length(body) AS many FROM version") == before
        kept = [zlib.decompress(row["body"]) for row in db.rows("SELECT body FROM raw_page")]
        assert kept and not any(taken.RARE.encode() in one for one in kept)
        assert search(db, taken.RARE).count == 0 and search(db, "tuban").count == 1
        [note] = names.notes(db)
        assert (note.words, note.articles, note.reason) == (2, 1, f"{SIGN * 11} {SIGN * 8} asks for it")
        [fact] = db.rows("SELECT DISTINCT value FROM fact WHERE kind = 'leader'")
        assert fact["value"] == f"{SIGN * 11} {SIGN * 8}"
    assert "blanked out" in ask(crawl).output and "0 articles" in ask(crawl).output
    measured(f"2 commands, {took:.1f} s; 0 bytes found in the database, its log and its backup")


@pytest.mark.fault("I3")
def test_what_is_read_again_does_not_bring_the_name_back(server: web.Hostile, crawl: warta.Crawl) -> None:
    assert redact(crawl).exit_code == 0
    server.answers[taken.URL] = taken.page(more=f"Ucapan terima kasih disampaikan {NAME} kepada tuan rumah hari itu.")
    server.answers[warta.FEED] = warta.xml(warta.feed((1, 2, 3, 4), {1: f"{NAME} Pamit", 4: f"Pesan {NAME}"}))
    server.answers[warta.article_url(4)] = web.page(warta.article(4, f"Pesan {NAME} bagi Petani"))
    report = crawl(taken.SITE)
    assert (report.new, report.versions, report.failed) == (1, 1, 0)
    assert named_in(crawl.config.database.parent) == []
    with crawl.database() as db:
        row = articles.by_key(db, "warta", "4")
        assert row is not None and row.article.title == f"Pesan {SIGN * 11} {SIGN * 8} bagi Petani"


@pytest.mark.fault("I3")
def test_an_unchanged_page_is_still_the_same_text_after_its_name_was_blanked(crawl: warta.Crawl) -> None:
    assert redact(crawl).exit_code == 0
    report = crawl(taken.SITE)
    assert (report.new, report.versions) == (0, 0)


@pytest.mark.fault("I3")
def test_a_release_with_the_name_is_left_to_the_operator(crawl: warta.Crawl, tmp_path: Path) -> None:
    folder = tmp_path / "release"
    arguments = ["export", str(folder), "--db", str(crawl.config.database)]
    assert CliRunner().invoke(jujugan, arguments, catch_exceptions=False).exit_code == 0
    done = redact(crawl)
    assert done.exit_code == 3
    assert f"left: {folder}: delete this release" in done.output


def test_one_word_and_no_reason_are_refused(crawl: warta.Crawl) -> None:
    assert ask(crawl, name="Wirabumi").exit_code == 2
    assert ask(crawl, "--redact").exit_code == 2
    with crawl.database() as db:
        assert names.notes(db) == []


def test_every_column_of_text_is_reached_or_can_hold_no_name(db: Database) -> None:
    unknown = {
        (table, column)
        for table in our_tables(db)
        for column, kind in db.sql.table(table).columns_dict.items()
        if kind is not int and kind is not float
        if column not in HELD.get(table, ()) and column not in OWN.get(table, set()) | PLAIN.get(table, set())
    }
    assert unknown == set(), "say of each new column whether a name may stand in it"


WORDS = st.lists(st.text("abcxyz", min_size=1, max_size=5), min_size=2, max_size=3)


@given(WORDS, st.text(max_size=40), st.sampled_from([" ", "\n", ", ", "</b> <i>", " &nbsp; "]))
def test_a_blanked_text_is_as_long_and_blank_whatever_stands_around(name: list[str], around: str, between: str) -> None:
    blanks = Blanks.of(" ".join(name))
    text = f"{around} {between.join(name).upper()} {around}"
    blanked = blanks.blank(text)
    assert len(blanked) == len(text)
    assert not blanks.stands_in(blanked) and blanked != text


def test_a_name_is_no_part_of_another() -> None:
    blanks = Blanks.of("Ani Sari")
    assert blanks.blank("Bani Sari, Ani Saria, Ani dan Sari") == "Bani Sari, Ani Saria, Ani dan Sari"
    assert blanks.blank("Ani Sari Ani Sari") == f"{SIGN * 3} {SIGN * 4} {SIGN * 3} {SIGN * 4}"
