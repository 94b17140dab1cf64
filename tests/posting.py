"""A mail server that behaves as it is told, and a parcel to send to it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Literal

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from config import Mail
from storage.digest.outbox import Channel, Parcel

How = Literal["takes", "refuses", "refuses one", "later", "hangs", "drops before the reply", "drops after the reply"]

EDITOR, OTHER = "desk@example.org", "second@example.org"


class Post:
    """Keeps what it took, also of letters whose sender never heard so."""

    def __init__(self) -> None:
        self.how: How = "takes"
        self.port = 0
        self.letters: list[EmailMessage] = []
        self.envelopes: list[list[str]] = []
        self.came = threading.Event()
        self.end = threading.Event()

    def mail(self, **given: Any) -> Mail:
        settings: dict[str, Any] = {
            "host": "127.0.0.1",
            "port": self.port,
            "security": "none",
            "sender": "jujugan@example.org",
            "to": (EDITOR,),
        }
        return Mail(**settings | given)

    @property
    def ids(self) -> list[str]:
        return [str(letter["Message-ID"]) for letter in self.letters]

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.how == "refuses" or (self.how == "refuses one" and address == OTHER):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.came.set()
        if self.how == "later":
            return "451 4.7.1 greylisted, come back later"
        while self.how == "hangs" and not self.end.is_set():
            await asyncio.sleep(0.01)
        self.keep(envelope)
        if self.how.startswith("drops"):
            assert server.transport is not None
            if self.how == "drops after the reply":
                server.transport.write(b"250 OK\r\n")
            server.transport.close()
        return "250 OK"

    def keep(self, envelope: Envelope) -> None:
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.envelopes.append(list(envelope.rcpt_tos))


class _Office(Controller):
    """On a port that the system chooses."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def post_office(how: How = "takes", **given: Any) -> Iterator[Post]:
    """A mail server on loopback; `given` goes to aiosmtpd's."""
    post = Post()
    post.how = how
    controller = _Office(post, hostname="127.0.0.1", port=0, ready_timeout=30, **given)
    controller.start()
    post.port = controller.port
    try:
        yield post
    finally:
        post.end.set()
        controller.stop()


def parcel(
    channel: Channel = "mail", *, digest: int | None = 7, subject: str = "Jujugan 7: 1 new visit", **given: Any
) -> Parcel:
    """A composed digest as the outbox hands it out; its texts are made up."""
    now = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)
    settings: dict[str, Any] = {
        "outbox_id": 1,
        "message_id": "<digest.7.20261102T233000Z.mail@example.org>",
        "channel": channel,
        "digest": digest,
        "composed": now,
        "subject": subject,
        "summary": "1 new visit",
        "text": "Jujugan · Digest 7\n\n1. Dinas Contoh Kabupaten Misal\n.\n..dua titik\n",
        "html": "<!doctype html><html><body><p>Dinas Contoh “Misal” é</p></body></html>",
        "json": '{"digest": 7, "visits": [{"visitors": ["Dinas Contoh “Misal”"]}]}',
        "attempts": 1,
        "reached": (),
        "queued": now,
    }
    return Parcel(**settings | given)
