"""The pictures: visits by month, by province, by programme and by what they studied, each a link into the search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from review import charts
from review.charts import Bar
from review.desk import Desk, words_of
from storage import pictures
from storage.provinces import COLUMNS, WEST, classes, provinces, shade
from storage.query import VISITS, Clause, Term, spelt
from wording.words import Language, Words

MOST = 15
MONTHS = 36
# A search stays within its length: of a longer name, and of one with quotes in it, this part is asked for.
_NAME = 120


def routes(desk: Desk) -> Sequence[BaseRoute]:
    async def page(request: Request) -> Response:
        said = words_of(request)
        told = pictures.gather(desk.db, MOST)
        months = _months(told.months, said)
        named = {
            "programmes": _named(told.programmes, "programme", said.language),
            "loci": _named(told.loci, "to", said.language),
        }
        return desk.render(
            request,
            "pictures.html",
            told=told,
            months=months,
            months_chart=charts.columns(months[-MONTHS:], said("pictures.months")),
            named=named,
            named_charts={name: charts.rows(bars, said(f"pictures.{name}")) for name, bars in named.items() if bars},
            tiles=[
                (one, told.provinces.get(one.code, 0), _behind("province", one.code, said.language))
                for one in provinces()
            ],
            west=WEST,
            columns=COLUMNS,
            shade=shade,
            most=MOST,
            months_most=MONTHS,
            legend=classes(max(told.provinces.values(), default=0)),
        )

    return [Route("/pictures", page)]


def _behind(field: str, value: str, spoken: Language, *, is_whole: bool = False) -> str:
    """The search for what a bar counts: visits that nobody dismissed."""
    asked = (
        Clause((Term(value, field, is_whole),)),
        Clause((Term("dismissed", "decided"),), is_forbidden=True),
        Clause((VISITS,)),
    )
    return f"/search?{urlencode({'q': spelt(asked, spoken)})}"


def _months(counted: Mapping[str, int], said: Words) -> list[Bar]:
    """Every month from the first to the last, those without a visit too."""
    if not counted:
        return []
    names = said("facts.months").split()
    first, last = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (min(counted), max(counted)))
    bars = []
    for at in range(first, last + 1):
        year, month = divmod(at, 12)
        key = f"{year:04}-{month + 1:02}"
        bars.append(
            Bar(f"{names[month]} {year}", counted.get(key, 0), _behind("visited", key, said.language), month in (0, 6))
        )
    return bars


def _named(counted: Mapping[str, int], field: str, spoken: Language) -> list[Bar]:
    bars = []
    for name, visits in counted.items():
        told = " ".join(name.replace('"', " ").split())[:_NAME].strip()
        bars.append(Bar(name, visits, _behind(field, told, spoken, is_whole=told == name)))
    return bars
