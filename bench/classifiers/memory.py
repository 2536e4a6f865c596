"""How much memory a process has needed; imports nothing, so that it can be asked inside the engine too."""

from pathlib import Path


def peak_memory() -> int:
    """Bytes that this process had in memory at most, itself only (Linux).

    Not `resource.getrusage`: its figure of a new process begins with that of the process that started it.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024
