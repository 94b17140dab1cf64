"""What the system says of processes: their children, memory, threads and files. Linux only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Held:
    """What a process holds: resident memory now and at most (MB), threads and open files."""

    mb: float
    peak_mb: float
    threads: int
    files: int


def children(pid: int) -> list[int]:
    """The processes that a process started itself; none where it is gone."""
    try:
        tasks = [path / "children" for path in Path(f"/proc/{pid}/task").iterdir()]
        return [int(one) for task in tasks for one in task.read_text(encoding="ascii").split()]
    except OSError:
        return []


def held(pid: int) -> Held:
    """Zeros where the process is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
        files = len(list(Path(f"/proc/{pid}/fd").iterdir()))
    except OSError:
        return Held(0, 0, 0, 0)
    said = {name: int(value.split()[0]) for name, _, value in (line.partition(":") for line in lines) if name in _READ}
    return Held(said.get("VmRSS", 0) / 1024, said.get("VmHWM", 0) / 1024, said.get("Threads", 0), files)


_READ = frozenset({"VmRSS", "VmHWM", "Threads"})


def listening(pid: int) -> set[int]:
    """The TCP ports that a process listens on, as the system's table of sockets has them."""
    try:
        own = {str(path.readlink()) for path in Path(f"/proc/{pid}/fd").iterdir()}
    except OSError:
        return set()
    rows = [line.split() for name in ("tcp", "tcp6") for line in _table(name)]
    return {int(row[1].rpartition(":")[2], 16) for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in own}


def _table(name: str) -> list[str]:
    try:
        return Path(f"/proc/net/{name}").read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return []
