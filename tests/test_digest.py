"""The digest's wording: everything once, nothing new said too, and no page's text becomes markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from config import Config
from digest.compose import compose, preview
from storage import gaps
from storage.database import Database, open_database
from storage.gaps import Covered
from tests.storing import DAY, HOUR, NOW, begin, end, save, synthetic_article
from timetable import Entry, Timetable


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "j.db", create=True) as opened:
        yield opened


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(database=tmp_path / "j.db", sites=("berita", "detik"))


def test_nothing_new_is_said_with_the_number_of_sites_read(db: Database, config: Config) -> None:
    end(db, begin(db))
    made = preview(db, config, NOW)
    assert "Nothing new." in made.text
    assert "1 of 2 sites read" in made.text
    assert "1 of 2 sites read" in made.html


def test_a_site_that_rests_at_the_weekend_is_not_told_as_behind(db: Database, config: Config) -> None:
    end(db, begin(db, now=NOW), now=NOW)
    rests = Timetable(sites={"berita": Entry(at=(time(7),), days=("fri",))})
    later = NOW + 2 * DAY
    assert NOW.isoweekday() == 3
    assert "berita: not read" in preview(db, config, later).text
    assert "berita: not read" not in preview(db, replace(config, timetable=rests), later).text
    assert "berita: not read" in preview(db, replace(config, timetable=rests), later + DAY).text


def test_a_visit_stands_in_exactly_one_digest(db: Database, config: Config) -> None:
    run = begin(db)
    with db.write():
        save(db, run, synthetic_article())
    end(db, run)
    first = preview(db, config, NOW)
    assert compose(db, config, NOW) == first
    assert "Kabupaten Contoh" in first.text
    assert "Sebanyak 42 pegawai" in first.html
    second = compose(db, config, NOW + DAY)
    assert "Nothing new." in second.text
    assert "Jujugan digest 2" in second.text


def test_markup_in_a_title_is_shown_not_obeyed(db: Database, config: Config) -> None:
    run = begin(db)
    with db.write():
        save(db, run, synthetic_article(title="<b onclick=x>Kunjungan</b>", url="javascript:alert(1)"), found=())
    end(db, run)
    made = preview(db, config, NOW)
    assert "&lt;b onclick=x&gt;" in made.html
    assert 'href="javascript' not in made.html


def test_an_open_gap_is_told_with_site_and_times_and_once_more_when_it_is_closed(db: Database, config: Config) -> None:
    run = begin(db)
    end(db, run)
    feed = "https://berita.example/feed"
    with db.write():
        known = Covered(feed, run, NOW, None, None, 1.0)
        gap = gaps.note(db, "berita", known, run, NOW - 3 * HOUR, NOW, "nothing was known", NOW)
        other = gaps.note(db, "berita", known, run, NOW - DAY, NOW - 3 * HOUR, "nothing was known", NOW)
    words = "berita: gap from 17 Oct 2018, 07:22 WIB to 17 Oct 2018, 10:22 WIB"
    first = compose(db, config, NOW + HOUR)
    assert f"{words}: what {feed} showed then may be missing, still looked for" in first.text
    assert words in first.html
    with db.write():
        gaps.end(db, gap, "closed", "a later run read back", NOW + 2 * HOUR)
        gaps.end(db, other, "declared", "given up", NOW + 2 * HOUR)
    second = compose(db, config, NOW + 3 * HOUR)
    assert (
        "the gap from 17 Oct 2018, 07:22 WIB to 17 Oct 2018, 10:22 WIB is closed: a later run read back" in second.text
    )
    assert "may be missing, not found again" in second.text
    third = preview(db, config, NOW + 4 * HOUR)
    assert "is closed" not in third.text
    assert "not found again" in third.text
