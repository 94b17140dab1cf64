"""The months that a picture shows."""

from __future__ import annotations


def months_from(first: str, last: str) -> list[str]:
    """Every month from the first to the last, each as "2026-11"."""
    start, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(start, end + 1)]
