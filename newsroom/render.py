"""Templates and filler words, loaded once."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from newsroom.outlets import dates

_HERE = Path(__file__).parent


@cache
def filler() -> Mapping[str, Any]:
    """The words of data/filler.toml."""
    return tomllib.loads((_HERE / "data" / "filler.toml").read_text(encoding="utf-8"))


def ldjson(value: object, *, slashes: bool = False) -> Markup:
    """JSON for a script element; `slashes` escapes every slash as PHP does."""
    text = json.dumps(value, ensure_ascii=False)
    return Markup(text.replace("/", "\\/") if slashes else text.replace("</", "<\\/"))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.globals.update(ldjson=ldjson, dates=dates)
    return environment


def render(template: str, **context: object) -> str:
    """The template filled in. Raises jinja2.UndefinedError when a name is missing."""
    return _environment().get_template(template).render(context)
