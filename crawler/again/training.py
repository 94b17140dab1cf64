"""Fit the re-ranker to what editors decided, and say whether it is of use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from article import Article
from crawler.rules import Rules
from detect import reranker
from detect.judge import weigh
from detect.measures import MEASURES
from detect.reranker import Example
from detect.score import Model
from storage import articles
from storage.database import Database
from storage.desk import rerankers, reviews
from storage.desk.rerankers import StoredReranker

LEAST = 200
# Fewer of one kind teach nothing of it.
LEAST_OF_A_KIND = 10


class TooFewDecisions(ValueError):
    """Too few decided articles to learn from; the message says how many are missing."""


def train(db: Database, rules: Rules, now: datetime) -> StoredReranker:
    """Fit a re-ranker on the rules alone, back-test it, keep it, and put it in use unless it does worse.

    `rules` are those in force without a re-ranker. Raises TooFewDecisions and StorageError.
    """
    examples = decided(db, rules)
    _enough(examples)
    alone, with_it = reranker.back_test(examples, rules.model.threshold)
    fitted = reranker.fit(examples)
    with db.write():
        return rerankers.store(
            db,
            model=rules.model.version,
            decisions=len(examples),
            bias=fitted.bias,
            weights=fitted.weights,
            figures={"rules": asdict(alone), "reranked": asdict(with_it)},
            use=not with_it.is_worse_than(alone),
            now=now,
        )


def decided(db: Database, rules: Rules) -> list[Example]:
    """What editors decided of articles, with what the rules measure in their current texts."""
    found = []
    for label in reviews.labels(db):
        row = articles.by_id(db, label.article_id)
        if row is not None:
            found.append(_example(row.article, rules, label.group, label.is_visit))
    return found


def _example(article: Article, rules: Rules, group: str, is_visit: bool) -> Example:
    verdict = rules.judge(article)
    weighed = weigh(article, rules.watched.of(verdict.place), rules.lexicon, rules.model)
    if weighed is None:
        return Example(group, reranker.UNREAD, (), eligible=False, is_visit=is_visit)
    measures = {name: measure.value for name, measure in weighed.measures.items()}
    values = tuple(measures[name] for name in MEASURES)
    return Example(group, _odds(rules.model, measures), values, eligible=verdict.undecided is None, is_visit=is_visit)


def _odds(model: Model, measures: Mapping[str, float]) -> float:
    return model.bias + sum(model.weights[name] * value for name, value in measures.items())


def _enough(examples: list[Example]) -> None:
    missing = LEAST - len(examples)
    if missing > 0:
        raise TooFewDecisions(
            f"{len(examples)} articles are decided, and a re-ranker learns from {LEAST} at least: {missing} are missing"
        )
    for kind, words in ((True, "confirmed"), (False, "dismissed as no visit")):
        count = sum(example.is_visit is kind for example in examples)
        if count < LEAST_OF_A_KIND:
            raise TooFewDecisions(
                f"only {count} of the {len(examples)} decided articles are {words}: "
                f"{LEAST_OF_A_KIND - count} more are needed to learn the difference"
            )
