"""Two or more threads that write to the database at the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from sqlalchemy import event
from sqlalchemy.orm import Session

Result = TypeVar("Result")


def at_the_same_moment(number: int, work: Callable[[], Result]) -> list[Result]:
    """The results of that many threads, which write to the database only when all of them are about to."""
    together = threading.Barrier(number)

    def wait(*_: object) -> None:
        with suppress(threading.BrokenBarrierError):  # another one was first: this cannot happen at the same moment
            together.wait(timeout=0.5)

    event.listen(Session, "before_flush", wait)
    try:
        with ThreadPoolExecutor(number) as pool:
            return [future.result() for future in [pool.submit(work) for _ in range(number)]]
    finally:
        event.remove(Session, "before_flush", wait)
