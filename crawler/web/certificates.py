"""Certificates: every host's is looked at, but of those hosts that the operator has excepted by name."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]


def certificates(verifying: Any, excepted: Collection[str]) -> Any:
    """The policy with these exceptions, Scrapy's own where there are none; Any, as zope's interfaces are to mypy."""
    return Certificates(verifying, excepted) if excepted else verifying


@implementer(IPolicyForHTTPS)
class Certificates:
    """`verifying` is Scrapy's own policy, as its settings have made it; `excepted` are whole host names.

    An exception holds for its host alone: neither for those below it nor for where it redirects to.
    """

    def __init__(self, verifying: Any, excepted: Collection[str]) -> None:
        self._verifying = verifying
        self._trusting = type(verifying)(verify_certificates=False)
        self._excepted = frozenset(host.lower() for host in excepted)

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802
        """See twisted.web.iweb.IPolicyForHTTPS."""
        is_excepted = hostname.decode("ascii", "replace").lower() in self._excepted
        return (self._trusting if is_excepted else self._verifying).creatorForNetloc(hostname, port)
