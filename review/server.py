"""Serving the page, beside whatever else its process does."""

from __future__ import annotations

import contextlib
import errno
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

from config import Config, ConfigError

STOP_SECONDS = 5
# Browsers that wait to be answered. Where files run out asyncio (CPython 3.11) logs a traceback for each of so many.
WAITING = 32


class PageServer(uvicorn.Server):
    """Logs as its process does and leaves the signals to it; a browser that does not take its answer cannot keep it."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                lifespan="off",
                log_config=None,
                log_level="warning",
                access_log=False,
                server_header=False,
                backlog=WAITING,
                timeout_graceful_shutdown=STOP_SECONDS,
            )
        )

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def bind(config: Config) -> socket.socket:
    """The page's socket, which takes connections from now on. Raises ConfigError when the address is taken."""
    page = socket.socket(socket.AF_INET6 if ":" in config.review_host else socket.AF_INET)
    page.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        page.bind((config.review_host, config.review_port))
        page.listen()  # whoever is told the address before the page is up waits instead of being refused
    except OSError as error:
        page.close()
        why = (
            "is in use by another program" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
        )
        raise ConfigError(
            f"the review page's address {config.review_host}:{config.review_port} {why}; change review.port"
        ) from None
    return page
