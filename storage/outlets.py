"""Who published an article, in one word."""

from __future__ import annotations

from urllib.parse import urlsplit

from storage.values import from_list


def outlet(site: str, hosts: str, url: str) -> str:
    """The site's name; for what stands on none of its `hosts`, as all that news searches find, the publisher's host."""
    host = urlsplit(url).hostname or ""
    is_own = any(host == own or host.endswith(f".{own}") for own in from_list(hosts))
    return site if is_own or not host else host.removeprefix("www.")
