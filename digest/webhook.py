"""A digest as JSON to an address of the operator's, signed: any program can take it from there."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ssl
from urllib.parse import urlsplit

from config import VERSION, Webhook
from digest import failure
from digest.failure import NotDelivered, bounded
from storage.digest.outbox import Fault, Parcel

SIGNATURE = "Jujugan-Signature"
# What a server may say when it is the moment, not the message, that is wrong.
_NOT_NOW = frozenset({408, 421, 425, 429})


def post(webhook: Webhook, parcel: Parcel) -> None:
    """POST the digest. A redirect is not followed: who may have it is the operator's word alone.

    Raises NotDelivered, ConfigError.
    """
    body = parcel.json.encode()
    parts = urlsplit(webhook.url)
    line = _line(parts.scheme, parts.hostname or "", parts.port)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    has_left = False
    with bounded(lambda: line.sock, failure.WHOLE_SECONDS) as is_cut:
        try:
            line.request("POST", target, body, _headers(body, parcel.message_id, webhook.secret()))
            has_left = True
            status = line.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            fault, words = _told(error, has_left, is_cut.is_set())
            raise NotDelivered(fault, f"{parts.hostname}: {words}") from None
        finally:
            line.close()
    if not 200 <= status < 300:
        is_for_now = status >= 500 or status in _NOT_NOW
        words = f"{parts.hostname}: HTTP {status} {http.client.responses.get(status, '')}"
        raise NotDelivered("temporary" if is_for_now else "refused", words)


def sign(body: bytes, secret: str) -> str:
    """HMAC-SHA256 (RFC 2104) of the body, in hexadecimal."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


def _line(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    seconds = failure.STEP_SECONDS
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=seconds)


def _headers(body: bytes, message_id: str, secret: str) -> dict[str, str]:
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"Jujugan/{VERSION}",
        "Idempotency-Key": message_id.strip("<>"),
        "Connection": "close",
    }
    return headers | ({SIGNATURE: sign(body, secret)} if secret else {})


def _told(error: Exception, has_left: bool, is_cut: bool) -> tuple[Fault, str]:
    if has_left:
        return "unclear", f"the line broke or fell silent after the digest had left, before the answer ({error})"
    if is_cut or isinstance(error, TimeoutError):
        return "hung", "no answer in time"
    if isinstance(error, ssl.SSLError):
        return "refused", f"{error}"
    return "temporary", f"{error}"
