"""The processor's time that single functions take."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any


def timed(work: Callable[..., Any], spending: dict[str, float], stage: str) -> Callable[..., Any]:
    """The function, with the processor's time that it takes added to its stage."""

    def measured(*given: Any, **named: Any) -> Any:
        start = time.thread_time()
        try:
            return work(*given, **named)
        finally:
            spending[stage] += time.thread_time() - start

    return measured
