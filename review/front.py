"""The front page: the newest visits, what needs a look, and each site's health."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from config import site_names
from polling.outlook import Outlook
from review.desk import Desk
from storage import gaps, sites, untold, visits

SHOWN = 50


def routes(desk: Desk) -> Sequence[BaseRoute]:
    watched = desk.config.sites or site_names()
    outlook = Outlook(desk.db, desk.config.timetable)

    async def page(request: Request) -> Response:
        moment = desk.now()
        health = {row.name: row for row in sites.health(desk.db, moment)}
        return desk.render(
            request,
            "page.html",
            visits=visits.newest(desk.db, SHOWN),
            flags=untold.flags(desk.db)[0][:SHOWN],
            sites=[(name, health.get(name), outlook.next(name, moment)) for name in watched],
            silent={name: outlook.expectation(name, moment).silent_for for name in health},
            gaps=gaps.standing(desk.db),
        )

    return [Route("/", page)]
