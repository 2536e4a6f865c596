"""How much memory and processor a process needs together with all that it started (Linux)."""

import os
from collections.abc import Iterator
from pathlib import Path

from tests.running_stack import descendants

_USER, _SYSTEM = 11, 12
"""Places in /proc/PID/stat after the name of the program."""


def family_memory(pid: int) -> int:
    """Bytes; what several processes share is counted once (PSS)."""
    lines = (line for status in _read(pid, "smaps_rollup") for line in status.splitlines())
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def family_processor(pid: int) -> float:
    """Seconds of the processor until now, of the processes that still run."""
    rows = (status.rpartition(")")[2].split() for status in _read(pid, "stat"))
    return sum(int(row[_USER]) + int(row[_SYSTEM]) for row in rows) / os.sysconf("SC_CLK_TCK")


def _read(pid: int, name: str) -> Iterator[str]:
    for one in (pid, *descendants(pid)):
        try:
            yield Path(f"/proc/{one}/{name}").read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue  # it has ended
