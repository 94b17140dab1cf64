"""The digest's wording: everything once, nothing new said too, and no page's text becomes markup."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from config import Config
from digest.compose import compose, preview, render
from storage.database import Database
from storage.digest import digests
from storage.health import gaps
from storage.health.gaps import Covered
from tests.storing import DAY, HOUR, NOW, begin, end, save, synthetic_article, synthetic_visit
from timetable import Entry, Timetable


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(database=tmp_path / "j.db", sites=("berita", "detik"))


@pytest.mark.fault("B10")
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
    assert "not read: berita, detik" in preview(db, config, later).text
    assert (
        "1 of 2 sites read, oldest 2 days ago; not read: detik"
        in preview(db, replace(config, timetable=rests), later).text
    )
    assert "not read: berita, detik" in preview(db, replace(config, timetable=rests), later + DAY).text


def test_a_visit_stands_in_exactly_one_digest(db: Database, config: Config) -> None:
    run = begin(db)
    with db.write():
        save(db, run, synthetic_article())
    end(db, run)
    first = preview(db, config, NOW)
    assert compose(db, config, NOW).rendered == first
    assert "Kabupaten Contoh" in first.text
    assert "Sebanyak 42 pegawai" in first.html
    second = compose(db, config, NOW + DAY).rendered
    assert "Nothing new." in second.text
    assert "Jujugan · Digest 2" in second.text


def test_articles_to_check_stand_apart_and_belong_to_no_digest(db: Database) -> None:
    run = begin(db)
    other = synthetic_article(url="https://berita.example/b/2", title="Rapat Koordinasi <i>Rutin</i>", body="Rapat.")
    with db.write():
        save(db, run, synthetic_article(), found=())
        save(db, run, other, found=(), flagged=False, score=0.1)
    [flag] = digests.preview(db, NOW).flags
    with db.write():
        made = digests.compose(db, NOW, render).rendered
    assert "== Please check: would you have wanted these? ==" in made.text
    assert "- Rapat Koordinasi <i>Rutin</i> (berita, 17 Oct 2018, 10:22 WIB)\n  https://berita.example/b/2" in made.text
    assert '<a href="https://berita.example/b/2"' in made.html
    assert "Rapat Koordinasi &lt;i&gt;Rutin&lt;/i&gt;" in made.html
    assert "http://127.0.0.1:8600/check" in made.text
    assert 'href="http://127.0.0.1:8600/check"' in made.html
    assert db.rows("SELECT article FROM digest_item") == [{"article": flag.article_id}]


@pytest.mark.fault("H9")
def test_nothing_that_a_page_wrote_speaks_to_the_terminal_or_fakes_a_line(db: Database, config: Config) -> None:
    run = begin(db)
    title = "Tamu\n\n== Gaps: none ==\x1b[2J\x1b]0;x\x07\u202e\x9b31m"
    with db.write():
        save(db, run, synthetic_article(title=title), found=())
    made = preview(db, config, NOW)
    assert "\n- Tamu == Gaps: none == [2J ]0;x 31m (berita" in made.text
    for text in (made.text, made.html, made.summary, made.subject):
        assert {char for char in text if not char.isprintable()} <= {"\n"}


def test_the_subject_names_who_came_and_has_an_end(db: Database, config: Config) -> None:
    run = begin(db)
    with db.write():
        for number in range(5):
            name = f"Dinas Contoh Nomor {number} Kabupaten Misal dengan Nama yang Panjang Sekali dan Lebih"
            visit = synthetic_visit(synthetic_article().text, visitors=name)
            save(db, run, synthetic_article(url=f"https://berita.example/{number}"), found=[visit])
    made = preview(db, config, NOW)
    assert made.subject.startswith("Jujugan 1: 5 new visits (Dinas Contoh Nomor 0 Kabupaten Misal")
    assert len(made.subject) <= 150
    assert "3. Dinas Contoh Nomor 2" in made.summary


def test_the_json_says_the_same_as_the_mail(db: Database, config: Config) -> None:
    run = begin(db)
    with db.write():
        save(db, run, synthetic_article())
        save(db, run, synthetic_article(url="https://berita.example/f", body="Catatan lain."), found=())
    end(db, run)
    told = json.loads(preview(db, config, NOW).json)
    assert (told["digest"], told["composed"]) == (1, "2018-10-17T10:22:00+07:00")
    [visit] = told["visits"]
    assert (visit["visitors"], visit["headcount"], visit["date_start"]) == (["Kabupaten Contoh"], 42, "2018-10-17")
    assert visit["page"] == f"http://127.0.0.1:8600/visit/{visit['visit']}"
    assert [one["url"] for one in told["articles"]] == ["https://berita.example/f"]
    assert (told["sites"]["read"], told["sites"]["unread"]) == (1, ["detik"])


@pytest.mark.fault("G1")
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
    first = compose(db, config, NOW + HOUR).rendered
    assert f"{words}: what {feed} showed then may be missing, still looked for" in " ".join(first.text.split())
    assert words in first.html
    with db.write():
        gaps.end(db, gap, "closed", "a later run read back", NOW + 2 * HOUR)
        gaps.end(db, other, "declared", "given up", NOW + 2 * HOUR)
    second = compose(db, config, NOW + 3 * HOUR).rendered
    assert "the gap from 17 Oct 2018, 07:22 WIB to 17 Oct 2018, 10:22 WIB is closed: a later run read back" in " ".join(
        second.text.split()
    )
    assert "may be missing, not found again" in " ".join(second.text.split())
    third = preview(db, config, NOW + 4 * HOUR)
    gone = preview(db, replace(config, sites=("detik",)), NOW + 4 * HOUR)
    assert "gap from" not in gone.text, "the site is not watched any more"
    assert "is closed" not in third.text
    assert "not found again" in " ".join(third.text.split())
