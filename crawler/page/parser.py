"""The version of what takes a site's pages apart: the program's, and a fingerprint of the site's file."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import lru_cache

from config import VERSION
from crawler.facts import SiteFacts


@lru_cache(maxsize=64)
def version(facts: SiteFacts | None) -> str:
    """As "1.0.0+1a2b3c4d"; it changes with any selector or pattern of the site, not with where its lists are."""
    if facts is None:
        return VERSION
    told = repr(replace(facts, sources=(), queries=()))
    return f"{VERSION}+{hashlib.sha256(told.encode()).hexdigest()[:8]}"
