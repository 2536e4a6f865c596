"""What the measurement needs to know of an assistant."""

from collections.abc import Sequence
from typing import Protocol

from bench.turns.conversations import Conversation
from bench.turns.load import Door


class System(Protocol):
    """An assistant that runs with all its processes."""

    @property
    def name(self) -> str:
        """As it stands in the table."""

    @property
    def conversations(self) -> Sequence[Conversation]:
        """What people write to it."""

    @property
    def door(self) -> Door:
        """How it is asked, once it has started."""

    @property
    def pid(self) -> int:
        """The process that started all others of it."""

    def start(self) -> None:
        """Start and wait until it can be asked. Raises AssertionError or Problem when it cannot."""

    def stop(self) -> None:
        """End all its processes; harmless when it did not start."""
