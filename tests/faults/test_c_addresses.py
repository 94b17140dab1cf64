"""Addresses and names that lead into our own network."""

from __future__ import annotations

import asyncio
import itertools
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from twisted.internet.address import IPv4Address
from twisted.internet.endpoints import HostnameEndpoint
from twisted.internet.error import ConnectError, DNSLookupError
from twisted.internet.interfaces import IHostnameResolver
from twisted.internet.protocol import Factory, Protocol
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.facts import Feed, Pattern
from crawler.run import complete, run_site
from crawler.site import NewsSite
from crawler.web import guard
from crawler.web.guard import GuardedResolver, install, is_public, refusal
from tests import hostile as web
from tests import warta

Measured = Callable[[str], None]

# Loopback's address as one system or another takes it.
SPELLINGS = (
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "127.0.0.1.",
    "①②⑦.0.0.1", "127。0。0。1", "１２７.0.0.1", "0", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[0:0:0:0:0:0:0:1]", "[::]", "127.0.0.256", "4294967297", "0x100000000",
)  # fmt: skip
PRIVATE = (
    "10.1.2.3", "172.16.0.1", "192.168.1.1", "127.0.0.1", "127.255.255.254", "0.0.0.0", "169.254.169.254",
    "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:10.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:db8::1", "100::1", "::ffff:169.254.169.254", "",
)  # fmt: skip


@contextmanager
def listening(host: str = "127.0.0.1", port: int = 0) -> Iterator[tuple[int, Callable[[], int]]]:
    """A port of this machine; how many connections it has had."""
    with socket.create_server((host, port)) as server:
        server.setblocking(False)

        def connections() -> int:
            had = 0
            while True:
                try:
                    server.accept()[0].close()
                except BlockingIOError:
                    return had
                had += 1

        yield server.getsockname()[1], connections


@pytest.mark.fault("C6")
def test_c6_no_spelling_of_an_address_is_asked_for(server: web.Hostile, crawl: warta.Crawl, measured: Measured) -> None:
    with listening() as (port, connections):
        ways = [f"http://{host}:{port}/berita/{number}/x" for number, host in enumerate(SPELLINGS)]
        assert [url for url in ways if refusal(url, None) is None] == []
        items = "".join(f"<item><title>Kabar</title><link>{url}</link></item>" for url in ways)
        listed = range(1, len(ways) + 1)
        own = "".join(
            f"<item><title>{warta.title(n)}</title><link>{warta.article_url(n)}</link></item>" for n in listed
        )
        server.answers[warta.FEED] = warta.xml(f'<rss version="2.0"><channel>{items}{own}</channel></rss>')
        for number, url in zip(listed, ways, strict=True):
            server.answers[warta.article_url(number)] = web.redirect(url.encode().decode("latin-1"))
        report = crawl()
        assert connections() == 0
    assert report.seen == report.rejected + report.failed == len(ways)
    assert not any(str(port) in url for url in server.urls())
    measured(f"0 connections in {2 * len(ways)} ways: {len(ways)} spellings, listed and redirected to")


@pytest.mark.fault("C6")
def test_c6_no_address_of_ours_counts_as_public(measured: Measured) -> None:
    assert [one for one in PRIVATE if is_public(one)] == []
    assert is_public("8.8.8.8") and is_public("2606:4700::1111") and is_public("64:ff9b::808:808")
    measured(f"{len(PRIVATE)} addresses of {len(PRIVATE)} refused")


@pytest.mark.fault("C9")
def test_c9_only_where_pages_are_a_host_is_asked(measured: Measured) -> None:
    services = (21, 22, 25, 110, 143, 445, 587, 2375, 3306, 5432, 6379, 8080, 9200, 11211, 65535)
    ways = [f"https://{warta.HOST}:{port}/berita/1/x" for port in services]
    assert [url for url in ways if refusal(url, warta.Warta.facts) is None] == []
    facts = replace(warta.Warta.facts, sources=(Feed(f"https://{warta.HOST}:8443/feed", "D"),))
    for port in ("", ":80", ":443", ":8443"):
        assert refusal(f"https://{warta.HOST}{port}/berita/1/x", facts) is None
    measured(f"0 of {len(ways)} ports of other services")


