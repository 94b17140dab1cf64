"""What every page of the desk shares: the database, the settings, the clock, the reader's language and the frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.convertors import IntegerConvertor, register_url_convertor
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from config import Config
from review.reader import Reader
from storage import watched_places
from storage.database import Database
from storage.health import beats
from wording.templates import environment
from wording.words import LANGUAGES, Language, Words, words

LANGUAGE_COOKIE = "language"
KEYS_COOKIE = "keys"
# The menu: address and the word for it.
MENU = (
    ("/", "page.queue"),
    ("/search", "page.search"),
    ("/pictures", "page.pictures"),
    ("/check", "page.check"),
    ("/decisions", "page.decisions"),
    ("/add", "page.add"),
    ("/health", "page.health"),
    ("/digests", "page.digests"),
)


class _Number(IntegerConvertor):
    regex = "[0-9]{1,18}"  # what SQLite can hold


# In a route's path: {number:id}.
register_url_convertor("id", _Number())


@dataclass(frozen=True, slots=True)
class Desk:
    """Given to each module of pages; its `routes(desk)` are put together by `review.app`."""

    db: Database
    config: Config
    now: Callable[[], datetime]
    reader: Reader

    def render(self, request: Request, template: str, status: int = 200, **context: object) -> Response:
        """A page from review/templates in the reader's language; `templates/base.html` is its frame.

        Besides `context` a template has `request`, `now`, `beat`, `menu`, `asks_for_log_in`, `keys` (whether single
        letters act), `places`, `t` and `language`; `request.state` has the `person` who asks, the `role` and the
        `token` that every form carries.
        """
        page = environment("review", language(request)).get_template(template)
        frame = {
            "request": request,
            "now": self.now(),
            "beat": beats.last(self.db, "daemon"),
            "menu": MENU,
            "asks_for_log_in": self.config.asks_for_log_in,
            "keys": request.cookies.get(KEYS_COOKIE) != "off",
            "places": self.places(),
        }
        return HTMLResponse(page.render(**frame, **context), status)

    def places(self) -> dict[str, str]:
        """Name by region code of the places that are told apart; none where no more than one was ever watched."""
        known = watched_places.names(self.db)
        return known if len(known) > 1 else {}

    @staticmethod
    def who(request: Request) -> str:
        """The name that signs what this request decides."""
        return str(request.state.person)

    def refuse(self, request: Request, why: str, status: int = 409) -> Response:
        """A page that says why nothing was done, with the way back."""
        return self.render(request, "refused.html", status, why=why)


def text(form: FormData, name: str) -> str:
    """A field of a form; a file in its place, or no such field, is nothing."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def words_of(request: Request) -> Words:
    return words(language(request))


def back(path: str, otherwise: str = "/") -> Response:
    """To another page of ours after something was done; an address that leads elsewhere is not followed."""
    return RedirectResponse(path if is_ours(path) else otherwise, 303)


def is_ours(path: str) -> bool:
    """Whether a path stays on this page: "//other.example" and "/\\other.example" are other hosts to a browser."""
    return path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()


def language(request: Request) -> Language:
    """The language that the reader chose, else the first of the browser's own that we have."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    asked = [one.split(";")[0].strip()[:2].lower() for one in request.headers.get("accept-language", "").split(",")]
    return next((one for name in (chosen, *asked) for one in LANGUAGES if one == name), "en")
