"""Is it a report of a visit: articles a second, and how often that is right, against a bag of words and keywords."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from bench.harness import Cost, Figure, Row, Size, Spent, cost, each, in_turn, ours, peer, ratios
from bench.labelled import labelled
from bench.pages import pages

# Nothing of ours is fitted to it, and the bag of words learns from none of it either.
UNSEEN = "sembilan"
DAY = 600


def measure(size: Size) -> Row:
    sets = list(labelled())
    unseen = [line for name, line in sets if name == UNSEEN]
    with tempfile.TemporaryDirectory() as name:
        learn = _write(Path(name) / "learn.jsonl", (line for of, line in sets if of != UNSEEN))
        hard = _write(Path(name) / "hard.jsonl", unseen)
        day = _write(Path(name) / "day.jsonl", ({"title": one.title, "text": one.body} for one in pages(DAY)))
        ways = [partial(peer, "detect", way, learn, day, hard) for way in ("words", "keywords")]
        mine, words, keys = in_turn([partial(ours, "detect", day, hard), *ways], size.pairs)
    true = [line["label"] == "visit" for line in unseen]
    figures = [
        Figure("detection.speed", "articles a second of CPU, as a crawl brings them", "one core",
               [1 / each(run, "cpu") for run in mine], "a second", wanted=500),
        Figure("detection.hard", "articles a second of CPU, all of them about visits", "one core",
               [1 / run["hard"] for run in mine], "a second"),
        Figure("detection.words", "CPU an article", "bag of words", ratios(mine, words), better="less"),
        Figure("detection.keywords", "CPU an article", "keywords", ratios(mine, keys), better="less"),
        Figure("detection.f1", f"F1 of the flags on {len(true)} articles that nothing is fitted to",
               "a perfect one", [f1(true, run["flagged"])[2] for run in mine], "F1"),
        Figure("detection.import", "CPU of the import", "0.3 s wanted", [run["import"] for run in mine], "s",
               wanted=0.3, better="less"),
    ]  # fmt: skip
    costs = [
        _judged("ours", mine, true),
        _judged("bag of words (scikit-learn)", words, true),
        _judged("keywords", keys, true),
    ]
    told = (
        f"the {len(true)} articles are of the reference set's kind, by a writer who had not seen the rules, and nobody "
        "has read them; the bag of words has learnt from every other labelled article",
    )
    return Row("detection", "python -m bench detection", "article", figures, costs, told)


def f1(true: Sequence[bool], flagged: Sequence[bool]) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    hits = sum(a and b for a, b in zip(true, flagged, strict=True))
    precision, recall = hits / max(1, sum(flagged)), hits / max(1, sum(true))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _judged(who: str, runs: Sequence[Spent], true: Sequence[bool]) -> Cost:
    precision, recall, both = f1(true, runs[0]["flagged"])
    return cost(who, runs, f"F1 {both:.2f} (precision {precision:.2f}, recall {recall:.2f})")


def _write(file: Path, lines: Iterable[Mapping[str, Any]]) -> Path:
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return file
