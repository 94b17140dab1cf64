"""Synthetic Indonesian newspaper pieces for the stand-in web.

Everything here is invented: the happenings, the people, the quotes and the figures. Regions, offices and programmes
carry real or plausible names so that the pieces read like the East Java press; no piece retells a published one.

`stories` makes the output of a period, `retell` another outlet's report of the same happening. Both are pure
functions of their arguments: the same seed gives the same text on every machine.
"""

from __future__ import annotations

from newsroom.texts.issue import TooManyVisits, retell, stories
from newsroom.texts.story import KINDS, WIB, Story

__all__ = ["KINDS", "WIB", "Story", "TooManyVisits", "retell", "stories"]
