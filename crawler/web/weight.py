"""What a page weighs for a parser, told before it is parsed: of some of 4 MB a tree takes minutes or gigabytes."""

from __future__ import annotations

import re2

# A long front page has 5,000. Beyond this, building and searching the tree costs seconds and hundreds of megabytes.
MOST_TAGS = 60_000
# libxml2 compares each attribute of a tag with all before it: half a second for so many, minutes for 150,000.
MOST_ATTRIBUTES = 20_000

_VALUE = r"""=\s*"[^"]*"|=\s*'[^']*'"""
_TAG = re2.compile(rf"<[A-Za-z](?:{_VALUE}|[^>])*")
_ATTRIBUTE = re2.compile(rf"[^\s/=]+(?:{_VALUE})?")


def too_heavy(html: str) -> str | None:
    """Why a page is not parsed, None where it may be."""
    tags = html.count("<")
    if tags > MOST_TAGS:
        return f"page of {tags} tags"
    # Each attribute has a blank, a slash or a sign of equality before or in it: most pages are through here.
    if len(html.split()) + html.count("/") + html.count("=") <= MOST_ATTRIBUTES:
        return None
    longest = max((found.group() for found in _TAG.finditer(html)), key=len, default="")
    attributes = sum(1 for _ in _ATTRIBUTE.finditer(longest))
    return f"page with a tag of {attributes} attributes" if attributes > MOST_ATTRIBUTES else None
