"""Whether this machine finds any address: a name that leads nowhere is its site's trouble, all names are our own."""

from __future__ import annotations

import asyncio
from typing import Any

from twisted.internet.interfaces import IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.report import Account
from storage.health import fetches

# Names of other sites' hosts that are looked up, and how long (seconds) that may take: as long as a page.
_NAMES, _PATIENCE = 3, 30.0


async def look_for_names(account: Account) -> None:
    """Where a host of the site has no address and no other one has answered, look up hosts that other sites' runs have
    reached: the account's run is cut off where none of these has one either, and where nobody was ever reached."""
    if account.condition.nameless is None or account.tally.bytes:
        return
    others = fetches.answered_elsewhere(account.db, account.site, _NAMES)
    found = await asyncio.gather(*map(has_address, others))
    account.condition.is_cut_off = not any(found) if others else not fetches.was_answered(account.db)


async def has_address(name: str) -> bool:
    """Whether a public address is found for a name, by the resolver that every request uses."""
    from twisted.internet import reactor

    running: Any = reactor
    receiver = _Receiver(asyncio.get_running_loop())
    running.nameResolver.resolveHostName(receiver, name, 443)
    try:
        return await asyncio.wait_for(receiver.found, _PATIENCE)
    except TimeoutError:
        return False


@implementer(IResolutionReceiver)
class _Receiver:
    """`found` is whether any address came."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.found: asyncio.Future[bool] = loop.create_future()
        self._is_any = False

    def resolutionBegan(self, resolutionInProgress: Any) -> None:  # noqa: N802, N803
        """See twisted.internet.interfaces.IResolutionReceiver, also of the next two."""

    def addressResolved(self, address: Any) -> None:  # noqa: ARG002, N802
        self._is_any = True

    def resolutionComplete(self) -> None:  # noqa: N802
        if not self.found.done():
            self.found.set_result(self._is_any)
