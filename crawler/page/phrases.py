"""The words that news pages say besides their articles: phrases.toml, section by section."""

from __future__ import annotations

import tomllib
from pathlib import Path

_SECTIONS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def phrases(section: str) -> tuple[str, ...]:
    """The phrases of one section of phrases.toml. Raises KeyError for a section that is not there."""
    return tuple(_SECTIONS[section])
