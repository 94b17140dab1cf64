"""Passwords as argon2id hashes, with the costs that RFC 9106 names for little memory (64 MiB, three passes)."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

SHORTEST, LONGEST = 10, 200


class WeakPassword(ValueError):
    """A password that is too short, or absurdly long."""


def hashed(password: str) -> str:
    """Raises WeakPassword."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPassword(f"a password has {SHORTEST} to {LONGEST} characters: four words that do not belong together")
    return _hasher().hash(password)


def is_right(known: str | None, password: str) -> bool:
    """Whether this is the password of the hash. Without a hash (no such person) it takes the same time."""
    if len(password) > LONGEST:
        return False
    try:
        return _hasher().verify(known or _nobody(), password) and known is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


@cache
def _nobody() -> str:
    return _hasher().hash("nobody's password")
