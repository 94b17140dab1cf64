"""Exchanging the code of one function in a module that is loaded."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType


def exchange(path: Path, whole: str, changed: str) -> Callable[[], None] | None:
    """What puts the changed code into the loaded module; None where that is not all that changed."""
    old, new = compile(whole, str(path), "exec"), compile(changed, str(path), "exec")
    module = next((one for one in list(sys.modules.values()) if getattr(one, "__file__", None) == str(path)), None)
    pairs = list(_differing(old, new))
    if module is None or None in pairs:
        return None
    functions = [(_function(module, before), after) for before, after in filter(None, pairs)]
    if any(function is None or function.__code__.co_freevars != after.co_freevars for function, after in functions):
        return None

    def put() -> None:
        for function, after in functions:
            assert function is not None
            function.__code__ = after

    return put


def _differing(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType] | None]:
    """The functions that differ, outermost, with what they become; None for the own lines of a module or class."""
    mine, theirs = _parts(old), _parts(new)
    if len(mine) != len(theirs) or _own(old) != _own(new):
        yield None
        return
    for before, after in zip(mine, theirs, strict=True):
        if before != after:
            if before.co_flags & 0x2:  # CO_NEWLOCALS: a function, where a class' body has none
                yield before, after
            else:
                yield from _differing(before, after)


def _parts(code: CodeType) -> list[CodeType]:
    return [const for const in code.co_consts if isinstance(const, CodeType)]


def _own(code: CodeType) -> tuple[object, ...]:
    return code.co_code, code.co_names, [repr(const) for const in code.co_consts if not isinstance(const, CodeType)]


def _function(module: ModuleType, code: CodeType) -> FunctionType | None:
    """The module's function of that code, without what decorators put around it."""
    found: object = module
    for name in code.co_qualname.split("."):
        found = found.__dict__.get(name) if hasattr(found, "__dict__") else None
    if isinstance(found, property):
        found = found.fget
    if isinstance(found, functools.cached_property):
        found = found.func
    if isinstance(found, (staticmethod, classmethod)):
        found = found.__func__
    while hasattr(found, "__wrapped__"):
        found = found.__wrapped__
    return found if isinstance(found, FunctionType) and found.__code__ == code else None
