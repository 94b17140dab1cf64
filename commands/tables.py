"""What the commands that judge print, as lines."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from commands.shared import local, say
from detect.reranker import INPUTS
from storage.desk.rerankers import StoredReranker

if TYPE_CHECKING:
    from crawler.again.backtest import BackTest, Change

_COUNTS = (
    "articles", "flagged_before", "flagged_after", "flags", "unflags", "undecided_before", "undecided_after",
)  # fmt: skip


def progress(words: str) -> Callable[..., None]:
    """Say how far it is: on a terminal in one line that moves, else every tenth of the way where that is known."""
    told = -1

    def tell(done: int, total: int | None = None) -> None:
        nonlocal told
        line = f"{done} of {total} {words}" if total else f"{done} {words}"
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{line}" + ("\n" if done == total else ""))
            sys.stderr.flush()
        elif total and done * 10 // total != told:
            told = done * 10 // total
            say(line)

    return tell


def back_test(told: BackTest) -> Iterator[str]:
    """Each change in three lines (what, where, why), then the counts."""
    if told.changes:
        yield "       old   new  published         site             title"
    for change in told.changes:
        yield from _change(change)
    counts = {name: getattr(told, name, None) for name in _COUNTS} | {
        "flags": sum(change.flagged for change in told.changes),
        "unflags": sum(not change.flagged for change in told.changes),
    }
    yield " ".join(f"{name}={count}" for name, count in counts.items())
    yield f"decided={told.decided} agreed_before={told.agreed_before} agreed_after={told.agreed_after}"


def _change(change: Change) -> Iterator[str]:
    what = "flag  " if change.flagged else "unflag"
    scores = f"{change.before:.2f}  {change.after:.2f}"
    yield f"{what} {scores}  {local(change.published):16}  {change.site:15}  {change.title}"
    yield f"       {change.url}"
    yield f"       {'; '.join(change.reasons)}"


def training(made: StoredReranker, threshold: float) -> Iterator[str]:
    """The weights, the back-test, and what comes of it."""
    yield f"Re-ranker {made.version}, fitted on {made.decisions} decided articles and the rules' weights {made.model}."
    yield ""
    yield "log-odds added, by measure"
    yield f"  {'(every article)':24} {made.bias:+7.3f}"
    for name in sorted(INPUTS, key=lambda name: -abs(made.weights[name])):
        yield f"  {name:24} {made.weights[name]:+7.3f}"
    yield ""
    yield f"back-test, each visit judged by a fit that has not seen it (flagged from {threshold} on)"
    yield f"  {'':14} precision  recall     F1  Brier"
    for name, words in (("rules", "rules alone"), ("reranked", "with re-ranker")):
        row = made.figures[name]
        yield f"  {words:14} {row['precision']:9.3f} {row['recall']:7.3f} {row['f1']:6.3f} {row['brier']:6.3f}"
    yield ""
    if made.in_use:
        yield f"Later verdicts use it and say so (+{made.version}); `jujugan rescore` judges the stored articles by it."
    else:
        yield "It does worse than the rules alone: verdicts go on as before."
