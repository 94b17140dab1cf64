"""The guard against private addresses: no link, redirect or name may lead a crawl into our own network.

Two walls. `refusal` looks at an address before it is asked for; `GuardedResolver` looks at what a name resolves to
at the moment of connecting, and the connection is made to the very address that was looked at, so that a name
whose answer changes (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from twisted.internet._resolver import GAIResolver
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler import urls
from crawler.errors import Refused
from crawler.facts import SiteFacts

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

URL_LIMIT = 2083

# Where pages are; a link to any other port would have us talk to a mail server, a database, whatever listens there.
_PORTS = (None, 80, 443)

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an IP address, as the system writes it, belongs to the public internet.

    IPv6 forms that carry an IPv4 address (mapped, NAT64, 6to4) are public only if that one is too.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not ip.is_multicast
    carried = ip.ipv4_mapped or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
    if carried:
        return is_public(str(carried))
    return ip.is_global and ip in _GLOBAL_UNICAST and (ip.sixtofour is None or is_public(str(ip.sixtofour)))


def is_literal(host: str) -> bool:
    """Whether a host is an IP address in any spelling that some resolver takes (127.1, 0x7f000001, ①②⑦.0.0.1 ...)."""
    plain = unicodedata.normalize("NFKC", host).replace("。", ".").strip("[].").partition("%")[0]
    if ":" in plain:
        return True
    try:
        socket.inet_aton(plain)
    except (OSError, ValueError):  # no such address, letters beyond ASCII, a NUL
        return _is_number(plain.rpartition(".")[2])
    return True


def _is_number(label: str) -> bool:
    # No top-level domain is a number: what ends in one is an address, even one that inet_aton finds too large.
    try:
        int(label, 16 if label.lower().startswith("0x") else 10)
    except ValueError:
        return False
    return True


def refusal(url: str, facts: SiteFacts | None) -> str | None:
    """Why an address is not asked for, None when it may be."""
    if len(url) > URL_LIMIT:
        return f"an address of {len(url)} characters"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return f"not an address: {url}"
    if parts.scheme not in ("http", "https"):
        return f"neither http nor https: {url}"
    if is_literal(host):
        return f"an IP address instead of a name: {host}"
    if facts is not None and not urls.on_site(url, facts):
        return f"off site: {host}"
    if facts is not None and port not in _PORTS and port not in {urlsplit(one.url).port for one in facts.sources}:
        return f"port {port} of {host}, where no page of the site is"
    return None


class SiteGuard:
    """Downloader middleware: every request, redirects included, goes to the site's own hosts by name."""

    def __init__(self, facts: SiteFacts | None) -> None:
        self.facts = facts

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        site = crawler.spidercls
        return cls(getattr(site, "bounds", getattr(site, "facts", None)))

    def process_request(self, request: Request) -> None:
        """Raises Refused, which the request's errback gets."""
        reason = refusal(request.url, self.facts)
        if reason:
            raise Refused(reason)


# Twisted's interfaces are zope's, which type checkers cannot read: where a value is one of them, it is Any here.


@implementer(IHostnameResolver)
class GuardedResolver:
    """The reactor's resolver: passes on public addresses only.

    A gateway's host and port are exempt while a crawl uses that gateway. `refused` keeps the names of which an
    address was held back, so that the crawl can say why.
    """

    def __init__(self, inner: Any) -> None:
        self.refused: dict[str, str] = {}
        self._inner = inner
        self._exempt: Counter[tuple[str, int]] = Counter()

    @classmethod
    def from_crawler(cls, _: Any, reactor: Any) -> Self:
        return cls(GAIResolver(reactor))

    def install_on_reactor(self) -> None:
        """What Scrapy calls, when it starts the reactor, on the class that TWISTED_DNS_RESOLVER names."""
        install(self)

    def exempt(self, host: str, port: int) -> None:
        self._exempt[host, port] += 1

    def revoke(self, host: str, port: int) -> None:
        self._exempt[host, port] -= 1

    def resolveHostName(self, receiver: Any, name: str, portNumber: int = 0, *rest: Any, **named: Any) -> Any:  # noqa: N802, N803
        """See twisted.internet.interfaces.IHostnameResolver."""
        if self._exempt[name, portNumber] <= 0:
            receiver = _PublicOnly(receiver, name, self.refused)
        return self._inner.resolveHostName(receiver, name, portNumber, *rest, **named)


@implementer(IResolutionReceiver)
class _PublicOnly:
    """Passes on the public ones among the addresses of one name."""

    def __init__(self, receiver: Any, name: str, refused: dict[str, str]) -> None:
        self._receiver = receiver
        self._name = name
        self._refused = refused
        refused.pop(name, None)

    def resolutionBegan(self, resolutionInProgress: Any) -> None:  # noqa: N802, N803
        self._receiver.resolutionBegan(resolutionInProgress)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        host = str(getattr(address, "host", ""))
        if is_public(host):
            self._receiver.addressResolved(address)
        else:
            self._refused[self._name] = host

    def resolutionComplete(self) -> None:  # noqa: N802
        self._receiver.resolutionComplete()


def install(resolver: GuardedResolver | None = None) -> GuardedResolver:
    """Make a guarded resolver the reactor's, unless it has one and none is given; the one that it has now."""
    from twisted.internet import reactor

    running: Any = reactor
    if resolver is None and isinstance(running.nameResolver, GuardedResolver):
        return running.nameResolver
    resolver = resolver or GuardedResolver(GAIResolver(running))
    running.installNameResolver(resolver)
    return resolver
