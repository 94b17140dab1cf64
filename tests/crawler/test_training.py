"""Training: refused below 200 decided articles, used only where it is not worse, and named in verdicts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from config import ROOT
from crawler.again import training
from crawler.again.training import TooFewDecisions, train
from crawler.rules import alone, present
from detect.measures import MEASURES
from storage import decisions
from storage.database import Database
from storage.desk import rerankers
from tests.crawler.test_backtest import HARVEST, VISIT
from tests.deciding import WHO
from tests.rescoring import arrive, real_rules
from tests.storing import NOW, begin

WATCH = ROOT / "watch" / "banyuwangi.toml"
FIGURES = {"rules": {"f1": 0.9}, "reranked": {"f1": 0.9}}


NAMES = ("Tabanan", "Sleman", "Bantul", "Tuban", "Lamongan", "Kudus", "Demak", "Jepara", "Blora", "Brebes")


def decide(db: Database, visits: int, others: int) -> None:
    """So many articles confirmed, each of a visit of its own, and so many dismissed."""
    run = begin(db)
    for number in range(visits + others):
        told = VISIT if number < visits else HARVEST
        body = told.body.replace("Tabanan", NAMES[number % 10]).replace("14/3", f"14/{number // 10 % 12 + 1}")
        url, title = f"https://berita.example/n{number}", told.title.replace("Tabanan", NAMES[number % 10])
        article = arrive(db, run, replace(told, url=url, title=title, body=f"{body} {number}."), real_rules())
        with db.write():
            if number < visits:
                decisions.decide(db, "confirm", article=article, **WHO)
            else:
                decisions.decide(db, "dismiss", article=article, reason="not a visit", **WHO)


def test_too_few_decisions_are_refused_with_how_many_are_missing(db: Database) -> None:
    decide(db, 3, 2)
    with pytest.raises(TooFewDecisions, match=r"5 articles are decided.*195 are missing"):
        train(db, alone([WATCH]), NOW)
    assert rerankers.in_use(db) is None


def test_decisions_of_one_kind_only_are_refused(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "LEAST", 12)
    decide(db, 12, 3)
    with pytest.raises(TooFewDecisions, match=r"only 3 of the 15 decided articles are dismissed as no visit: 7 more"):
        train(db, alone([WATCH]), NOW)


def test_a_trained_reranker_takes_part_in_later_verdicts_until_it_is_off(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "LEAST", 30)
    decide(db, 15, 15)
    made = train(db, alone([WATCH]), NOW)
    assert (made.decisions, made.in_use, made.version, set(made.figures)) == (30, True, "r1", {"rules", "reranked"})
    verdict = present(db, [WATCH]).judge(VISIT)
    assert verdict.flagged
    assert verdict.lexicon == f"{real_rules().judge(VISIT).lexicon}+r1"
    with db.write():
        assert rerankers.off(db)
        assert not rerankers.off(db)
    assert present(db, [WATCH]).judge(VISIT) == real_rules().judge(VISIT)


def test_one_that_does_worse_is_kept_and_not_used(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "LEAST", 30)
    monkeypatch.setattr("detect.reranker.Figures.is_worse_than", lambda *_: True)
    decide(db, 15, 15)
    assert not train(db, alone([WATCH]), NOW).in_use
    assert rerankers.in_use(db) is None
    assert db.rows("SELECT count(*) AS n FROM reranker") == [{"n": 1}]


def test_one_fitted_on_other_weights_of_the_rules_is_left_out(db: Database) -> None:
    weights = dict.fromkeys(("rules", *MEASURES), 0.0)
    with db.write():
        for number in (1, 2):
            made = rerankers.store(
                db, model="older", decisions=200, bias=1.0, weights=weights, figures=FIGURES, use=True, now=NOW
            )
            assert made.number == number
    used = rerankers.in_use(db)
    assert used is not None
    assert (used.number, used.made, used.weights, used.figures) == (2, NOW, weights, FIGURES)
    assert present(db, [WATCH]) == alone([WATCH])


def test_a_missed_article_whose_place_is_not_named_counts_but_teaches_nothing(db: Database) -> None:
    run = begin(db)
    told = replace(VISIT, title="Kabar Desa", body="Warga memperbaiki jalan desa bersama-sama pada akhir pekan.")
    article = arrive(db, run, told, real_rules())
    with db.write():
        decisions.flag(db, article, **WHO)
    (example,) = training.decided(db, alone([WATCH]))
    assert (example.measures, example.eligible, example.is_visit) == ((), False, True)
