"""Leaves a broken service alone for a while, so that nobody waits for an answer that will not come."""

import time
from collections.abc import Callable


class Pause:
    """After a failure the service is not asked for a moment, after each further one for twice as long."""

    def __init__(self, first: float, longest: float, clock: Callable[[], float] = time.monotonic) -> None:
        """`first` and `longest` are seconds; `clock` is one that nobody can set."""
        self._clock = clock
        self._first = first
        self._longest = longest
        self._until = 0.0
        self._next = first

    @property
    def seconds(self) -> float:
        """How long the service is still to be left alone; 0.0 when it may be asked."""
        return max(0.0, self._until - self._clock())

    def failed(self) -> None:
        """It did not answer; of several failures at once one counts."""
        if self.seconds == 0.0:
            self._until = self._clock() + self._next
            self._next = min(2 * self._next, self._longest)

    def answered(self) -> None:
        """It works."""
        self._until, self._next = 0.0, self._first
