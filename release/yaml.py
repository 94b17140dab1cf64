"""YAML of plain values, for the few files that are written: mappings, lists, texts, numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def to_yaml(value: Mapping[str, Any]) -> str:
    """Block style, every text in double quotes as in JSON, which YAML 1.2 reads alike; keys in the order given."""
    return "\n".join(_lines(value, "")) + "\n"


def _lines(value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _entry(f"{indent}{key}:", inner, f"{indent}  ")
    else:
        for inner in value:
            first, *rest = _lines(inner, f"{indent}  ") if _nested(inner) else (f"{indent}  {_scalar(inner)}",)
            yield f"{indent}- {first.lstrip()}"
            yield from rest


def _entry(head: str, inner: Any, indent: str) -> Iterator[str]:
    if _nested(inner):
        yield head
        yield from _lines(inner, indent)
    else:
        yield f"{head} {_scalar(inner)}"


def _nested(value: Any) -> bool:
    return bool(value) and isinstance(value, Mapping | Sequence) and not isinstance(value, str)


def _scalar(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
