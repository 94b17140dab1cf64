"""kill -9 at any point of a rescore: the visits are the old ones or the new ones, and it goes on to the same end."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from config import ROOT
from storage.database import check, open_database
from storage.digest import digests, untold
from storage.digest.digests import Rendered
from tests.kill.rescorer import TEXTS, rules
from tests.rescoring import arrive, outcome
from tests.storing import HOUR, NOW, begin, end, synthetic_article

POINTS = int(os.environ.get("KILL_POINTS", "20")) // 2


def make(path: Path) -> None:
    """A database judged by the first rules, with one digest sent."""
    with open_database(path, create=True) as db:
        end(db, begin(db, now=NOW - 2 * HOUR), now=NOW - HOUR)
        run = begin(db)
        for number in range(TEXTS):
            told = synthetic_article(url=f"https://berita.example/{number}", body=f"Teks {number}.")
            arrive(db, run, replace(told, title=f"Kabar {number}"), rules(1))
        with db.write():
            digests.compose(db, NOW, lambda data: Rendered(str(data.number), ""))


def run_and_kill(path: Path, chance: random.Random, where: str) -> list[str]:
    """What the child said before it was killed, at a random moment or at one around the last commit."""
    command = [sys.executable, "-m", "tests.kill.rescorer", str(path), "2"]
    command += [where] if where != "anywhere" else []
    target = chance.randrange(1, TEXTS // 10 + 1)
    said: list[str] = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            said.append(line.strip())
            if line == "pause\n":
                break
            if where == "anywhere" and len(said) == target:
                time.sleep(chance.uniform(0, 0.05))
                break
        child.send_signal(signal.SIGKILL)
        said += [line.strip() for line in child.stdout if line.endswith("\n")]
    return said


def test_a_kill_leaves_the_old_visits_or_the_new_ones_and_the_rest_is_gone_on_with(tmp_path: Path) -> None:
    from crawler.again.rescore import rescore

    make(tmp_path / "start.db")
    with open_database(tmp_path / "start.db") as db:
        old = outcome(db)
    shutil.copy(tmp_path / "start.db", tmp_path / "whole.db")
    with open_database(tmp_path / "whole.db") as db:
        rescore(db, rules(2), NOW)
        new, news = outcome(db), untold.visits(db)
    assert old["visits"] != new["visits"]
    chance = random.Random(20181017)
    for point in range(POINTS):
        where = ("anywhere", "before", "anywhere", "after")[point % 4]
        path = tmp_path / f"killed{point}.db"
        shutil.copy(tmp_path / "start.db", path)
        said = run_and_kill(path, chance, where)
        with open_database(path) as db:
            check(db)
            stand = outcome(db)
            assert stand["visits"] in (old["visits"], new["visits"])
            if where != "anywhere":
                assert stand["visits"] == (old if where == "before" else new)["visits"]
            if "done" in said:
                assert stand == new
            rescore(db, rules(2), NOW)
            assert (outcome(db), untold.visits(db)) == (new, news)
            check(db)
