"""Faults that are meant to hurt a crawler, served on demand only (`Newsroom.misbehave`), each by name.

HOSTILE spoil an answer; SHELVES change what a site has to show from a time on.
"""

from __future__ import annotations

import gzip
import re
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from newsroom.faults import Fault, Occasion, plain
from newsroom.shelf import Shelf
from newsroom.wire import Answer

_HTML = ("Content-Type", "text/html; charset=utf-8")
_XML = ("Content-Type", "application/xml; charset=utf-8")
_MEGABYTE = 1 << 20
_NAMES = re.compile(rb'\b(class|id)="([^"]*)"')
_PARAGRAPH = re.compile(rb"(<p\b[^>]*>).*?(</p>)", re.DOTALL)
_CASINO = (
    "<html lang='id'><head><meta charset='utf-8'><title>Slot Gacor Maxwin Malam Ini</title></head><body>"
    + "<p>Daftar situs slot gacor, bonus anggota baru, modal receh pasti cuan, putaran gratis setiap hari.</p>" * 40
    + "</body></html>"
)
_CHALLENGE = (
    "<html lang='en'><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>"
    "<noscript>Enable JavaScript and cookies to continue</noscript></body></html>"
)
_LOGIN = (
    "<html lang='id'><head><title>Masuk</title></head><body><form method='post' action='/login'>"
    "<label>Surel <input name='email'></label><label>Sandi <input type='password' name='sandi'></label></form>"
    "<p>Silakan masuk untuk melanjutkan membaca.</p></body></html>"
)
_CONSENT = (
    "<html lang='id'><head><title>Sebelum melanjutkan</title></head><body><h1>Kami menghargai privasi Anda</h1>"
    "<p>Situs ini dan mitranya memakai cookie. Untuk melanjutkan, setujui penggunaan cookie.</p>"
    "<form method='post' action='/persetujuan'><button>Terima semua</button><button>Kelola pilihan</button></form>"
    "</body></html>"
)
_WELCOME = (
    "<html lang='id'><head><meta charset='utf-8'><title>Portal Kabar Warga</title></head><body>"
    "<h1>Portal Kabar Warga</h1><article>"
    + "<p>Portal ini memuat kabar desa, agenda kecamatan, harga hasil tani, dan cuaca bagi nelayan.</p>" * 12
    + "</article></body></html>"
)
_ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "tawa" * 10}">' for n in range(10))
_XML_BOMB = (
    f'<?xml version="1.0"?><!DOCTYPE rss [{_ENTITIES}]><rss version="2.0"><channel><title>&a9;</title></channel></rss>'
)
_XXE = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY berkas SYSTEM "file:///etc/hostname">]>'
    '<rss version="2.0"><channel><title>&berkas;</title></channel></rss>'
)


def _page(status: int, text: str, head: tuple[str, str] = _HTML) -> Fault:
    return lambda _, __: Answer(status, (head,), text.encode())


def _location(target: str, status: int = 302) -> Fault:
    return lambda _, __: Answer(status, (("Location", target),))


def _header(name: str, value: str) -> Fault:
    return lambda answer, _: answer.with_header(name, value)


def _endless(_: Answer, __: Occasion) -> Answer:
    def pieces() -> Iterator[bytes]:
        while True:
            yield b"<p>tak ada habisnya</p>" * 500

    return Answer(200, (_HTML,), stream=pieces)


def _drip(answer: Answer, _: Occasion) -> Answer:
    """One byte a second."""

    def pieces() -> Iterator[bytes]:
        for at in range(len(answer.body)):
            yield answer.body[at : at + 1]
            time.sleep(1)

    return Answer(answer.status, (_HTML,), stream=pieces)


def _silent_socket(answer: Answer, _: Occasion) -> Answer:
    return replace(answer, wait=120.0)


def _gzip_bomb(_: Answer, __: Occasion) -> Answer:
    """1 GiB of blanks in about a megabyte."""

    def pieces() -> Iterator[bytes]:
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        for _ in range(1024):
            yield packer.compress(b" " * _MEGABYTE)
        yield packer.flush()

    return Answer(200, (_HTML, ("Content-Encoding", "gzip")), stream=pieces)


def _nested_gzip(_: Answer, __: Occasion) -> Answer:
    body = gzip.compress(gzip.compress(b" " * (64 * _MEGABYTE), 9), 9)
    return Answer(200, (_HTML, ("Content-Encoding", "gzip, gzip")), body)


