"""The webhook: what is posted, how a receiver knows who sent it, and how each failure is called."""

from __future__ import annotations

import hashlib
import hmac
import http.server
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from config import Webhook
from digest import failure, webhook
from digest.failure import NotDelivered
from tests.posting import parcel


class Receiver:
    """Answers every POST with `status`, and keeps what came; `silent` it answers nothing."""

    def __init__(self) -> None:
        self.status = 200
        self.silent = False
        self.came: list[tuple[str, dict[str, str], bytes]] = []
        self.url = ""
        self.end = threading.Event()


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            receiver.came.append((self.path, {key.lower(): value for key, value in self.headers.items()}, body))
            if receiver.silent:
                receiver.end.wait(30)
                return
            self.send_response(receiver.status)
            self.send_header("location", "/elsewhere")
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/hook?room=1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.end.set()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def test_the_digest_is_posted_whole_and_signed(receiver: Receiver) -> None:
    sent = parcel("webhook")
    webhook.post(Webhook(url=receiver.url, key="rahasia"), sent)
    [(path, headers, body)] = receiver.came
    assert path == "/hook?room=1"
    assert json.loads(body) == json.loads(sent.json)
    expected = hmac.new(b"rahasia", body, hashlib.sha256).hexdigest()
    assert headers["jujugan-signature"] == f"sha256={expected}"
    assert headers["content-type"] == "application/json; charset=utf-8"
    assert headers["idempotency-key"] == sent.message_id.strip("<>")


def test_the_signature_is_that_of_the_standard() -> None:
    # RFC 4231, test case 2
    assert webhook.sign(b"what do ya want for nothing?", "Jefe") == (
        "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )


def test_without_a_secret_nothing_is_signed(receiver: Receiver) -> None:
    webhook.post(Webhook(url=receiver.url), parcel("webhook"))
    assert "jujugan-signature" not in receiver.came[0][1]


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (301, "refused"),
        (307, "refused"),
        (308, "refused"),
        (400, "refused"),
        (404, "refused"),
        (410, "refused"),
        (408, "temporary"),
        (429, "temporary"),
        (500, "temporary"),
        (503, "temporary"),
    ],
)
def test_an_answer_that_is_no_yes_is_told_apart_and_no_redirect_is_followed(
    receiver: Receiver, status: int, fault: str
) -> None:
    receiver.status = status
    with pytest.raises(NotDelivered, match=f"HTTP {status}") as raised:
        webhook.post(Webhook(url=receiver.url, key="rahasia"), parcel("webhook"))
    assert raised.value.fault == fault
    assert len(receiver.came) == 1


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_every_yes_counts(receiver: Receiver, status: int) -> None:
    receiver.status = status
    webhook.post(Webhook(url=receiver.url), parcel("webhook"))


def test_silence_after_the_digest_has_left_leaves_it_open_whether_it_arrived(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failure, "STEP_SECONDS", 0.3)
    receiver.silent = True
    with pytest.raises(NotDelivered) as raised:
        webhook.post(Webhook(url=receiver.url), parcel("webhook"))
    assert raised.value.fault == "unclear"
    assert len(receiver.came) == 1


def test_no_server_is_temporary() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(NotDelivered, match="refused") as raised:
            webhook.post(Webhook(url=f"http://127.0.0.1:{closed.getsockname()[1]}/"), parcel("webhook"))
    assert raised.value.fault == "temporary"


def test_a_server_that_does_not_speak_tls_never_gets_the_digest(receiver: Receiver) -> None:
    with pytest.raises(NotDelivered) as raised:
        webhook.post(Webhook(url=receiver.url.replace("http:", "https:")), parcel("webhook"))
    assert raised.value.fault == "refused"
    assert receiver.came == []
