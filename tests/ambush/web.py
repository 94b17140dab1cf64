"""A server of bare sockets: it is a gateway, so that every address of every site is asked of it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Trap = Callable[[socket.socket], None]


def answer(body: bytes, kind: str = "text/html; charset=utf-8", status: str = "200 OK", *headers: str) -> Trap:
    """A plain answer, with whatever headers besides."""
    more = "".join(f"{header}\r\n" for header in headers)
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{more}\r\n"
    )
    return lambda wire: wire.sendall(head.encode() + body)


def raw(said: bytes) -> Trap:
    """Bytes as they stand, and the connection is closed."""
    return lambda wire: wire.sendall(said)


NOT_FOUND = answer(b"<h1>Tidak ada</h1>", status="404 Not Found")


@dataclass
class Ambush:
    """`answers` by whole address; what was `asked` in the order it came."""

    answers: dict[str, Trap] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    gateway: str = ""

    def serve(self, wire: socket.socket) -> None:
        """One request, read to the end of its headers."""
        with wire, suppress(OSError):
            wire.settimeout(90)
            said = b""
            while b"\r\n\r\n" not in said:
                piece = wire.recv(65536)
                if not piece:
                    return
                said += piece
            url = said.split(b" ", 2)[1].decode("latin-1").removeprefix("/")
            self.asked.append(url)
            self.answers.get(url, NOT_FOUND)(wire)
            wire.shutdown(socket.SHUT_WR)


@contextmanager
def ambush() -> Iterator[Ambush]:
    """The server on a port of this machine, each connection in a thread of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        web = Ambush(gateway=f"http://127.0.0.1:{listening.getsockname()[1]}/{{url}}")

        def accept() -> None:
            with suppress(OSError):
                while True:
                    wire, _ = listening.accept()
                    threading.Thread(target=web.serve, args=(wire,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield web
        listening.shutdown(socket.SHUT_RDWR)


@contextmanager
def canary() -> Iterator[tuple[int, list[str]]]:
    """A port of this machine that nobody is to speak to, and who did."""
    visitors: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def accept() -> None:
            with suppress(OSError):
                while True:
                    wire, _ = listening.accept()
                    with wire, suppress(OSError):
                        wire.settimeout(2)
                        visitors.append(wire.recv(200).decode("latin-1"))

        threading.Thread(target=accept, daemon=True).start()
        yield listening.getsockname()[1], visitors
        listening.shutdown(socket.SHUT_RDWR)
