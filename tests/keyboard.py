"""What an editor does at the desk with the keyboard alone, in a browser's page."""

from __future__ import annotations

from typing import Any


def tab_to(page: Any, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("one => document.activeElement.matches(one)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


def press(page: Any, key: str, left: int) -> None:
    """Press a deciding key, and wait for its answer."""
    page.keyboard.press(key)
    page.wait_for_function("n => document.getElementById('left').textContent.startsWith(`${n} `)", arg=left)


def open_visit(page: Any, number: int) -> None:
    page.wait_for_selector("[aria-current=step]")
    for _ in range(60):
        if page.locator("[aria-current=step]").get_attribute("id") == f"visit-{number}":
            break
        page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url(f"**/visit/{number}")


def save_search(page: Any, query: str, name: str) -> None:
    """From the queue to the search, and keep one."""
    page.wait_for_selector("[aria-current=step]")  # the keys are listened to
    page.keyboard.press("/")
    page.wait_for_selector("#q:focus")
    page.keyboard.type(query)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    tab_to(page, "#name")
    page.keyboard.type(name)
    with page.expect_navigation():
        page.keyboard.press("Enter")
