"""Bars as small SVG files that a forge shows: no script and no outside style."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from bench.harness import Cost

WIDTH, HEIGHT, LABEL = 760, 24, 300


def bars(costs: Sequence[Cost], title: str) -> str:
    """One horizontal bar for each, as long as its CPU."""
    longest = max(cost.cpu for cost in costs) or 1
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT * (len(costs) + 1)}" '
        f'font-family="sans-serif" font-size="13" role="img"><title>{escape(title)}</title>',
        '<rect width="100%" height="100%" fill="#fff"/>',
        f'<text x="8" y="17" font-weight="bold">{escape(title)}</text>',
    ]
    for number, cost in enumerate(costs, start=1):
        top, width = number * HEIGHT, (WIDTH - LABEL - 70) * cost.cpu / longest
        colour = "#1f6f8b" if cost.who.startswith("ours") else "#b9b9b9"
        lines += [
            f'<text x="{LABEL - 8}" y="{top + 16}" text-anchor="end">{escape(cost.who)}</text>',
            f'<rect x="{LABEL}" y="{top + 4}" width="{width:.0f}" height="{HEIGHT - 8}" fill="{colour}"/>',
            f'<text x="{LABEL + width + 6:.0f}" y="{top + 16}">{cost.cpu:.3g}</text>',
        ]
    return "\n".join([*lines, "</svg>\n"])
