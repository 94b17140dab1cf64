"""Figures of a release, for print and screen, as SVG and PNG. They need the extra `research`.

Nothing but the counts and the library's version decides their bytes: no date, no random names, and the letters that
come with the library.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storage.database import Database
from storage.release.figures import Counts, Month, count
from storage.searching.months import months_from
from storage.searching.provinces import COLUMNS, classes, provinces, shade

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

FOLDER = "figures"
# name: what it shows.
FIGURES: Mapping[str, str] = {
    "visits-per-month": "Visits per month, beside how many sites and articles were read",
    "origins": "Visits by province of origin",
    "programmes": "Visits by training programme",
}

_MOST = 15
_MONTHS = 60
_LONGEST = 40
# Centimetres of a column of A4, in inches; each shade is darker than the one before in greys too.
_WIDTH = 6.3
_SHADES = ("#ffffff", "#dce9f6", "#abcfe6", "#6aaed6", "#3787c0", "#105ba4")
_DARK = 4
_BAR, _PALE = "#3787c0", "#bdbdbd"
_LOOK: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 9,
    "axes.titlelocation": "left",
    "svg.hashsalt": "jujugan",
    "svg.fonttype": "path",
}


def is_there() -> bool:
    """Whether the library that draws them is installed."""
    return importlib.util.find_spec("matplotlib") is not None


def write(folder: Path, made: Database) -> None:
    """Draw what a release's database counts into the folder `figures`. Raises OSError."""
    import matplotlib

    counts = count(made, _MOST)
    (folder / FOLDER).mkdir()
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_LOOK)
        drawn = {
            "visits-per-month": _months(counts.months),
            "origins": _origins(counts),
            "programmes": _programmes(counts.programmes),
        }
        for name, figure in drawn.items():
            figure.savefig(folder / FOLDER / f"{name}.svg", metadata={"Date": None, "Creator": None})
            figure.savefig(folder / FOLDER / f"{name}.png", metadata={"Software": None}, dpi=200)


def _new(height: float, rows: int = 1) -> tuple[Figure, list[Axes]]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(_WIDTH, height), layout="constrained")
    return figure, [figure.add_subplot(rows, 1, row + 1) for row in range(rows)]


def _months(counted: Sequence[Month]) -> Figure:
    """Three rows on one course of time: growth in the lower two is no growth in the first."""
    figure, (visits, sites, articles) = _new(5.2, 3)
    months = _without_holes(counted)[-_MONTHS:]
    places = range(len(months))
    visits.set_title("Visits, by their first day" + _earlier(counted, months))
    visits.bar(places, [one.visits for one in months], color=_BAR)
    sites.set_title("Coverage: sites read in the month")
    sites.bar(places, [one.sites for one in months], color=_PALE)
    articles.set_title("Coverage: articles published in the month (hatched: found afterwards)")
    articles.bar(places, [one.articles - one.late for one in months], color=_PALE)
    late = [one.late for one in months]
    articles.bar(
        places, late, bottom=[one.articles - one.late for one in months], color="white", edgecolor=_PALE, hatch="////"
    )
    step = max(1, -(-len(months) // 12))
    for axes in (visits, sites, articles):
        axes.set_xlim(-0.7, max(len(months), 1) - 0.3)
        axes.set_xticks(list(places)[::step], [one.month for one in months][::step] if axes is articles else [])
        _whole_numbers(axes.yaxis)
    articles.tick_params(axis="x", rotation=45)
    return figure


def _without_holes(counted: Sequence[Month]) -> list[Month]:
    """Every month from the first to the last, those without anything too."""
    if not counted:
        return []
    known = {one.month: one for one in counted}
    names = months_from(counted[0].month, counted[-1].month)
    return [known.get(name, Month(name, 0, 0, 0, 0)) for name in names]


def _earlier(counted: Sequence[Month], shown: Sequence[Month]) -> str:
    left = sum(one.visits for one in counted) - sum(one.visits for one in shown)
    return f" ({left} before {shown[0].month} not shown)" if left else ""


def _origins(counts: Counts) -> Figure:
    from matplotlib.patches import Rectangle

    figure, (axes,) = _new(4.2)
    for one in provinces():
        visits = counts.provinces.get(one.code, 0)
        axes.add_patch(
            Rectangle((one.column, -one.row), 0.94, 0.94, facecolor=_SHADES[shade(visits)], edgecolor="#777")
        )
        ink = "white" if shade(visits) >= _DARK else "black"
        for up, text, size in ((0.62, one.short, 5.5), (0.28, str(visits or ""), 7)):
            axes.text(one.column + 0.47, up - one.row, text, fontsize=size, color=ink, ha="center", va="center")
    handles = [
        Rectangle((0, 0), 1, 1, facecolor=_SHADES[number], edgecolor="#777", label=told)
        for number, told in classes(max(counts.provinces.values(), default=0))
    ]
    axes.legend(handles=handles, loc="lower right", frameon=False, ncols=3, title="visits", handlelength=1)
    elsewhere = f"; {counts.elsewhere} from elsewhere" if counts.elsewhere else ""
    axes.set_title(f"Visits by province of origin, each about where it lies (of {counts.visits}{elsewhere})")
    axes.set_xlim(-0.1, COLUMNS + 0.1)
    axes.set_ylim(-max(one.row for one in provinces()) - 0.1, 1.1)
    axes.set_aspect("equal")
    axes.axis("off")
    return figure


def _programmes(counted: Mapping[str, int]) -> Figure:
    figure, (axes,) = _new(0.9 + 0.22 * max(len(counted), 1))
    names = [name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…" for name in counted]
    places = list(range(len(names)))
    bars = axes.barh(places, list(counted.values()), color=_BAR)
    axes.bar_label(bars, padding=2)
    axes.set_yticks(places, names)
    axes.set_ylim(max(len(names), 1) - 0.5, -0.5)
    axes.set_title("Visits by training programme" if counted else "No visit names a training programme")
    _whole_numbers(axes.xaxis)
    axes.margins(x=0.08)
    return figure


def _whole_numbers(axis: Axis) -> None:
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(nbins=4, integer=True, min_n_ticks=1))
