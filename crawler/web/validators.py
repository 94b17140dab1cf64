"""Whether a source has changed since it was last read: its validators, and a hash of what its body says."""

from __future__ import annotations

import hashlib

import re2
from scrapy.http import Response

from crawler.fetch import header
from storage.health.fetches import Validators

# "57 menit yang lalu" and "2 hours ago" change with the clock, and say nothing new.
_AGE = re2.compile(
    rb"(?i)(?:\d+ |\bse)(?:detik|menit|jam|hari|minggu|bulan) (?:yang )?lalu|\d+ (?:second|minute|hour|day|week)s? ago"
)
# So does what a page carries for its own scripts: keys made anew for each answer, counters, advertisements.
_SCRIPTS = re2.compile(rb"(?is)<script\b[^>]*>.*?</script>|<!--.*?-->|\bnonce=\"[^\"]*\"")


def conditional(known: Validators | None) -> dict[str, str]:
    """The headers that ask for an answer only if it changed."""
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified} if known else {}
    return {name: value for name, value in headers.items() if value}


def validators(response: Response, *, with_scripts: bool) -> Validators:
    """What tells this answer from the next one; `with_scripts` for a page whose scripts hold its list."""
    return Validators(
        header(response, "ETag"), header(response, "Last-Modified"), fingerprint(response.body, with_scripts)
    )


def unchanged(response: Response, known: Validators | None, *, with_scripts: bool) -> Validators | None:
    """The validators of an answer that is the same as last time: the server says so when asked or, as ETags lie, the
    body does. None for one that has changed."""
    if known is None:
        return None
    if response.status == 304:
        return known
    fresh = validators(response, with_scripts=with_scripts)
    return fresh if response.status == 200 and fresh.body_hash == known.body_hash else None


def fingerprint(body: bytes, with_scripts: bool) -> str:
    """A hash of what a body says: without the ages of articles and, for a web page, without its scripts."""
    is_page = not with_scripts and b"<html" in body[:2000].lower()
    said = _SCRIPTS.sub(b"", body) if is_page else body
    return hashlib.sha256(_AGE.sub(b"", said)).hexdigest()
