"""Where pairs of reports of one visit are lost: by a report that is not flagged, by facts, or by the choice itself.

    python bench/lost_pairs.py [--watch FILE] [FILE ...]

Judges the articles of the labelled sets that say which reports are of one visit (or of each FILE in that form), groups
them as the `detect` command does, and counts the pairs as gold/score.py does. A pair whose reports are both flagged is
lost by facts where the grouping by the labelled ones has it, and else by the choice; the same of wrong pairs. Prints
the F1 that is, and what it would be were all reports flagged, or all facts as labelled.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.labelled import GOLD, OWN, stated  # noqa: E402
from detect.lines import judge_lines  # noqa: E402
from detect.same_visit import Report, group  # noqa: E402
from detect.watched import Watched  # noqa: E402

Row = Mapping[str, Any]


def rows_of(lines: Sequence[str]) -> list[Row]:
    """The labelled visits of a file, of which some are told by several reports."""
    visits = [row for row in map(json.loads, lines) if row.get("label") == "visit" and row.get("same_visit")]
    return visits if len({row["same_visit"] for row in visits}) < len(visits) else []


def judged(lines: Sequence[str], watched: Watched) -> dict[str, set[str]]:
    """The visits that each flagged article reports."""
    verdicts = map(json.loads, judge_lines(lines, watched))
    return {row["id"]: {visit["visit_id"] for visit in row["visits"]} for row in verdicts if row["flagged"]}


def as_labelled(row: Row) -> Report:
    published = date.fromisoformat(row["published"][:10]) if row["published"] else None
    return Report(stated(row["visit"]), published, row["id"])


def counted(rows: Sequence[Row], said: Mapping[str, set[str]]) -> Counter[str]:
    told = {
        row["id"]: {visit_id} for row, visit_id in zip(rows, group([as_labelled(row) for row in rows]), strict=True)
    }
    found: Counter[str] = Counter()
    for one, other in itertools.combinations(rows, 2):
        ours, theirs = one["id"], other["id"]
        same, known = one["same_visit"] == other["same_visit"], bool(told[ours] & told[theirs])
        put = bool(said.get(ours, set()) & said.get(theirs, set()))
        if same:
            found["pairs"] += 1
            flagged = ours in said and theirs in said
            found["found" if put else "not flagged" if not flagged else "by facts" if known else "by choice"] += 1
        elif put:
            found["wrong by choice" if known else "wrong by facts"] += 1
        found["labelled, found"] += same and known
        found["labelled, wrong"] += known and not same
    return found


def f1(right: int, wrong: int, pairs: int) -> float:
    return 2 * right / ((right + wrong + pairs) or 1)


def line(name: str, found: Counter[str]) -> str:
    pairs, right = found["pairs"], found["found"]
    wrong = found["wrong by facts"] + found["wrong by choice"]
    lost = "  ".join(f"{kind} {found[kind]:2}" for kind in ("not flagged", "by facts", "by choice"))
    as_is, flagged = f1(right, wrong, pairs), f1(right + found["not flagged"], wrong, pairs)
    labelled = f1(found["labelled, found"], found["labelled, wrong"], pairs)
    mistaken = f"wrong: by facts {found['wrong by facts']}  by choice {found['wrong by choice']}"
    scores = f"F1 {as_is:.3f}, all flagged {flagged:.3f}, as labelled {labelled:.3f}"
    return f"{name:10} {right:3} of {pairs:3}  {lost}  {mistaken}  {scores}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--watch", type=Path, default=ROOT / "watch" / "banyuwangi.toml")
    parser.add_argument("files", type=Path, nargs="*", default=[GOLD / "dev.jsonl", *sorted(OWN.glob("*.jsonl"))])
    options = parser.parse_args()
    watched, total = Watched.read([options.watch]), Counter[str]()
    for path in options.files:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        rows = rows_of(lines)
        if rows:
            found = counted(rows, judged(lines, watched))
            total.update(found)
            sys.stdout.write(line(path.stem, found))
    sys.stdout.write(line("all", total))


if __name__ == "__main__":
    main()
