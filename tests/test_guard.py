"""No crawl reaches an address that is not of the public internet, however it is spelt, resolved or redirected to."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from twisted.internet.address import IPv4Address, IPv6Address

from crawler import guard
from crawler.facts import Feed, SiteFacts
from crawler.run import complete, run_site
from crawler.site import NewsSite
from tests import hostile as web
from tests import warta

LOOPBACK_SPELLINGS = (
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0x7F.0x0.0x0.0x1", "0177.0.0.1",
    "017700000001", "0177.1", "①②⑦.0.0.1", "１２７.0.0.1", "127。0。0。1", "127.0.0.1.", "127.0.0.2",
    "0.0.0.0", "0", "[::1]", "[0:0:0:0:0:0:0:1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]",
    "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1%25lo]", "999999999999", "127.0.0.1:80",
)  # fmt: skip

PRIVATE = (
    "10.0.0.1", "172.16.3.4", "192.168.1.1", "127.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1",
    "::ffff:10.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:a00:1::", "2001::1", "::127.0.0.1",
)  # fmt: skip

PUBLIC = ("8.8.8.8", "103.10.66.1", "2001:4860:4860::8888", "64:ff9b::808:808", "::ffff:8.8.8.8", "2002:808:808::")


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_of_every_class_are_not_public(address: str) -> None:
    assert not guard.is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_public(address: str) -> None:
    assert guard.is_public(address)


@pytest.mark.parametrize("host", LOOPBACK_SPELLINGS)
def test_an_address_is_no_name_in_any_spelling(host: str) -> None:
    assert guard.is_literal(host)


@pytest.mark.parametrize("host", ["detik.com", "www.kompas.com", "0x7f.example", "4.go.id", "127.0.0.1.example"])
def test_names_are_names(host: str) -> None:
    assert not guard.is_literal(host)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "data:text/html,x", "ftp://warta.example/x", "s3://warta.example/x", "javascript:x()",
        "gopher://warta.example/", "//warta.example/x", "warta.example", "", "http://", "http://[warta.example/",
        "https://evil-warta.example/", "https://warta.example.evil.test/", "https://warta.example@evil.test/",
        "https://evil.test/warta.example", "https://evil.test\\@warta.example/", "https://warta.example:99999/",
        "https://user:secret@warta.example/", "https://wаrta.example/", "https://warta.example/" + "a" * 3000,
    ],
)  # fmt: skip
def test_only_plain_addresses_of_the_site_are_asked_for(url: str) -> None:
    assert guard.refusal(url, warta.Warta.facts)


@pytest.mark.parametrize("url", [warta.FEED, "http://warta.example/", "https://www.warta.example/berita/1/x?page=2"])
def test_the_sites_own_addresses_are_asked_for(url: str) -> None:
    assert guard.refusal(url, warta.Warta.facts) is None


class Names:
    """A resolver that answers as told: each name has a list of answers, given in turn."""

    def __init__(self, answers: dict[str, list[Sequence[str]]]) -> None:
        self.answers = answers

    def resolveHostName(self, receiver: Any, name: str, portNumber: int = 0, *_: Any, **__: Any) -> Any:  # noqa: N802, N803
        receiver.resolutionBegan(SimpleNamespace(name=name))
        answers = self.answers.get(name, [[]])
        answers.append(answers.pop(0))
        for address in answers[-1]:
            kind = IPv6Address if ipaddress.ip_address(address).version == 6 else IPv4Address
            receiver.addressResolved(kind("TCP", address, portNumber))
        receiver.resolutionComplete()


@pytest.fixture
def resolve_with() -> Iterator[Callable[[Any], guard.GuardedResolver]]:
    """Put a resolver behind the guard, for one test."""
    complete(_nothing())
    before = guard.install()
    yield lambda names: guard.install(guard.GuardedResolver(names))
    guard.install(before)


async def _nothing() -> None:
    """Work for the loop, so that there is one."""


@pytest.fixture
def connects(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Every TCP connection that is tried; none is made."""
    complete(_nothing())
    from twisted.internet import error, reactor
    from twisted.python.failure import Failure

    tried: list[tuple[str, int]] = []

    def connect(host: str, port: int, factory: Any, *_: Any, **__: Any) -> Any:
        tried.append((host, port))
        connector = SimpleNamespace(stopConnecting=lambda: None)
        factory.doStart()
        factory.clientConnectionFailed(connector, Failure(error.ConnectionRefusedError()))
        return connector

    monkeypatch.setattr(reactor, "connectTCP", connect)
    return tried


def site(hosts: Sequence[str], urls: Sequence[str]) -> type[NewsSite]:
    """A site whose own file leads to these addresses: the worst that any link could do."""
    facts = SiteFacts(
        hosts=tuple(hosts), sources=tuple(Feed(url, "D") for url in urls), article=warta.Warta.facts.article, layouts=()
    )
    return type("Lured", (NewsSite,), {"name": "lured", "facts": facts})


