"""Visits made by hand: their facts are read from the text, as a rule's visit's are. All texts are synthetic."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner

from article import Article
from cli import jujugan
from config import ROOT
from crawler.again.by_hand import Found, read_facts
from crawler.rules import Rules, alone
from storage import decisions, visits
from storage.database import Database
from storage.desk import by_hand, queue, reviews
from tests.deciding import WHO
from tests.storing import NOW, another, begin, save

TOLD = (
    "Sebanyak 31 pegawai Dinas Sosial Kabupaten Sleman, Daerah Istimewa Yogyakarta, berada di Banyuwangi, Rabu "
    "(17/10/2018). Mereka diterima Sekretaris Daerah di Lounge Pelayanan Publik."
)


@pytest.fixture(scope="module")
def rules() -> Rules:
    return alone([ROOT / "watch" / "banyuwangi.toml"])


def stored(db: Database, body: str = TOLD, title: str = "Pagi di Lounge Pelayanan Publik") -> int:
    """An article in which the rules see no visit."""
    article: Article = another(title=title, body=body)
    run = begin(db)
    with db.write():
        return save(db, run, article, found=[], flagged=False).article_id


def flagged(db: Database, *text: str) -> int:
    """The visit that an editor made of one."""
    article = stored(db, *text)
    with db.write():
        decisions.flag(db, article, **WHO)
    return visits.of_article(db, article)[0]


def test_the_facts_are_read_with_their_sentences_and_the_day_places_it(db: Database, rules: Rules) -> None:
    visit = flagged(db)
    assert read_facts(db, rules, NOW) == Found(1, 1)
    [card] = visits.cards(db, [visit])
    assert (card.origin, card.headcount, card.date_start) == (
        ("Kabupaten Sleman", "Daerah Istimewa Yogyakarta"),
        31,
        date(2018, 10, 17),
    )
    assert "Dinas Sosial" in card.visitors[0] and card.is_by_hand and not card.is_unread
    quotes = {row["sentence"] for row in db.rows("SELECT sentence FROM fact WHERE kind = 'headcount'")}
    assert quotes == {TOLD.partition(". ")[0]}
    assert db.rows("SELECT day FROM report") == [{"day": "2018-10-17"}]


def test_what_is_read_once_is_not_read_again(db: Database, rules: Rules) -> None:
    flagged(db)
    read_facts(db, rules, NOW)
    before = db.rows("SELECT * FROM fact")
    assert read_facts(db, rules, NOW) == Found(0, 0)
    assert db.rows("SELECT * FROM fact") == before


def test_a_confirmed_article_is_read_too_but_not_one_whose_flag_was_taken_back(db: Database, rules: Rules) -> None:
    article = stored(db)
    with db.write():
        decisions.decide(db, "confirm", article=article, **WHO)
    flagged(db, f"{TOLD} Lagi.")
    with db.write():
        decisions.undo(db, reviews.latest(db, 1)[0].decision_id, **WHO)
    assert read_facts(db, rules, NOW) == Found(1, 1)
    assert [
        row["article"] for row in db.rows("SELECT DISTINCT article FROM report JOIN fact ON fact.report = report.id")
    ] == [article]


def test_a_text_that_states_nothing_leaves_the_visit_as_it_is(db: Database, rules: Rules) -> None:
    visit = flagged(db, "Pagi hujan turun.", "Hujan")
    assert read_facts(db, rules, NOW) == Found(1, 0)
    assert next(visits.cards(db, [visit])).is_unread


def test_what_an_editor_wrote_meanwhile_stands(db: Database, rules: Rules) -> None:
    visit = flagged(db)
    with db.write():
        decisions.edit(db, visit, "headcount", ["30"], **WHO)
    read_facts(db, rules, NOW)
    [card] = visits.cards(db, [visit])
    assert (card.headcount, card.edited) == (30, ("headcount",))


def test_a_report_taken_down_meanwhile_is_left_alone(db: Database, rules: Rules) -> None:
    flagged(db)
    [one] = by_hand.unread(db)
    with db.write():
        db.execute("DELETE FROM report")
        by_hand.state(db, one, rules.facts(one.article, one.place), NOW)
    assert db.rows("SELECT * FROM fact") == []


TWO = (
    "Sebanyak 31 pegawai Dinas Sosial Kabupaten Sleman berada di Banyuwangi, Rabu (17/10/2018). Mereka diterima "
    "Sekretaris Daerah di Lounge Pelayanan Publik. Sehari kemudian, Kamis (18/10/2018), giliran 22 anggota DPRD "
    "Kabupaten Jember datang ke Banyuwangi untuk belajar pengelolaan sampah."
)


@pytest.fixture
def two(db: Database, rules: Rules) -> list[int]:
    """The visits of an article on two delegations that was flagged by hand."""
    article = stored(db, TWO)
    with db.write():
        decisions.flag(db, article, **WHO)
    read_facts(db, rules, NOW)
    return visits.of_article(db, article)


def held(db: Database) -> list[int]:
    return [row["visit"] for row in db.rows("SELECT visit FROM standing WHERE holds ORDER BY visit")]


@pytest.mark.both_stores
def test_every_delegation_that_the_text_tells_of_gets_a_visit_of_its_own(
    db: Database, rules: Rules, two: list[int]
) -> None:
    first, second = visits.cards(db, two)
    assert (first.headcount, second.headcount) == (31, 22)
    assert (first.date_start, second.date_start) == (date(2018, 10, 17), date(2018, 10, 18))
    assert "Jember" in second.visitors[0] and second.is_by_hand
    assert [queue.waits(db, "visit", visit) for visit in two] == [True, True]
    assert [one.kind for one in reviews.visit_history(db, two[1])] == ["flag"]
    assert reviews.counts(db).missed == 1
    assert read_facts(db, rules, NOW) == Found(0, 0)


def test_each_of_them_is_decided_by_itself(db: Database, two: list[int]) -> None:
    with db.write():
        decisions.decide(db, "dismiss", visit=two[0], reason="old", **WHO)
        decisions.decide(db, "confirm", visit=two[1], **WHO)
    assert held(db) == two[1:]
    with db.write():
        decisions.undo(db, reviews.latest(db, 2)[1].decision_id, **WHO)
        decisions.decide(db, "dismiss", visit=two[1], reason="not a visit", **WHO)
    assert held(db) == two[:1]


def test_taking_the_flag_back_takes_all_of_them_back(db: Database, two: list[int]) -> None:
    with db.write():
        decisions.undo(db, reviews.latest(db, 1)[0].decision_id, **WHO)
    assert held(db) == [] and len(two) == 2


def test_what_was_dismissed_before_it_was_read_makes_no_more_visits(db: Database, rules: Rules) -> None:
    visit = flagged(db, TWO)
    with db.write():
        decisions.decide(db, "dismiss", visit=visit, reason="old", **WHO)
    read_facts(db, rules, NOW)
    assert db.rows("SELECT count(*) AS n FROM report") == [{"n": 1}]


@pytest.mark.sqlite_file
def test_the_command_reads_them(db: Database) -> None:
    flagged(db)
    done = CliRunner().invoke(jujugan, ["facts", "--db", str(db.path)])
    assert (done.exit_code, done.stdout) == (0, "read=1 stating=1\n"), done.output
