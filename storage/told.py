"""What a row says to readers of any language: a word of wording/words/told.toml and what fills its slots, in one line.

Rows that are older than these lines hold an English sentence in their place, which `parts` takes for none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

# A word and its slots; a slot is text, a number, {"at": time} or such a pair again.
Parts = tuple[str, Mapping[str, Any]]


def told(word: str, **slots: object) -> str:
    """The line to store. A slot is text, a number, an aware datetime, or what `within` gives of another line."""
    return json.dumps([word, slots], ensure_ascii=False, default=_time)


def within(line: str) -> object:
    """A told line as the slot of another one; another text as it is."""
    said = parts(line)
    return line if said is None else said


def parts(line: str) -> Parts | None:
    """What a line says, or None where it was not told so."""
    if not line.startswith('["'):
        return None
    try:
        said = json.loads(line)
    except ValueError:
        return None
    return (said[0], said[1]) if len(said) == 2 and isinstance(said[1], dict) else None


def _time(slot: object) -> object:
    if not isinstance(slot, datetime):
        raise TypeError(f"{slot!r} is neither text nor a number nor a time")
    return {"at": slot.isoformat(timespec="seconds")}
