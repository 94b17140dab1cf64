"""The markers `fault` and `long`, the fixtures `measured`, `often` and `judged`, and the option --faults: a plugin.

`--faults` runs the tests that name a row, the long ones too, and writes what they measured to docs/reliability.md;
without it the long ones are left out.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterator, Sequence

import pytest

from tests.faults import document
from tests.faults.rows import rows

_MEASURED = "measured"


# The secrets that tests hand to the program: none may be in what is logged or printed, whatever a test is about.
PLANTED = ("geheim", "rahasia-variabel", "secret-mail", "secret-hook", "secret-chat", "9f3a71")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--faults", action="store_true", help="run the tests of rows.toml and write docs/reliability.md")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "fault(row, ...): shows the behaviour that these rows of rows.toml promise")
    config.addinivalue_line("markers", "long: too long for every day; run by --faults")
    if config.getoption("--faults") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Results())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    known = rows().keys()
    for item in items:
        for mark in item.iter_markers("fault"):
            if wrong := set(mark.args) - known:
                raise pytest.UsageError(f"{item.nodeid} names rows that rows.toml has not: {', '.join(sorted(wrong))}")
            item.user_properties.append(("fault", item.nodeid.partition("[")[0]))
    is_all = config.getoption("--faults")
    chosen: dict[bool, list[pytest.Item]] = {True: [], False: []}
    for item in items:
        chosen[bool(item.get_closest_marker("fault" if is_all else "long")) == is_all].append(item)
    if chosen[False]:
        config.hook.pytest_deselected(items=chosen[False])
        # What takes longest is begun first, or one process is left with it at the end.
        longest = {item.path for item in items if item.get_closest_marker("long")}
        items[:] = sorted(chosen[True], key=lambda item: item.path not in longest)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that passed but had a planted secret logged or printed has failed."""
    report = yield
    if report.when == "call" and report.passed and (found := leaked(report.sections)):
        report.outcome = "failed"
        report.longrepr = f"logged or printed what is to be secret: {', '.join(found)}"
    return report


def leaked(sections: Sequence[tuple[str, str]]) -> list[str]:
    """The planted secrets in what a test logged and printed, by the name of each part and its text."""
    return [secret for secret in PLANTED if any(secret in text for _, text in sections)]


@pytest.fixture
def measured(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Report a figure that this test measured, in words for the table of docs/reliability.md."""
    return lambda words: record_property(_MEASURED, words)


@pytest.fixture
def often(pytestconfig: pytest.Config) -> Callable[[int, int], int]:
    """How many times to try: the first number every day, the second, which the row's figure names, with --faults."""
    return lambda daily, wanted: wanted if pytestconfig.getoption("--faults") else daily


@pytest.fixture
def judged(pytestconfig: pytest.Config) -> Callable[[float, float], str]:
    """Words to add to a time: whether it is above the limit that the row's figure names, or that nobody looked, as
    anywhere but with --faults on a machine that nobody else uses. No test fails by a time."""
    is_quiet = os.getloadavg()[0] < 2 * (os.cpu_count() or 1)

    def judge(figure: float, limit: float) -> str:
        if not (pytestconfig.getoption("--faults") and is_quiet):
            return " (not judged: the machine was not ours alone)"
        return "" if figure < limit else f" (more than the {limit:g} wanted)"

    return judge


class _Results:
    """Gathers how each test that names a row ended, and writes the document at the end of the session."""

    def __init__(self) -> None:
        self._ended: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._measured: defaultdict[str, dict[str, None]] = defaultdict(dict)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        test = next((str(value) for name, value in report.user_properties if name == "fault"), None)
        if test is None or (report.when != "call" and report.passed):
            return
        self._ended[test][report.outcome] += 1
        self._measured[test] |= {str(value): None for name, value in report.user_properties if name == _MEASURED}

    def pytest_sessionfinish(self) -> None:
        document.keep(dict(self._results()))
        document.write()

    def _results(self) -> Iterator[tuple[str, document.Result]]:
        for test, ended in self._ended.items():
            yield (
                test,
                document.Result(
                    passed=ended["passed"],
                    failed=ended["failed"],
                    skipped=ended["skipped"],
                    measured=tuple(self._measured[test]),
                    day=document.today(),
                ),
            )
