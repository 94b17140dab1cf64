"""How soon an article is read after it came out, and what that costs, against fixed clocks."""

from __future__ import annotations

from bench.harness import Cost, Figure, Row, Size, Spent, each, ours

CLOCKS = (15, 60, 360)


def measure(size: Size) -> Row:
    """One run of each: the simulation gives the same each time."""
    scenario = "month" if size.has_month else "days"
    mine = ours("freshness", scenario, 0)
    theirs = {clock: ours("freshness", scenario, clock) for clock in CLOCKS}
    figures = [
        figure
        for clock, other in theirs.items()
        for figure in (
            Figure(f"freshness.wait_{clock}", "minutes until an article is read, median", f"every {clock} minutes",
                   [mine["median"] / other["median"]], better="less"),
            Figure(f"freshness.requests_{clock}", "requests each new article", f"every {clock} minutes",
                   [each(mine, "requests") / each(other, "requests")], better="less"),
        )
    ]  # fmt: skip
    costs = [_cost("ours, the planning", mine)]
    costs += [_cost(f"every {clock} minutes", other) for clock, other in theirs.items()]
    told = [f"played: the newsroom's `{scenario}`, one run of each, since the simulation gives the same each time"]
    return Row("freshness", "python -m bench freshness", "new article", figures, costs, told)


def _cost(who: str, run: Spent) -> Cost:
    told = (
        f"read after {run['median']:.0f} minutes (95th percentile {run['p95']:.0f}), {run['polls']} polls, "
        f"{each(run, 'requests'):.1f} requests each new article, {run['missed']} never read"
    )
    return Cost(who, 1000 * each(run, "cpu"), 1000 * each(run, "wall"), run["memory"], told)
