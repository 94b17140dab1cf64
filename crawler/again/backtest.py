"""What changed rules would flag and unflag among the stored articles. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime

from article import Article, Verdict
from crawler.rules import Rules
from storage import rescoring, verdicts
from storage.database import Database
from storage.desk import reviews
from storage.verdicts import VerdictRow

# A reason weighs differently when its log-odds move by more than this.
_MOVED = 0.05
_REASONS = 3
_TELL = 100


@dataclass(frozen=True, slots=True)
class Change:
    """An article that would be flagged, or no longer be. `reasons` are the rules that changed, heaviest first."""

    article_id: int
    site: str
    published: datetime | None
    title: str
    url: str
    flagged: bool
    before: float
    after: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BackTest:
    """Numbers are of articles. `undecided` ones go to the editor; `agreed`: of the `decided` ones, those whose flag is
    as the editor decided; `outdated` are stored verdicts by other rules than those in force."""

    changes: tuple[Change, ...]
    articles: int
    flagged_before: int
    flagged_after: int
    undecided_before: int
    undecided_after: int
    decided: int
    agreed_before: int
    agreed_after: int
    outdated: int


def back_test(db: Database, rules: Rules, in_force: str, progress: Callable[[int], None] = lambda _: None) -> BackTest:
    """Judge the current text of every article by `rules` and hold that against its stored verdict.

    `in_force` is the version of the present rules as verdicts name it; `progress` is told the articles done.
    """
    labels = {label.article_id: label.is_visit for label in reviews.labels(db)}
    changes: list[Change] = []
    counts: Counter[str] = Counter()
    for article_id, article, before in _stored(db):
        after = rules.judge(article)
        if before.flagged != after.flagged:
            changes.append(_change(article_id, article, before, after))
        said = labels.get(article_id)
        counts.update(
            articles=1,
            flagged_before=before.flagged,
            flagged_after=after.flagged,
            undecided_before=before.undecided is not None,
            undecided_after=after.undecided is not None,
            decided=said is not None,
            agreed_before=said is before.flagged,
            agreed_after=said is after.flagged,
            outdated=before.lexicon != in_force,
        )
        if counts["articles"] % _TELL == 0:
            progress(counts["articles"])
    changes.sort(key=lambda change: (not change.flagged, -abs(change.after - change.before), change.article_id))
    numbers = {field.name: int(counts[field.name]) for field in fields(BackTest) if field.name != "changes"}
    return BackTest(changes=tuple(changes), **numbers)


def _stored(db: Database) -> Iterator[tuple[int, Article, VerdictRow]]:
    for text in rescoring.current_texts(db):
        before = verdicts.current(db, text.article_id)
        if before is not None:
            yield text.article_id, text.article, before


def _change(article_id: int, article: Article, before: VerdictRow, after: Verdict) -> Change:
    return Change(
        article_id=article_id,
        site=article.site,
        published=article.published,
        title=article.title,
        url=article.url,
        flagged=after.flagged,
        before=before.score,
        after=after.score,
        reasons=_reasons(article, before, after),
    )


def _reasons(article: Article, before: VerdictRow, after: Verdict) -> tuple[str, ...]:
    """The rules that apply anew (+), no longer (-), or weigh differently, with their words."""
    if after.undecided:
        return (after.undecided,)
    old = {(row.rule, row.words): row.weight for row in before.evidence}
    new = {(row.rule, article.text[row.words.start : row.words.end]): row.weight for row in after.evidence}
    moved = {key: new.get(key, 0.0) - old.get(key, 0.0) for key in {**old, **new}}
    heaviest = sorted((key for key in moved if abs(moved[key]) > _MOVED), key=lambda key: (-abs(moved[key]), key))
    told = []
    for rule, words in heaviest[:_REASONS]:
        key = (rule, words)
        sign = "+" if key not in old else "-" if key not in new else "~"
        told.append(f'{sign}{rule} "{" ".join(words.split())}" ({moved[key]:+.1f})')
    return tuple(told) or ("no rule by itself: many small weights",)
