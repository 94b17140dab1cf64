"""Values in the JSON that a page carries for its own script."""

from __future__ import annotations

from typing import Any


def at(data: Any, path: str) -> Any:
    """The value at a dotted path of JSON data, None where it leads nowhere."""
    for name in filter(None, path.split(".")):
        if isinstance(data, list) and name.isdecimal() and len(name) < 6 and int(name) < len(data):
            data = data[int(name)]
        elif isinstance(data, dict):
            data = data.get(name)
        else:
            return None
    return data