def test_no_spelling_of_loopback_is_connected_to(tmp_path: Path) -> None:
    accepted: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        threading.Thread(target=_accept, args=(listener, accepted), daemon=True).start()
        port = listener.getsockname()[1]
        hosts = [*(spelling.removesuffix(":80") for spelling in LOOPBACK_SPELLINGS), "localhost", "localhost."]
        urls = [f"http://{host}:{port}/feed" for host in hosts]
        lured = site([host.strip("[]").lower() for host in hosts], urls)
        report = complete(run_site(lured, warta.config(None, tmp_path), limits=warta.QUICK))
    assert accepted == []
    assert report.state == "failed"
    assert report.requests <= 2 * 3  # the two names of loopback, held back by the resolver


def _accept(listener: socket.socket, accepted: list[object]) -> None:
    while listener.fileno() >= 0:
        try:
            accepted.append(listener.accept())
        except TimeoutError:
            continue
        except OSError:
            return


def test_no_name_leads_to_a_private_address(
    tmp_path: Path, resolve_with: Callable[[Any], guard.GuardedResolver], connects: list[tuple[str, int]]
) -> None:
    names = {f"n{index}.warta.example": [[address]] for index, address in enumerate(PRIVATE)}
    names["mixed.warta.example"] = [["10.0.0.1", "8.8.8.8"]]
    resolve_with(Names(names))
    lured = site(["warta.example"], [f"https://{name}/feed" for name in names])
    report = complete(run_site(lured, warta.config(None, tmp_path), limits=warta.QUICK))
    assert {host for host, _ in connects} == {"8.8.8.8"}
    assert any("n0.warta.example leads to 10.0.0.1" in problem for problem in report.problems)


def test_a_name_that_changes_its_answer_gains_nothing(
    resolve_with: Callable[[Any], guard.GuardedResolver], connects: list[tuple[str, int]]
) -> None:
    from twisted.internet import reactor
    from twisted.internet.endpoints import HostnameEndpoint
    from twisted.internet.protocol import Factory

    resolve_with(Names({"rebind.example": [["8.8.8.8"], ["127.0.0.1"], ["169.254.169.254", "10.1.2.3"]]}))
    for _ in range(1000):
        HostnameEndpoint(reactor, "rebind.example", 80).connect(Factory()).addErrback(lambda _: None)
    assert len(connects) >= 333
    assert {host for host, _ in connects} == {"8.8.8.8"}


def test_the_gateway_is_exempt_by_its_exact_host_and_port(
    resolve_with: Callable[[Any], guard.GuardedResolver],
) -> None:
    resolver = resolve_with(Names({"127.0.0.1": [["127.0.0.1"]], "inner.example": [["127.0.0.1"]]}))

    def passed(name: str, port: int) -> list[str]:
        found: list[str] = []
        receiver = SimpleNamespace(
            resolutionBegan=lambda _: None,
            addressResolved=lambda address: found.append(address.host),
            resolutionComplete=lambda: None,
        )
        resolver.resolveHostName(receiver, name, portNumber=port)
        return found

    assert passed("127.0.0.1", 9000) == []
    resolver.exempt("127.0.0.1", 9000)
    assert passed("127.0.0.1", 9000) == ["127.0.0.1"]
    assert passed("127.0.0.1", 9001) == []
    assert passed("inner.example", 9000) == []
    resolver.revoke("127.0.0.1", 9000)
    assert passed("127.0.0.1", 9000) == []


def test_the_exemption_ends_with_the_crawl(tmp_path: Path) -> None:
    with web.hostile() as server:
        warta.publish(server, 1)
        through = complete(run_site(warta.Warta, warta.config(server, tmp_path)))
        assert through.state == "good"
        before = len(server.asked)
        lured = site(["127.0.0.1", "localhost"], [f"http://localhost:{server.port}/feed"])
        complete(run_site(lured, warta.config(None, tmp_path), limits=warta.QUICK))
        assert len(server.asked) == before


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/", "http://127.1/", "http://[::1]/", "http://169.254.169.254/latest", "file:///etc/passwd",
        "http://localhost/", "data:text/html,hai", "https://evil.test/berita/1/x", "https://warta.example.evil.test/",
        "ftp://warta.example/", "javascript:alert(1)", "//evil.test/", "https://warta.example@evil.test/",
    ],
)  # fmt: skip
def test_no_redirect_leads_off_the_site(location: str, tmp_path: Path) -> None:
    with web.hostile() as server:
        warta.publish(server, 1, 2)
        server.answers[warta.article_url(1)] = web.redirect(location)
        report = complete(run_site(warta.Warta, warta.config(server, tmp_path), now=warta.NOW))
        assert {one.url.split("/")[2] for one in server.asked} == {warta.HOST}
    assert (report.seen, report.stored) == (2, 1)
    assert report.rejected + report.failed == 1


def test_a_meta_refresh_is_not_followed(tmp_path: Path) -> None:
    with web.hostile() as server:
        warta.publish(server, 1)
        refresh = '<meta http-equiv="refresh" content="0;url=http://127.0.0.1/">'
        server.answers[warta.article_url(1)] = web.page(warta.article(1).replace("<head>", f"<head>{refresh}"))
        complete(run_site(warta.Warta, warta.config(server, tmp_path), now=warta.NOW))
        assert server.urls() == [warta.FEED, warta.article_url(1)]
