"""An editor's morning on the demo month, in headless Chromium and with the keyboard alone.

    python bench/morning.py [FILE] [--decide 60]

FILE is the database of `jujugan demo --no-page --db FILE`; without one the month is played first, in some minutes. The
morning is spent on a copy. One fact is mended, one report split off, one visit merged, one search saved, so many visits
decided and one of these decisions undone; what the database says afterwards is held against what was pressed.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from config import Config  # noqa: E402
from storage import visits  # noqa: E402
from storage.database import Database, open_database  # noqa: E402
from storage.desk import likely, queue, reviews  # noqa: E402
from storage.searching import saved  # noqa: E402
from tests.keyboard import open_visit, press, save_search, tab_to  # noqa: E402
from tests.serving import Serving  # noqa: E402

NAME, QUERY = "Studi tiru", "studi tiru"
_SLIP = 30  # the decision that is undone and made again


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("file", type=Path, nargs="?")
    asked.add_argument("--decide", type=int, default=60)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        month = given.file or Path(folder) / "month.db"
        if not month.exists():
            command = [sys.executable, "-m", "cli", "demo", "--no-page", "--db", str(month)]
            subprocess.run(command, cwd=ROOT, check=True)
        path = Path(folder) / "morning.db"
        with open_database(month):
            pass  # whoever closes it last writes all of it into the one file
        shutil.copyfile(month, path)
        with open_database(path) as db:
            spend(db, path, given.decide)


def spend(db: Database, path: Path, decisions: int) -> None:
    """Raises AssertionError where the database does not say what was pressed."""
    mended, torn, twin, other = chosen(db)
    before = queue.left(db)
    with Serving(Config(database=path)) as port, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"http://127.0.0.1:{port}/")
        start = time.perf_counter()
        mend(page, mended)
        split(page, torn)
        merge(page, twin, other)
        save_search(page, QUERY, NAME)
        tab_to(page, "nav a[href='/']")
        page.keyboard.press("Enter")
        page.wait_for_selector("[aria-current=step]")
        waited = decide(page, before, decisions)
        spent = time.perf_counter() - start
        browser.close()
    assert said == [], said
    tell(db, decisions, waited, spent)


def chosen(db: Database) -> tuple[int, int, int, int]:
    """Visits of the queue that suit: one with a number of people, one with two reports, and two that may be the same
    or else any two."""
    waiting = [item.number for item in queue.page(db, shown=1000).items if item.kind == "visit"]
    cards = {card.visit_id: card for card in visits.cards(db, waiting)}
    mended = next(number for number in waiting if cards[number].headcount)
    rest = [number for number in waiting if number != mended]
    torn = next(number for number in rest if cards[number].reports + cards[number].copies > 1)
    rest.remove(torn)
    alike = ((one, near.card.visit_id) for one in rest for near in likely.likely(db, cards[one]))
    twin, other = next((pair for pair in alike if pair[1] in rest), (rest[0], rest[1]))
    return mended, torn, twin, other


def mend(page: Any, number: int) -> None:
    open_visit(page, number)
    tab_to(page, "#fact-headcount summary")
    page.keyboard.press("Enter")
    tab_to(page, "#value-headcount")
    page.keyboard.press("Control+A")
    page.keyboard.type("77")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/visit/{number}#fact-headcount")
    back(page)


def split(page: Any, number: int) -> None:
    open_visit(page, number)
    tab_to(page, ".reports li:nth-child(2) form button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    back(page)


def merge(page: Any, number: int, into: int) -> None:
    open_visit(page, number)
    tab_to(page, "#into")
    page.keyboard.type(str(into))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/visit/{into}")
    back(page)


def back(page: Any) -> None:
    with page.expect_navigation():
        page.keyboard.press("q")
    page.wait_for_selector("[aria-current=step]")


def decide(page: Any, left: int, decisions: int) -> list[float]:
    """Decide so many visits, and what articles stand between them; the milliseconds until each answer was there.

    Every fifth is dismissed, with each of the four reasons in turn, every fifteenth kept as unsure.
    """
    waited: list[float] = []
    done = 0
    # a split and a merge leave the count as it was
    assert page.locator("#left").inner_text().startswith(f"{left} ")
    while done < decisions:
        item = str(page.locator("[aria-current=step]").get_attribute("id"))
        key = "u" if done % 15 == 0 else "c"
        start = time.perf_counter()
        if done % 5 == 4:
            page.keyboard.press("d")
            key = str(done // 5 % 4 + 1)
        left -= 1
        press(page, key, left)
        waited.append(1000 * (time.perf_counter() - start))
        if done == _SLIP:
            press(page, "z", left + 1)
            press(page, key, left)
        done += item.startswith("visit-")
    return waited


def tell(db: Database, decisions: int, waited: list[float], spent: float) -> None:
    log = reviews.latest(db, 4 * decisions)
    kinds = Counter(one.kind for one in log)
    verdicts = [one for one in log if one.kind in ("confirm", "dismiss", "unsure") and one.undone_by is None]
    on_visits = {one.visit_id for one in verdicts if one.article_id is None}
    assert len(on_visits) == decisions, on_visits
    assert all(kinds[kind] == 1 for kind in ("edit", "split", "merge", "undo")), kinds
    assert [(one.name, one.query) for one in saved.all_saved(db)] == [(NAME, QUERY)]
    edit = next(one for one in log if one.kind == "edit")
    assert next(iter(visits.cards(db, [edit.visit_id or 0]))).headcount == 77
    p50, p95 = statistics.median(waited), statistics.quantiles(waited, n=20)[-1]
    loose = len(verdicts) - decisions
    print(f"{decisions} visits and {loose} articles decided, all in all {dict(kinds)}; {queue.left(db)} left")  # noqa: T201
    print(f"{spent:.0f} seconds at the keyboard; an answer after {p50:.0f} ms, 95th percentile {p95:.0f} ms")  # noqa: T201


if __name__ == "__main__":
    main()
