"""When a job that did not succeed is tried again. Pure."""

from __future__ import annotations

# So often a job is tried in all; then it has failed, and the site waits for its next poll.
ATTEMPTS = 3


def wait(tried: int, first: float) -> float | None:
    """Seconds until the next attempt of a job that was tried so often, each twice those before it; None for no more."""
    return None if is_last(tried) else first * 2.0 ** (tried - 1)


def is_last(tried: int) -> bool:
    """Whether the attempt of this number, counted from 1, is the last."""
    return tried >= ATTEMPTS
