"""The desk as a server, for browsers."""

from __future__ import annotations

import asyncio
import socket
import threading
from dataclasses import replace

import uvicorn

from config import Config
from review.app import create_app
from storage.database import open_store
from tests.storing import NOW


class Serving:
    """The page on a free loopback port, in a thread with a connection of its own."""

    def __init__(self, config: Config) -> None:
        self.config = replace(config, sites=("seblang", "detik"))
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.socket.listen()  # who comes before the server is up waits for it
        self.thread = threading.Thread(target=self.work)

    def work(self) -> None:
        with open_store(self.config) as db:
            app = create_app(db, self.config, lambda: NOW)
            self.server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
            asyncio.run(self.server.serve([self.socket]))

    def __enter__(self) -> int:
        self.thread.start()
        return int(self.socket.getsockname()[1])

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join()
        self.socket.close()
