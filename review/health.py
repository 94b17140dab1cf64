"""How each site fares: its state, its gaps, what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from config import site_names
from polling.outlook import Outlook
from review.desk import Desk
from storage import gaps, sites


def routes(desk: Desk) -> Sequence[BaseRoute]:
    watched = desk.config.sites or site_names()
    outlook = Outlook(desk.db, desk.config.timetable)

    async def health(request: Request) -> Response:
        moment = desk.now()
        found = {row.name: row for row in sites.health(desk.db, moment)}
        return desk.render(
            request,
            "health.html",
            sites=[(name, found.get(name), outlook.next(name, moment)) for name in watched],
            silent={name: outlook.expectation(name, moment).silent_for for name in found},
            gaps=gaps.standing(desk.db),
        )

    return [Route("/health", health)]
