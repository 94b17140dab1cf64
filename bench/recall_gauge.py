"""How often the interval of the recall gauge covers the truth, and how wide it is, over simulated months.

    python bench/recall_gauge.py [MONTHS]

A month has some 6,000 articles in 30 digests and about 60 visits, of which 80 to 100 % are flagged (each month
another share). Scores of what is not flagged are spread as those of ordinary local news are. Four kinds of months say
which articles are the missed visits: the score is calibrated; misses crowd under the threshold; they lie deep; or the
rules are blind to a third of them, wherever they score. Editors leave digests unanswered, cannot tell, and decide late.
"""

from __future__ import annotations

import random
import statistics
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from storage.digest.recall import STRATA, Cell, Flagged, Recall, choose, estimate  # noqa: E402

DIGESTS, ARTICLES, VISITS = 30, 200, 60
WANTED = 0.93
SKIPPED, CANNOT_TELL, DECIDED, PRECISION = 0.1, 0.05, 0.9, 0.93
# Of articles that are not flagged, as bench/fit_detect.py's model scores ordinary local news; most never name the
# place. (share, least score, largest score)
SPREAD = ((0.7, 0.0, 0.0), (0.14, 0.0, 0.005), (0.11, 0.005, 0.05), (0.05, 0.05, 0.3))
# How likely an article is a missed visit, by its score.
WORLDS: Mapping[str, Callable[[float], float]] = {
    "calibrated": lambda score: score,
    "near the threshold": lambda score: score**2,
    "deep": lambda score: max(score, 0.0005) ** 0.5,
    "a third blind": lambda score: score + 0.006,
}


def scored(chance: random.Random) -> float:
    _, least, most = chance.choices(SPREAD, [share for share, _, _ in SPREAD])[0]
    return round(chance.uniform(least, most), 4)


def month(world: str, chance: random.Random) -> tuple[float, Recall | None]:
    """The true share of visits found in a month, and what the gauge says of it."""
    recall = chance.uniform(0.8, 1.0)
    found = sum(chance.random() < recall for _ in range(VISITS))
    days = [{number: scored(chance) for number in range(ARTICLES)} for _ in range(DIGESTS)]
    everything = [(day, number) for day, scores in enumerate(days) for number in scores]
    weights = [WORLDS[world](days[day][number]) for day, number in everything]
    missed: set[tuple[int, int]] = set()
    while len(missed) < VISITS - found:
        missed.add(chance.choices(everything, weights)[0])
    cells = [cell for day, scores in enumerate(days) for cell in drawn(day, scores, missed, chance)]
    decided = [chance.random() < DECIDED for _ in range(found)]
    wrong = round(found * (1 - PRECISION) / PRECISION)
    flagged = Flagged(sum(decided), round(wrong * DECIDED), found - sum(decided) + wrong - round(wrong * DECIDED))
    return found / VISITS, estimate(cells, flagged)


def drawn(day: int, scores: Mapping[int, float], missed: set[tuple[int, int]], chance: random.Random) -> list[Cell]:
    """One digest's drawing, answered or not."""
    offered = choose(scores, chance)
    skipped = chance.random() < SKIPPED
    told = [number for number in offered if not skipped and chance.random() >= CANNOT_TELL]
    floors = [least for least, _ in STRATA.values()]
    cells = []
    for (name, (least, _)), under in zip(STRATA.items(), [1.0, *floors], strict=False):
        inside = [score for score in scores.values() if least <= score < under]
        answers = [(day, number) in missed for number in told if offered[number] == name]
        if inside:
            cells.append(Cell(name, len(inside), sum(inside), len(answers), sum(answers)))
    return cells


def main(months: int) -> None:
    write = sys.stdout.write
    covered: list[bool] = []
    widths: list[float] = []
    for world in WORLDS:
        chance = random.Random(world)
        seen = [
            (truth, found) for truth, found in (month(world, chance) for _ in range(months // len(WORLDS))) if found
        ]
        inside = [found.low <= truth <= found.high for truth, found in seen]
        covered += inside
        wide = [found.high - found.low for _, found in seen]
        widths += wide
        off = statistics.mean(found.middle - truth for truth, found in seen)
        bare = statistics.median(found.low_unassumed for _, found in seen)
        write(
            f"{world:20} {len(seen):5} months  covered {statistics.mean(inside):6.1%}  "
            f"median width {statistics.median(wide):.3f}  median less truth {off:+.3f}  "
            f"lower end with nothing assumed {bare:.3f}\n"
        )
    share = statistics.mean(covered)
    verdict = "" if share >= WANTED else "  MISSED"
    write(
        f"{'all':20} {len(covered):5} months  covered {share:6.1%} (wanted: at least {WANTED:.0%}){verdict}  "
        f"median width {statistics.median(widths):.3f}\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
