"""The pictures: visits by month, by province, by programme and by what they studied, each a link into the search."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from review import charts
from review.charts import Bar
from review.desk import Desk, words_of
from review.flows import lines
from storage.searching import pictures
from storage.searching.months import months_from
from storage.searching.provinces import COLUMNS, WEST, classes, provinces, shade
from storage.searching.query import VISITS, Clause, Term, spelt
from wording.words import Language, Words

MOST = 15
MONTHS = 36
# A search stays within its length: of a longer name, and of one with quotes in it, this part is asked for.
_NAME = 120
MOST_FLOWS = 40
_PROVINCES = {one.code: one.name for one in provinces()}


def routes(desk: Desk) -> Sequence[BaseRoute]:
    async def page(request: Request) -> Response:
        said, places = words_of(request), desk.places()
        place = asked if (asked := request.query_params.get("place", "")) in places else None
        with desk.db.snapshot():
            told = pictures.gather(desk.db, MOST, place)
            flows = pictures.flows(desk.db, place) if places else {}
        behind = partial(_behind, spoken=said.language, place=place)
        months = _months(told.months, said, behind)
        named = {
            "programmes": _named(told.programmes, "programme", behind),
            "loci": _named(told.loci, "to", behind),
        }
        return desk.render(
            request,
            "pictures.html",
            told=told,
            months=months,
            months_chart=charts.columns(months[-MONTHS:], said("pictures.months")),
            named=named,
            named_charts={name: charts.rows(bars, said(f"pictures.{name}")) for name, bars in named.items() if bars},
            tiles=[(one, told.provinces.get(one.code, 0), behind("province", one.code)) for one in provinces()],
            west=WEST,
            columns=COLUMNS,
            shade=shade,
            most=MOST,
            months_most=MONTHS,
            legend=classes(max(told.provinces.values(), default=0)),
            place=place,
            flow_lines=lines(flows),
            flows=[
                (name, places[to], visits, _behind("province", code, said.language, to))
                for (code, to), visits in flows.items()
                if to in places and (name := _PROVINCES.get(code))
            ][:MOST_FLOWS],
        )

    return [Route("/pictures", page)]


def _behind(field: str, value: str, spoken: Language, place: str | None = None, *, is_whole: bool = False) -> str:
    """The search for what a bar counts: visits, to one place or to any, that nobody dismissed."""
    asked = (
        Clause((Term(value, field, is_whole),)),
        *([Clause((Term(place, "place"),))] if place else []),
        Clause((Term("dismissed", "decided"),), is_forbidden=True),
        Clause((VISITS,)),
    )
    return f"/search?{urlencode({'q': spelt(asked, spoken)})}"


def _months(counted: Mapping[str, int], said: Words, behind: Callable[[str, str], str]) -> list[Bar]:
    """Every month from the first to the last, those without a visit too."""
    if not counted:
        return []
    names = said("facts.months").split()
    bars = []
    for key in months_from(min(counted), max(counted)):
        year, month = int(key[:4]), int(key[5:])
        bars.append(Bar(f"{names[month - 1]} {year}", counted.get(key, 0), behind("visited", key), month in (1, 7)))
    return bars


def _named(counted: Mapping[str, int], field: str, behind: Callable[..., str]) -> list[Bar]:
    bars = []
    for name, visits in counted.items():
        told = " ".join(name.replace('"', " ").split())[:_NAME].strip()
        bars.append(Bar(name, visits, behind(field, told, is_whole=told == name)))
    return bars
