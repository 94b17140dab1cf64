"""What became of a request, in plain words: whether its candidate is rejected for good or failed for now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError, ResponseDataLossError
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.errors import ForGood
from crawler.extract import NotAnArticle

_GONE = (404, 410)
# What such a page's outcome says.
GONE = tuple(f"answers {status}" for status in _GONE)
# How the outcome begins of a page that leads to the front page, as many sites have it of an article taken down.
LED_AWAY = "redirects to "


@dataclass(frozen=True, slots=True)
class Outcome:
    """`rejected`: asking again would give the same; `failed`: it may go better another time.

    `ours` is a failure of this program, which is no reason to give a page up.
    """

    state: Literal["rejected", "failed"]
    reason: str
    ours: bool = False


def outcome(error: BaseException | None) -> Outcome:
    """What an error means for the page that was asked for."""
    if isinstance(error, HttpError):
        return answered(error.response.status)
    return Outcome("rejected" if isinstance(error, NotAnArticle | ForGood) else "failed", plain(error))


def answered(status: int) -> Outcome:
    """What an answer other than the page itself means."""
    return Outcome("rejected" if status in _GONE else "failed", f"answers {status}")


def fault(error: BaseException | None) -> Outcome:
    """What an error in this program means for the page that it worked on."""
    return Outcome("failed", plain(error), ours=True)


def plain(error: BaseException | None) -> str:
    """An error in words for the administrator."""
    text = str(error)
    match error:
        case DownloadTimeoutError():
            return "no answer in time"
        case ResponseDataLossError():
            return "the answer broke off"
        case DownloadFailedError() if "certificate" in text or "service_identity" in text:  # that one: another host's
            return "its TLS certificate is not valid"
        case DownloadFailedError() if text.startswith("[<"):  # Twisted's list of failures tells nothing more
            return "the connection broke off"
        case _ if type(error).__module__.startswith("crawler."):
            return text
        case _:
            return f"{type(error).__name__}: {text}" if text else type(error).__name__
