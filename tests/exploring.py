"""A release in Datasette, for the tests of what researchers see there."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx

# Tenths of a second until it answers.
PATIENCE = 300


@contextlib.contextmanager
def answering(command: Callable[[int], Sequence[str]], folder: Path) -> Iterator[httpx.Client]:
    """A client of what the command starts in the folder on the port that it is given."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(command(port), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        try:
            for _ in range(PATIENCE):
                with contextlib.suppress(httpx.TransportError):
                    client.get("/-/versions.json")
                    break
                time.sleep(0.1)
            yield client
        finally:
            server.terminate()
            server.wait(20)


def rows(client: httpx.Client, path: str, **asked: str) -> list[dict[str, Any]]:
    answer = client.get(f"/jujugan/{path}.json", params={"_shape": "array", "_size": "max", **asked})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found
