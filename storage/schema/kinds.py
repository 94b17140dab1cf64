"""The shape of the descriptions: table -> (what it holds, {column: what it means})."""

from __future__ import annotations

Descriptions = dict[str, tuple[str, dict[str, str]]]
