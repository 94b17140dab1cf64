"""What a piece of work costs its process; standard library only, since the peers' environment imports it too."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def spent(**told: Any) -> Iterator[dict[str, Any]]:
    """Measure what is inside: at its end what was given holds `cpu` and `wall` in seconds, and `memory` at its most
    in MB."""
    wall, cpu = time.perf_counter(), processor()
    yield told
    told |= {"cpu": processor() - cpu, "wall": time.perf_counter() - wall, "memory": most_memory()}


def tell(told: dict[str, Any]) -> None:
    """Print a line of JSON for bench/harness.py."""
    sys.stdout.write(json.dumps(told) + "\n")


def processor() -> float:
    """Seconds of the processor that this process has spent, its threads and its ended children included."""
    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def most_memory() -> float:
    """The most resident memory of this process so far, in MB: Linux hands the parent's mark on to getrusage."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
