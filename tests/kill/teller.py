"""Composes and sends what is owed, as the daemon does, and is killed where it is told to.

`python -m tests.kill.teller DATABASE MOMENT MAIL_PORT WEBHOOK_URL [POINT]`: a point is "before commit 3", "after commit
3", "before send 2" or "after send 2", counted from the start of the process; the process ends itself there by SIGKILL.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from config import Config, Digest, Mail, Webhook
from digest import deliver
from digest.deliver import Outcome
from scheduler import Daemon
from storage.database import SqliteStore, open_database
from storage.digest.outbox import Parcel


def settings(path: Path, mail_port: int, webhook: str) -> Config:
    mail = Mail(
        host="127.0.0.1",
        port=mail_port,
        security="none",
        sender="jujugan@example.org",
        to=("desk@example.org",),
        administrator=("it@example.org",),
    )
    return Config(database=path, sites=("berita",), digest=Digest(mail=mail, webhook=Webhook(webhook)))


def die_at(point: str) -> None:
    """Let the process end at this point."""
    counts = {"commit": 0, "send": 0}
    write, send = SqliteStore.write, deliver.send

    def pass_by(when: str, what: str) -> None:
        if f"{when} {what} {counts[what]}" == point:
            os.kill(os.getpid(), signal.SIGKILL)

    @contextmanager
    def writing(self: SqliteStore) -> Iterator[None]:
        counts["commit"] += 1
        with write(self):
            yield
            pass_by("before", "commit")
        pass_by("after", "commit")

    def sending(config: Config, parcel: Parcel) -> Outcome:
        counts["send"] += 1
        pass_by("before", "send")
        outcome = send(config, parcel)
        pass_by("after", "send")
        return outcome

    SqliteStore.write = writing  # type: ignore[method-assign]
    deliver.send = sending


async def tell(daemon: Daemon) -> None:
    daemon.tell()
    assert daemon.sending is not None
    await daemon.sending


def main(path: str, moment: str, mail_port: str, webhook: str, point: str = "") -> None:
    now = datetime.fromisoformat(moment)
    with open_database(Path(path)) as db:
        die_at(point)
        asyncio.run(tell(Daemon(settings(Path(path), int(mail_port), webhook), db, lambda: now)))


if __name__ == "__main__":
    main(*sys.argv[1:])
