"""A digest in short to chats, by apprise: Telegram, gateways to WhatsApp, Matrix, Slack and more."""

from __future__ import annotations

import hashlib
import importlib
from typing import Any

from config import Chat
from digest.failure import NotDelivered
from storage.digest.outbox import Parcel

MISSING = (
    "apprise is not installed, which chats need: "
    ".venv/bin/python -m pip install --require-hashes -r requirements/notify.txt"
)


def post(chat: Chat, parcel: Parcel) -> None:
    """Notify each chat that does not have it yet. Raises NotDelivered, ConfigError."""
    apprise = library()
    if apprise is None:
        raise NotDelivered("refused", MISSING)
    reached, missed = list(parcel.reached), []
    for number, url in enumerate(chat.urls(), start=1):
        # An address holds a secret: what is kept of it only tells it from the others.
        name = hashlib.sha256(url.encode()).hexdigest()[:16]
        if name in reached:
            continue
        if _tell(apprise, url, parcel):
            reached.append(name)
        else:
            missed.append(number)
    if missed:
        which = ", ".join(str(number) for number in missed)
        raise NotDelivered("temporary", f"address {which} of JUJUGAN_CHAT_URLS or urls_file did not take it", reached)


def library() -> Any:
    """apprise, or None where the extra `notify` is not installed."""
    try:
        return importlib.import_module("apprise")
    except ModuleNotFoundError:
        return None


def _tell(apprise: Any, url: str, parcel: Parcel) -> bool:
    chat = apprise.Apprise()
    if not chat.add(url):
        return False
    # No text of a page may call everybody in a room.
    quiet = parcel.summary.replace("@", "@\u2060")
    return bool(chat.notify(title=parcel.subject, body=quiet, body_format=apprise.NotifyFormat.TEXT))
