"""The digest's wording: everything once, nothing new said too, and no page's text becomes markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from config import Config
from digest.compose import compose, preview
from digest.wording import day, times, web, when
from storage import visits
from storage.database import Database, open_database
from tests.storing import DAY, NOW, begin, end, save, synthetic_article
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


def test_dates_and_numbers_read_as_people_write_them(db: Database) -> None:
    run = begin(db)
    with db.write():
        save(db, run, synthetic_article())
    (card,) = visits.newest(db, 1)
    assert when(card) == "17 Oct 2018"
    assert when(replace(card, date_end=date(2018, 10, 19))) == "17 to 19 Oct 2018"
    assert when(replace(card, date_end=date(2018, 11, 2))) == "17 Oct 2018 to 2 Nov 2018"
    assert when(replace(card, date_start=None)) == "date unknown"
    assert [times(n, "copy") for n in (0, 1, 2)] == ["0 copies", "1 copy", "2 copies"]
    assert day(date(2018, 1, 2)) == "2 Jan 2018"
    assert [web(url) for url in ("https://a.example", "javascript:x", "//a.example", "data:x")] == [
        "https://a.example",
        "",
        "",
        "",
    ]
