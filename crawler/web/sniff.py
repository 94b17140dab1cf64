"""What the body of an answer is, by its first bytes: headers are wrong too often to go by."""

from __future__ import annotations

import zlib
from typing import Literal

Kind = Literal["empty", "gzip", "html", "json", "xml", "other"]

HEAD = 2048
UNPACKED_LIMIT = 16 * 1024 * 1024

_WEB_PAGE = (b"<html", b"<!doctype html")
_XML = (b"<?xml", b"<rss", b"<feed", b"<rdf:rdf", b"<urlset", b"<sitemapindex")
_CHALLENGES = (
    b"<title>just a moment...",
    b"<title>attention required! | cloudflare",
    b"challenge-platform/",
    b"cf-chl-",
    b"_incapsula_resource",
    b"ddos-guard",
    b"<title>you are being redirected",
    b"sucuri website firewall",
)


def kind(body: bytes) -> Kind:
    """What `body` looks like; "other" is neither markup, JSON nor gzip."""
    if body.startswith(b"\x1f\x8b"):
        return "gzip"
    start = _plain(body).lstrip()
    if not start:
        return "empty"
    if start.startswith((b"{", b"[")):
        return "json"
    if not start.startswith(b"<"):
        return "other"
    # XHTML begins as XML does, and feeds begin with a comment or a script's warning.
    is_xml = any(sign in start for sign in _XML) and not any(sign in start for sign in _WEB_PAGE)
    return "xml" if is_xml else "html"


def is_challenge(body: bytes) -> bool:
    """Whether the answer is a page by which a firewall asks for proof of a person behind the request."""
    start = _plain(body, HEAD * 4)
    return kind(body) == "html" and any(sign in start for sign in _CHALLENGES)


def declares_entities(body: bytes) -> bool:
    """Whether an XML document declares entities of its own: no feed needs them, and small ones unfold to gigabytes."""
    letters = body.replace(b"\0", b"").lower()
    return b"<!doctype" in letters and b"<!entity" in letters


def unpack(body: bytes) -> bytes:
    """The content of a gzip file up to 16 MiB; what can be read of a damaged one."""
    stream = zlib.decompressobj(wbits=31)
    try:
        return stream.decompress(body, UNPACKED_LIMIT)
    except zlib.error:
        return b""


def _plain(body: bytes, size: int = HEAD) -> bytes:
    """The beginning in lower case, without a byte order mark and the zero bytes of UTF-16."""
    start = body[:size].replace(b"\0", b"").lower()
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        start = start.removeprefix(mark)
    return start