def _broken_gzip(answer: Answer, _: Occasion) -> Answer:
    packed = gzip.compress(answer.body or b"kosong", 1)
    return replace(answer, body=packed[: len(packed) // 2]).with_header("Content-Encoding", "gzip")


def _huge(_: Answer, __: Occasion) -> Answer:
    return Answer(200, (_HTML,), b"<p>besar</p>" * (_MEGABYTE // 2))


def _deep(_: Answer, __: Occasion) -> Answer:
    return Answer(200, (_HTML,), b"<div>" * 200_000 + b"dalam" + b"</div>" * 200_000)


def _many_tags(_: Answer, __: Occasion) -> Answer:
    return Answer(200, (_HTML,), b"<b></b>" * 500_000)


def _loop(_: Answer, occasion: Occasion) -> Answer:
    return Answer(302, (("Location", occasion.url),))


def _hops(_: Answer, occasion: Occasion) -> Answer:
    """Each answer sends on to a further address under the same one; misbehave with a trailing * to keep on."""
    steps = occasion.url.count("/lagi")
    return Answer(302, (("Location", f"{occasion.url.rstrip('/')}/lagi{steps}"),))


def _header_flood(answer: Answer, _: Occasion) -> Answer:
    return replace(answer, headers=answer.headers + tuple((f"X-Banjir-{at}", "a" * 40) for at in range(5000)))


def _redesign(answer: Answer, _: Occasion) -> Answer:
    """The same page with every class and id renamed: what a relaunch does to selectors. It has no validators, which
    would be those of the page before."""
    if "html" not in (answer.header("Content-Type") or ""):
        return answer
    renamed = plain(answer, lambda body: _NAMES.sub(_renamed, body))
    return renamed.with_header("ETag", None).with_header("Last-Modified", None)


def _renamed(match: re.Match[bytes]) -> bytes:
    names = b" ".join(b"baru-" + name for name in match[2].split())
    return match[1] + b'="' + names + b'"'


def _emptied(answer: Answer, _: Occasion) -> Answer:
    """The same page with empty paragraphs, as when scripts are to fill them."""
    if "html" not in (answer.header("Content-Type") or ""):
        return answer
    return plain(answer, lambda body: _PARAGRAPH.sub(rb"\1\2", body))


def _soft_404(answer: Answer, _: Occasion) -> Answer:
    """A page of small talk with status 200 for what is not there, whatever was asked for."""
    return Answer(200, (_HTML,), _WELCOME.encode()) if answer.status == 404 else answer


def _surrogates(answer: Answer, _: Occasion) -> Answer:
    """NUL, C0 controls, half a surrogate and a right-to-left override in the middle of the text."""
    return plain(answer, lambda body: body.replace(b"<p>", b"<p>\x00\x08&#xD800;\xed\xa0\x80&#8238;", 5))


def _silent(shelf: Shelf, since: datetime) -> Shelf:
    """Nothing new from `since` on, all else as it was."""
    return replace(shelf, everything=[piece for piece in shelf.everything if piece.published <= since])


def _halved(shelf: Shelf, since: datetime) -> Shelf:
    """Every second article is missing from the site's listings from `since` on; their pages still answer."""
    kept = [piece for piece in shelf.everything if piece.published <= since or piece.slot.number % 2]
    return replace(shelf, everything=kept)


HOSTILE: Mapping[str, Fault] = {
    "endless": _endless,
    "drip": _drip,
    "no_answer": _silent_socket,
    "gzip_bomb": _gzip_bomb,
    "nested_gzip": _nested_gzip,
    "broken_gzip": _broken_gzip,
    "huge": _huge,
    "deep": _deep,
    "many_tags": _many_tags,
    "redirect_loop": _loop,
    "redirect_hops": _hops,
    "redirect_private": _location("http://169.254.169.254/latest/meta-data/"),
    "redirect_loopback": _location("http://127.0.0.1:1/rahasia"),
    "redirect_file": _location("file:///etc/passwd"),
    "redirect_script": _location("javascript:alert(1)"),
    "redirect_offsite": _location("https://banyuwangikab.go.id.penipu.example/berita/umpan"),
    "header_flood": _header_flood,
    "header_code": _header("Referrer-Policy", "os.system"),
    "bad_status": lambda answer, _: replace(answer, raw=b"HTTP/1.1 BAIK\r\n\r\n"),
    "nul_header": lambda answer, _: replace(answer, raw=b"HTTP/1.1 200 OK\r\nX-Nol: \x00\r\nContent-Length: 0\r\n\r\n"),
    "huge_header": lambda answer, _: answer.with_header("X-Panjang", "a" * _MEGABYTE),
    "down": lambda answer, _: replace(answer, drop=True),
    "error": _page(500, "<h1>500 Internal Server Error</h1>"),
    "unavailable": _page(503, "<h1>503 Service Unavailable</h1>"),
    "busy_always": lambda _, __: Answer(429, (("Retry-After", "120"), _HTML), b"Too Many Requests"),
    "busy_garbage": lambda _, __: Answer(429, (("Retry-After", "nanti saja"), _HTML), b"Too Many Requests"),
    "gone": _page(410, "<h1>410 Gone</h1>"),
    "missing": _page(404, "<h1>404 Not Found</h1>"),
    "forbidden": _page(403, "<h1>403 Forbidden</h1>"),
    "hacked": _page(200, _CASINO),
    "challenge": _page(503, _CHALLENGE),
    "challenge_200": _page(200, _CHALLENGE),
    "login": _page(200, _LOGIN),
    "consent": _page(200, _CONSENT),
    "xml_bomb": _page(200, _XML_BOMB, _XML),
    "xxe": _page(200, _XXE, _XML),
    "not_xml": _page(200, "<html><body><p>Situs sedang dalam perbaikan.</p></body></html>", _XML),
    "redesign": _redesign,
    "emptied": _emptied,
    "soft_404": _soft_404,
    "surrogates": _surrogates,
}

SHELVES: Mapping[str, Callable[[Shelf, datetime], Shelf]] = {"silent": _silent, "halved": _halved}
