"""Texts as classifiers learn from them: read once, for as many classifiers as are to learn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from scipy.sparse import csr_matrix

from language.encoder import encode
from language.reading import read
from language.spelling import Spelling

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

Vectors = Mapping[str, "NDArray[numpy.float32]"]
"""Meaning → sentence vector."""


@dataclass(frozen=True)
class Lessons:
    """`rows` are the features of the texts' spelling, `meanings` what their sentence vectors are made from."""

    texts: Sequence[str]
    meanings: Sequence[str]
    spelling: Spelling
    rows: csr_matrix
    known: Vectors
    """Sentence vectors that need not be made again."""

    @classmethod
    def read(cls, texts: Sequence[str], known: Vectors | None = None) -> Self:
        """Read texts; `known` are sentence vectors that were made before."""
        readings = [read(text) for text in texts]
        spelling, rows = Spelling.learn([" ".join(reading.words) for reading in readings])
        return cls(texts, [reading.meaning for reading in readings], spelling, rows, {} if known is None else known)

    def part(self, indices: Sequence[int]) -> Self:
        """Some of the texts, with the spelling of all."""
        texts = [self.texts[index] for index in indices]
        meanings = [self.meanings[index] for index in indices]
        return type(self)(texts, meanings, self.spelling, self.rows[list(indices)], self.known)

    def vectors(self, indices: Sequence[int]) -> Vectors:
        """The sentence vectors of some texts, by meaning; those that are not known are made."""
        wanted = dict.fromkeys(self.meanings[index] for index in indices)
        new = sorted(wanted.keys() - self.known.keys())
        fresh = dict(zip(new, encode(new), strict=True))
        return {meaning: self.known[meaning] if meaning in self.known else fresh[meaning] for meaning in wanted}