@implementer(IHostnameResolver)
class Rebinding:
    """A resolver whose answers for one name take turns."""

    def __init__(self, answers: Sequence[Sequence[str]]) -> None:
        self.answers = itertools.cycle(answers)

    def resolveHostName(self, receiver: Any, _: str, port: int = 0, *__: Any, **___: Any) -> Any:  # noqa: N802
        receiver.resolutionBegan(None)
        for address in next(self.answers):
            receiver.addressResolved(IPv4Address("TCP", address, port))
        receiver.resolutionComplete()
        return receiver


class Receiver:
    """Keeps the addresses that a connection would be made to."""

    def __init__(self) -> None:
        self.addresses: list[str] = []

    def resolutionBegan(self, _: Any) -> None:  # noqa: N802
        pass

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        pass


@pytest.mark.fault("C7")
def test_c7_a_name_whose_address_changes_is_looked_at_each_time_it_is_resolved(measured: Measured) -> None:
    tries = 1000
    answers = (["93.184.215.14"], ["127.0.0.1"], ["93.184.215.14", "10.0.0.1"], ["169.254.169.254", "192.168.0.1"])
    guarded = GuardedResolver(Rebinding(answers))
    reached: list[str] = []
    for _ in range(tries):
        receiver = Receiver()
        guarded.resolveHostName(receiver, "berganti.example", 80)
        reached += receiver.addresses
    assert set(reached) == {"93.184.215.14"} and len(reached) == tries // 2
    assert guarded.refused == {"berganti.example": "192.168.0.1"}
    measured(f"{tries} resolutions, no private address passed on to connect to")


@contextmanager
def resolved_by(resolver: Any) -> Iterator[GuardedResolver]:
    """The reactor's names are looked up by this resolver, behind the guard."""
    complete(asyncio.sleep(0))  # the first work there is chooses the reactor
    guarded, before = GuardedResolver(resolver), install()
    install(guarded)
    try:
        yield guarded
    finally:
        install(before)


