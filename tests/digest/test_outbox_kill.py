"""kill -9 around every commit and every sending: each item in one digest, each number delivered, no resend unknown."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from config import ROOT
from scheduler import Daemon
from storage.database import Database, check, open_database
from storage.health import alarms
from storage.health.alarms import Found
from tests.digest.test_webhook import Receiver, receiving
from tests.kill.teller import settings, tell
from tests.posting import Post, post_office
from tests.storing import DAY, HOUR, NOW, another, begin, end, save

pytestmark = pytest.mark.sqlite_file

# What one morning does: commit 1 numbers, keeps and queues the digest; 2 the report to the administrator; then of each
# channel that is sent to (mail, webhook, the administrator's mail) a commit that claims, a sending and a commit that
# settles: 3 to 8; with commit 9 nothing is left to claim.
COMMITS, SENDINGS = 9, 3
POINTS = [
    *(f"{when} commit {number}" for number in range(1, COMMITS + 1) for when in ("before", "after")),
    *(f"{when} send {number}" for number in range(1, SENDINGS + 1) for when in ("before", "after")),
]


def run(path: Path, moment: datetime, office: Post, receiver: Receiver, point: str) -> int:
    arguments = [str(path), moment.isoformat(), str(office.port), receiver.url, point]
    done = subprocess.run(
        [sys.executable, "-m", "tests.kill.teller", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode


def finish(path: Path, moment: datetime, office: Post, receiver: Receiver) -> None:
    """What the next start does, once the claim of the one that was killed has run out."""
    with open_database(path) as db:
        asyncio.run(tell(Daemon(settings(path, office.port, receiver.url), db, lambda: moment)))


def found_up(path: Path) -> None:
    """A database whose first run was the day before."""
    with open_database(path, create=True) as db:
        end(db, begin(db, now=NOW), now=NOW)


def morning(path: Path, number: int) -> datetime:
    """Two new articles, one more report of the last visit and one new trouble; the moment after the digest's time."""
    now = NOW + number * DAY
    with open_database(path) as db:
        crawl = begin(db, now=now)
        with db.write():
            first = save(db, crawl, another(), now=now)
            save(db, crawl, another(), visit_id=first.visit_ids[0], now=now)
            before = db.one("SELECT max(visit) AS visit FROM digest_item WHERE kind = 'visit'")
            if before and before["visit"]:
                save(db, crawl, another(), visit_id=before["visit"], now=now)
            save(db, crawl, another(), found=(), now=now)
            alarms.record(db, "berita", [Found("feed_dead", f"/rss{number}", "gone", "look")], (), now)
        end(db, crawl, now=now)
    return now


def assert_each_thing_is_told_once(db: Database) -> None:
    for table, kind in (("visit", "visit"), ("report", "report")):
        things = [row["id"] for row in db.rows(f"SELECT id FROM {table} ORDER BY id")]
        told = db.rows(f"SELECT {kind} AS id FROM digest_item WHERE kind = '{kind}' ORDER BY {kind}")
        assert [row["id"] for row in told] == things
    flags = db.rows("SELECT id FROM article WHERE id NOT IN (SELECT article FROM report) ORDER BY id")
    assert db.rows("SELECT article AS id FROM digest_item WHERE kind = 'article' ORDER BY article") == flags
    new = db.rows("SELECT alarm AS id FROM notice_item WHERE kind = 'new' ORDER BY alarm")
    assert new == db.rows("SELECT id FROM alarm ORDER BY id")


def arrived(office: Post, receiver: Receiver) -> dict[str, list[str]]:
    """By Message-ID: what was received under it, as often as it was."""
    found: dict[str, list[str]] = {}
    for letter in office.letters:
        found.setdefault(str(letter["Message-ID"]), []).append(letter.as_string())
    for _, headers, body in receiver.came:
        found.setdefault(f"<{headers['idempotency-key']}>", []).append(json.dumps(json.loads(body)))
    return found


def assert_all_arrived(db: Database, came: dict[str, list[str]]) -> None:
    rows = db.rows("SELECT * FROM outbox ORDER BY id")
    assert {row["state"] for row in rows} == {"sent"}
    assert {row["message_id"] for row in rows if row["channel"] != "feed"} == set(came)
    for texts in came.values():
        assert len(set(texts)) == 1, "a resend must be what was sent first"


@pytest.mark.fault("G13")
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_whatever_is_killed_when_every_item_is_in_one_number_and_every_number_arrives(tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    found_up(path)
    resent: dict[str, int] = {}
    with post_office() as office, receiving() as receiver:
        for number, point in enumerate(POINTS, start=1):
            now = morning(path, number)
            sent_before = len(arrived(office, receiver))
            assert run(path, now, office, receiver, point) == -signal.SIGKILL, point
            finish(path, now + HOUR, office, receiver)
            came = arrived(office, receiver)
            resent[point] = sum(len(texts) - 1 for texts in came.values()) - sum(resent.values())
            assert len(came) - sent_before == SENDINGS, point
            with open_database(path) as db:
                check(db)
                assert_each_thing_is_told_once(db)
                assert_all_arrived(db, came)
                assert db.rows("SELECT max(number) AS n FROM digest") == [{"n": number}], point
    # Only what had arrived and was not yet kept as such is sent again: once.
    unkept = {f"after send {n}" for n in (1, 2, 3)} | {f"before commit {n}" for n in (4, 6, 8)}
    assert resent == {point: int(point in unkept) for point in POINTS}


def test_a_kill_in_the_middle_of_a_letter(tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    found_up(path)
    with post_office("hangs") as office, receiving() as receiver:
        now = morning(path, 1)
        arguments = [str(path), now.isoformat(), str(office.port), receiver.url]
        with subprocess.Popen([sys.executable, "-m", "tests.kill.teller", *arguments], cwd=ROOT) as child:
            assert office.came.wait(60)
            child.send_signal(signal.SIGKILL)
        office.how = "takes"
        finish(path, now + HOUR, office, receiver)
        with open_database(path) as db:
            assert_each_thing_is_told_once(db)
            assert_all_arrived(db, arrived(office, receiver))
