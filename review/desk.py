"""What every page of the desk shares: the database, the settings, the clock, the reader's language and the frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from config import Config
from storage import beats
from storage.database import Database
from wording.templates import environment
from wording.words import LANGUAGES, Language

LANGUAGE_COOKIE = "language"


@dataclass(frozen=True, slots=True)
class Desk:
    """Given to each module of pages; its `routes(desk)` are put together by `review.app`."""

    db: Database
    config: Config
    now: Callable[[], datetime]

    def render(self, request: Request, template: str, status: int = 200, **context: object) -> Response:
        """A page from review/templates in the reader's language; `templates/base.html` is its frame.

        Besides `context` a template has `request`, `now`, `beat`, `asks_for_log_in`, `t`
        and `language`; `request.state` has the `person` who asks, the `role` and the `token` that every form carries.
        """
        page = environment("review", language(request)).get_template(template)
        frame = {
            "request": request,
            "now": self.now(),
            "beat": beats.last(self.db, "daemon"),
            "asks_for_log_in": self.config.asks_for_log_in,
        }
        return HTMLResponse(page.render(**frame, **context), status)

    @staticmethod
    def who(request: Request) -> str:
        """The name that signs what this request decides."""
        return str(request.state.person)


def language(request: Request) -> Language:
    """The language that the reader chose, else the first of the browser's own that we have."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    asked = [one.split(";")[0].strip()[:2].lower() for one in request.headers.get("accept-language", "").split(",")]
    return next((one for name in (chosen, *asked) for one in LANGUAGES if one == name), "en")
