"""Whatever happens, and in whichever order, queue and search have what a plain look at every row finds."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from article import Fact, Visit
from storage import decisions, verdicts, visits
from storage.cards import Decided
from storage.database import Database
from storage.decisions import NotDecidable
from storage.desk import queue
from storage.removal import takedown
from storage.searching.search_visits import search_visits
from storage.standing import REPORT_HOLDS
from tests.deciding import WHO
from tests.storing import NOW, Whole, another, begin, save, synthetic_verdict, synthetic_visit

pytestmark = pytest.mark.both_stores

STEPS = 30
LOCI = ("arsip", "pasar")
WAYS: tuple[Decided | None, ...] = (None, "confirmed", "dismissed", "unsure")


@pytest.mark.parametrize("seed", range(5))
def test_the_queue_has_what_a_look_at_every_row_finds(db: Database, seed: int) -> None:
    chance, run = random.Random(seed), begin(db)
    wholes: list[Whole] = []
    for _ in range(STEPS):
        wholes = _step(db, run, wholes, chance)
        for decided in WAYS:
            page = queue.page(db, decided=decided, shown=99)
            assert {(one.kind, one.number, one.score) for one in page.items} == plainly(db, decided)
            assert page.left == queue.left(db, decided) == len(page.items)
            assert all(queue.waits(db, one.kind, one.number, decided) for one in page.items)
        holding = db.rows(f"SELECT id FROM report WHERE {REPORT_HOLDS} ORDER BY id")
        assert holding == db.rows("SELECT id FROM standing WHERE holds ORDER BY id")
        for locus in LOCI:
            found = search_visits(db, f'to:="{locus}" is:visit', limit=99)
            assert {one.visit_id for one in found.cards} == {
                one.visit_id for one in visits.newest(db, 99) if locus in one.loci
            } | _dismissed(db, locus)


def _dismissed(db: Database, locus: str) -> set[int]:
    """The dismissed visits that came to study this: a search has them too."""
    rows = db.rows("SELECT DISTINCT visit FROM standing WHERE holds AND decided = 'dismissed'")
    return {one.visit_id for one in visits.cards(db, [row["visit"] for row in rows]) if locus in one.loci}


def plainly(db: Database, decided: Decided | None) -> set[tuple[str, int, float]]:
    """Kind, number and score of what is decided so, every row looked at."""
    found: dict[tuple[str, int], float] = {}
    for row in db.rows("SELECT standing.*, score FROM standing JOIN verdict ON verdict.id = verdict WHERE holds"):
        if row["decided"] == decided:
            found["visit", row["visit"]] = max(found.get(("visit", row["visit"]), 0.0), row["score"])
    current = {row["article"]: row for row in db.rows("SELECT * FROM verdict WHERE is_current = 1")}
    reports = db.rows("SELECT report.*, standing.decided FROM report JOIN standing ON standing.id = report.id")
    first = {row["article"]: row["first"] for row in db.rows("SELECT article, first FROM copy")}
    for row in db.rows("SELECT id, decided FROM article"):
        own = [report for report in reports if report["article"] == row["id"]]
        verdict = current[row["id"]]
        if (
            row["decided"] == decided
            and _needs_a_look(verdict)
            and not any(report["verdict"] == verdict["id"] for report in own if verdict["flagged"])
            and not any(report["kept"] or report["decided"] for report in own)
            and not (row["id"] in first and _needs_a_look(current[first[row["id"]]]))
        ):
            found["article", row["id"]] = verdict["score"]
    return {(*name, score) for name, score in found.items()}


def _needs_a_look(verdict: dict[str, Any]) -> bool:
    return bool(verdict["flagged"]) or verdict["undecided"] is not None


def _step(db: Database, run: int, wholes: list[Whole], chance: random.Random) -> list[Whole]:
    """The articles after something has happened, to one of them or with a new one."""
    score, now = chance.randint(1, 99) / 100, NOW + timedelta(minutes=chance.randint(0, 99))
    if len(wholes) < 3 or chance.random() < 0.3:
        joined = chance.choice([None, *(visit for one in wholes for visit in visits.of_article(db, one.article_id))])
        changes: dict[str, Any] = chance.choice(
            [
                {"found": [_visit(chance)]},
                {"found": []},
                {"found": [_visit(chance)], "visit_id": joined},
                {"flagged": False, "found": []},
            ]
        )
        copied = chance.choice([None, *(one.article_id for one in wholes)])
        with db.write():
            return [*wholes, save(db, run, another(), score=score, now=now, copy_of=copied, **changes)]
    one, other = chance.choice(wholes), chance.choice(wholes)
    act = chance.choice(("judge", "judge", "take down", *["decide"] * 6))
    if act == "judge":
        _judge_again(db, one, score, chance)
    elif act == "take down":
        _take_down(db, one)
        return [whole for whole in wholes if whole != one]
    else:
        _decide(db, one.article_id, other.article_id, chance)
    return wholes


def _visit(chance: random.Random) -> Visit:
    loci = chance.choice([(), *((Fact(locus),) for locus in LOCI)])
    return replace(synthetic_visit("A\nB."), loci=loci)


def _judge_again(db: Database, whole: Whole, score: float, chance: random.Random) -> None:
    flagged, undecided = chance.choice([(False, None), (False, "too long"), (True, None), (True, None)])
    found = [_visit(chance)] if flagged and chance.random() < 0.5 else []
    verdict = replace(synthetic_verdict("A\nB.", found, score=score, flagged=flagged), undecided=undecided)
    with db.write():
        number = verdicts.store(db, whole.article_id, whole.version_id, verdict, "A\nB.", NOW)
        for visit in found:
            visits.report(db, None, whole.article_id, number, visit, "A\nB.", NOW)


def _take_down(db: Database, whole: Whole) -> None:
    url = db.rows("SELECT url FROM article WHERE id = ?", [whole.article_id])[0]["url"]
    with db.write():
        takedown.remove(db, takedown.pages_at(db, [url]), NOW)


def _decide(db: Database, article: int, other: int, chance: random.Random) -> None:
    visit, into = (next(iter(visits.of_article(db, one)), 0) for one in (article, other))
    made = [row["id"] for row in db.rows("SELECT id FROM decision WHERE kind <> 'undo'")]
    acts = (
        lambda: decisions.decide(db, "confirm", visit=visit, **WHO),
        lambda: decisions.decide(db, "dismiss", visit=visit, reason="old", **WHO),
        lambda: decisions.decide(db, "unsure", visit=visit, **WHO),
        lambda: decisions.decide(db, "confirm", article=article, **WHO),
        lambda: decisions.decide(db, "dismiss", article=article, reason="copy", **WHO),
        lambda: decisions.flag(db, article, **WHO),
        lambda: decisions.merge(db, visit, into, **WHO),
        lambda: decisions.split(db, visit, article, **WHO),
        lambda: decisions.undo(db, chance.choice(made or [0]), **WHO),
        lambda: decisions.undo(db, chance.choice(made or [0]), **WHO),
    )
    with db.write(), suppress(NotDecidable):
        chance.choice(acts)()
