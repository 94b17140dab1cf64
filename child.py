"""One crawl in a process of its own, bounded in time and memory: what a page can do to it stays in it.

`python -m child MODULE ARGUMENTS` is what is started: it runs the module only where the program on the disk is still
the one that the daemon was started with.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import resource
import runpy
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from config import QUEUE, ROOT, SECRETS, VERSION, Config

STOP_SECONDS = 10
# what a run's own limit of time leaves it to end by itself
GRACE_SECONDS = 60
KEPT_BYTES = 4000
_PIPE_BYTES = 65536  # what a pipe holds at most
LONGEST_BACKUP_SECONDS = 4 * 3600
# The exit code of a child that refuses to run.
CHANGED = 76
_PROGRAM = "JUJUGAN_PROGRAM"
# What a process agrees on with its daemon. Not the sites' files: they hold facts, and mending one is no upgrade.
_CODE = ("", "cluster", "commands", "crawler", "detect", "digest", "polling", "review", "storage", "wording")


class ProgramChanged(Exception):
    """The program on the disk is no longer the one that this process was started with."""


def program() -> str:
    """The program on the disk: its version, the last step of its schema, and a short hash of its code."""
    code = hashlib.sha256()
    for folder in _CODE:
        for path in sorted((ROOT / folder).rglob("*.py") if folder else ROOT.glob("*.py")):
            with contextlib.suppress(FileNotFoundError):  # it is just being replaced
                code.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    step = max(path.stem for path in (ROOT / "storage" / "migrations").glob("s*.py"))
    return f"{VERSION} {step} {code.hexdigest()[:12]}"


@cache
def as_started() -> str:
    """The program as it was when this was asked first: by the daemon, at its start."""
    return program()


def is_changed() -> bool:
    return program() != as_started()


def ours(*arguments: str) -> tuple[str, ...]:
    """The command that runs a module of this program in a process of its own."""
    return (sys.executable, "-m", "child", *arguments)


async def run_child(site: str, config: Config) -> str:
    """`scrapy crawl SITE` in a process of its own; returns in plain words how it ended. Raises ProgramChanged."""
    return await watched(ours("scrapy", "crawl", site), config)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: its `code` (below 0: the signal that killed it) and the last line that it said; without a
    code it was stopped, or never started, and `said` tells why. `pid` is 0 where it never started."""

    pid: int
    code: int | None
    said: str


async def run_backup(config: Config) -> str | None:
    """The nightly backup in a process of its own; why it failed, in plain words."""
    end = await run(ours("cli", "backup"), config, LONGEST_BACKUP_SECONDS)
    if end.code == 0:
        return None
    return end.said.removeprefix("jujugan: ") or f"the backup's process ended with code {end.code}"


async def watched(command: tuple[str, ...], config: Config) -> str:
    """Run a crawl's command within the limits of the configuration; returns in plain words how it ended.

    Raises ProgramChanged.
    """
    end = await run(command, config)
    if end.code == CHANGED:
        raise ProgramChanged(end.said)
    if end.code is None:
        return end.said
    if end.code == 0:
        return "the crawl process ended without closing its run"
    how = f"was killed by signal {-end.code}" if end.code < 0 else f"ended with code {end.code}"
    return f"the crawl process {how}{f': {end.said}' if end.said else ''}"


async def run(command: tuple[str, ...], config: Config, seconds: float | None = None) -> Ended:
    """Run a command within the limits of the configuration, or within so many seconds."""
    try:
        child = _started(command, config)
    except OSError as error:
        return Ended(0, None, f"the crawl process could not be started: {error}")
    seconds = seconds or config.run_seconds + GRACE_SECONDS
    with contextlib.closing(_LastWords(child)) as words:
        ended = _end_of(child)
        try:
            _limit(child.pid, config.run_memory_mb)
            await asyncio.wait({ended}, timeout=seconds)
            is_late = not ended.done()
        finally:
            await _stop(child, ended)
    if is_late:
        return Ended(child.pid, None, f"stopped: it ran longer than {seconds:g} seconds")
    return Ended(child.pid, child.returncode, words.last_line())


