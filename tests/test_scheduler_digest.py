"""The daemon tells: at its time and once, through whatever happens to power, clock and mail server."""

from __future__ import annotations

import asyncio
import queue
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import scheduler
from config import Config, Digest, Webhook
from digest import failure
from scheduler import Daemon
from storage.database import Database, open_database
from storage.digest import digests, outbox
from tests.digest.test_webhook import receiving
from tests.posting import Post, post_office
from tests.storing import begin, end
from tests.test_scheduler import START, Children, Clock, settings, until, working
from timetable import TIMEZONE

# START is 10:00 in Jakarta.
MORNING = datetime(2026, 11, 3, 6, 30, tzinfo=TIMEZONE)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "j.db", create=True) as opened:
        end(opened, begin(opened, now=START), now=START)
        yield opened


@pytest.fixture
def office() -> Iterator[Post]:
    with post_office() as post:
        yield post


@pytest.fixture
def clock() -> Clock:
    return Clock()


def telling(tmp_path: Path, office: Post, **given: object) -> Config:
    return settings(tmp_path, digest=Digest(mail=office.mail(), **given))  # type: ignore[arg-type]


async def tell(daemon: Daemon) -> None:
    daemon.tell()
    assert daemon.sending is not None
    await daemon.sending


def test_the_digest_goes_out_at_its_time_and_once_a_day(
    db: Database, tmp_path: Path, office: Post, clock: Clock
) -> None:
    daemon = Daemon(telling(tmp_path, office), db, clock, Children(db, clock))
    for moment, letters in (
        (MORNING - timedelta(seconds=1), 0),
        (MORNING, 1),
        (MORNING + timedelta(hours=12), 1),
        (MORNING + timedelta(days=1), 2),
    ):
        clock.now = moment
        asyncio.run(tell(daemon))
        assert len(office.letters) == letters, moment


def test_after_days_without_power_one_digest_goes_out(db: Database, tmp_path: Path, office: Post, clock: Clock) -> None:
    clock.now = MORNING + timedelta(days=4, hours=3)
    for _ in range(3):  # the power goes on and off
        asyncio.run(tell(Daemon(telling(tmp_path, office), db, clock, Children(db, clock))))
    assert [str(letter["Jujugan-Digest"]) for letter in office.letters] == ["1"]


def test_without_a_time_nothing_goes_out_by_itself(db: Database, tmp_path: Path, office: Post, clock: Clock) -> None:
    clock.now = MORNING + timedelta(days=1)
    asyncio.run(tell(Daemon(telling(tmp_path, office, at=()), db, clock, Children(db, clock))))
    assert digests.latest(db) is None


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TICK_SECONDS", "BEAT_SECONDS", "TELL_SECONDS"):
        monkeypatch.setattr(scheduler, name, 0.05)


@pytest.mark.usefixtures("quick")
def test_a_mail_server_that_hangs_holds_up_neither_the_crawl_nor_the_stop(
    db: Database, tmp_path: Path, office: Post, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("STEP_SECONDS", "WHOLE_SECONDS"):
        monkeypatch.setattr(failure, name, 3600)  # the line would outlast this test
    office.how = "hangs"
    clock.now = MORNING
    children = Children(db, clock)

    async def work() -> None:
        async with working(Daemon(telling(tmp_path, office), db, clock, children)):
            await until(office.came.is_set)
            await until(lambda: children.ended == 2)

    asyncio.run(work())
    [row] = [one for one in outbox.of_digests(db, [1])[1] if one.channel == "mail"]
    assert (row.state, row.fault) == ("waiting", "unknown")


@pytest.mark.usefixtures("quick")
def test_one_channel_that_fails_does_not_keep_the_others_from_theirs(
    db: Database, tmp_path: Path, office: Post, clock: Clock
) -> None:
    office.how = "later"
    clock.now = MORNING
    with receiving() as receiver:
        config = telling(tmp_path, office, webhook=Webhook(receiver.url))
        asyncio.run(tell(Daemon(config, db, clock, Children(db, clock))))
        assert len(receiver.came) == 1
        office.how = "takes"
        clock.now += timedelta(minutes=1)
        asyncio.run(tell(Daemon(config, db, clock, Children(db, clock))))
        assert (len(office.letters), len(receiver.came)) == (1, 1)


def test_a_mistake_in_a_channel_is_kept_as_a_failed_try(
    db: Database, tmp_path: Path, office: Post, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    said: queue.SimpleQueue[object] = queue.SimpleQueue()
    monkeypatch.setattr("threading.excepthook", said.put)
    monkeypatch.setattr("digest.mail.post", broken)
    clock.now = MORNING
    asyncio.run(tell(Daemon(telling(tmp_path, office), db, clock, Children(db, clock))))
    [row] = [one for one in outbox.of_digests(db, [1])[1] if one.channel == "mail"]
    assert (row.state, row.fault) == ("waiting", "unknown")
    assert said.get(timeout=30)  # the thread tells of it once its try is kept
    assert "mistake in this program" in (row.error or "")


def test_a_database_that_is_locked_sends_later_and_loses_nothing(
    tmp_path: Path, office: Post, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "locked.db"
    with open_database(path, create=True, busy_seconds=0) as db, open_database(path) as other:
        end(db, begin(db, now=START), now=START)
        daemon = Daemon(telling(tmp_path, office), db, clock, Children(db, clock))

        async def locked() -> None:
            with other.write():
                daemon.tell()
                assert daemon.sending is not None
                await asyncio.wait([daemon.sending])
                await asyncio.sleep(0)

        asyncio.run(locked())
        assert "what waits in the outbox is sent later" in caplog.text
        clock.now = MORNING
        asyncio.run(tell(daemon))
    assert len(office.letters) == 1


def test_a_secret_that_cannot_be_read_stops_the_start(tmp_path: Path) -> None:
    mail = replace(Post().mail(), user="desk", password_file=tmp_path / "none")
    with pytest.raises(scheduler.ConfigError, match="none: the secret in it cannot be read"):
        scheduler.main(settings(tmp_path, digest=Digest(mail=mail)))
