"""From the outbox to the channels: claim, send, settle; whoever is killed in between sends again what was claimed."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from config import Config, ConfigError
from digest import failure
from digest.compose import channels
from digest.failure import NotDelivered
from storage.database import Database
from storage.digest import outbox
from storage.digest.outbox import Channel, Fault, Parcel

# A claim outlives the longest sending.
CLAIM = timedelta(seconds=2 * failure.WHOLE_SECONDS)
_FIRST, _MOST = timedelta(minutes=1), timedelta(hours=1)
# A refusal is an answer: another try only helps once somebody has mended something.
_REFUSED = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one try; no `fault` where the channel has it now."""

    fault: Fault | None = None
    words: str = ""
    reached: tuple[str, ...] = ()
    is_final: bool = False


def claim(db: Database, now: datetime) -> Parcel | None:
    """Take the next parcel that is due."""
    with db.write():
        return outbox.claim(db, now, now + CLAIM)


def send(config: Config, parcel: Parcel) -> Outcome:
    """Give a parcel to its channel. Touches no database: for a thread."""
    if parcel.channel not in wanted(config):
        return Outcome("refused", "the channel is no longer configured", parcel.reached, is_final=True)
    try:
        _way(config, parcel.channel)(parcel)
    except NotDelivered as error:
        return Outcome(error.fault, error.words, error.reached)
    except ConfigError as error:  # a file of secrets that has gone
        return Outcome("refused", str(error), parcel.reached)
    return Outcome()


def settle(db: Database, config: Config, parcel: Parcel, outcome: Outcome, now: datetime) -> None:
    """Keep what came of a try."""
    with db.write():
        if outcome.fault is None:
            outbox.arrived(db, parcel.outbox_id, now)
            return
        ends = outcome.is_final or now - parcel.queued >= timedelta(days=config.digest.give_up_days)
        again = None if ends else now + patience(outcome.fault, parcel.attempts)
        outbox.failed(db, parcel.outbox_id, outcome.fault, outcome.words, outcome.reached, again)


def patience(fault: Fault, attempts: int) -> timedelta:
    """How long to wait after a try that failed: a minute, then twice as long each time, an hour at most."""
    if fault == "refused":
        return _REFUSED
    return min(_FIRST * (1 << min(attempts - 1, 10)), _MOST)


def wanted(config: Config) -> list[Channel]:
    """Every channel that is configured, the administrator's too."""
    mail = config.digest.mail
    found = channels(config)
    if mail.host and mail.administrator:
        found.append("administrator")
    return found


async def send_apart(config: Config, parcel: Parcel) -> Outcome:
    """`send` in a thread of its own, which no end of the process waits for: that is a cut like any other."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Outcome] = loop.create_future()

    def keep(outcome: Outcome) -> None:
        if not done.done():
            done.set_result(outcome)

    def work() -> None:
        outcome = Outcome("unknown", "the sending broke off by a mistake in this program; the log has it")
        try:
            outcome = send(config, parcel)
        finally:
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(keep, outcome)

    threading.Thread(target=work, name=f"send {parcel.channel}", daemon=True).start()
    try:
        return await asyncio.wait_for(done, CLAIM.total_seconds() / 2 + failure.STEP_SECONDS)
    except TimeoutError:
        return Outcome("hung", "no end in sight", parcel.reached)


def _way(config: Config, channel: Channel) -> Callable[[Parcel], None]:
    """Each channel's module is read when it is needed first, which keeps the daemon small."""
    told = config.digest
    if channel == "webhook":
        from digest import webhook

        return lambda parcel: webhook.post(told.webhook, parcel)
    if channel == "chat":
        from digest import chat

        return lambda parcel: chat.post(told.chat, parcel)
    from digest import mail

    return lambda parcel: mail.post(told.mail, parcel)
