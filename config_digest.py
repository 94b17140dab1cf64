"""The operator's settings for telling: when the digest goes out, in which language, and through which channels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Any, Literal

import timetable
from config_file import ConfigError
from config_values import Reader, choice, host, is_host, path_or_none, plain, text, web_address, whole
from timetable import WEEKDAYS, Entry

Security = Literal["starttls", "tls", "none"]

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Mail:
    """The server that takes mails, and who gets them: `to` the digest, `administrator` what is broken. Who stands in
    `places` gets of the digest what is about these places (region codes)."""

    host: str = ""
    port: int = 587
    security: Security = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    password_file: Path | None = None
    sender: str = ""
    to: tuple[str, ...] = ()
    administrator: tuple[str, ...] = ()
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def of_all(self) -> tuple[str, ...]:
        """Those who get the whole digest."""
        return tuple(one for one in self.to if one not in self.places)

    def secret(self) -> str:
        """The password. Raises ConfigError where it cannot be read or used."""
        found = self.password or _of_file(self.password_file)
        if bool(self.user) != bool(found):
            raise ConfigError(
                "digest.mail wants user and password together; the password comes from JUJUGAN_MAIL_PASSWORD or from "
                "the file that password_file names"
            )
        if not (self.user + found).isascii():
            raise ConfigError(
                "digest.mail: user and password may hold ASCII characters only, as mail servers take them"
            )
        return found


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that gets each digest as JSON, signed where there is a secret."""

    url: str = ""
    key: str = field(default="", repr=False)
    secret_file: Path | None = None

    def secret(self) -> str:
        """The key of the signature. Raises ConfigError where its file cannot be read."""
        return self.key or _of_file(self.secret_file)


@dataclass(frozen=True, slots=True)
class Chat:
    """Chats that get each digest in short. Their addresses hold secrets, and so never stand in jujugan.toml."""

    addresses: str = field(default="", repr=False)
    urls_file: Path | None = None

    @property
    def is_on(self) -> bool:
        return bool(self.addresses or self.urls_file)

    def urls(self) -> tuple[str, ...]:
        """apprise's addresses. Raises ConfigError where their file cannot be read."""
        return tuple((self.addresses or _of_file(self.urls_file)).split())


@dataclass(frozen=True, slots=True)
class Digest:
    """When and how a digest is told. `give_up_days` after it was composed a channel is no longer tried."""

    at: tuple[time, ...] = (time(6, 30),)
    days: tuple[str, ...] = WEEKDAYS
    language: Literal["en", "id"] = "en"
    page: str = ""
    give_up_days: int = 5
    mail: Mail = field(default_factory=Mail)
    webhook: Webhook = field(default_factory=Webhook)
    chat: Chat = field(default_factory=Chat)

    @property
    def entry(self) -> Entry | None:
        """Its place in the timetable; None where it is composed on demand only."""
        return Entry(at=self.at, days=self.days) if self.at else None

    def check(self, path: Path) -> None:
        """Raises ConfigError where settings do not go together; no file of secrets is read."""
        wrong = next(_mismatches(self.mail), None)
        if wrong:
            raise ConfigError(f"{path}: {wrong}")

    def check_secrets(self) -> None:
        """Raises ConfigError where a secret is missing or cannot be read: for whoever is going to send."""
        for secret in (self.mail.secret, self.webhook.secret, self.chat.urls):
            secret()


def _mismatches(mail: Mail) -> Iterator[str]:
    if (mail.to or mail.administrator) and not mail.host:
        yield "digest.mail has addresses but no host; name the server that takes mails"
    if mail.host and not mail.sender:
        yield 'digest.mail.from is empty; set the address that mails come from, such as "jujugan@example.org"'
    if mail.host and not (mail.to or mail.administrator):
        yield "digest.mail has a host but nobody to write to; fill to, administrator or both"
    if mail.places.keys() - set(mail.to):
        yield "digest.mail.places names addresses that are not in digest.mail.to; write them there too"
    if mail.user and mail.security == "none" and mail.host not in _LOOPBACK:
        yield 'digest.mail would send the password readable by all; set security = "starttls" or "tls"'


def _of_file(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{path}: the secret in it cannot be read ({error}); correct the path or its rights"
        ) from None


_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_MAILBOX = re.compile(rf"(?=.{{1,64}}$){_ATOM}(\.{_ATOM})*")


def _mail_address(value: Any, base: Path) -> str:
    given = text(value, base)
    mailbox, _, domain = given.rpartition("@")
    if given and not (_MAILBOX.fullmatch(mailbox) and is_host(domain)):
        raise ValueError(f'wants a plain mail address, such as "desk@example.org", not "{given!a}"')
    return given


def _mail_addresses(value: Any, base: Path) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_mail_address(one, base) for one in timetable.names(value)))


_CODE = re.compile(r"[0-9]{2}(\.[0-9]{2}(\.[0-9]{2})?)?")


def _places(value: Any, base: Path) -> dict[str, tuple[str, ...]]:
    """Region codes by mail address, as a table; or, in an environment variable, as "desk@example.org=34.71,35"."""
    if isinstance(value, str):
        parts = (one.partition("=") for one in value.split())
        value = {address: codes.split(",") for address, _, codes in parts}
    if not isinstance(value, dict):
        raise ValueError('wants a table such as { "desk@example.org" = ["34.71", "35"] }')
    found = {_mail_address(address, base): tuple(timetable.names(codes)) for address, codes in value.items()}
    for address, codes in found.items():
        if not codes or not all(map(_CODE.fullmatch, codes)):
            raise ValueError(f"wants region codes for {address}, such as 34.71, or 35 for a province")
    return found


DIGEST_KEYS: dict[str, dict[str, tuple[str, Reader]]] = {
    "digest": {
        "at": ("digest.at", plain(timetable.clocks)),
        "days": ("digest.days", plain(timetable.weekdays)),
        "language": ("digest.language", choice("en", "id")),
        "page": ("digest.page", web_address),
        "give_up_days": ("digest.give_up_days", whole(1, 60)),
    },
    "digest.mail": {
        "host": ("digest.mail.host", host),
        "port": ("digest.mail.port", whole(1, 65535)),
        "security": ("digest.mail.security", choice("starttls", "tls", "none")),
        "user": ("digest.mail.user", text),
        "password_file": ("digest.mail.password_file", path_or_none),
        "from": ("digest.mail.sender", _mail_address),
        "to": ("digest.mail.to", _mail_addresses),
        "administrator": ("digest.mail.administrator", _mail_addresses),
        "places": ("digest.mail.places", _places),
    },
    "digest.webhook": {
        "url": ("digest.webhook.url", web_address),
        "secret_file": ("digest.webhook.secret_file", path_or_none),
    },
    "digest.chat": {"urls_file": ("digest.chat.urls_file", path_or_none)},
}

# What a process that reads pages need not know.
SECRETS = frozenset({"JUJUGAN_MAIL_PASSWORD", "JUJUGAN_WEBHOOK_SECRET", "JUJUGAN_CHAT_URLS"})

# Secrets have no key: they come from here, or from a file that a key names.
DIGEST_VARIABLES: Mapping[str, tuple[str, Reader]] = {
    f"JUJUGAN_{section.removeprefix('digest.').upper()}_{key.upper()}": pair
    for section, keys in DIGEST_KEYS.items()
    for key, pair in keys.items()
} | {
    "JUJUGAN_MAIL_PASSWORD": ("digest.mail.password", text),
    "JUJUGAN_WEBHOOK_SECRET": ("digest.webhook.key", text),
    "JUJUGAN_CHAT_URLS": ("digest.chat.addresses", text),
}
