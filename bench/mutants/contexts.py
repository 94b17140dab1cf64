"""Tells coverage which test is running: a plugin of pytest for `bench.mutants.reach`.

A context is a test function's node id; what a fixture runs has its file's with nothing behind the colons, since a
fixture of a module or session is made for all the file's tests, though only the first of them is seen to ask for it.
"""

from __future__ import annotations

import pytest
from coverage import Coverage


def of(item: pytest.Item) -> str:
    """The test function, whatever its parameters."""
    return item.nodeid.partition("[")[0]


def _switch(context: str) -> None:
    measuring = Coverage.current()
    assert measuring is not None, "this plugin is of use under coverage alone"
    measuring.switch_context(context)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    _switch(f"{of(item).partition('::')[0]}::")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> None:
    _switch(of(item))
