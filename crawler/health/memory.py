"""The memory that a run has needed, as its own process has it."""

from __future__ import annotations

from pathlib import Path

from scrapy.extensions.memusage import MemoryUsage

_STATUS = Path("/proc/self/status")


class OwnMemory(MemoryUsage):
    """Ends a run that needs too much. Scrapy asks getrusage(2) for the highest mark, which a child inherits from the
    process that started it: a run started by a large one would end before its first page."""

    def get_virtual_size(self) -> int:
        """Bytes of memory held at most so far."""
        if not _STATUS.exists():
            return int(super().get_virtual_size())
        peak = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) * 1024
