"""The daemon's clockwork: intervals that a jump of the clock does not upset, word of jumps, and signs of life."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

from apscheduler.triggers.base import BaseTrigger

from timetable import LONG_AGO

JUMP_SECONDS = 30
DATE_SECONDS = 5

_log = logging.getLogger(__name__)


class Every(BaseTrigger):  # type: ignore[misc]
    """At an interval, without the times that a jump of the clock left out.

    APScheduler's own interval would list each of them first: 117 million where a machine starts in 1970 and then learns
    what year it is.
    """

    def __init__(self, seconds: float) -> None:
        self.interval = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        following = (previous or now) + self.interval
        return following if following > now else now + self.interval


def wait_for_the_date() -> None:
    """Return once the clock shows a day that can be: nothing is to be asked for, or written down, by another one."""
    if datetime.now(UTC) >= LONG_AGO:
        return
    _log.error("the clock shows %s, which is long over: waiting until it is set", f"{datetime.now(UTC):%Y-%m-%d}")
    while datetime.now(UTC) < LONG_AGO:
        time.sleep(DATE_SECONDS)


async def jumps(look_seconds: float) -> AsyncIterator[float]:
    """By how many seconds the wall clock was set to another time, each time that it is; looks every so often."""
    wall, steady = time.time(), time.monotonic()
    while True:
        await asyncio.sleep(look_seconds)
        drift = (time.time() - wall) - (time.monotonic() - steady)
        if abs(drift) > JUMP_SECONDS:
            wall, steady = time.time(), time.monotonic()
            yield drift


def notify_systemd(state: str) -> None:
    """Tell systemd, where it started us (Type=notify), how we are."""
    address = os.environ.get("NOTIFY_SOCKET")
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel, contextlib.suppress(OSError):
            channel.connect("\0" + address[1:] if address.startswith("@") else address)
            channel.send(state.encode())
