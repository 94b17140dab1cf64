"""The desk: ways to other hosts."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import pytest

from review.desk import back

_HERE = "http://127.0.0.1:8600"
_ELSEWHERE = (
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\\/evil.example",
    "https://evil.example", "https:evil.example", "https:/evil.example", "http:\\\\evil.example", "HTTPS://evil.example",
    "/\t/evil.example", "\t//evil.example", "/\n/evil.example",
    "/\r/evil.example", " //evil.example", "\x00//evil.example",
    "/\x0b/evil.example", "//evil.example@127.0.0.1", "//127.0.0.1@evil.example",
    "javascript:alert(1)", "data:text/html,x",
    "evil.example", "?next=//evil.example", "", "/\u2028/evil.example", "/\x85/evil.example",
    "/a\r\nLocation: //evil.example", "//evil。example", "/%09//evil.example/../..//evil.example",
)  # fmt: skip


def as_a_browser_reads(address: str) -> str:
    """The host that a browser asks (WHATWG URL: tabs and line ends are dropped, \\ counts as / )."""
    dropped = "".join(char for char in address.strip("".join(map(chr, range(33)))) if char not in "\t\n\r")
    return urlsplit(urljoin(_HERE, dropped.replace("\\", "/"))).netloc


@pytest.mark.fault("G8")
def test_g8_no_way_back_leads_to_another_host(measured: Callable[[str], None]) -> None:
    for asked in _ELSEWHERE:
        location = back(asked).headers["location"]
        assert as_a_browser_reads(location) == urlsplit(_HERE).netloc, asked
        assert location.startswith("/") and location.isprintable()
    measured(f"0 of {len(_ELSEWHERE)}")


@pytest.mark.fault("G8")
@pytest.mark.parametrize("path", ["/", "/health?x=1", "/visit/3#laporan", "/search?q=a%2F%2Fb"])
def test_g8_a_page_of_ours_is_gone_back_to(path: str) -> None:
    assert back(path).headers["location"] == path
