"""Trying changes: each against the tests that reach it, in copies of the tree, so many at a time."""

from __future__ import annotations

import json
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.mutants.changes import Change, changed
from bench.mutants.reach import ROOT, Reach

# Seconds of tests, as they took under coverage, that a change is tried with unless more are asked for; how much longer
# they may take under it, and what a process may spend besides.
MOST = 60.0
SLOWER, BESIDES = 4.0, 30.0


@dataclass(frozen=True, slots=True)
class Trial:
    """A change of a part with the whole text that it leads to, and the tests by which it is tried."""

    part: str
    change: Change
    text: str
    tests: tuple[str, ...]
    seconds: float
    at_import: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a change. `killer` is the test that failed, "late", or None; `tests`, how many tried."""

    part: str
    change: Change
    before: str
    after: str
    tests: int
    killer: str | None


def trial(part: str, change: Change, reach: Reach, most: float) -> Trial | None:
    """None where the change leaves no Python."""
    text = changed(change, (ROOT / change.path).read_text(encoding="utf-8"))
    if text is None:
        return None
    tests = reach.tests(change.path, change.line, most)
    seconds = BESIDES + SLOWER * sum(test.seconds for test in tests)
    return Trial(
        part, change, text, tuple(test.name for test in tests), seconds, reach.at_import(change.path, change.line)
    )


class _Tester:
    """A copy of the tree and the process that tests in it."""

    def __init__(self, place: Path, files: Sequence[str]) -> None:
        _copy(place)
        self._sound: dict[str, bool] = {}
        self._process = subprocess.Popen(
            [place / ".venv/bin/python", "-m", "bench.mutants.tester", *files],
            cwd=place, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def __enter__(self) -> _Tester:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def is_sound(self, trial: Trial, test: str, whole: str) -> bool:
        """Whether the test passes where nothing was changed; asked once of each, and said where it does not."""
        if test not in self._sound:
            self._sound[test] = self.killer(trial, [test], whole) is None
            if not self._sound[test]:
                sys.stdout.write(f"\n{test} fails without any change, and proves nothing\n")
        return self._sound[test]

    def killer(self, trial: Trial, tests: Sequence[str], text: str) -> str | None:
        """The first of the tests that fails where the trial's file has this text."""
        assert self._process.stdin and self._process.stdout
        asked = {"path": trial.change.path, "source": text, "tests": tests, "seconds": trial.seconds}
        self._process.stdin.write(json.dumps(asked | {"at_import": trial.at_import}) + "\n")
        self._process.stdin.flush()
        told: dict[str, str | None] = json.loads(self._process.stdout.readline())
        return told["killer"]


def _result(trial: Trial, tester: _Tester) -> Result:
    whole = (ROOT / trial.change.path).read_text(encoding="utf-8")
    tests = list(trial.tests)
    while (killer := tester.killer(trial, tests, trial.text) if tests else None) is not None:
        failed = killer if "::" in killer else tests[0]
        if tester.is_sound(trial, failed, whole):
            break
        tests = [test for test in tests if test != failed.partition("[")[0]]
    pairs = zip(whole.splitlines(), trial.text.splitlines(), strict=False)
    before, after = next((pair for pair in pairs if pair[0] != pair[1]), ("", ""))
    return Result(trial.part, trial.change, before.strip(), after.strip(), len(tests), killer)


def _copy(place: Path) -> None:
    """The tree as it stands, without what git ignores."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file() and not (ROOT / name).is_symlink():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, place / name)
    (place / ".venv").symlink_to((ROOT / ".venv").resolve())
    subprocess.run([place / ".venv/bin/python", "-m", "compileall", "-q", "-x", "[.]venv", "."], cwd=place, check=True)


def try_all(trials: Sequence[Trial], processes: int, told: Callable[[Result], None]) -> None:
    """Try each, `processes` at a time, and tell what became of it as soon as that is known."""
    waiting: queue.SimpleQueue[Trial] = queue.SimpleQueue()
    for one in trials:
        waiting.put(one)
    lock = threading.Lock()
    files = sorted({test.partition("::")[0] for one in trials for test in one.tests})

    def work(tester: _Tester) -> None:
        while not waiting.empty():
            try:
                result = _result(waiting.get_nowait(), tester)
            except queue.Empty:
                return
            with lock:
                told(result)

    with tempfile.TemporaryDirectory(prefix="mutants-") as place, ExitStack() as stack:
        folders = [Path(place) / str(number) for number in range(processes)]
        testers = [stack.enter_context(_Tester(folder, files)) for folder in folders]
        with ThreadPoolExecutor(processes) as pool:
            list(pool.map(work, testers))
