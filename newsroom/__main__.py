"""python -m newsroom serve --port N --seed S --start DATE --days N --truth FILE"""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

from newsroom import truth
from newsroom.faults import NONE, Rates
from newsroom.publication import WIB
from newsroom.scenario import Scenario, scenarios
from newsroom.server import Newsroom
from newsroom.world import Plan, build


def main(argv: Sequence[str]) -> int:
    """Serve until interrupted; the address goes to stdout once it answers. Returns the exit code."""
    options = _parser().parse_args(argv)
    scenario = _scenario(options)
    now = datetime.combine(scenario.plan.start, time(0), WIB)
    newsroom = Newsroom(build(scenario.plan), now, rates=scenario.rates, port=options.port)
    if options.truth:
        truth.write(newsroom.web, options.truth)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with newsroom:
        sys.stdout.write(f"{newsroom.base_url}\n")
        sys.stdout.flush()
        stop.wait()
    return 0


def _scenario(options: argparse.Namespace) -> Scenario:
    if options.scenario:
        return scenarios()[options.scenario]
    plan = Plan(options.seed, options.start, options.days, options.per_day, options.visits, press=options.press)
    return Scenario(plan, NONE if options.honest else Rates())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m newsroom", description=__doc__)
    serve = parser.add_subparsers(required=True).add_parser("serve", help="serve the stand-in web")
    plan = Plan()
    serve.add_argument("--port", type=int, default=9000, help="0 takes a free one")
    serve.add_argument("--seed", type=int, default=plan.seed)
    serve.add_argument("--start", type=date.fromisoformat, default=plan.start, help="first day, YYYY-MM-DD")
    serve.add_argument("--days", type=int, default=plan.days)
    serve.add_argument("--per-day", type=int, default=plan.per_day, help="stories a day over all sites")
    serve.add_argument("--visits", type=int, default=plan.visits, help="visiting delegations in the whole time")
    serve.add_argument("--press", type=float, default=0.5, help="share of the visits that papers elsewhere tell of")
    serve.add_argument("--scenario", choices=sorted(scenarios()), help="one of scenario.py, instead of all above")
    serve.add_argument("--truth", type=Path, help="write the truth file here")
    serve.add_argument("--honest", action="store_true", help="nothing goes wrong on the wire or in the listings")
    return parser


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
