"""The daemon's own process: its log, its ports, its file descriptors."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.watching import OneLine
from config import ROOT
from storage.database import check, open_database
from tests import hostile as web
from tests import warta

Measured = Callable[[str], None]

_FORGED = ("\n", "\r", "\x1b[2J\x1b[31m", "\u2028", "\x85", "\x9b31m", "\u202e", "\0")


@pytest.mark.fault("H9")
@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(_FORGED), st.text(max_size=10)), max_size=8).map("".join))
def test_h9_a_message_of_the_log_is_one_line_whatever_stands_in_it(said: str) -> None:
    line = OneLine("%(levelname)s %(message)s").format(
        logging.LogRecord("jujugan", logging.ERROR, "", 0, "%s: %s", ("detik", said), None)
    )
    assert len(line.splitlines()) == 1
    assert line.startswith("ERROR detik:")
    assert not set(line) & {"\x1b", "\x9b", "\u202e", "\0"}


_FEW_FILES = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_NOFILE, (int(sys.argv[3]), int(sys.argv[3])))
from crawler.run import complete, run_site
from tests import warta
config = warta.config(None, Path(sys.argv[1]), gateway=sys.argv[2])
report = complete(run_site(warta.Warta, config, now=warta.NOW, limits=warta.QUICK))
print(report.state)
"""


@pytest.mark.fault("H10")
def test_h10_a_crawl_short_of_files_fails_and_the_next_one_makes_it_good(
    server: web.Hostile, crawl: warta.Crawl, tmp_path: Path, measured: Measured
) -> None:
    warta.publish(server, 1, 2, 3)
    ended = {}
    for files in (8, 12, 16, 24, 64):
        command = [sys.executable, "-c", _FEW_FILES, str(tmp_path), server.gateway, str(files)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
        ended[files] = done.stdout.strip() if done.returncode == 0 else f"code {done.returncode}"
    crawl()
    with open_database(tmp_path / "crawl.db") as db:
        check(db, "integrity_check")
        assert db.rows("SELECT count(*) AS n FROM article")[0]["n"] == 3
    assert ended[64] == "good"
    measured("; ".join(f"{files} files: {how}" for files, how in ended.items()))
