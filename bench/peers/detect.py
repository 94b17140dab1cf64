"""The two ways that come to mind first: a bag of words with a linear classifier, and keywords.

python -m bench.peers.detect words|keywords LEARN.jsonl DAY.jsonl LABELLED.jsonl
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.spent import spent, tell

# What an editor would type into an alert.
KEYWORDS = re.compile(
    r"\b(?:kunjungan kerja|kunker|studi banding|studi tiru|studi komparasi|studi lapangan|kaji banding|kaji tiru|"
    r"benchmarking|berkunjung|mengunjungi|kunjungi|belajar ke|timba ilmu|menimba ilmu)\b",
    re.IGNORECASE,
)
PLACE = re.compile(r"\bbanyuwangi\b", re.IGNORECASE)
Flags = Callable[[Sequence[str]], list[bool]]


def words(learn: Sequence[dict[str, Any]]) -> Flags:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        LogisticRegression(C=10, max_iter=1000, class_weight="balanced"),
    )
    model.fit([_text(line) for line in learn], [line["label"] == "visit" for line in learn])
    return lambda texts: [bool(one) for one in model.predict(texts)]


def keywords(_: Sequence[dict[str, Any]]) -> Flags:
    return lambda texts: [bool(KEYWORDS.search(text) and PLACE.search(text)) for text in texts]


def _text(line: dict[str, Any]) -> str:
    return f"{line['title']}\n{line['text']}"


def _read(file: Path) -> list[dict[str, Any]]:
    return list(map(json.loads, file.read_text(encoding="utf-8").splitlines()))


def main(way: str, learn: Path, day: Path, labelled: Path) -> None:
    flags = {"words": words, "keywords": keywords}[way](_read(learn))
    ordinary, hard = ([_text(line) for line in _read(file)] for file in (day, labelled))
    flags(hard[:1])  # what it loads once
    with spent(count=len(ordinary)) as told:
        flags(ordinary)
    tell(told | {"flagged": flags(hard)})


if __name__ == "__main__":
    main(sys.argv[1], *map(Path, sys.argv[2:]))
