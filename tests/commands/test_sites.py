"""The health of the sites, as the command tells it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from article import RunReport
from commands.sites import health
from config import Config
from storage import runs
from storage.database import Database, open_database
from storage.health import gaps
from storage.health.gaps import Covered
from tests.storing import DAY, HOUR, NOW, another, begin, end, save


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "j.db", create=True) as opened:
        yield opened


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(database=tmp_path / "j.db", sites=("banyuwangikab_offices", "detik"))


def line(lines: list[str], start: str) -> str:
    return next(one for one in lines if one.startswith(start))


def test_a_site_that_was_never_read_is_due_now(db: Database, config: Config) -> None:
    lines = health(db, config, NOW)
    assert lines[0].startswith("17 Oct 2018, 10:22 WIB; all times are WIB")
    assert " ".join(line(lines, "detik").split()) == "detik never read - - 0 of ? 0 0 now: never read yet"


def test_a_site_is_told_with_what_came_its_next_run_and_what_is_wrong(db: Database, config: Config) -> None:
    run = begin(db, "detik", NOW - HOUR)
    with db.write():
        save(db, run, another(site="detik", published=NOW - 2 * HOUR), now=NOW - HOUR)
        known = Covered("https://detik.example/f", run, NOW, None, None, 1.0)
        gaps.note(db, "detik", known, run, NOW - DAY, NOW - 2 * HOUR, "nothing was known", NOW)
        runs.finish(db, run, RunReport("detik", "partial", problems=("satu halaman hilang",)), NOW - HOUR / 2)
    lines = health(db, config, NOW - HOUR / 2)
    told = line(lines, "detik")
    assert "partial" in told and "17 Oct 08:22" in told and "1 of ?" in told
    assert told.endswith("soon: the last poll noticed a gap")
    below = lines[lines.index(told) + 1 :]
    assert below[0] == "    satu halaman hilang"
    assert " ".join(" ".join(below[1:]).split()) == (
        "gap from 16 Oct 2018, 10:22 WIB to 17 Oct 2018, 08:22 WIB: what https://detik.example/f showed then may be "
        "missing, still looked for"
    )
    assert max(map(len, below)) <= 120


def test_silence_is_stated_and_the_lines_fit_a_screen(db: Database, config: Config) -> None:
    run = begin(db, "detik", NOW - 36 * DAY)
    with db.write():
        for number in range(32 * 6):
            at = NOW - 36 * DAY + timedelta(hours=4 * number)
            save(db, run, another(site="detik", published=at), now=at)
    end(db, run, "detik", NOW - 35 * DAY)
    end(db, begin(db, "detik", NOW - HOUR), "detik", NOW)
    lines = health(db, config, NOW)
    assert "    silent for 4 days, although its rhythm expects more" in lines
    assert "0 of 2." in line(lines, "detik")
    assert max(map(len, lines)) <= 120


def test_a_site_that_is_not_watched_any_more_stands_apart_with_what_is_stored_of_it(
    db: Database, config: Config
) -> None:
    run = begin(db, "surya", NOW - DAY)
    with db.write():
        save(db, run, another(site="surya"), now=NOW - DAY)
    lines = health(db, config, NOW)
    assert not any(one.startswith("surya") or ("surya" in one and "not watched" not in one) for one in lines)
    assert lines[-1] == "not watched any more (1), what is stored of them stays: surya (1 articles)"
