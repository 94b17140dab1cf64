"""The templates of a package, with the words and the wordings of facts of one language."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from wording.clean import one_line
from wording.facts import around, telling, web
from wording.words import Language


@cache
def environment(package: str, language: Language = "en") -> Environment:
    """Templates autoescaped (text ones not): `t` gives the words, the filters tell facts."""
    made = Environment(
        loader=PackageLoader(package),
        autoescape=select_autoescape(("html", "xml")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    tell = telling(language)
    made.globals |= {"t": tell.words, "language": language}
    told = (
        tell.when,
        tell.day,
        tell.stated,
        tell.clock,
        tell.short,
        tell.long,
        tell.gap_line,
        tell.people,
        tell.undecided,
        tell.alike,
        tell.decimal,
        tell.lines,
        tell.mark,
        tell.sign,
    )
    made.filters |= {word.__name__: word for word in (*told, around, web, one_line)}
    return made


@cache
def source(package: str, name: str) -> str:
    """A file of the templates as it stands there."""
    return files(package).joinpath("templates", name).read_text(encoding="utf-8")
