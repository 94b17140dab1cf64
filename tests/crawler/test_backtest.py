"""What changed rules would flag and unflag, with the reason, before anything is changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from article import Article
from crawler.again.backtest import BackTest, back_test
from crawler.again.rescore import rescore
from crawler.rules import Rules
from detect.lexicon import default_lexicon
from storage import decisions
from storage.database import Database
from tests.deciding import WHO
from tests.rescoring import arrive, real_rules, scripted
from tests.storing import NOW, begin

# Synthetic.
VISIT = Article(
    url="https://berita.example/1",
    site="berita",
    title="DPRD Tabanan Belajar Tata Kelola Wisata ke Banyuwangi",
    body="BANYUWANGI - Sebanyak 25 anggota DPRD Kabupaten Tabanan datang ke Banyuwangi, Kamis (14/3/2019). Mereka "
    "ingin belajar cara daerah itu mengelola desa wisata.\n\n"
    '"Kami ingin tahu bagaimana warga dilibatkan," ujar Ketua DPRD Tabanan, Sartono. Rombongan diterima Sekretaris '
    "Daerah Banyuwangi di ruang rapat.",
    published=NOW,
)
HARVEST = replace(
    VISIT,
    url="https://berita.example/2",
    title="Petani Banyuwangi Panen Raya Padi",
    body="BANYUWANGI - Petani di Banyuwangi memanen padi pekan ini. Hasilnya naik dibanding tahun lalu, kata ketua "
    "kelompok tani setempat. Harga gabah di tingkat petani juga masih baik menurut dinas pertanian.",
)


@pytest.fixture
def db(db: Database) -> Database:
    run = begin(db)
    for told in (VISIT, HARVEST):
        arrive(db, run, told, real_rules())
    return db


def in_force(rules: Rules) -> str:
    return f"{rules.lexicon.version}+{rules.model.version}"


def outlook(db: Database, rules: Rules) -> BackTest:
    return back_test(db, rules, in_force(real_rules()))


COMING_AND_LEARNING = ("visit", "visit_of", "visited", "go", "study", "learn_to", "learn_of", "learned", "want")


def wordless() -> Rules:
    """The real rules without any word for coming or learning."""
    phrases = {
        first: tuple(entry for entry in entries if entry[1] not in COMING_AND_LEARNING)
        for first, entries in default_lexicon().phrases.items()
    }
    return replace(real_rules(), lexicon=replace(default_lexicon(), version="wordless", phrases=phrases))


def test_the_rules_in_force_change_nothing(db: Database) -> None:
    told = outlook(db, real_rules())
    assert (told.changes, told.articles, told.flagged_before, told.flagged_after, told.outdated) == ((), 2, 1, 1, 0)


def test_a_change_is_told_with_both_scores_and_the_rules_that_made_it(db: Database) -> None:
    before = db.rows("SELECT * FROM verdict")
    told = outlook(db, wordless())
    (change,) = told.changes
    assert (change.flagged, change.site, change.title, change.url) == (False, "berita", VISIT.title, VISIT.url)
    assert change.before > 0.5 > change.after
    assert any(reason.startswith("-") and "elajar" in reason for reason in change.reasons)
    assert (told.flagged_before, told.flagged_after) == (1, 0)
    assert db.rows("SELECT * FROM verdict") == before


def test_what_it_foretells_is_what_a_rescore_does(db: Database) -> None:
    rescore(db, wordless(), NOW)
    told = outlook(db, real_rules())
    assert [(change.url, change.flagged) for change in told.changes] == [(VISIT.url, True)]
    assert told.outdated == 2
    assert rescore(db, real_rules(), NOW).newly_flagged == 1
    assert outlook(db, real_rules()).changes == ()


def test_decisions_are_counted_with_whom_they_agree(db: Database) -> None:
    with db.write():
        decisions.decide(db, "confirm", visit=1, **WHO)
        decisions.flag(db, 2, **WHO)
    told = outlook(db, wordless())
    assert (told.decided, told.agreed_before, told.agreed_after) == (2, 1, 0)


def test_what_goes_to_the_editor_says_why(db: Database) -> None:
    doubtful = replace(VISIT, url="https://berita.example/3", body=f"{VISIT.body}\n\nCatatan.")
    script = {VISIT.body: None, HARVEST.body: None}
    rules = scripted(script, doubt="title and lead differ")
    arrive(db, 1, doubtful, real_rules())
    told = outlook(db, rules)
    assert told.undecided_after == 3
    assert {change.reasons for change in told.changes} == {("title and lead differ",)}
