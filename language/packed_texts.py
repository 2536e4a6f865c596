"""Texts as an array of numbers, for files of arrays that run no code when they are read."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy

if TYPE_CHECKING:
    from numpy.typing import NDArray


def pack(texts: Iterable[str]) -> "NDArray[numpy.uint8]":
    """Texts without line breaks as one array."""
    return numpy.frombuffer("\n".join(texts).encode("utf-8"), dtype=numpy.uint8)


def unpack(packed: "NDArray[numpy.uint8]") -> list[str]:
    """The texts again. Raises ValueError for an array that is no text."""
    return packed.tobytes().decode("utf-8").split("\n")
