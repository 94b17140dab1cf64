"""An answer on its way to the client, and how it is written: also when it lies."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from http import HTTPStatus

Write = Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Answer:
    """`wait` seconds pass before the first byte. `cut` sends only that many bytes of the body and closes, whatever
    Content-Length says. `stream` replaces the body by pieces without end or in their own time. `raw` replaces status
    line and headers. `drop` closes the connection without a word. `kind` is that of the page and `mark`
    tells its text from others, both for the log."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    wait: float = 0.0
    cut: int | None = None
    stream: Callable[[], Iterator[bytes]] | None = None
    raw: bytes | None = None
    drop: bool = False
    kind: str = "other"
    mark: str = ""

    def header(self, name: str) -> str | None:
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        return found[0] if found else None

    def with_header(self, name: str, value: str | None) -> Answer:
        """The answer with this header instead of any of that name; without it for None."""
        kept = tuple(pair for pair in self.headers if pair[0].lower() != name.lower())
        return replace(self, headers=kept if value is None else (*kept, (name, value)))

    def text(self, body: str) -> Answer:
        """The answer with another body, in UTF-8 and not compressed."""
        return replace(self, body=body.encode()).with_header("Content-Encoding", None)


def send(answer: Answer, write: Write, *, head: bool = False) -> bool:
    """Write the answer; returns whether the connection may be kept open. Raises OSError when the client has gone."""
    if answer.wait:
        time.sleep(answer.wait)
    if answer.drop:
        return False
    write(_head(answer) if answer.raw is None else answer.raw)
    if head or answer.status == HTTPStatus.NOT_MODIFIED:
        return answer.raw is None
    if answer.stream is not None:
        for piece in answer.stream():
            write(piece)
        return False
    write(answer.body if answer.cut is None else answer.body[: answer.cut])
    return answer.cut is None and answer.raw is None


def _head(answer: Answer) -> bytes:
    try:
        phrase = HTTPStatus(answer.status).phrase
    except ValueError:
        phrase = "Unknown"
    lines = [f"HTTP/1.1 {answer.status} {phrase}", *(f"{name}: {value}" for name, value in answer.headers)]
    if answer.stream is not None:
        lines.append("Connection: close")
    elif answer.status != HTTPStatus.NOT_MODIFIED and answer.header("Content-Length") is None:
        lines.append(f"Content-Length: {len(answer.body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")
