"""The gateway: the whole web through another server, while everything else keeps the original addresses."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

SLOT = "{url}"
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Gateway:
    """`template` is an address with {url} where the original one goes: "http://127.0.0.1:9000/{url}"."""

    template: str

    @property
    def host(self) -> str:
        return urlsplit(self.template).hostname or ""

    @property
    def port(self) -> int:
        parts = urlsplit(self.template)
        return parts.port or _PORTS[parts.scheme]

    @property
    def _origin(self) -> str:
        parts = urlsplit(self.template)
        return f"{parts.scheme}://{parts.netloc}"

    def through(self, url: str) -> str:
        """The address at the gateway that stands for `url`."""
        return self.template.replace(SLOT, url)

    def inside(self, location: str) -> str | None:
        """The gateway's own address that a Location header names, None where it names an original one.

        A web archive answers with another address of its own, for the date nearest to the one asked for; it has as
        many parts before the original address as the template has.
        """
        path = location.removeprefix(self._origin)
        lead = path[: _embedded(path)]
        parts = self.template.removeprefix(self._origin).partition(SLOT)[0].count("/")
        is_ours = lead.startswith("/") and "?" not in lead and lead.count("/") == parts
        return self._origin + path if is_ours else None

    def original(self, location: str) -> str:
        """What a Location header means outside the gateway."""
        own = self.inside(location)
        return own[len(self._origin) + _embedded(own.removeprefix(self._origin)) :] if own else location


def _embedded(path: str) -> int:
    """Where in a path an original address begins, 0 when there is none."""
    return min((at + 1 for mark in ("/http://", "/https://") if (at := path.find(mark)) >= 0), default=0)
