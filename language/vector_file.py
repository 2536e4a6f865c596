"""Sentence vectors kept in a file, so that no text is encoded twice and all cores help with those that are new."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile
from zlib import crc32

import numpy

from language.encoder import DIMENSIONS, encode
from language.packed_texts import pack, unpack
from language.reading import read
from language.whole_file import whole_file

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORTH_A_PROCESS = 1000
"""Below this many new texts a second process takes longer to start than to help."""


def is_chosen(text: str) -> bool:
    """Whether a text is of the three in ten whose meaning is learned: more cost minutes and teach hardly anything."""
    return crc32(text.encode("utf-8")) % 10 < 3


def read_vectors(file: Path) -> dict[str, "NDArray[numpy.float32]"]:
    """Meaning → vector; empty when there is no file or it is damaged: the vectors are then made again."""
    try:
        with numpy.load(file, allow_pickle=False) as kept:
            meanings = unpack(kept["meanings"])
            rows = kept["vectors"].astype(numpy.float32)
    except (OSError, EOFError, BadZipFile, ValueError, KeyError):
        return {}
    return dict(zip(meanings, rows, strict=True)) if len(meanings) == len(rows) else {}


class ComingVectors(Mapping[str, "NDArray[numpy.float32]"]):
    """The vectors of a file that another process may still be writing: waited for when somebody needs them."""

    def __init__(self, file: Path, wait: Callable[[], object]) -> None:
        """`wait` returns when the file is whole."""
        self._file = file
        self._wait = wait

    @cached_property
    def _known(self) -> "dict[str, NDArray[numpy.float32]]":
        self._wait()
        return read_vectors(self._file)

    def __getitem__(self, meaning: str) -> "NDArray[numpy.float32]":
        """See `Mapping`."""
        return self._known[meaning]

    def __iter__(self) -> Iterator[str]:
        """See `Mapping`."""
        return iter(self._known)

    def __len__(self) -> int:
        """See `Mapping`."""
        return len(self._known)


def keep_vectors(texts: Iterable[str], file: Path) -> dict[str, "NDArray[numpy.float32]"]:
    """The vectors of the chosen ones of many texts: those the file lacks are made, those of other texts dropped."""
    wanted = sorted({read(text).meaning for text in texts if is_chosen(text)})
    known = read_vectors(file)
    new = [meaning for meaning in wanted if meaning not in known]
    if new:
        known |= zip(new, _encode_on_all_cores(new), strict=True)
        _write({meaning: known[meaning] for meaning in wanted}, file)
    return known


def _encode_on_all_cores(meanings: list[str]) -> "NDArray[numpy.float32]":
    workers = min(os.cpu_count() or 1, len(meanings) // _WORTH_A_PROCESS)
    if workers < 2:
        return encode(meanings)
    parts = numpy.array_split(numpy.array(meanings, dtype=object), workers)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return numpy.concatenate(list(pool.map(encode, [part.tolist() for part in parts])))


def _write(vectors: dict[str, "NDArray[numpy.float32]"], file: Path) -> None:
    """In 16 bits: a cosine changes in the fourth digit."""
    rows = numpy.array(list(vectors.values()), dtype=numpy.float16).reshape(-1, DIMENSIONS)
    with whole_file(file) as output:
        numpy.savez(output, meanings=pack(vectors), vectors=rows)
