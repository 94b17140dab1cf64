"""Bars drawn by pygal, as the page's policy wants them: no script, no style of their own, links with names."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import pygal  # type: ignore[import-untyped]
from lxml import etree
from markupsafe import Markup
from pygal.style import Style  # type: ignore[import-untyped]

_LINK = "{http://www.w3.org/1999/xlink}href"
# Pygal's finder of map plug-ins, which are not used here, is of a kind that every later import would warn of.
sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, pygal.PluginImportFixer)]

# Pygal leaves room for labels by the size of its own style; what they look like stands in static/pictures.css.
_LETTERS = Style(font_family="sans-serif", label_font_size=12, major_label_font_size=12, value_font_size=12)
_WIDTH = 480
_LONGEST = 26


@dataclass(frozen=True, slots=True)
class Bar:
    """`link` is where the bar leads to; `is_marked` gives its label on the axis where not every one has room."""

    label: str
    value: int
    link: str
    is_marked: bool = True


def columns(bars: Sequence[Bar], name: str) -> Markup:
    """Upright bars, for a course of time, as inline SVG called `name`."""
    chart = pygal.Bar(**_look(220), show_x_guides=False)
    chart.x_labels = [bar.label for bar in bars]
    chart.x_labels_major = [bar.label for bar in bars if bar.is_marked]
    chart.show_minor_x_labels = False
    return _drawn(chart, bars, name)


def rows(bars: Sequence[Bar], name: str) -> Markup:
    """Lying bars, the first on top, for names, as inline SVG called `name`."""
    chart = pygal.HorizontalBar(**_look(40 + 26 * len(bars)), show_y_guides=False, print_values=True)
    # pygal draws from below
    bars = tuple(reversed(bars))
    chart.x_labels = [bar.label if len(bar.label) <= _LONGEST else f"{bar.label[: _LONGEST - 1]}…" for bar in bars]
    return _drawn(chart, bars, name)


def sparkline(values: Sequence[int], name: str) -> Markup:
    """A small line without axes, as inline SVG called `name`."""
    chart = pygal.Line(
        **_look(28) | {"width": 120, "margin": 2},
        show_dots=False,
        show_x_labels=False,
        show_y_labels=False,
        show_y_guides=False,
        range=(0, max(*values, 1)),
    )
    chart.add(None, list(values))
    chart.add_xml_filter(_Plain(name, "img"))
    return Markup(chart.render(is_unicode=True))


def _look(height: int) -> dict[str, object]:
    return {
        "js": [],
        "css": [],
        "style": _LETTERS,
        "width": _WIDTH,
        "height": height,
        "margin": 4,
        "show_legend": False,
        "no_prefix": True,
        "disable_xml_declaration": True,
        "formatter": lambda value: f"{value:g}",
        "min_scale": 2,
        "max_scale": 6,
        "truncate_label": -1,
    }


def _drawn(chart: pygal.Bar, bars: Sequence[Bar], name: str) -> Markup:
    most = max((bar.value for bar in bars), default=1)
    chart.y_labels = _whole_steps(most)
    chart.add(None, [{"value": bar.value, "label": bar.label, "xlink": bar.link} for bar in bars])
    chart.add_xml_filter(_Plain(name, "group"))
    # the texts were escaped where pygal made them nodes
    return Markup(chart.render(is_unicode=True))


def _whole_steps(most: int) -> list[int]:
    """Labels of an axis of whole numbers from 0 past `most`: 1, 2 or 5 times a power of ten apart."""
    step = next(size * 10**power for power in range(18) for size in (1, 2, 5) if most <= 4 * size * 10**power)
    return list(range(0, most + step, step))


class _Plain:
    """Takes out of a chart what the policy of the page forbids, and names the chart and its links."""

    def __init__(self, name: str, role: str) -> None:
        self.name = name
        self.role = role

    def __call__(self, root: etree._Element) -> etree._Element:
        for useless in (*root.iter("defs"), *root.iter("title"), *root.iter(etree.Comment)):
            _drop(useless)
        for overlay in list(root.iter("g")):
            if "tooltip-overlay" in overlay.get("class", ""):
                _drop(overlay)
        for link in root.iter("a"):
            _name(link)
        for told in list(root.iter("desc")):
            _drop(told)
        root.set("role", self.role)
        root.set("aria-label", self.name)
        root.attrib.pop("id", None)
        return root


def _name(link: etree._Element) -> None:
    told = {one.get("class", "").split()[0]: one.text or "" for one in link.iter("desc")}
    link.set("href", link.attrib.pop(_LINK))
    link.attrib.pop("target", None)
    title = etree.SubElement(link, "title")
    title.text = f"{told['label']}: {told['value']}"
    link.set("aria-label", title.text)


def _drop(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)
