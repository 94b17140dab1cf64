"""A loopback server that plays any site and misbehaves on demand.

A crawl reaches it through the gateway setting, as it would reach any stand-in for the web, so every original host
can be played and no switch opens the guard.
"""

from __future__ import annotations

import os
import socket
import socketserver
import ssl
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import brotli
from backports import zstd

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it: the original address, and when (monotonic seconds)."""

    url: str
    at: float
    headers: Mapping[str, str]


Answer = Callable[[socket.socket, Asked], None]


@dataclass
class Hostile:
    """`answers` has an answer for each original address; any other is 404, and robots.txt allows everything."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    answering: int = 0
    most_at_once: int = 0

    @property
    def gateway(self) -> str:
        return f"http://127.0.0.1:{self.port}/{{url}}"

    def urls(self) -> list[str]:
        """The addresses asked for, robots.txt left out."""
        return [one.url for one in self.asked if not one.url.endswith("/robots.txt")]

    def answer(self, connection: socket.socket, request: Asked) -> None:
        self.asked.append(request)
        self.answering += 1
        self.most_at_once = max(self.most_at_once, self.answering)
        try:
            self.answers.get(request.url, page("", 404))(connection, request)
        finally:
            self.answering -= 1


@contextmanager
def hostile(tls: ssl.SSLContext | None = None) -> Iterator[Hostile]:
    """The server, on a port of its own, for as long as it is needed."""
    server = Hostile()

    class Connection(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            try:
                while request := self._read():
                    server.answer(self.connection, request)
            except OSError:  # the crawler hung up, as it should on most of these answers
                return

        def _read(self) -> Asked | None:
            start = self.rfile.readline().decode("latin-1").split()
            if len(start) < 2:
                return None
            headers: dict[str, str] = {}
            while line := self.rfile.readline().decode("latin-1").strip():
                name, _, value = line.partition(":")
                headers[name.lower()] = value.strip()
            return Asked(start[1].removeprefix("/"), time.monotonic(), headers)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

        def finish_request(self, request: Any, client_address: Any) -> None:
            if tls is None:
                super().finish_request(request, client_address)
                return
            # a client that does not trust us hangs up
            with suppress(OSError), tls.wrap_socket(request, server_side=True) as sealed:
                super().finish_request(sealed, client_address)

    with Server(("127.0.0.1", 0), Connection) as running:
        server.port = running.server_address[1]
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            running.shutdown()
            thread.join()


# Answers


def page(body: str | bytes, status: int = 200, **headers: str) -> Answer:
    """An honest answer; `headers` with _ for -."""
    data = body.encode() if isinstance(body, str) else body
    named = {"content-type": "text/html; charset=utf-8"} | {k.replace("_", "-"): v for k, v in headers.items()}
    return raw(head(status, {"content-length": str(len(data))} | named) + data)


def raw(data: bytes) -> Answer:
    def answer(connection: socket.socket, _: Asked) -> None:
        connection.sendall(data)

    return answer


def head(status: int, headers: Mapping[str, str]) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} Odd\r\n{lines}\r\n".encode("latin-1")


def in_turn(*answers: Answer) -> Answer:
    """One after the other, the last one for ever."""
    left = list(answers)

    def answer(connection: socket.socket, request: Asked) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(connection, request)

    return answer


def conditional(body: str, etag: str, **headers: str) -> Answer:
    """304 to whoever names the ETag."""

    def answer(connection: socket.socket, request: Asked) -> None:
        same = request.headers.get("if-none-match") == etag
        (page("", 304, etag=etag) if same else page(body, etag=etag, **headers))(connection, request)

    return answer


def redirect(to: str, status: int = 302) -> Answer:
    return page("", status, location=to)


def reset(connection: socket.socket, _: Asked) -> None:
    """Half a head, then a TCP reset."""
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-le")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(connection.detach())
    raise ConnectionResetError


def hung_up(connection: socket.socket, _: Asked) -> None:
    """The request is taken and the connection closed, without a byte."""
    connection.shutdown(socket.SHUT_RDWR)
    raise ConnectionResetError


def late(seconds: float, then: Answer, asked: threading.Event | None = None) -> Answer:
    """An answer that takes its time; `asked` is set when it is waited for."""

    def answer(connection: socket.socket, request: Asked) -> None:
        if asked:
            asked.set()
        time.sleep(seconds)
        then(connection, request)

    return answer


def truncated(body: str) -> Answer:
    """A body of which half comes."""
    data = body.encode()

    def answer(connection: socket.socket, _: Asked) -> None:
        connection.sendall(head(200, {"content-type": "text/html", "content-length": str(len(data))}))
        connection.sendall(data[: len(data) // 2])
        connection.shutdown(socket.SHUT_RDWR)

    return answer


def endless(connection: socket.socket, _: Asked) -> None:
    """A body without an end."""
    connection.sendall(head(200, {"content-type": "text/html", "connection": "close"}))
    while True:
        connection.sendall(b"<p>lagi</p>" * 6000)


def drip(connection: socket.socket, _: Asked) -> None:
    """A byte every tenth of a second."""
    connection.sendall(head(200, {"content-type": "text/html", "content-length": "5000"}))
    while True:
        connection.sendall(b".")
        time.sleep(0.1)


def bomb(encoding: str, megabytes: int = 64) -> Answer:
    """A small body that unpacks to a large one."""
    return page(_packed(encoding, megabytes), content_encoding=encoding)


def _packed(encoding: str, megabytes: int) -> bytes:
    chunk = b"\0" * MEGABYTE
    match encoding:
        case "br":
            press = brotli.Compressor(quality=5)
            return b"".join(press.process(chunk) for _ in range(megabytes)) + press.finish()
        case "zstd":
            packer = zstd.ZstdCompressor()
            return b"".join(packer.compress(chunk) for _ in range(megabytes)) + packer.flush()
        case _:
            deflater = zlib.compressobj(9, wbits=31 if "gzip" in encoding else 15)
            return b"".join(deflater.compress(chunk) for _ in range(megabytes)) + deflater.flush()
