"""Runs tests against changed modules, in a copy of the tree: a process that forks for each change.

Started by the project's own Python. Reads one JSON object a line, {path, source, tests, seconds, at_import}; writes
one, {killer}: the first test that failed, "late" where time ran out, or null where all passed.

All tests are collected once. In the fork the one function that a change is in gets its changed code, so that only the
tests have to run. What runs at import is not to be reached so: for that, pytest begins anew in another process.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TextIO

import pytest

from bench.mutants.code import exchange

TREE = Path.cwd()
# It takes long, and is to stand in nobody's way.
NICE = 15
# Bytes that a change which never ends may take.
MEMORY = 6 << 30
# How many times its processor's time a run may last where others have the machine.
PATIENCE = 60
OPTIONS = ("-x", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0")

Answer = str | None


class First:
    """Remembers which test failed first."""

    def __init__(self) -> None:
        self.failed: Answer = None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and self.failed is None:
            self.failed = report.nodeid


class Loop:
    """In the place of pytest's own loop: answers what is asked, with the tests that are collected."""

    def __init__(self, told: TextIO) -> None:
        self._told = told

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        found: dict[str, list[pytest.Item]] = {}
        for item in session.items:
            found.setdefault(item.nodeid.partition("[")[0], []).append(item)
        for line in sys.__stdin__ or ():
            asked = json.loads(line)
            items = [item for name in asked["tests"] for item in found.get(name, found.get(name.partition("[")[0], ()))]
            self._told.write(json.dumps({"killer": _killer(asked, session, items)}) + "\n")
            self._told.flush()
        return True


def _killer(asked: dict[str, object], session: pytest.Session, items: list[pytest.Item]) -> Answer:
    path, source = TREE / str(asked["path"]), str(asked["source"])
    seconds = float(str(asked["seconds"]))
    whole = path.read_text(encoding="utf-8")
    put = None if asked["at_import"] else exchange(path, whole, source)
    _rewrite(path, source)
    try:
        if put is None:
            return _anew([item.nodeid for item in items], seconds)
        return _forked(lambda: _run(session, items, put), seconds)
    finally:
        _rewrite(path, whole)


def _run(session: pytest.Session, items: Sequence[pytest.Item], put: Callable[[], None]) -> Answer:
    first = First()
    session.config.pluginmanager.register(first)
    put()
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if first.failed:
            break
    return first.failed


def _forked(run: Callable[[], Answer], seconds: float) -> Answer:
    """What it gives in a process of its own, which is killed with all that it started."""

    def child(answer: Connection) -> None:
        os.setsid()
        _limit(seconds)
        answer.send(run())

    hear, answer = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=child, args=(answer,))
    process.start()
    answer.close()
    try:
        killer: Answer = hear.recv() if hear.poll(PATIENCE * seconds) else "late"
    except EOFError:
        killer = "the process died, or took too long"
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)  # type: ignore[arg-type]  # it was started
    process.join()
    return killer


def _limit(seconds: float) -> None:
    """What a process that tests a change may take; the seconds are the processor's."""
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))


def _anew(tests: list[str], seconds: float) -> Answer:
    """The first that fails where pytest begins anew."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *OPTIONS, *tests],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        process_group=0,
        preexec_fn=lambda: _limit(seconds),
    )
    try:
        said, _ = process.communicate(timeout=PATIENCE * seconds)
    except subprocess.TimeoutExpired:
        return "late"
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    failed = [line.split()[1] for line in said.splitlines() if line.startswith("FAILED ")]
    return failed[0] if failed else f"pytest ended with {process.returncode}" if process.returncode else None


def _rewrite(path: Path, text: str) -> None:
    """Another text, and nothing compiled left that could be taken for it: Python goes by seconds and length."""
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
        compiled.unlink()
    path.write_text(text, encoding="utf-8")


def main() -> int:
    sys.path.insert(0, str(TREE))
    told = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return pytest.main([*OPTIONS, "-s", *sys.argv[1:]], plugins=[Loop(told)])


if __name__ == "__main__":
    raise SystemExit(main())