def _started(command: tuple[str, ...], config: Config) -> subprocess.Popen[bytes]:
    """Not by asyncio's own means: cancelled while they join the pipes, they wait for them for ever (CPython 3.11)."""
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in {*SECRETS, QUEUE}}
        | config.environment()
        | {_PROGRAM: as_started()},
        stdin=subprocess.PIPE,  # nothing comes by it: it closes with this process, however that ends
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _end_of(child: subprocess.Popen[bytes]) -> asyncio.Future[None]:
    """Done once the process has ended; a thread of its own waits for that, as nothing else does on every system."""
    loop = asyncio.get_running_loop()
    ended = loop.create_future()

    def wait() -> None:
        child.wait()
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(ended.set_result, None)

    threading.Thread(target=wait, name=f"end of {child.pid}", daemon=True).start()
    return ended


async def _stop(child: subprocess.Popen[bytes], ended: asyncio.Future[None]) -> None:
    """Ask, wait, then kill, with whatever it has started, which goes also where the child has ended by itself: a
    child never outlives its run."""
    try:
        for sign in (signal.SIGTERM, signal.SIGKILL):
            if not ended.done():
                _send(child, sign)
                await asyncio.wait({ended}, timeout=STOP_SECONDS)
    finally:
        _send(child, signal.SIGKILL)


def _send(child: subprocess.Popen[bytes], sign: signal.Signals) -> None:
    """To the child and all of its session; where none is left this is no error."""
    with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS forbids what has ended and was not yet told
        os.killpg(child.pid, sign)


class _LastWords:
    """What a child said last. All of it is read, or it would block the child, and by bytes, since a page can make a
    line of any length."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        assert child.stdin is not None
        assert child.stderr is not None
        self.pipes = child.stdin, child.stderr
        self.kept = b""
        os.set_blocking(child.stderr.fileno(), False)
        asyncio.get_running_loop().add_reader(child.stderr.fileno(), self._read)

    def _read(self) -> None:
        with contextlib.suppress(BlockingIOError):
            read = os.read(self.pipes[1].fileno(), _PIPE_BYTES)
            self.kept = (self.kept + read)[-KEPT_BYTES:]
            if not read:
                asyncio.get_running_loop().remove_reader(self.pipes[1].fileno())

    def close(self) -> None:
        """Take what was left in the pipe; who still holds its other end is not waited for."""
        self._read()
        asyncio.get_running_loop().remove_reader(self.pipes[1].fileno())
        for pipe in self.pipes:
            pipe.close()

    def last_line(self) -> str:
        """Control characters masked."""
        lines = self.kept.decode("utf-8", "replace").strip().splitlines()
        return "".join(c if c.isprintable() else "?" for c in lines[-1])[:500] if lines else ""


def _limit(pid: int, memory_mb: int) -> None:
    # address space is larger than resident memory: Scrapy's own limit ends a run first, this one is the wall
    limit = max(memory_mb * 4, 2048) * 2**20
    if sys.platform == "linux":  # elsewhere a process's limits cannot be set from outside, or not at all
        with contextlib.suppress(OSError):  # it has ended already, or a stricter limit than ours holds
            resource.prlimit(pid, resource.RLIMIT_AS, (limit, limit))


def _end_with_the_starter() -> None:
    """Kill this process, and what it has started, once the one that started it is gone: its place may be another's."""
    os.read(0, 1)
    os.killpg(0, signal.SIGKILL)


def main(arguments: Sequence[str]) -> None:
    """Run a module, as `python -m` does, where the daemon that started this process is of the same program."""
    daemons, here = os.environ.get(_PROGRAM), program()
    if daemons is not None and daemons != here:
        sys.stderr.write(
            f"the program was changed ({here}) under the running daemon ({daemons}): run `jujugan upgrade`, or start "
            "the daemon anew\n"
        )
        sys.exit(CHANGED)
    if daemons is not None:
        threading.Thread(target=_end_with_the_starter, daemon=True).start()
    sys.argv[:] = arguments
    if arguments[0] == "scrapy":
        # Three of its classes look through the whole stack, and for each frame through all modules: both are few here.
        import scrapy.core.downloader.contextfactory  # noqa: F401
    runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1:])
