"""A crawl's process: its end is told in plain words, and nothing that it does keeps the daemon."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import child
from config import Config

BUSY = "import time; time.sleep(600)"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {BUSY}"

linux = pytest.mark.skipif(sys.platform != "linux", reason="limits and states of another process: Linux only")


def ended(tmp_path: Path, code: str, **given: int) -> str:
    config = Config(database=tmp_path / "j.db", **given)
    return asyncio.run(child.watched((sys.executable, "-c", code), config))


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except (ProcessLookupError, FileNotFoundError):
        return False


def test_a_crash_is_told_with_its_code_and_its_last_words(tmp_path: Path) -> None:
    assert ended(tmp_path, "raise SystemExit('first\\nno module')") == "the crawl process ended with code 1: no module"


def test_a_kill_is_told_with_its_signal(tmp_path: Path) -> None:
    code = "import os; os.kill(os.getpid(), 9)"
    assert ended(tmp_path, code) == "the crawl process was killed by signal 9"


def test_a_line_of_any_length_blocks_nothing_and_is_cut(tmp_path: Path) -> None:
    told = ended(tmp_path, "import sys; sys.stderr.write('x' * 3_000_000 + '\\n\\x1b[31m' + 'y' * 900); sys.exit(4)")
    assert told.startswith("the crawl process ended with code 4: ?[31myyy")
    assert len(told) < 600


def test_a_program_that_is_not_there_is_told(tmp_path: Path) -> None:
    config = Config(database=tmp_path / "j.db")
    told = asyncio.run(child.watched((str(tmp_path / "no-python"),), config))
    assert told.startswith("the crawl process could not be started: ")


@pytest.mark.fault("B9")
@pytest.mark.parametrize("code", [BUSY, DEAF])
def test_a_crawl_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(child, "GRACE_SECONDS", 0)
    monkeypatch.setattr(child, "STOP_SECONDS", 0.2)
    assert ended(tmp_path, code, run_seconds=1) == "stopped: it ran longer than 1 seconds"


@pytest.mark.fault("H1", "C4")
@linux
def test_memory_has_a_wall(tmp_path: Path) -> None:
    code = """import resource, time
while resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY:
    time.sleep(0.01)
bytearray(3 * 2**30)"""
    assert ended(tmp_path, code, run_memory_mb=128, run_seconds=30).endswith("ended with code 1: MemoryError")


@linux
def test_a_stop_ends_the_crawl_and_whatever_it_has_started(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    code = (
        f"import os, pathlib, subprocess, sys; other = subprocess.Popen([sys.executable, '-c', {DEAF!r}]); "
        f"part = pathlib.Path({str(pids)!r} + '.part'); part.write_text(f'{{os.getpid()}} {{other.pid}}'); "
        f"part.rename({str(pids)!r}); {BUSY}"
    )

    async def stop() -> list[int]:
        work = asyncio.create_task(child.watched((sys.executable, "-c", code), Config(database=tmp_path / "j.db")))
        while not pids.exists():
            await asyncio.sleep(0.02)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        return [int(pid) for pid in pids.read_text().split()]

    for pid in asyncio.run(stop()):
        while runs(pid):  # the test's own limit of time ends a wait in vain
            time.sleep(0.02)


@linux
@pytest.mark.parametrize("steps", range(8))
def test_a_stop_of_the_whole_program_while_a_crawl_is_being_started_ends_both(tmp_path: Path, steps: int) -> None:
    """However far the loop has come with it: asyncio's own means of starting a process waited for ever here."""
    mark = str(tmp_path)

    async def stop() -> None:
        command = (sys.executable, "-c", BUSY, mark)
        work = asyncio.create_task(child.run(command, Config(database=tmp_path / "j.db")))
        for _ in range(steps):
            await asyncio.sleep(0)
        assert not work.done()

    asyncio.run(stop())
    assert not any(mark in command for command in commands())


@linux
def test_what_a_crawl_left_running_does_not_keep_its_end(tmp_path: Path) -> None:
    mark = str(tmp_path)
    code = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {BUSY!r}, {mark!r}]); sys.exit('done')"
    assert ended(tmp_path, code) == "the crawl process ended with code 1: done"
    while any(mark in command for command in commands()):
        time.sleep(0.02)


@linux
def test_one_that_left_its_session_does_not_keep_the_end_of_its_crawl(tmp_path: Path) -> None:
    code = (
        f"import subprocess, sys; other = subprocess.Popen([sys.executable, '-c', {BUSY!r}], start_new_session=True); "
        "sys.exit(str(other.pid))"
    )
    told = ended(tmp_path, code)
    os.kill(int(told.rpartition(" ")[2]), signal.SIGKILL)
    assert told.startswith("the crawl process ended with code 1: ")


def commands() -> list[str]:
    """The command lines of all processes that run."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            if runs(int(process.name)):
                found.append((process / "cmdline").read_bytes().decode("utf-8", "replace"))
    return found


def started_as(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(child, "as_started", lambda: program)


def test_a_crawl_of_the_daemons_own_program_runs(tmp_path: Path) -> None:
    end = asyncio.run(child.run(child.ours("cli", "--version"), Config(database=tmp_path / "j.db")))
    assert (end.code, end.said) == (0, "")


def test_a_crawl_of_another_program_than_its_daemons_refuses_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started_as(monkeypatch, "0.0.9 s14_gauge 123456789abc")
    config = Config(database=tmp_path / "j.db", contact="a@example.org", gateway="http://127.0.0.1:9/{url}")
    with pytest.raises(child.ProgramChanged) as raised:
        asyncio.run(child.run_child("seblang", config))
    assert f"was changed ({child.program()}) under the running daemon (0.0.9 s14_gauge 123456789abc)" in str(
        raised.value
    )
    assert "run `jujugan upgrade`" in str(raised.value)
    assert list(tmp_path.iterdir()) == []


def test_a_changed_step_or_module_is_another_program_and_a_mended_site_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("cli.py", "storage/migrations/s01_first.py", "crawler/text.py", "spiders/detik.py", "tests/t.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a = 1")
    monkeypatch.setattr(child, "ROOT", tmp_path)
    first = child.program()
    assert first.startswith(f"{child.VERSION} s01_first ")
    for name in ("spiders/detik.py", "tests/t.py"):
        (tmp_path / name).write_text("a = 2")
    assert child.program() == first
    (tmp_path / "crawler/text.py").write_text("a = 2")
    second = child.program()
    (tmp_path / "storage/migrations/s02_more.py").write_text("a = 1")
    third = child.program()
    (tmp_path / "cli.py").rename(tmp_path / "clj.py")
    assert len({first, second, third, child.program()}) == 4
    assert " s02_more " in third


def test_a_backup_that_fails_says_why(tmp_path: Path) -> None:
    config = Config(path=tmp_path / "none.toml", database=tmp_path / "j.db")
    assert "the configuration cannot be read" in (asyncio.run(child.run_backup(config)) or "")


@linux
def test_a_crawl_ends_with_the_process_that_started_it() -> None:
    code = (
        "import asyncio, child; from config import Config; "
        "asyncio.run(child.run(child.ours('http.server', '0', '--bind', '127.0.0.1'), Config()))"
    )
    starter = subprocess.Popen([sys.executable, "-c", code], cwd=child.ROOT)

    def started() -> list[int]:
        listed = Path(f"/proc/{starter.pid}/task/{starter.pid}/children").read_text().split()
        return [int(pid) for pid in listed if b"http.server" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    while not (found := started()):
        time.sleep(0.05)
    starter.kill()
    starter.wait()
    while runs(found[0]):
        time.sleep(0.05)
