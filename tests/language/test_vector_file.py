"""Sentence vectors are made once and kept."""

from pathlib import Path

import numpy
import pytest

from language import vector_file
from language.encoder import encode
from language.vector_file import ComingVectors, is_chosen, keep_vectors, read_vectors

TEXTS = ["inscrire mon fils à l'école ?", "tbib f nador", "أين المحامي؟"]
NEW = "une cantine"


def test_kept_vectors_are_those_of_the_encoder(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "vectors.npz"
    keep_vectors(TEXTS, file)
    kept = read_vectors(file)
    assert len(kept) == len(TEXTS)
    for meaning, vector in kept.items():
        assert float(vector @ encode([meaning])[0]) == pytest.approx(1, abs=1e-3)


def test_only_new_texts_are_encoded_and_old_ones_are_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "vectors.npz"
    first = keep_vectors(TEXTS, file)
    encoded: list[str] = []

    def recorded(meanings: list[str]) -> "numpy.typing.NDArray[numpy.float32]":
        encoded.extend(meanings)
        return encode(meanings)

    monkeypatch.setattr(vector_file, "encode", recorded)
    keep_vectors([*TEXTS[1:], NEW], file)
    assert encoded == [NEW]
    assert read_vectors(file).keys() - first.keys() == {NEW}
    assert len(first.keys() - read_vectors(file).keys()) == 1


def test_many_texts_are_encoded_by_several_processes_in_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_file, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr(vector_file.os, "cpu_count", lambda: 2)
    kept = keep_vectors(TEXTS, tmp_path / "vectors.npz")
    for meaning in kept:
        assert float(kept[meaning] @ encode([meaning])[0]) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", "كلام".encode()])
def test_a_damaged_file_counts_as_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "vectors.npz"
    file.write_bytes(content)
    assert read_vectors(file) == {}
    assert len(keep_vectors(TEXTS, file)) == len(TEXTS)
    assert len(read_vectors(file)) == len(TEXTS)


def test_coming_vectors_are_waited_for_once_and_only_when_they_are_needed(tmp_path: Path) -> None:
    file = tmp_path / "vectors.npz"
    written: list[int] = []
    coming = ComingVectors(file, lambda: written.append(len(keep_vectors(TEXTS, file))))
    assert written == []
    assert len(coming) == len(TEXTS)
    assert coming.keys() == read_vectors(file).keys()
    assert written == [len(TEXTS)]


def test_three_texts_in_ten_are_chosen_and_always_the_same_ones() -> None:
    texts = [f"message numéro {number}" for number in range(1000)]
    chosen = [text for text in texts if is_chosen(text)]
    assert 0.25 < len(chosen) / len(texts) < 0.35
    assert all(is_chosen(text) for text in TEXTS)