@pytest.mark.fault("C7")
def test_c7_only_the_address_that_was_looked_at_is_connected_to(
    often: Callable[[int, int], int], measured: Measured, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries, public, private = often(100, 1000), "127.0.0.2", "127.0.0.1"
    monkeypatch.setattr(guard, "is_public", lambda address: address == public)
    answers = ([public], [private], [public, private], [private, "10.0.0.1"])
    with listening() as (port, to_private), listening(public, port) as (_, to_public):

        async def connect() -> bool:
            from twisted.internet import reactor

            endpoint = HostnameEndpoint(reactor, "berganti.example", port)
            try:
                made = await endpoint.connect(Factory.forProtocol(Protocol)).asFuture(asyncio.get_running_loop())
            except (ConnectError, DNSLookupError):
                return False
            made.transport.abortConnection()
            return True

        async def rebinding() -> tuple[int, int]:
            made = had = 0
            for _ in range(tries):
                made += await connect()
                had += to_public()  # taken at once: only so many wait to be
            return made, had

        with resolved_by(Rebinding(answers)):
            made, had = complete(rebinding())
        assert to_private() == 0
    assert made == had == tries // 2
    measured(f"{tries} connections by name, {had} to the public address, 0 to the private one")


@implementer(IHostnameResolver)
class Loopback:
    """A resolver that leads every name to this machine."""

    def resolveHostName(self, receiver: Any, _: str, port: int = 0, *__: Any, **___: Any) -> Any:  # noqa: N802
        receiver.resolutionBegan(None)
        receiver.addressResolved(IPv4Address("TCP", "127.0.0.1", port))
        receiver.resolutionComplete()
        return receiver


@pytest.mark.fault("C6")
def test_c6_without_a_gateway_too_nothing_leads_inside(server: web.Hostile, tmp_path: Path, measured: Measured) -> None:
    home = f"http://{warta.HOST}:{server.port}"
    with listening() as (port, connections):
        names = [f"{name}.{warta.HOST}" for name in ("dalam", "metadata", "router", "nas", "intranet", "db")]
        ways = [f"http://{host}:{port}/berita/{number}/x" for number, host in enumerate([*SPELLINGS, *names], 1)]
        listed = range(101, 101 + len(ways))
        own = "".join(f"<item><title>{warta.title(n)}</title><link>{home}/berita/{n}/x</link></item>" for n in listed)
        items = "".join(f"<item><title>Kabar</title><link>{url}</link></item>" for url in ways)
        served = {
            "feed": warta.xml(f'<rss version="2.0"><channel>{items}{own}</channel></rss>'),
            "robots.txt": web.page(""),
        }
        for number, url in zip(listed, ways, strict=True):
            served[f"berita/{number}/x"] = web.redirect(url.encode().decode("latin-1"))
        article = Pattern(rf"^http://([^/]+\.)?{warta.HOST}(:\d+)?/berita/\d+/", "D")
        # A source at the port of nobody, so that it is the names and not the port that keep the crawl out.
        sources = Feed(f"{home}/feed", "D"), Feed(f"http://{names[0]}:{port}/feed", "D")
        facts = replace(warta.Warta.facts, sources=sources, article=article)
        site = type("WartaPolos", (NewsSite,), {"name": "warta", "facts": facts})
        server.answers |= served
        with resolved_by(Loopback()) as guarded:
            guarded.exempt(warta.HOST, server.port)
            report = complete(run_site(site, warta.config(None, tmp_path), now=warta.NOW, limits=warta.QUICK))
        assert connections() == 0
    asked = set(server.urls())
    assert {f"berita/{number}/x" for number in listed} <= asked, "each way was gone"
    assert {name for name in guarded.refused if name in names} == set(names)
    assert report.stored == 0 and report.adds_up
    measured(f"without a gateway: 0 connections in {2 * len(ways)} ways, {len(names)} of them names of the site's own")


@pytest.mark.fault("C8")
def test_c8_what_is_not_of_the_web_is_neither_asked_for_nor_kept(
    server: web.Hostile, crawl: warta.Crawl, measured: Measured
) -> None:
    schemes = ("file", "data", "ftp", "s3", "javascript", "gopher", "ws", "about", "blob", "view-source")
    ways = [f"{scheme}://{warta.HOST}/berita/{number}/x" for number, scheme in enumerate(schemes, 100)]
    listed = range(1, len(ways) + 1)
    items = "".join(f"<item><title>Kabar</title><link>{url}</link><guid>{url}</guid></item>" for url in ways)
    own = "".join(f"<item><title>{warta.title(n)}</title><link>{warta.article_url(n)}</link></item>" for n in listed)
    server.answers[warta.FEED] = warta.xml(f'<rss version="2.0"><channel>{items}{own}</channel></rss>')
    for number, url in zip(listed, ways, strict=True):
        refresh = f'<meta http-equiv="refresh" content="0; url={url}"><link rel="canonical" href="{url}">'
        links = "".join(f'<a href="{one}">baca</a>' for one in ways)
        page = warta.article(number).replace("<body>", f"{refresh}<body>").replace("</body>", f"{links}</body>")
        server.answers[warta.article_url(number)] = web.redirect(url) if number % 2 else web.page(page)
    report = crawl()
    assert (report.seen, report.stored) == (len(ways), len(ways) // 2)
    assert not any(url.startswith(schemes) for url in server.urls())
    with crawl.database() as db:
        rows = [*db.rows("SELECT url FROM article"), *db.rows("SELECT url FROM candidate")]
    assert all(row["url"].startswith(warta.HOME) for row in rows)
    measured(f"0 of {4 * len(ways)}: {len(ways)} schemes in feed, Location, refresh and links")
