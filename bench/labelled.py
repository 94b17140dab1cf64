"""The articles that the benches and fits read: labelled ones, and ordinary news by the newsroom's writer."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from article import Fact, Visit
from newsroom.texts import Story

ROOT = Path(__file__).resolve().parents[1]
GOLD = Path(os.environ.get("REFERENCE_DATA", ROOT.parent / "shared")) / "gold"
OWN = ROOT / "tests" / "eval"
# Nothing is fitted to these sets, nor is a word of the lexicon there for them: they tell what to expect of others.
BLIND = ("sembilan", "tigabelas")


def labelled(without: Collection[str] = ()) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every labelled article there is, with the name of its set; the gold sets where they are at hand."""
    for path in (GOLD / "dev.jsonl", GOLD / "seeds.jsonl", *sorted(OWN.glob("*.jsonl"))):
        wanted = path.exists() and path.stem not in without
        lines = map(json.loads, path.read_text(encoding="utf-8").splitlines()) if wanted else ()
        yield from ((path.stem, line) for line in lines if "label" in line and line.get("title"))


def stated(label: Mapping[str, Any]) -> Visit:
    """A visit as labelled; what a label leaves out is not told."""

    def day(key: str) -> Fact[date] | None:
        return Fact(date.fromisoformat(label[key])) if label.get(key) else None

    def names(key: str) -> tuple[Fact[str], ...]:
        return tuple(Fact(name) for name in label.get(key, ()))

    return Visit(
        visitors=names("visitors"),
        origin=names("origin"),
        loci=names("loci"),
        hosts=names("hosts"),
        headcount=Fact(label["headcount"]) if label.get("headcount") else None,
        programme=Fact(label["programme"]) if label.get("programme") else None,
        date_start=day("date_start"),
        date_end=day("date_end"),
        leader=Fact(label["leader"]) if label.get("leader") else None,
    )


def printed(story: Story) -> str:
    """A story's body as local papers print it: under the dateline."""
    return "BANYUWANGI - " + "\n\n".join(story.paragraphs)
